//! Finding things of an organization by a few characters.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ExecutionId, ExecutionState, ServerId, ServerStatus, TaskId};

word_enum!(
    /// What was found.
    SearchKind {
        /** A server. */ Server = "server",
        /** A task. */ Task = "task",
        /** An MCP tool. */ McpTool = "mcp_tool",
        /** An execution. */ Execution = "execution",
    }
);

/// Largest number of hits of each kind.
pub const MOST_HITS: u32 = 8;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct SearchQuery {
    /// What the name, address or title must contain, 1 to 200 characters; or, for an execution, the beginning of its id.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(required = true, min_length = 1, max_length = 200))]
    pub q: String,
    /// Largest number of hits of each kind, 1 to 8; 8 when left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 8))]
    pub limit: Option<u32>,
}

/// A thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchKind,
    /// Its id; for an MCP tool, that of its server.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "uuid"))]
    pub id: Uuid,
    /// Name of the MCP tool at its server; only for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The server's name, the MCP tool's title or else its name, or the title of the task or execution.
    pub title: String,
    /// The server's address, or the name of the server that the MCP tool, task or execution belongs to, where it is still
    /// there.
    pub detail: Option<String>,
    /// How it stands: a server's status, an execution's state, the state of a task's latest execution if it has one.
    pub state: Option<String>,
}

impl SearchHit {
    /// A server.
    pub fn server(id: ServerId, name: String, url: String, status: ServerStatus) -> Self {
        let state = Some(status.to_string());
        Self { kind: SearchKind::Server, id: id.0, name: None, title: name, detail: Some(url), state }
    }

    /// A task.
    pub fn task(id: TaskId, title: String, server: Option<String>, latest: Option<ExecutionState>) -> Self {
        let state = latest.map(|state| state.to_string());
        Self { kind: SearchKind::Task, id: id.0, name: None, title, detail: server, state }
    }

    /// An execution.
    pub fn execution(id: ExecutionId, title: String, server: Option<String>, state: ExecutionState) -> Self {
        let state = Some(state.to_string());
        Self { kind: SearchKind::Execution, id: id.0, name: None, title, detail: server, state }
    }

    /// An MCP tool of a server, with its title if it has one and the server's name.
    pub fn mcp_tool(id: ServerId, name: String, title: Option<String>, server: String) -> Self {
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| name.clone());
        Self { kind: SearchKind::McpTool, id: id.0, name: Some(name), title, detail: Some(server), state: None }
    }

    /// How a server stands.
    pub fn server_status(&self) -> Option<ServerStatus> {
        self.state.as_deref().filter(|_| self.kind == SearchKind::Server)?.parse().ok()
    }

    /// How an execution, or the latest one of a task, stands.
    pub fn execution_state(&self) -> Option<ExecutionState> {
        self.state.as_deref().filter(|_| self.kind != SearchKind::Server)?.parse().ok()
    }
}

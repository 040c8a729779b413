//! Registered remote MCP servers.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Issue, Secret, ServerDraftId, ServerId, ValidationReport};

word_enum!(
    /// How the Studio authenticates to a server.
    ServerAuthKind {
        /** Not at all. */ None = "none",
        /** A bearer token; for a master agent, the master token. */ Bearer = "bearer",
        /** Headers of one's own. */ Headers = "headers",
        /** User name and password (RFC 7617). */ Basic = "basic",
    }
);

word_enum!(
    /// The word a server's three facts come down to.
    ServerStatus {
        /** Switched off by a person. */ Disabled = "disabled",
        /** Not checked yet. */ Unknown = "unknown",
        /** Reachable and authenticated. */ Healthy = "healthy",
        /** Not reachable. */ Unreachable = "unreachable",
        /** Reachable, but the credentials are not accepted. */ Unauthorized = "unauthorized",
    }
);

impl ServerStatus {
    /// The word for the facts *enabled*, *reachable* and *authenticated*.
    pub fn of(enabled: bool, reachable: Option<bool>, authenticated: Option<bool>) -> Self {
        match (enabled, reachable, authenticated) {
            (false, _, _) => Self::Disabled,
            (true, Some(false), _) => Self::Unreachable,
            (true, Some(true), Some(false)) => Self::Unauthorized,
            (true, Some(true), Some(true)) => Self::Healthy,
            _ => Self::Unknown,
        }
    }
}

/// Which servers are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ServerFilter {
    /// Rows a page, 1 to 100; 25 when left out.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Words in name or address.
    #[serde(default)]
    pub q: Option<String>,
    /// Only with this status.
    #[serde(default)]
    pub status: Option<ServerStatus>,
}

/// Credentials for a server, as they come in. Never sent back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ServerAuth {
    /// No credentials.
    None,
    /// A bearer token (RFC 6750).
    Bearer {
        /// The token, without the word Bearer.
        token: Secret,
    },
    /// Headers sent with every request.
    Headers {
        /// Name to value.
        headers: BTreeMap<String, Secret>,
    },
    /// User name and password (RFC 7617).
    Basic {
        /// User name.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 8192))]
        username: String,
        /// Password.
        password: Secret,
    },
}

impl ServerAuth {
    /// Which kind it is.
    pub fn kind(&self) -> ServerAuthKind {
        match self {
            Self::None => ServerAuthKind::None,
            Self::Bearer { .. } => ServerAuthKind::Bearer,
            Self::Headers { .. } => ServerAuthKind::Headers,
            Self::Basic { .. } => ServerAuthKind::Basic,
        }
    }
}

/// Whether a header is set by MCP itself (2025-11-25 and 2026-07-28, transports) or by the connection, so that
/// credentials cannot stand in it. Case does not matter.
pub fn is_reserved_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("mcp-")
        || matches!(name.as_str(), "accept" | "content-type" | "content-length" | "host" | "connection")
        || matches!(name.as_str(), "last-event-id" | "transfer-encoding" | "upgrade" | "te" | "trailer")
}

/// A server to register.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewServer {
    /// Name, unique in the organization, 1 to 80 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub name: String,
    /// What it is for, up to 500 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub description: Option<String>,
    /// Address of its MCP endpoint, http or https.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub url: String,
    /// Credentials.
    pub auth: ServerAuth,
    /// Words for what it is or has, by which tasks choose it ([`crate::labels`]).
    #[serde(default)]
    pub labels: Vec<String>,
}

/// Changes to a server; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerPatch {
    /// New name.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80))]
    pub name: Option<String>,
    /// New description; an empty one removes it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub description: Option<String>,
    /// New address. One with another scheme, host or port needs `auth` too when credentials are stored.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub url: Option<String>,
    /// New credentials.
    #[serde(default)]
    pub auth: Option<ServerAuth>,
    /// Whether it is used at all.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Other labels.
    #[serde(default)]
    pub labels: Option<Vec<String>>,
}

/// The master agent found on a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MasterAgentView {
    /// Its version.
    pub version: String,
    /// Identity of this installation of it; another one means that the host was rebuilt.
    pub instance_id: String,
    /// Host name, operating system and architecture, when it told.
    #[serde(default)]
    pub hostname: Option<String>,
    /// Such as `linux`.
    #[serde(default)]
    pub os: Option<String>,
    /// Such as `x86_64`.
    #[serde(default)]
    pub arch: Option<String>,
    /// It serves the raw output stream beside MCP.
    #[serde(default)]
    pub output_stream: bool,
}

/// A server as members see it. Never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerView {
    /// Its id.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Address of its MCP endpoint.
    pub url: String,
    /// How the Studio authenticates to it.
    pub auth_kind: ServerAuthKind,
    /// Words for what it is or has, in order.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Switched on by its people.
    pub enabled: bool,
    /// It answered at the last check; `None` before the first.
    pub reachable: Option<bool>,
    /// It accepted the credentials at the last check; `None` when that is not known.
    pub authenticated: Option<bool>,
    /// The word for the three facts.
    pub status: ServerStatus,
    /// Round trip of the last check that passed, in milliseconds.
    pub latency_ms: Option<i32>,
    /// When it was checked last.
    pub last_checked_at: Option<DateTime<Utc>>,
    /// When it will be checked next.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Failed checks in a row.
    pub attempt: i32,
    /// Why it is not healthy.
    pub last_error: Option<Issue>,
    /// Protocol revision agreed on.
    pub protocol_version: Option<String>,
    /// `serverInfo` as the server gave it.
    pub server_info: Option<serde_json::Value>,
    /// Capabilities as the server gave them.
    pub capabilities: Option<serde_json::Value>,
    /// Its master agent, when it has one.
    pub master_agent: Option<MasterAgentView>,
    /// When its MCP tools were fetched last; `None` while they are not known for its present address and credentials.
    pub catalog_synced_at: Option<DateTime<Utc>>,
    /// Why its MCP tools could not be fetched the last time.
    pub catalog_error: Option<Issue>,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// What hangs on a server: tasks and MCP tools are deleted with it, executions stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerDependents {
    /// Tasks that run on it.
    pub tasks: i64,
    /// MCP tools it offers.
    pub mcp_tools: i64,
    /// Executions on it, past and present.
    pub executions: i64,
}

/// What has been entered in the wizard so far. Never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServerDraftView {
    /// Its id.
    pub id: ServerDraftId,
    /// Name entered.
    pub name: String,
    /// Description entered.
    pub description: Option<String>,
    /// Address entered.
    pub url: String,
    /// Kind of credentials entered.
    pub auth_kind: ServerAuthKind,
    /// The last validation of exactly these values.
    pub validation: Option<ValidationReport>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_facts_make_one_word() {
        assert_eq!(ServerStatus::of(false, Some(true), Some(true)), ServerStatus::Disabled);
        assert_eq!(ServerStatus::of(true, None, None), ServerStatus::Unknown);
        assert_eq!(ServerStatus::of(true, Some(false), Some(true)), ServerStatus::Unreachable);
        assert_eq!(ServerStatus::of(true, Some(true), Some(false)), ServerStatus::Unauthorized);
        assert_eq!(ServerStatus::of(true, Some(true), Some(true)), ServerStatus::Healthy);
        assert_eq!(ServerStatus::of(true, Some(true), None), ServerStatus::Unknown);
    }
}

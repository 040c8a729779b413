//! An MCP server made with rmcp, in either era.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ProtocolVersion, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};

/// What it is.
#[derive(Clone)]
pub struct Stranger {
    /// Revisions it speaks.
    pub versions: Vec<ProtocolVersion>,
    /// Answers without server-sent events where it can.
    pub json: bool,
    /// Keeps sessions (old era only).
    pub sessions: bool,
    /// The entry of a master agent.
    pub master_agent: Option<Value>,
    /// How many MCP tools it lists, a hundred a page.
    pub tools: usize,
    /// HTTP requests seen.
    pub requests: Arc<AtomicUsize>,
}

impl Stranger {
    /// Speaks 2026-07-28.
    pub fn modern() -> Self {
        Self {
            versions: vec![ProtocolVersion::V_2026_07_28],
            json: true,
            sessions: false,
            master_agent: None,
            tools: 3,
            requests: Arc::default(),
        }
    }

    /// Speaks 2025-11-25 and keeps sessions.
    pub fn legacy() -> Self {
        Self { versions: vec![ProtocolVersion::V_2025_11_25], json: false, sessions: true, ..Self::modern() }
    }

    /// Its routes.
    pub fn router(&self) -> Router {
        let handler = self.clone();
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(self.sessions)
            .with_json_response(self.json)
            .with_sse_keep_alive(Some(Duration::from_secs(5)));
        let sessions: Arc<LocalSessionManager> = Arc::default();
        let service = StreamableHttpService::new(move || Ok(handler.clone()), sessions, config);
        let requests = self.requests.clone();
        Router::new().nest_service("/mcp", service).layer(from_fn(move |request: Request, next: Next| {
            requests.fetch_add(1, Ordering::Relaxed);
            next.run(request)
        }))
    }
}

impl ServerHandler for Stranger {
    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        self.versions.clone().into()
    }

    fn get_info(&self) -> ServerConfig {
        let mut capabilities = ServerCapabilities::builder().enable_tools().build();
        if let Some(Value::Object(entry)) = &self.master_agent {
            capabilities.extensions = Some([(agent_protocol::EXTENSION_KEY.to_owned(), entry.clone())].into());
        }
        ServerConfig::new(capabilities).with_server_info(Implementation::new("stranger", "7.0"))
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let from: usize = request.and_then(|r| r.cursor).map_or(0, |c| c.parse().unwrap());
        let to = self.tools.min(from + 100);
        let schema = Arc::new(json!({"type": "object"}).as_object().unwrap().clone());
        let tools = (from..to).map(|n| Tool::new(format!("tool_{n}"), "does", schema.clone())).collect();
        let mut result = ListToolsResult::with_all_items(tools);
        result.next_cursor = (to < self.tools).then(|| to.to_string());
        Ok(result)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        match request.name.as_ref() {
            "host_info" => Ok(CallToolResult::structured(host_info()).into()),
            "exec_list" => Ok(CallToolResult::structured(json!({"runs": [], "total": 0})).into()),
            "exec_read" => {
                tokio::time::sleep(Duration::from_millis(arguments["wait_ms"].as_u64().unwrap())).await;
                let result = json!({
                    "offset": 0, "bytes": "aGk=", "chunks": [], "end": 2, "truncated_at": null, "dropped_bytes": 0,
                    "ended_at": null, "state": "running",
                });
                Ok(CallToolResult::structured(result).into())
            }
            "exec_forget" => {
                let mut refused = CallToolResult::error(vec![ContentBlock::text("no run of this id")]);
                let code = json!({agent_protocol::ERROR_META_KEY: "unknown_run"});
                refused.meta = Some(serde_json::from_value(code).unwrap());
                Ok(refused.into())
            }
            other => Err(ErrorData::invalid_params(format!("unknown tool {other}"), None)),
        }
    }
}

/// The announcement of a master agent.
pub fn announcement() -> Value {
    json!({
        "version": "0.9.0", "contract": 1, "output_stream": true,
        "instance_id": "0192f0c1-2345-7000-8000-000000000001",
    })
}

fn host_info() -> Value {
    json!({
        "os": "Debian GNU/Linux 12 (bookworm)", "kernel": "6.1", "architecture": "x86_64", "hostname": "build-01",
        "cpus": 2, "memory_bytes": 1024, "agent_version": "0.9.0", "contract": 1,
        "instance_id": "0192f0c1-2345-7000-8000-000000000001", "agent_started_at": "2026-11-22T10:00:00Z",
        "uptime_seconds": 5, "user": "agent", "is_root": false, "has_sudo": false, "package_managers": ["apt-get"],
        "running": 0, "max_running": 8,
    })
}

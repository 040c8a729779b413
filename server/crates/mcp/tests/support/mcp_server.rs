//! An MCP server made with rmcp, in either era.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::Method;
use axum::middleware::{Next, from_fn};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, GetPromptRequestParams, GetPromptResponse,
    GetPromptResult, Implementation, ListPromptsResult, ListResourceTemplatesRequestMethod,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ProgressNotificationParam, Prompt, PromptArgument, PromptMessage, ProtocolVersion, ReadResourceRequestParams,
    ReadResourceResponse, ReadResourceResult, Resource, ResourceContents, Role, ServerCapabilities, ServerConfig,
    ServerNotification, SubscriptionFilter, Tool,
};
use rmcp::service::{NotificationContext, RequestContext, SubscriptionContext};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};
use tokio::sync::broadcast;

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
    /// Offers resources and prompts.
    pub library: bool,
    /// Declares that it tells when its MCP tools change, and tells whoever listens when something is sent here.
    pub news: Option<broadcast::Sender<()>>,
    /// HTTP requests seen.
    pub requests: Arc<AtomicUsize>,
    /// Streams opened by those who listen.
    pub listeners: Arc<AtomicUsize>,
    /// Calls of `waits` that were given up by whoever made them.
    pub given_up: Arc<AtomicUsize>,
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
            library: false,
            news: None,
            requests: Arc::default(),
            listeners: Arc::default(),
            given_up: Arc::default(),
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
        let (requests, listeners) = (self.requests.clone(), self.listeners.clone());
        Router::new().nest_service("/mcp", service).layer(from_fn(move |request: Request, next: Next| {
            requests.fetch_add(1, Ordering::Relaxed);
            if request.method() == Method::GET {
                listeners.fetch_add(1, Ordering::Relaxed);
            }
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
        if self.library {
            capabilities = ServerCapabilities::builder().enable_tools().enable_resources().enable_prompts().build();
        }
        if self.news.is_some() {
            capabilities.tools.get_or_insert_default().list_changed = Some(true);
        }
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
        context: RequestContext<RoleServer>,
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
            "show" => {
                let link = Resource::new("file:///a", "a").with_mime_type("text/plain");
                let blocks = vec![
                    ContentBlock::text("words"),
                    ContentBlock::image("AA==", "image/png"),
                    ContentBlock::resource_link(link),
                    ContentBlock::embedded_text("file:///a", "inside"),
                ];
                let mut result = CallToolResult::success(blocks);
                result.structured_content = Some(json!({"given": arguments}));
                Ok(result.into())
            }
            "fails" => Ok(CallToolResult::error(vec![ContentBlock::text("the disk is full")]).into()),
            "refuses" => Err(ErrorData::invalid_params("a must be a number", None)),
            "breaks" => Err(ErrorData::internal_error("the database is down", None)),
            "big" => {
                let text = "x".repeat(arguments["bytes"].as_u64().unwrap() as usize);
                Ok(CallToolResult::success(vec![ContentBlock::text(text)]).into())
            }
            "steps" => {
                let token = context.meta.get_progress_token().unwrap();
                for step in [1.0, 2.0] {
                    let progress = ProgressNotificationParam::new(token.clone(), step).with_total(2.0);
                    context.peer.notify_progress(progress.with_message("on the way")).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Ok(CallToolResult::success(Vec::new()).into())
            }
            "hurries" => {
                let token = context.meta.get_progress_token().unwrap();
                for step in 0..100 {
                    let progress = ProgressNotificationParam::new(token.clone(), f64::from(step));
                    context.peer.notify_progress(progress).await.unwrap();
                }
                Ok(CallToolResult::success(Vec::new()).into())
            }
            "waits" => {
                context.ct.cancelled().await;
                self.given_up.fetch_add(1, Ordering::Relaxed);
                Ok(CallToolResult::success(Vec::new()).into())
            }
            other => Err(ErrorData::invalid_params(format!("unknown tool {other}"), None)),
        }
    }

    async fn on_initialized(&self, context: NotificationContext<RoleServer>) {
        let Some(mut news) = self.news.as_ref().map(broadcast::Sender::subscribe) else { return };
        tokio::spawn(async move {
            while news.recv().await.is_ok() && context.peer.notify_tool_list_changed().await.is_ok() {}
        });
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        self.news.as_ref().map(|_| requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        self.listeners.fetch_add(1, Ordering::Relaxed);
        let mut news = self.news.as_ref().unwrap().subscribe();
        loop {
            tokio::select! {
                () = context.cancelled() => return Ok(()),
                Ok(()) = news.recv() => {
                    let changed = ServerNotification::ToolListChangedNotification(Default::default());
                    context.sink().send(changed).await.unwrap();
                }
            }
        }
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(vec![Resource::new("file:///a", "a").with_size(6)]))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Err(ErrorData::method_not_found::<ListResourceTemplatesRequestMethod>())
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        match request.uri.as_str() {
            "file:///a" => Ok(ReadResourceResult::new(vec![ResourceContents::text("inside", "file:///a")]).into()),
            other => Err(ErrorData::resource_not_found(format!("no {other} here"), None)),
        }
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        let who = PromptArgument::new("who").with_required(true);
        Ok(ListPromptsResult::with_all_items(vec![Prompt::new("greet", Some("Greets"), Some(vec![who]))]))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let who = request.arguments.and_then(|arguments| Some(arguments.get("who")?.as_str()?.to_owned()));
        let who = who.ok_or_else(|| ErrorData::invalid_params("who is missing", None))?;
        Ok(GetPromptResult::new(vec![PromptMessage::new_text(Role::User, format!("Greet {who}"))]).into())
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

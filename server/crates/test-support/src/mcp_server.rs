//! A scriptable MCP server: what it offers changes while it runs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult, PaginatedRequestParams,
    ProgressNotificationParam, ServerCapabilities, ServerConfig, ServerNotification, SubscriptionFilter, Tool,
    ToolAnnotations,
};
use rmcp::service::{RequestContext, SubscriptionContext};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::json;
use tokio::sync::broadcast;
use tokio_util::sync::{CancellationToken, DropGuard};

/// An MCP server on loopback; ended with the test.
pub struct TestMcpServer {
    port: u16,
    offer: Offer,
    _guard: DropGuard,
}

/// What it offers and what it was asked. `echo` gives its arguments back; `waits` ends only when it is cancelled, `read_once`
/// (which declares itself read-only) does so the first time alone; `steps` wants a number of `steps`, tells after each how
/// far it is and gives their sum; `fails` fails; `http_422` is answered with that HTTP status, and so any other number; every
/// other tool does nothing.
#[derive(Clone, Default)]
struct Offer {
    /// Names and descriptions.
    tools: Arc<Mutex<Vec<(String, String)>>>,
    calls: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
    lists: Arc<AtomicUsize>,
    /// Tells those who listen when the offer changes, and declares that.
    news: Option<broadcast::Sender<()>>,
}

impl TestMcpServer {
    /// Starts one that offers these tools: names and descriptions.
    pub async fn start(tools: &[(&str, &str)]) -> Result<Self> {
        Self::serve(0, tools, None, false).await
    }

    /// The same on a port: in the place of one that ended.
    pub async fn start_at(port: u16, tools: &[(&str, &str)]) -> Result<Self> {
        Self::serve(port, tools, None, false).await
    }

    /// The same for those who send this header with every request; others get 401.
    pub async fn start_wanting(tools: &[(&str, &str)], name: &'static str, value: &'static str) -> Result<Self> {
        Self::serve(0, tools, Some((name, value)), false).await
    }

    /// The same that tells whoever listens when its offer changes.
    pub async fn start_telling(tools: &[(&str, &str)]) -> Result<Self> {
        Self::serve(0, tools, None, true).await
    }

    async fn serve(
        port: u16,
        tools: &[(&str, &str)],
        wanted: Option<(&'static str, &'static str)>,
        tells: bool,
    ) -> Result<Self> {
        let offer = Offer { news: tells.then(|| broadcast::Sender::new(64)), ..Offer::default() };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        let port = listener.local_addr()?.port();
        let handler = offer.clone();
        let service = StreamableHttpService::new(
            move || Ok(handler.clone()),
            Arc::<LocalSessionManager>::default(),
            StreamableHttpServerConfig::default(),
        );
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let statuses = from_fn_with_state(offer.clone(), answer_with_status);
        let guard = move |request: Request, next: Next| async move {
            match wanted {
                Some((name, value)) if request.headers().get(name).is_none_or(|given| given != value) => {
                    StatusCode::UNAUTHORIZED.into_response()
                }
                _ => next.run(request).await,
            }
        };
        let router = Router::new().nest_service("/mcp", service).layer(statuses).layer(from_fn(guard));
        tokio::spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stopped).await });
        let server = Self { port, offer, _guard: stop.drop_guard() };
        server.offer(tools);
        Ok(server)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its MCP endpoint.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/mcp", self.port)
    }

    /// Offers these tools from now on.
    pub fn offer(&self, tools: &[(&str, &str)]) {
        let tools = tools.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
        *self.offer.tools.lock().unwrap_or_else(PoisonError::into_inner) = tools;
        if let Some(news) = &self.offer.news {
            // Nobody listening is fine.
            drop(news.send(()));
        }
    }

    /// Those who listen to it.
    pub fn listeners(&self) -> usize {
        self.offer.news.as_ref().map_or(0, broadcast::Sender::receiver_count)
    }

    /// How often it was asked what it offers.
    pub fn lists(&self) -> usize {
        self.offer.lists.load(Ordering::Relaxed)
    }

    /// Calls that reached it.
    pub fn calls(&self) -> usize {
        self.offer.calls.load(Ordering::Relaxed)
    }

    /// Calls that were cancelled.
    pub fn cancelled(&self) -> usize {
        self.offer.cancelled.load(Ordering::Relaxed)
    }
}

/// Answers the call of `http_422` with that status before MCP hears of it.
async fn answer_with_status(State(offer): State<Offer>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else { return StatusCode::BAD_REQUEST.into_response() };
    let message: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
    let name = message.pointer("/params/name").and_then(serde_json::Value::as_str).unwrap_or_default();
    let status = name.strip_prefix("http_").and_then(|number| StatusCode::from_bytes(number.as_bytes()).ok());
    match status {
        Some(status) => {
            offer.calls.fetch_add(1, Ordering::Relaxed);
            (status, "the shelf is too small").into_response()
        }
        None => next.run(Request::from_parts(parts, Body::from(body))).await,
    }
}

impl ServerHandler for Offer {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools();
        ServerConfig::new(match self.news {
            Some(_) => capabilities.enable_tool_list_changed().build(),
            None => capabilities.build(),
        })
    }

    fn accepted_subscription_filter(&self, requested: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        self.news.as_ref().map(|_| requested.clone())
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let Some(mut news) = self.news.as_ref().map(broadcast::Sender::subscribe) else { return Ok(()) };
        loop {
            tokio::select! {
                () = context.cancelled() => return Ok(()),
                _ = news.recv() => {
                    let changed = ServerNotification::ToolListChangedNotification(Default::default());
                    if context.sink().send(changed).await.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        self.lists.fetch_add(1, Ordering::Relaxed);
        let tools = self.tools.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let tools = tools.into_iter().map(|(name, words)| tool(name, words)).collect();
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let before = self.calls.fetch_add(1, Ordering::Relaxed);
        let offered = self.tools.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|(n, _)| *n == request.name);
        if !offered {
            return Err(ErrorData::invalid_params(format!("unknown tool {}", request.name), None));
        }
        match request.name.as_ref() {
            "echo" => Ok(CallToolResult::structured(json!(request.arguments.unwrap_or_default())).into()),
            "fails" => Ok(CallToolResult::error(vec![ContentBlock::text("the disk is full\nat /srv")]).into()),
            "steps" => steps(&request.arguments.unwrap_or_default(), &context).await,
            "read_once" if before > 0 => Ok(CallToolResult::success(vec![ContentBlock::text("read")]).into()),
            "waits" | "read_once" => {
                context.ct.cancelled().await;
                self.cancelled.fetch_add(1, Ordering::Relaxed);
                Ok(CallToolResult::success(Vec::new()).into())
            }
            _ => Ok(CallToolResult::success(vec![ContentBlock::text("done")]).into()),
        }
    }
}

fn tool(name: String, words: String) -> Tool {
    let schema = match name.as_str() {
        "steps" => json!({ "type": "object", "properties": { "steps": { "type": "integer" } }, "required": ["steps"] }),
        _ => json!({ "type": "object" }),
    };
    let read_only = name.starts_with("read_");
    let tool = Tool::new(name, words, rmcp::model::object(schema));
    if read_only { tool.with_annotations(ToolAnnotations::new().read_only(true)) } else { tool }
}

async fn steps(
    arguments: &serde_json::Map<String, serde_json::Value>,
    context: &RequestContext<RoleServer>,
) -> Result<CallToolResponse, ErrorData> {
    let Some(steps) = arguments.get("steps").and_then(serde_json::Value::as_u64) else {
        return Err(ErrorData::invalid_params("steps must be a number", None));
    };
    if let Some(token) = context.meta.get_progress_token() {
        for step in 1..=steps {
            let told = ProgressNotificationParam::new(token.clone(), step as f64).with_total(steps as f64);
            let told = context.peer.notify_progress(told.with_message("on the way")).await;
            told.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    Ok(CallToolResult::structured(json!({ "sum": steps * (steps + 1) / 2 })).into())
}

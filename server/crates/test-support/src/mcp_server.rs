//! A scriptable MCP server: what it offers changes while it runs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult, PaginatedRequestParams,
    ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::json;
use tokio_util::sync::{CancellationToken, DropGuard};

/// An MCP server on loopback; ended with the test.
pub struct TestMcpServer {
    port: u16,
    offer: Offer,
    _guard: DropGuard,
}

/// What it offers and what it was asked. `echo` gives its arguments back, `waits` ends only when it is cancelled, every
/// other tool does nothing.
#[derive(Clone, Default)]
struct Offer {
    /// Names and descriptions.
    tools: Arc<Mutex<Vec<(String, String)>>>,
    calls: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

impl TestMcpServer {
    /// Starts one that offers these tools: names and descriptions.
    pub async fn start(tools: &[(&str, &str)]) -> Result<Self> {
        let offer = Offer::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let handler = offer.clone();
        let service = StreamableHttpService::new(
            move || Ok(handler.clone()),
            Arc::<LocalSessionManager>::default(),
            StreamableHttpServerConfig::default(),
        );
        let stop = CancellationToken::new();
        let stopped = stop.clone().cancelled_owned();
        let router = Router::new().nest_service("/mcp", service);
        tokio::spawn(async move { axum::serve(listener, router).with_graceful_shutdown(stopped).await });
        let server = Self { port, offer, _guard: stop.drop_guard() };
        server.offer(tools);
        Ok(server)
    }

    /// Its MCP endpoint.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/mcp", self.port)
    }

    /// Offers these tools from now on.
    pub fn offer(&self, tools: &[(&str, &str)]) {
        let tools = tools.iter().map(|(name, words)| ((*name).to_owned(), (*words).to_owned())).collect();
        *self.offer.tools.lock().unwrap_or_else(PoisonError::into_inner) = tools;
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

impl ServerHandler for Offer {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.tools.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let schema = rmcp::model::object(json!({ "type": "object" }));
        let tools = tools.into_iter().map(|(name, words)| Tool::new(name, words, schema.clone())).collect();
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        match request.name.as_ref() {
            "echo" => Ok(CallToolResult::structured(json!(request.arguments.unwrap_or_default())).into()),
            "waits" => {
                context.ct.cancelled().await;
                self.cancelled.fetch_add(1, Ordering::Relaxed);
                Ok(CallToolResult::success(Vec::new()).into())
            }
            _ => Ok(CallToolResult::success(vec![ContentBlock::text("done")]).into()),
        }
    }
}

//! A remote MCP server with a tool that answers and one that does not: this program once more, in a process of its own, so that its time is not
//! ours. It listens at as many addresses as wanted, each a host of its own to whoever keeps connections by host.

use std::env;
use std::net::Ipv4Addr;
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::serve::ListenerExt as _;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ErrorData, RoleServer, ServerHandler};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::open_files;

/// The first argument of this program when it is to be the MCP server; the second one is the number of addresses.
pub(crate) const COMMAND: &str = "mcp-server";
/// The tool it offers: answers with its `message`.
pub(crate) const TOOL: &str = "echo";
/// Another one: never answers.
pub(crate) const HOLD: &str = "hold";
const PATH: &str = "/mcp";

/// A running MCP server; dropped, it ends.
pub(crate) struct McpServer {
    // Its standard input too, whose end is its own.
    _process: Child,
    port: u16,
}

impl McpServer {
    /// Starts it and waits until it listens at so many addresses.
    pub(crate) async fn start(addresses: u16) -> Result<Self> {
        let mut command = Command::new(env::current_exe()?);
        command.arg(COMMAND).arg(addresses.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().context("cannot start the MCP server")?;
        let stdout = process.stdout.take().context("the MCP server has no stdout")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).await?;
        let port = line.trim().parse().context("the MCP server did not start")?;
        Ok(Self { _process: process, port })
    }

    /// Its endpoint at one of its addresses, counted from 0.
    pub(crate) fn url(&self, number: u16) -> String {
        format!("http://{}:{}{PATH}", address(number), self.port)
    }
}

/// All of 127.0.0.0/8 is this machine.
fn address(number: u16) -> Ipv4Addr {
    let [high, low] = number.to_be_bytes();
    Ipv4Addr::new(127, 1, high, low)
}

/// What the process does: prints its port and serves until its standard input ends.
pub(crate) async fn serve(addresses: u16) -> Result<()> {
    // A listener and a few connections each.
    open_files::at_least(1024 + 2 * u32::from(addresses))?;
    let echo = Echo::new();
    let service = StreamableHttpService::new(
        move || Ok(echo.clone()),
        Arc::new(NeverSessionManager::default()),
        StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            // Only some of loopback is allowed by itself.
            .disable_allowed_hosts(),
    );
    let router = Router::new().route_service(PATH, service);
    let mut port = 0_u16;
    for number in 0..addresses {
        let address = address(number);
        let listener = TcpListener::bind((address, port)).await;
        let listener = listener.with_context(|| format!("cannot listen on {address}:{port}"))?;
        port = listener.local_addr()?.port();
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                eprintln!("bench: the MCP server cannot set TCP_NODELAY: {error}");
            }
        });
        let router = router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    println!("{port}");
    // Whoever started us holds the other end: when they are gone, nobody needs us.
    tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await?;
    Ok(())
}

/// Says what it is told.
#[derive(Clone)]
struct Echo {
    tools: Arc<[Tool]>,
}

impl Echo {
    fn new() -> Self {
        let schema: JsonObject = [
            ("type".to_owned(), json!("object")),
            ("properties".to_owned(), json!({ "message": { "type": "string" } })),
            ("required".to_owned(), json!(["message"])),
        ]
        .into_iter()
        .collect();
        let nothing: JsonObject = [("type".to_owned(), json!("object"))].into_iter().collect();
        let hold = Tool::new(HOLD, "Never answers.", nothing);
        Self { tools: [Tool::new(TOOL, "Answers with the message.", schema), hold].into() }
    }
}

impl ServerHandler for Echo {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities).with_server_info(Implementation::new("studio-bench", env!("CARGO_PKG_VERSION")))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(self.tools.to_vec()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if request.name == HOLD {
            std::future::pending::<()>().await;
        }
        if request.name != TOOL {
            return Err(ErrorData::invalid_params(format!("there is no tool {}", request.name), None));
        }
        match request.arguments.as_ref().and_then(|arguments| arguments.get("message")) {
            Some(Value::String(message)) => Ok(CallToolResult::success(vec![ContentBlock::text(message)]).into()),
            _ => Ok(CallToolResult::error(vec![ContentBlock::text("message: a text is needed")]).into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_another_address_on_loopback() {
        let addresses: std::collections::HashSet<Ipv4Addr> = (0..1000).map(address).collect();
        assert_eq!(addresses.len(), 1000);
        assert!(addresses.iter().all(Ipv4Addr::is_loopback));
    }
}

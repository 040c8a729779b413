//! The MCP server: what it says of itself, its tools, and how a call is answered.

mod exec;
mod run_command;
mod tools;

use std::sync::Arc;

use agent_protocol::{CONTRACT_VERSION, ERROR_META_KEY, EXTENSION_KEY, MasterAgentExtension};
use agent_protocol::{HostInfoArgs, HostMetricsArgs};
use agent_protocol::{
    TOOL_EXEC_FORGET, TOOL_EXEC_LIST, TOOL_EXEC_READ, TOOL_EXEC_RESIZE, TOOL_EXEC_SIGNAL, TOOL_EXEC_START,
    TOOL_EXEC_WRITE, TOOL_HOST_INFO, TOOL_HOST_METRICS, TOOL_RUN_COMMAND,
};
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, ExtensionCapabilities,
    Implementation, JsonObject, ListToolsResult, MetaObject, PaginatedRequestParams, ServerCapabilities, ServerConfig,
    Tool,
};
use rmcp::service::{RequestContext, RoleServer};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::host::Host;
use crate::metrics::Meter;
use crate::refusal::Refusal;
use crate::runs::Runs;

const INSTRUCTIONS: &str = "Runs commands on this host. For one command use `run_command`. For long ones start with \
    `exec_start` under a new UUID, then follow with `exec_read` from offset 0; a run goes on when the connection is \
    lost, and is found again by its id.";

/// What answering calls needs.
#[derive(Debug)]
pub struct Agent {
    /// The runs.
    pub runs: Arc<Runs>,
    /// What this host is.
    pub host: Host,
    /// What it uses.
    pub meter: Meter,
}

/// Answers MCP requests; made anew for each, as there are no sessions.
#[derive(Debug, Clone)]
pub struct Handler {
    agent: Arc<Agent>,
    config: Arc<ServerConfig>,
    tools: Arc<Vec<Tool>>,
}

impl Handler {
    /// A handler for this agent.
    pub fn new(agent: Arc<Agent>) -> Self {
        let config = Arc::new(config(&agent));
        Self { agent, config, tools: Arc::new(tools::all()) }
    }

    async fn dispatch(
        &self,
        name: &str,
        args: JsonObject,
        context: &RequestContext<RoleServer>,
    ) -> Option<Result<CallToolResult, Refusal>> {
        let agent = &*self.agent;
        Some(match name {
            TOOL_HOST_INFO => agent.host_info(args).await,
            TOOL_HOST_METRICS => agent.host_metrics(args).await,
            TOOL_EXEC_START => answer(agent.exec_start(args).await),
            TOOL_EXEC_READ => agent.exec_read(args).await,
            TOOL_EXEC_WRITE => answer(agent.exec_write(args).await),
            TOOL_EXEC_RESIZE => answer(agent.exec_resize(args).await),
            TOOL_EXEC_SIGNAL => answer(agent.exec_signal(args).await),
            TOOL_EXEC_LIST => answer(agent.exec_list(args).await),
            TOOL_EXEC_FORGET => answer(agent.exec_forget(args).await),
            TOOL_RUN_COMMAND => answer(agent.run_command(args, context).await),
            _ => return None,
        })
    }
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        (*self.config).clone()
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items((*self.tools).clone()))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.tools.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let args = request.arguments.unwrap_or_default();
        match self.dispatch(&request.name, args, &context).await {
            Some(Ok(result)) => Ok(result.into()),
            Some(Err(refusal)) => Ok(refused(&refusal).into()),
            None => Err(ErrorData::invalid_params(format!("there is no tool {}", request.name), None)),
        }
    }
}

impl Agent {
    async fn host_info(&self, args: JsonObject) -> Result<CallToolResult, Refusal> {
        let HostInfoArgs {} = parse(TOOL_HOST_INFO, args)?;
        answer(self.host.info(&self.runs).await.map_err(Refusal::io("looking at the host")))
    }

    async fn host_metrics(&self, args: JsonObject) -> Result<CallToolResult, Refusal> {
        let HostMetricsArgs {} = parse(TOOL_HOST_METRICS, args)?;
        answer(self.meter.measure().await.map_err(Refusal::io("measuring the host")))
    }
}

fn config(agent: &Agent) -> ServerConfig {
    let extension = MasterAgentExtension {
        version: env!("CARGO_PKG_VERSION").into(),
        contract: CONTRACT_VERSION,
        instance_id: agent.host.instance_id,
        output_stream: true,
    };
    let mut extensions = ExtensionCapabilities::new();
    if let Ok(Value::Object(settings)) = serde_json::to_value(extension) {
        extensions.insert(EXTENSION_KEY.into(), settings);
    }
    let capabilities = ServerCapabilities::builder().enable_extensions_with(extensions).enable_tools().build();
    ServerConfig::new(capabilities)
        .with_server_info(
            Implementation::new("master-agent", env!("CARGO_PKG_VERSION")).with_title("MCP Agent Studio master agent"),
        )
        .with_instructions(INSTRUCTIONS)
}

/// Reads a tool's arguments.
fn parse<T: DeserializeOwned>(tool: &str, args: JsonObject) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(args))
        .map_err(|error| Refusal::invalid(format!("the arguments of {tool} do not fit: {error}")))
}

/// A result as structured content, and as its JSON text for clients that know no structured content.
fn answer<T: Serialize>(result: Result<T, Refusal>) -> Result<CallToolResult, Refusal> {
    let value = serde_json::to_value(result?).map_err(|error| Refusal::internal("writing the answer", &error))?;
    Ok(CallToolResult::structured(value))
}

/// A result as structured content with a text that says less, where all of it twice would cost too much.
fn answer_briefly<T: Serialize>(result: T, text: String) -> Result<CallToolResult, Refusal> {
    let value = serde_json::to_value(result).map_err(|error| Refusal::internal("writing the answer", &error))?;
    let mut answer = CallToolResult::success(vec![ContentBlock::text(text)]);
    answer.structured_content = Some(value);
    Ok(answer)
}

fn refused(refusal: &Refusal) -> CallToolResult {
    let mut meta = MetaObject::new();
    meta.0.insert(ERROR_META_KEY.into(), refusal.code.as_str().into());
    CallToolResult::error(vec![ContentBlock::text(refusal.message.clone())]).with_meta(Some(meta))
}

//! Calls of MCP tools, resources read, prompts made.

use std::sync::Arc;
use std::time::{Duration, Instant};

use model::{IssueCode, McpPromptPreview, McpResourceContents, McpToolResult};
use rmcp::model::{
    CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest, ErrorCode, GetPromptRequest,
    GetPromptRequestParams, ReadResourceRequest, ReadResourceRequestParams, ServerResult,
};
use serde_json::{Map, Value};

use crate::catalog::{self, TOOLS};
use crate::connector::{Connection, Connector};
use crate::convert;
use crate::endpoint::{Endpoint, PoolKey};
use crate::exchange::Failure;
use crate::failure::{self, CallError, Sent};
use crate::progress::Progress;

/// A call of an MCP tool.
#[derive(Clone, Debug)]
pub struct ToolCall {
    /// Name of the tool.
    pub name: String,
    /// Its arguments.
    pub arguments: Map<String, Value>,
    /// Longest time from now to the result, waiting for room at the server included.
    pub timeout: Duration,
}

impl Connector {
    /// Calls an MCP tool and tells how far it is. What the tool itself reports as an error is a result; that the server
    /// does not know the tool is [`IssueCode::McpToolUnknown`], that it does not want the arguments
    /// [`IssueCode::ArgumentsRefused`], a result beyond the bound [`IssueCode::ResponseTooLarge`]. Dropped before the
    /// result, the call is cancelled at the server.
    pub async fn call_tool(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        call: ToolCall,
        mut on_progress: impl FnMut(Progress) + Send,
    ) -> Result<McpToolResult, CallError> {
        let started = Instant::now();
        let params = CallToolRequestParams::new(call.name).with_arguments(call.arguments);
        let request = ClientRequest::CallToolRequest(CallToolRequest::new(params));
        let answered = self.ask(key, endpoint, request, call.timeout, &mut on_progress).await;
        let result = answered.map_err(|failure| match failure {
            Failure::Refused(error) => failure::of_tool_refusal(&error),
            Failure::Broken(error) => error,
        });
        let result = result.and_then(|answer| match answer {
            ServerResult::CallToolResult(result) => Ok(result),
            // A success without anything to say.
            ServerResult::EmptyResult(_) | ServerResult::TaskAckResult(_) => Ok(CallToolResult::default()),
            other => Err(unexpected(&other)),
        });
        let result = result.and_then(|result| {
            Ok(McpToolResult {
                content: result.content.into_iter().map(convert::content).collect::<Result<_, _>>()?,
                structured_content: result.structured_content,
                is_error: result.is_error == Some(true),
                duration_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            })
        });
        result.map_err(|error| redact(endpoint, error))
    }

    /// Reads a resource. One that the server does not know is [`IssueCode::ArgumentsRefused`].
    pub async fn read_resource(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        uri: &str,
    ) -> Result<Vec<McpResourceContents>, CallError> {
        let params = ReadResourceRequestParams::new(uri);
        let request = ClientRequest::ReadResourceRequest(ReadResourceRequest::new(params));
        let contents = match self.ask_plainly(key, endpoint, request).await? {
            ServerResult::ReadResourceResult(result) => result.contents,
            other => return Err(unexpected(&other)),
        };
        contents.into_iter().map(convert::resource_contents).collect()
    }

    /// Has the server make a prompt. One that it does not know, or cannot make from these arguments, is
    /// [`IssueCode::ArgumentsRefused`].
    pub async fn get_prompt(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        name: &str,
        arguments: Map<String, Value>,
    ) -> Result<McpPromptPreview, CallError> {
        let params = GetPromptRequestParams::new(name).with_arguments(arguments);
        let request = ClientRequest::GetPromptRequest(GetPromptRequest::new(params));
        match self.ask_plainly(key, endpoint, request).await? {
            ServerResult::GetPromptResult(result) => convert::prompt_preview(result),
            other => Err(unexpected(&other)),
        }
    }

    async fn ask_plainly(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        request: ClientRequest,
    ) -> Result<ServerResult, CallError> {
        let timeout = self.inner.config.request_timeout;
        let answered = self.ask(key, endpoint, request, timeout, &mut |_| {}).await;
        answered.map_err(|failure| {
            let error = match failure {
                Failure::Refused(error) => failure::of_refusal(&error),
                Failure::Broken(error) => error,
            };
            redact(endpoint, error)
        })
    }

    /// One request over the pooled connection, with a place among the calls of the server.
    async fn ask(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        request: ClientRequest,
        timeout: Duration,
        on_progress: &mut (impl FnMut(Progress) + Send),
    ) -> Result<ServerResult, Failure> {
        let deadline = Instant::now() + timeout;
        let left = || deadline.saturating_duration_since(Instant::now());
        let connection = self.connection_within(key, endpoint, left()).await?;
        let _place = self.inner.pool.place(key.server, left()).await?;
        let _permit = self.inner.pool.permit(key.server, left()).await?;
        let mut answer = connection.exchange(request.clone(), left(), on_progress).await;
        if matches!(&answer, Err(Failure::Refused(error)) if error.code == ErrorCode::HEADER_MISMATCH) {
            // Some arguments travel as headers too. Which ones, rmcp learns from a list on the same connection.
            catalog::list(&connection, &TOOLS, left()).await?;
            answer = connection.exchange(request, left(), on_progress).await;
        }
        if let Err(Failure::Broken(error)) = &answer
            && error.breaks_connection()
        {
            self.inner.pool.discard(key.server, &connection);
        }
        answer
    }

    async fn connection_within(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        limit: Duration,
    ) -> Result<Arc<Connection>, CallError> {
        match tokio::time::timeout(limit, self.connection(key, endpoint)).await {
            Ok(connection) => connection.map_err(CallError::unsent),
            Err(_) => {
                let detail = format!("{}: {} s", endpoint.authority(), limit.as_secs_f32());
                Err(CallError::new(IssueCode::ResponseTimeout, detail, Sent::No))
            }
        }
    }
}

fn unexpected(answer: &ServerResult) -> CallError {
    match answer {
        ServerResult::InputRequiredResult(_) => CallError::new(IssueCode::InputRequired, "", Sent::Maybe),
        _ => failure::unexpected_answer(),
    }
}

fn redact(endpoint: &Endpoint, mut error: CallError) -> CallError {
    error.issue = endpoint.redact(error.issue);
    error
}

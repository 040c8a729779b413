//! Requests for the master agent's MCP tools and their answers.

use agent_protocol::{ERROR_META_KEY, TOOL_EXEC_START, ToolErrorCode};
use model::IssueCode;
use rmcp::model::{CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest, ServerResult};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::failure::{self, CallError, Sent};

/// A `tools/call` of a tool whose arguments are typed.
pub(crate) fn call_request<A: Serialize>(tool: &'static str, arguments: &A) -> Result<ClientRequest, CallError> {
    let params = match serde_json::to_value(arguments) {
        Ok(Value::Object(arguments)) => CallToolRequestParams::new(tool).with_arguments(arguments),
        Ok(_) => CallToolRequestParams::new(tool),
        Err(error) => return Err(CallError::new(IssueCode::ServerError, error.to_string(), Sent::No)),
    };
    Ok(ClientRequest::CallToolRequest(CallToolRequest::new(params)))
}

/// The typed result of a tool of the master agent, or its refusal.
pub(crate) fn call_answer<R: DeserializeOwned>(tool: &str, answer: ServerResult) -> Result<R, CallError> {
    let ServerResult::CallToolResult(result) = answer else { return Err(failure::unexpected_answer()) };
    if result.is_error == Some(true) {
        return Err(refusal(tool, &result));
    }
    result
        .into_typed()
        .map_err(|error| CallError::new(IssueCode::ProtocolMismatch, format!("{tool}: {error}"), Sent::Maybe))
}

fn refusal(tool: &str, result: &CallToolResult) -> CallError {
    let words: Vec<&str> = result.content.iter().filter_map(|c| c.as_text()).map(|t| t.text.as_str()).collect();
    let code = result.meta.as_ref().and_then(|meta| meta.get(ERROR_META_KEY)).cloned();
    let refusal = code.and_then(|code| serde_json::from_value::<ToolErrorCode>(code).ok());
    let code = match refusal {
        Some(ToolErrorCode::InstanceMismatch) => IssueCode::HostReplaced,
        Some(ToolErrorCode::UnknownRun) => IssueCode::RunUnknown,
        Some(ToolErrorCode::StartFailed) => IssueCode::StartRefused,
        Some(_) if tool == TOOL_EXEC_START => IssueCode::StartRefused,
        _ => IssueCode::ServerError,
    };
    CallError { refusal, ..CallError::new(code, words.join(" "), Sent::Maybe) }
}

//! MCP tools: what servers offer to be called, and calls of them.

use std::collections::HashMap;

use leptos::prelude::*;
use model::{ExecutionView, McpToolView, Page, PageQuery, ServerId};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{arguments::Entered, org, redirect};

/// One page of a server's MCP tools, by name.
#[server(prefix = "/api/fn", endpoint = "list-mcp-tools")]
pub async fn list_mcp_tools(
    org: String,
    server: ServerId,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<McpToolView>> {
    Ok(studio_core::mcp_tool::list(&self::org(&org).await?, server, &query).await?)
}

/// One page of the MCP tools of all servers, by name.
#[server(prefix = "/api/fn", endpoint = "search-mcp-tools")]
pub async fn search_mcp_tools(org: String, #[server(default)] query: PageQuery) -> ApiResult<Page<McpToolView>> {
    Ok(studio_core::mcp_tool::search(&self::org(&org).await?, &query).await?)
}

/// One MCP tool, also when its server no longer offers it.
#[server(prefix = "/api/fn", endpoint = "get-mcp-tool")]
pub async fn get_mcp_tool(org: String, server: ServerId, name: String) -> ApiResult<McpToolView> {
    Ok(studio_core::mcp_tool::get(&self::org(&org).await?, server, &name).await?)
}

/// How many MCP tools a server offers, as far as is known.
#[server(prefix = "/api/fn", endpoint = "count-mcp-tools")]
pub async fn count_mcp_tools(org: String, server: ServerId) -> ApiResult<i64> {
    Ok(studio_core::mcp_tool::count(&self::org(&org).await?, server).await?)
}

/// Begins a call of an MCP tool and goes to it. `arguments` are the entries of the form of its schema, `arguments_json` is
/// the text of a JSON object beside it, nothing for an empty one; `arguments_mode` says which counts: `form` or `json`.
#[server(prefix = "/api/fn", endpoint = "begin-call")]
pub async fn begin_call(
    org: String,
    server: ServerId,
    name: String,
    #[server(default)] arguments: HashMap<String, String>,
    #[server(default)] arguments_json: String,
    #[server(default)] arguments_mode: String,
) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let entered = Entered { entries: arguments, json: arguments_json, mode: arguments_mode };
    let arguments = entered.read(&ctx, model::Action::McpToolCall, Some(server), &name).await?;
    let call = model::McpToolCall { arguments, timeout_s: None };
    let execution = studio_core::mcp_tool::begin(&ctx, server, &name, call).await?;
    redirect(&crate::paths::mcp_tool_call(&org, server, &name, execution.id));
    Ok(())
}

/// One page of the calls of an MCP tool, by hand and by tasks, newest first.
#[server(prefix = "/api/fn", endpoint = "mcp-tool-calls")]
pub async fn mcp_tool_calls(
    org: String,
    server: ServerId,
    name: String,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<ExecutionView>> {
    Ok(studio_core::mcp_tool::calls(&self::org(&org).await?, server, &name, &query).await?)
}

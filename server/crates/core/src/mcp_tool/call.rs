//! Calls of MCP tools: waited for, or begun and watched.

use std::sync::Arc;
use std::time::Duration;

use model::{
    Action, Error, ExecutionKind, ExecutionView, Issue, IssueCode, McpToolCall, McpToolResult, Noun, Page, PageQuery,
    Priority, ServerId, TaskAction, TaskLimits, Trigger,
};
use serde_json::json;
use studio_db::TenantTx;
use studio_db::models::execution::{self, ExecutionSelection};
use studio_db::models::mcp_tool::McpTool;
use studio_db::models::server::{self, Server};
use studio_mcp::{Endpoint, PoolKey, Progress, ToolCall};

use super::arguments::{check_arguments, check_name};
use super::catalog::fetched;
use super::{offered, remote, schema};
use crate::error::or_not_found;
use crate::execution::{Work, queue};
use crate::field::Fields;
use crate::server::endpoint;
use crate::task::MAX_TIMEOUT_S;
use crate::{OrgCtx, Result, audit, cursor, view};

/// Longest and usual time for a call that is waited for, in seconds. A request to the Studio ends after 60.
const MAX_WAIT_S: u32 = 50;
const WAIT_S: u32 = 30;
/// Longest title of an execution, in characters.
const TITLE: usize = 120;

/// Calls an MCP tool and tells how far it is. On its way to the record before it is made, and also when it is dropped: who,
/// which tool, never with what. Dropped before its result, it is cancelled at the server.
pub async fn call(
    ctx: &OrgCtx,
    server: ServerId,
    name: &str,
    call: McpToolCall,
    on_progress: impl FnMut(Progress) + Send,
) -> Result<McpToolResult> {
    ctx.authorize(Action::McpToolCall)?;
    let mut fields = Fields::default();
    fields.range("timeout_s", call.timeout_s, 1, MAX_WAIT_S);
    fields.finish()?;
    let callable = callable(ctx, server, name).await?;
    let change = audit::Change { action: "mcp_tool.call", kind: "server", id: server.0 };
    audit::record_soon(ctx, change, json!({ "mcp_tool": name, "server": callable.server }))?;
    let timeout = Duration::from_secs(call.timeout_s.unwrap_or(WAIT_S).into());
    let call = ToolCall { name: name.to_owned(), arguments: call.arguments, timeout };
    let result = ctx.services().connector.call_tool(callable.key, &callable.endpoint, call, on_progress).await;
    Ok(result.map_err(remote)?)
}

/// Where an MCP tool is, which an enabled server offers.
pub(crate) struct Callable {
    /// Name of the server.
    server: String,
    key: PoolKey,
    endpoint: Endpoint,
}

async fn callable(ctx: &OrgCtx, server: ServerId, name: &str) -> Result<Arc<Callable>> {
    let key = (ctx.organization_id, server, name.to_owned());
    let read = async {
        let (mut tx, row) = enabled(ctx, server).await?;
        offered(&mut tx, server, name).await?;
        tx.done();
        let (key, endpoint) = endpoint(ctx, &row)?;
        Ok(Arc::new(Callable { server: row.name, key, endpoint }))
    };
    ctx.services().recent.callables.or_read(ctx, key, read).await
}

/// Begins a call of an MCP tool: a worker makes it, and its execution shows how far it is and what it came to. Arguments
/// that the tool's `input_schema` does not allow are refused here, each with its place; a schema that is none, or that
/// cannot be looked at within bounds, leaves the decision to the server.
pub async fn begin(ctx: &OrgCtx, server: ServerId, name: &str, call: McpToolCall) -> Result<ExecutionView> {
    ctx.authorize(Action::McpToolCall)?;
    let mut fields = Fields::default();
    check_name(&mut fields, "name", name);
    check_arguments(&mut fields, "arguments", &call.arguments);
    fields.range("timeout_s", call.timeout_s, 1, MAX_TIMEOUT_S);
    fields.finish()?;
    let (mut tx, _) = enabled(ctx, server).await?;
    let tool = offered(&mut tx, server, name).await?;
    tx.done();
    let faults = schema::faults(tool.input_schema.clone(), &call.arguments).await;
    if !faults.is_empty() {
        return Err(Error::Invalid { fields: faults }.into());
    }
    let action = TaskAction::ToolCall { tool: tool.name.clone(), arguments: call.arguments };
    let limits = TaskLimits { timeout_s: call.timeout_s, ..Default::default() };
    let title = title(&tool);
    let mut tx = ctx.tx().await?;
    let work = Work {
        kind: ExecutionKind::Call,
        task_id: None,
        task_version: None,
        server_id: Some(server),
        labels: None,
        title: &title,
        action: serde_json::to_value(&action)?,
        limits: &limits,
        // A person waits for it.
        priority: Priority::High,
        tool: Some(&tool.name),
        concurrency_key: None,
        trigger: Trigger::Person,
        retry_of: None,
    };
    let view = queue(ctx, &mut tx, work, "mcp_tool.call").await?;
    tx.commit().await?;
    Ok(view)
}

/// One page of the calls of an MCP tool, by hand and by tasks, newest first; also of a tool that is no longer offered.
pub async fn calls(ctx: &OrgCtx, server: ServerId, name: &str, query: &PageQuery) -> Result<Page<ExecutionView>> {
    ctx.authorize(Action::ExecutionRead)?;
    let selection = ExecutionSelection {
        server_id: Some(server),
        tool: Some(name),
        words: query.q.as_deref().map(str::trim).filter(|q| !q.is_empty()),
        before: cursor::decode(query.cursor.as_deref())?,
        ..Default::default()
    };
    let mut tx = ctx.tx().await?;
    or_not_found(server::get(&mut tx, server).await, Noun::Server)?;
    let rows = execution::list(&mut tx, selection, query.rows() + 1).await?;
    tx.done();
    cursor::page(rows, query.rows(), |(row, ..)| row.id, view::execution)
}

/// The server, which is known to be enabled and to have said what it offers, and a transaction to go on with.
async fn enabled(ctx: &OrgCtx, id: ServerId) -> Result<(TenantTx, Server)> {
    let (tx, row) = fetched(ctx, id).await?;
    if row.enabled {
        return Ok((tx, row));
    }
    tx.done();
    Err(Error::Remote { issue: Issue::new(IssueCode::Disabled, row.name) }.into())
}

/// What people call the tool.
fn title(tool: &McpTool) -> String {
    tool.title.as_ref().unwrap_or(&tool.name).trim().chars().take(TITLE).collect()
}

//! MCP tools: kept in step with what servers offer, searched, called.

pub(crate) mod arguments;
mod call;
mod catalog;
mod schema;

use model::{Action, Error, McpToolView, Noun, Page, PageQuery, ServerId};
use studio_db::TenantTx;
use studio_db::models::mcp_tool::{self, McpTool};
use studio_db::models::server::{self, Server};
use studio_mcp::CallError;

use crate::error::or_not_found;
use crate::{OrgCtx, Result, cursor, view};

pub(crate) use call::Callable;
pub use call::{begin, call, calls};
use catalog::fetched;
pub(crate) use catalog::sync;

/// One page of what a server offers, by name.
pub async fn list(ctx: &OrgCtx, server: ServerId, query: &PageQuery) -> Result<Page<McpToolView>> {
    ctx.authorize(Action::McpToolRead)?;
    let (tx, _) = fetched(ctx, server).await?;
    page(tx, Some(server), query).await
}

/// One page of what all servers of the organization offer, by name.
pub async fn search(ctx: &OrgCtx, query: &PageQuery) -> Result<Page<McpToolView>> {
    ctx.authorize(Action::McpToolRead)?;
    page(ctx.tx().await?, None, query).await
}

/// One MCP tool, also when its server no longer offers it.
pub async fn get(ctx: &OrgCtx, server: ServerId, name: &str) -> Result<McpToolView> {
    ctx.authorize(Action::McpToolRead)?;
    let (tx, _) = fetched(ctx, server).await?;
    one(tx, server, name).await
}

/// The same as far as it is known: a server that was never asked what it offers is not asked now.
pub async fn known(ctx: &OrgCtx, server: ServerId, name: &str) -> Result<McpToolView> {
    ctx.authorize(Action::McpToolRead)?;
    one(ctx.tx().await?, server, name).await
}

async fn one(mut tx: TenantTx, server: ServerId, name: &str) -> Result<McpToolView> {
    let row = or_not_found(mcp_tool::get(&mut tx, server, name).await, Noun::McpTool)?;
    tx.done();
    view::mcp_tool(row)
}

/// How many MCP tools a server offers, as far as is known.
pub async fn count(ctx: &OrgCtx, server: ServerId) -> Result<i64> {
    ctx.authorize(Action::McpToolRead)?;
    let mut tx = ctx.tx().await?;
    or_not_found(server::get(&mut tx, server).await, Noun::Server)?;
    let count = mcp_tool::count(&mut tx, server).await?;
    tx.done();
    Ok(count)
}

/// What people are told of a failed exchange with a server.
pub(crate) fn remote(error: CallError) -> Error {
    Error::Remote { issue: error.issue }
}

async fn page(mut tx: TenantTx, server: Option<ServerId>, query: &PageQuery) -> Result<Page<McpToolView>> {
    let after: Option<(String, ServerId)> = cursor::decode(query.cursor.as_deref())?;
    let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
    let words: Vec<String> =
        query.q.as_deref().unwrap_or_default().split_whitespace().take(8).map(str::to_lowercase).collect();
    let rows = mcp_tool::list(&mut tx, server, &words, after, query.rows() + 1).await?;
    tx.done();
    cursor::page(rows, query.rows(), |(row, _)| (row.name.clone(), row.server_id), view::mcp_tool)
}

/// The MCP tool of this name, if the server offers it now.
async fn offered(tx: &mut TenantTx, server: ServerId, name: &str) -> Result<McpTool> {
    let (tool, _) = or_not_found(mcp_tool::get(tx, server, name).await, Noun::McpTool)?;
    if tool.gone_at.is_some() {
        return Err(Error::NotFound { noun: Noun::McpTool }.into());
    }
    Ok(tool)
}

/// Whether a server that was asked what it offers does not offer this one.
pub(crate) async fn is_missing(tx: &mut TenantTx, server: &Server, name: &str) -> Result<bool> {
    if server.catalog_synced_at.is_none() {
        return Ok(false);
    }
    match mcp_tool::get(tx, server.id, name).await {
        Ok((tool, _)) => Ok(tool.gone_at.is_some()),
        Err(error) if error.is_not_found() => Ok(true),
        Err(error) => Err(error.into()),
    }
}

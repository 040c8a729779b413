//! `/orgs/{org}/mcp-tools`, `/orgs/{org}/servers/{id}/mcp-tools`

use axum::Json as Reply;
use axum::http::StatusCode;
use model::{ExecutionView, McpToolCall, McpToolResult, McpToolView, Page, PageQuery, ServerId};
use studio_core::mcp_tool;

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Name, Org};

/// Searches the MCP tools of all servers, by name.
///
/// Each word of `q` must occur in name, title or description.
#[utoipa::path(
    get,
    path = "/orgs/{org}/mcp-tools",
    tag = "mcp_tool",
    params(PageQuery),
    responses((status = 200, description = "One page.", body = Page<McpToolView>))
)]
pub(crate) async fn search_mcp_tools(
    Org(ctx): Org,
    Query(query): Query<PageQuery>,
) -> Answer<Reply<Page<McpToolView>>> {
    mcp_tool::search(&ctx, &query).await.or_problem(&ctx).map(Reply)
}

/// Lists the MCP tools of a server by name.
///
/// They are fetched in the background, with every check someone asks for, and here when they never were before.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/mcp-tools",
    tag = "mcp_tool",
    params(("id" = ServerId, Path, description = "The server."), PageQuery),
    responses(
        (status = 200, description = "One page.", body = Page<McpToolView>),
        (status = 502, description = "They were never fetched, and now the server did not give them.")
    )
)]
pub(crate) async fn list_mcp_tools(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Query(query): Query<PageQuery>,
) -> Answer<Reply<Page<McpToolView>>> {
    mcp_tool::list(&ctx, id, &query).await.or_problem(&ctx).map(Reply)
}

/// Gives one MCP tool.
///
/// Also one that its server no longer offers: `gone_at` says since when.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/mcp-tools/{name}",
    tag = "mcp_tool",
    params(
        ("id" = ServerId, Path, description = "The server."),
        ("name" = String, Path, description = "Name of the MCP tool; `~` and two hex digits are a byte: `~2E` is `.`.")
    ),
    responses(
        (status = 200, description = "The MCP tool.", body = McpToolView),
        (status = 502, description = "They were never fetched, and now the server did not give them.")
    )
)]
pub(crate) async fn get_mcp_tool(Org(ctx): Org, Id(id): Id<ServerId>, Name(name): Name) -> Answer<Reply<McpToolView>> {
    mcp_tool::get(&ctx, id, &name).await.or_problem(&ctx).map(Reply)
}

/// Calls an MCP tool and waits for its result.
///
/// What the tool itself reports as an error is a result with `is_error`. Who hangs up cancels the call, unless the request
/// has an `Idempotency-Key`.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/{id}/mcp-tools/{name}/call",
    tag = "mcp_tool",
    params(
        ("id" = ServerId, Path, description = "The server."),
        ("name" = String, Path, description = "Name of the MCP tool; `~` and two hex digits are a byte: `~2E` is `.`.")
    ),
    request_body = McpToolCall,
    responses(
        (status = 200, description = "The result.", body = McpToolResult),
        (status = 502, description = "There is no result: the server did not carry it out, or did not answer.")
    )
)]
pub(crate) async fn call_mcp_tool(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Name(name): Name,
    Json(call): Json<McpToolCall>,
) -> Answer<Reply<McpToolResult>> {
    mcp_tool::call(&ctx, id, &name, call, |_| {}).await.or_problem(&ctx).map(Reply)
}

/// Lists the calls of an MCP tool, newest first.
///
/// Those that were begun by hand and those of tasks; also of a tool that its server no longer offers.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/mcp-tools/{name}/calls",
    tag = "mcp_tool",
    params(
        ("id" = ServerId, Path, description = "The server."),
        ("name" = String, Path, description = "Name of the MCP tool; `~` and two hex digits are a byte: `~2E` is `.`."),
        PageQuery
    ),
    responses((status = 200, description = "One page.", body = Page<ExecutionView>))
)]
pub(crate) async fn list_mcp_tool_calls(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Name(name): Name,
    Query(query): Query<PageQuery>,
) -> Answer<Reply<Page<ExecutionView>>> {
    mcp_tool::calls(&ctx, id, &name, &query).await.or_problem(&ctx).map(Reply)
}

/// Begins a call of an MCP tool.
///
/// Its execution shows how far it is and, in the end, its result; it can be cancelled. Arguments that the tool's
/// `input_schema` does not allow are refused, each with its place.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/{id}/mcp-tools/{name}/calls",
    tag = "mcp_tool",
    params(
        ("id" = ServerId, Path, description = "The server."),
        ("name" = String, Path, description = "Name of the MCP tool; `~` and two hex digits are a byte: `~2E` is `.`.")
    ),
    request_body = McpToolCall,
    responses(
        (status = 202, description = "The execution to watch.", body = ExecutionView),
        (status = 502, description = "The server is disabled, or never said what it offers.")
    )
)]
pub(crate) async fn begin_mcp_tool_call(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Name(name): Name,
    Json(call): Json<McpToolCall>,
) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = mcp_tool::begin(&ctx, id, &name, call).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

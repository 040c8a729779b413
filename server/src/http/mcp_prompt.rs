//! `/orgs/{org}/servers/{id}/prompts`

use axum::Json as Reply;
use model::{McpPrompt, McpPromptInput, McpPromptPreview, Page, PageQuery, ServerId};
use studio_core::mcp_prompt;

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Name, Org};

/// Lists the prompts of a server.
///
/// The server is asked each time.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/prompts",
    tag = "mcp_prompt",
    params(("id" = ServerId, Path, description = "The server."), PageQuery),
    responses(
        (status = 200, description = "One page.", body = Page<McpPrompt>),
        (status = 502, description = "The server did not give them.")
    )
)]
pub(crate) async fn list_mcp_prompts(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Query(query): Query<PageQuery>,
) -> Answer<Reply<Page<McpPrompt>>> {
    mcp_prompt::list(&ctx, id, &query).await.or_problem(&ctx).map(Reply)
}

/// Shows what a prompt becomes with arguments.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/{id}/prompts/{name}/preview",
    tag = "mcp_prompt",
    params(
        ("id" = ServerId, Path, description = "The server."),
        ("name" = String, Path, description = "Name of the prompt; `~` and two hex digits are a byte: `~2E` is `.`.")
    ),
    request_body = McpPromptInput,
    responses(
        (status = 200, description = "The messages.", body = McpPromptPreview),
        (status = 502, description = "The server did not make it.")
    )
)]
pub(crate) async fn preview_mcp_prompt(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Name(name): Name,
    Json(input): Json<McpPromptInput>,
) -> Answer<Reply<McpPromptPreview>> {
    mcp_prompt::preview(&ctx, id, &name, input).await.or_problem(&ctx).map(Reply)
}

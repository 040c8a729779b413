//! Prompts of a server.

use leptos::prelude::*;
use model::{McpPrompt, McpPromptPreview, Page, PageQuery, ServerId};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::org;

/// One page of a server's prompts.
#[server(prefix = "/api/fn", endpoint = "list-mcp-prompts")]
pub async fn list_mcp_prompts(
    org: String,
    server: ServerId,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<McpPrompt>> {
    Ok(studio_core::mcp_prompt::list(&self::org(&org).await?, server, &query).await?)
}

/// Has the server make a prompt; `arguments` is a JSON object of texts, because names may hold what a form gives a meaning.
#[server(prefix = "/api/fn", endpoint = "preview-mcp-prompt")]
pub async fn preview_mcp_prompt(
    org: String,
    server: ServerId,
    name: String,
    arguments: String,
) -> ApiResult<McpPromptPreview> {
    let ctx = self::org(&org).await?;
    let arguments =
        serde_json::from_str(&arguments).map_err(|error| model::Error::Malformed { detail: error.to_string() })?;
    Ok(studio_core::mcp_prompt::preview(&ctx, server, &name, model::McpPromptInput { arguments }).await?)
}

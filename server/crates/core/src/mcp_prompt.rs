//! Prompts of a server: read live, nothing of them is kept.

use model::{Action, McpPrompt, McpPromptInput, McpPromptPreview, Page, PageQuery, ServerId};
use serde_json::Value;

use crate::mcp_tool::remote;
use crate::server::reach;
use crate::{OrgCtx, Result, cursor};

/// One page of a server's prompts, in its order.
pub async fn list(ctx: &OrgCtx, server: ServerId, query: &PageQuery) -> Result<Page<McpPrompt>> {
    ctx.authorize(Action::McpToolRead)?;
    let (key, endpoint) = reach(ctx, server).await?;
    let prompts = ctx.services().connector.list_prompts(key, &endpoint).await.map_err(remote)?;
    cursor::slice(prompts, query, |prompt| [Some(&prompt.name), prompt.title.as_ref(), prompt.description.as_ref()])
}

/// Has the server make a prompt from arguments.
pub async fn preview(ctx: &OrgCtx, server: ServerId, name: &str, input: McpPromptInput) -> Result<McpPromptPreview> {
    ctx.authorize(Action::McpToolCall)?;
    let (key, endpoint) = reach(ctx, server).await?;
    let arguments = input.arguments.into_iter().map(|(name, value)| (name, Value::String(value))).collect();
    Ok(ctx.services().connector.get_prompt(key, &endpoint, name, arguments).await.map_err(remote)?)
}

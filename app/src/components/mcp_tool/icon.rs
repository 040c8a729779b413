//! The name of an MCP tool for people, and its picture.

use leptos::prelude::*;
use model::McpToolView;
use model::mcp_content::McpIcon;

/// What people call it: its title, else the one of older revisions, else its name.
pub fn mcp_tool_title(tool: &McpToolView) -> &str {
    let older = tool.annotations.as_ref().and_then(|annotations| annotations.title.as_deref());
    let given = [tool.title.as_deref(), older].into_iter().flatten();
    given.map(str::trim).find(|title| !title.is_empty()).unwrap_or(&tool.name)
}

/// Its first embedded picture, if it has one. Pictures at addresses are not fetched: they would tell their host who looks.
#[component]
pub fn McpToolIcon(
    /// What the server gives.
    icons: Vec<McpIcon>,
) -> impl IntoView {
    let embedded = icons.into_iter().map(|icon| icon.src).find(|src| src.starts_with("data:image/"));
    embedded.map(|src| view! { <img class="mcp-tool-icon" src=src alt="" width="16" height="16" /> })
}

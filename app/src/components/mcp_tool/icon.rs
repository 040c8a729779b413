//! The name of an MCP tool for people, and its picture.

use leptos::prelude::*;
use model::McpToolView;
use model::mcp_content::McpIcon;

/// What people call it: its title, else its name.
pub fn mcp_tool_title(tool: &McpToolView) -> &str {
    tool.title.as_deref().unwrap_or(&tool.name)
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

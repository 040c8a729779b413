//! How a thing that was found looks, and where it is.

use leptos::prelude::*;
use model::{SearchHit, SearchKind};

use crate::components::execution::ExecutionStatus;
use crate::components::server::ServerState;
use crate::paths;
use crate::ui::IconName;

/// The page of a thing that was found. `org` is the organization's slug.
pub fn hit_path(org: &str, hit: &SearchHit) -> String {
    match hit.kind {
        SearchKind::Server => paths::server(org, hit.id.into()),
        SearchKind::Task => paths::task(org, hit.id.into()),
        SearchKind::McpTool => paths::mcp_tool(org, hit.id.into(), hit.name.as_deref().unwrap_or_default()),
        SearchKind::Execution => paths::execution(org, hit.id.into()),
    }
}

/// The icon of a kind.
pub fn hit_icon(kind: SearchKind) -> IconName {
    match kind {
        SearchKind::Server => IconName::Server,
        SearchKind::Task => IconName::Tasks,
        SearchKind::McpTool => IconName::Plug,
        SearchKind::Execution => IconName::Terminal,
    }
}

/// How it stands, if that can be said in a word.
#[component]
pub fn HitState(
    /// What was found.
    hit: SearchHit,
) -> impl IntoView {
    match (hit.server_status(), hit.execution_state()) {
        (Some(status), _) => view! { <ServerState status /> }.into_any(),
        (None, Some(state)) => view! { <ExecutionStatus state reason=None /> }.into_any(),
        (None, None) => ().into_any(),
    }
}

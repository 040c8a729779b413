//! An execution that calls an MCP tool.

use leptos::prelude::*;
use model::{ExecutionView, TaskAction};

use crate::components::mcp_call::CallOutcome;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::Card;

/// The MCP tool that is called.
pub(super) fn called(execution: &ExecutionView) -> Option<String> {
    match &execution.action {
        TaskAction::ToolCall { tool, .. } => Some(tool.clone()),
        TaskAction::Command { .. } => None,
    }
}

/// What a call came to, or how far it is.
#[component]
pub(super) fn CallCard(
    /// The execution.
    execution: RwSignal<ExecutionView>,
) -> impl IntoView {
    view! {
        <Card title=t!(use_i18n(), "mcp-call-result")>
            <CallOutcome execution bare=true />
        </Card>
    }
}

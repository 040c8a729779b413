//! What ran.

use leptos::prelude::*;
use model::task_env::env_text;
use model::{ServerId, TaskAction};

use crate::components::task::ToolCallFacts;
use crate::i18n::use_i18n;
use crate::ui::{Code, CodeBlock, KeyValue, KeyValues};
use crate::{paths, t};

/// What ran, exactly.
#[component]
pub(super) fn ActionFacts(org: String, action: TaskAction, server: Option<ServerId>) -> impl IntoView {
    let i18n = use_i18n();
    let (command, pty, cwd, env) = match action {
        TaskAction::Command { command, pty, cwd, env } => (command, pty, cwd, env),
        TaskAction::ToolCall { tool, arguments } => {
            let href = server.map(|server| paths::mcp_tool(&org, server, &tool));
            return view! { <ToolCallFacts tool arguments href /> }.into_any();
        }
    };
    let kind = if pty { "task-pty-yes" } else { "task-pty-no" };
    let env = env_text(&env);
    view! {
        <CodeBlock code=command wrap=true />
        <KeyValues>
            <KeyValue label=t!(i18n, "task-pty")>{i18n.text(kind, &[])}</KeyValue>
            {cwd
                .map(|cwd| {
                    view! {
                        <KeyValue label=t!(i18n, "task-cwd")>
                            <Code>{cwd}</Code>
                        </KeyValue>
                    }
                })}
            {(!env.is_empty())
                .then(|| view! { <KeyValue label=t!(i18n, "task-env")><CodeBlock code=env /></KeyValue> })}
        </KeyValues>
    }
    .into_any()
}

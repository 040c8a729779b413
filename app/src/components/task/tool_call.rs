//! What a task or an execution calls.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Code, CodeBlock};

/// A call of an MCP tool: its name and its arguments.
#[component]
pub fn ToolCallFacts(
    /// Name of the MCP tool.
    tool: String,
    /// What it is called with.
    arguments: Map<String, Value>,
    /// Its page, while its server is there.
    #[prop(optional_no_strip)]
    href: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = match href {
        Some(href) => view! {
            <a href=href>
                <Code>{tool}</Code>
            </a>
        }
        .into_any(),
        None => view! { <Code>{tool}</Code> }.into_any(),
    };
    let arguments = if arguments.is_empty() {
        view! { <p>{t!(i18n, "mcp-call-no-arguments")}</p> }.into_any()
    } else {
        view! { <CodeBlock code=format!("{:#}", Value::Object(arguments)) wrap=true /> }.into_any()
    };
    view! {
        <div class="call-facts">
            <p>{name}</p>
            {arguments}
        </div>
    }
    .into_any()
}

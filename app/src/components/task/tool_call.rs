//! What a task or an execution calls.

use leptos::prelude::*;
use serde_json::{Map, Value};

use crate::ui::{Code, CodeBlock};

/// A call of an MCP tool: its name and its arguments.
#[component]
pub fn ToolCallFacts(
    /// Name of the MCP tool.
    tool: String,
    /// What it is called with.
    arguments: Map<String, Value>,
) -> impl IntoView {
    let arguments = format!("{:#}", Value::Object(arguments));
    view! {
        <p>
            <Code>{tool}</Code>
        </p>
        <CodeBlock code=arguments wrap=true />
    }
}

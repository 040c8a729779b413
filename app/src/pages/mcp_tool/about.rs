//! What an MCP tool is, in its server's words.

use leptos::prelude::*;
use model::McpToolView;
use serde_json::Value;

use crate::components::mcp_tool::{McpToolHints, McpToolIcon, mcp_tool_title};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Callout, Card, Code, CodeBlock, Time, Tone};

/// Name, description, claims and schemas; whether it is still offered.
#[component]
pub(super) fn About(
    /// The MCP tool.
    tool: McpToolView,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = mcp_tool_title(&tool).to_owned();
    let gone = tool.gone_at.map(|at| {
        view! {
            <Callout tone=Tone::Warning title=t!(i18n, "mcp-tool-gone")>
                {t!(i18n, "mcp-tool-gone-since")}
                " "
                <Time at />
            </Callout>
        }
    });
    let description = tool.description.filter(|text| !text.trim().is_empty());
    let description = description.map(|text| view! { <p class="mcp-tool__description">{text}</p> });
    let output = tool.output_schema.map(|schema| view! { <Schema title=t!(i18n, "mcp-tool-output-schema") schema /> });
    view! {
        <Card title>
            <div class="stack">
                {gone}
                <p class="mcp-tool__name">
                    <McpToolIcon icons=tool.icons />
                    <Code>{tool.name}</Code>
                </p>
                {description}
                <McpToolHints annotations=tool.annotations note=true />
                <div class="mcp-tool__schemas">
                    <Schema title=t!(i18n, "mcp-tool-input-schema") schema=tool.input_schema />
                    {output}
                </div>
            </div>
        </Card>
    }
}

/// A JSON Schema, folded.
#[component]
fn Schema(
    /// What it describes.
    title: String,
    /// The schema.
    schema: Value,
) -> impl IntoView {
    view! {
        <details class="mcp-tool__schema">
            <summary>{title}</summary>
            <CodeBlock code=format!("{schema:#}") wrap=true />
        </details>
    }
}

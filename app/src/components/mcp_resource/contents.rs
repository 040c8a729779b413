//! What a resource holds.

use leptos::prelude::*;
use model::McpResourceContents;

use super::shape::Shape;
use crate::components::mcp_content::ContentView;
use crate::i18n::{format, use_i18n};
use crate::t;
use crate::ui::{Card, CodeBlock, Icon, IconName};

/// A piece of a resource, as what it is.
#[component]
pub fn ResourceContents(
    /// The piece.
    piece: McpResourceContents,
    /// Its URI is said: it is one of several, or another one than was asked for.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let mime_type = piece.mime_type.clone().unwrap_or_else(|| t!(i18n, "mcp-resource-type-unknown"));
    let title = if named { piece.uri.clone() } else { t!(i18n, "mcp-resource-contents") };
    let body = match Shape::of(piece) {
        Shape::Content(content) => view! { <ContentView content /> }.into_any(),
        Shape::Text(text) => view! { <CodeBlock code=text wrap=true /> }.into_any(),
        Shape::File { data, size, name } => view! { <File data size name /> }.into_any(),
        Shape::Empty => view! { <p>{t!(i18n, "mcp-resource-empty")}</p> }.into_any(),
    };
    view! {
        <Card title text=mime_type>
            {body}
        </Card>
    }
}

/// Bytes that cannot be shown. The type of the link is ours, whatever the server says: the browser only saves them.
#[component]
fn File(data: String, size: u64, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let size = format::bytes(i18n.lang(), size);
    view! {
        <div class="resource-file">
            <p>{t!(i18n, "mcp-resource-file", size = size)}</p>
            <a
                class="button button--secondary"
                href=format!("data:application/octet-stream;base64,{data}")
                download=name
                rel="external"
            >
                <Icon name=IconName::Download />
                <span class="button__words">{t!(i18n, "mcp-resource-save")}</span>
            </a>
        </div>
    }
}

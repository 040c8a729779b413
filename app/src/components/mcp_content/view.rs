//! Blocks of content, drawn.

use leptos::prelude::*;
use model::{McpContent, McpResource, ServerId};

use super::data_view::DataView;
use super::markdown_view::MarkdownView;
use super::media::data_url;
use super::text::Text;
use crate::components::mcp_resource::ResourceContents;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{Callout, Code, CodeBlock, Icon, IconName, Tone};
use crate::{paths, t};

/// One block of content, as what it is.
#[component]
pub fn ContentView(
    /// The block.
    content: McpContent,
    /// The server it comes from: resources it names can be looked at there.
    #[prop(optional_no_strip)]
    server: Option<ServerId>,
) -> impl IntoView {
    drawn(content, server)
}

/// Several blocks, one below the other.
#[component]
pub fn ContentsView(
    /// The blocks.
    contents: Vec<McpContent>,
    /// The server they come from.
    #[prop(optional_no_strip)]
    server: Option<ServerId>,
) -> impl IntoView {
    let blocks: Vec<_> = contents.into_iter().map(|content| drawn(content, server)).collect();
    view! { <div class="contents">{blocks}</div> }
}

/// A function and not a component, so that resources may hold blocks and blocks resources.
fn drawn(content: McpContent, server: Option<ServerId>) -> AnyView {
    match content {
        McpContent::Text { text } => words(text),
        McpContent::Image { data, mime_type } => {
            let alt = t!(use_i18n(), "mcp-call-image", kind = &mime_type);
            match data_url("image", &mime_type, &data) {
                Some(src) => view! { <img class="contents__image" src=src alt=alt /> }.into_any(),
                None => unknown(mime_type),
            }
        }
        McpContent::Audio { data, mime_type } => {
            let label = t!(use_i18n(), "mcp-call-audio", kind = &mime_type);
            match data_url("audio", &mime_type, &data) {
                Some(src) => {
                    view! { <audio class="contents__audio" controls=true src=src aria-label=label></audio> }.into_any()
                }
                None => unknown(mime_type),
            }
        }
        McpContent::ResourceLink(resource) => view! { <ResourceLink resource server /> }.into_any(),
        McpContent::Resource { resource } => view! { <ResourceContents piece=resource named=true /> }.into_any(),
    }
}

fn words(text: String) -> AnyView {
    match Text::of(&text) {
        Text::Empty => view! { <p class="contents__none">{t!(use_i18n(), "mcp-call-text-empty")}</p> }.into_any(),
        Text::Data(value) => view! { <DataView value /> }.into_any(),
        Text::Markdown(nodes) => view! { <MarkdownView nodes /> }.into_any(),
        Text::Plain => view! { <CodeBlock code=text wrap=true /> }.into_any(),
    }
}

/// Bytes of a type that cannot be shown.
fn unknown(mime_type: String) -> AnyView {
    let text = t!(use_i18n(), "mcp-call-unknown", kind = mime_type);
    view! { <Callout tone=Tone::Warning>{text}</Callout> }.into_any()
}

/// A resource that was named; at its server it can be looked at.
#[component]
fn ResourceLink(resource: McpResource, server: Option<ServerId>) -> impl IntoView {
    let name = resource.title.unwrap_or(resource.name);
    let href = server.map(|server| paths::mcp_resource(&use_org().get_untracked(), server, &resource.uri));
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    };
    view! {
        <div class="contents__link">
            <p>
                <Icon name=IconName::Link />
                {name}
            </p>
            <p><Code>{resource.uri}</Code></p>
            {resource.description.map(|text| view! { <p class="contents__none">{text}</p> })}
        </div>
    }
    .into_any()
}

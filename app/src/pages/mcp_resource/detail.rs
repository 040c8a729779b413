//! One resource, read now.

use leptos::prelude::*;
use model::{Error, McpResourceRead, ServerId};

use crate::api::mcp_resource::read_mcp_resource;
use crate::components::mcp_resource::ResourceContents;
use crate::i18n::use_i18n;
use crate::ui::{Callout, Card, Code, CopyButton, ErrorPanel, IconName, LinkButton, Skeleton, Tone, loaded_or};
use crate::{paths, t};

/// A resource with its contents. Nothing of it is kept: the server is asked whenever the page is opened.
#[component]
pub(super) fn Detail(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
    /// What is read.
    uri: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let back = paths::mcp_resources(&org, server);
    let wanted = (org, uri.clone());
    let read = Resource::new_blocking(move || wanted.clone(), move |(org, uri)| read_mcp_resource(org, server, uri));
    let (asked, shown) = (uri.clone(), uri.clone());
    view! {
        <div class="stack">
            <Card title=t!(i18n, "mcp-resource-one")>
                <div class="stack">
                    <p class="with-button">
                        <Code>{shown}</Code>
                        <CopyButton text=Signal::stored(uri) />
                    </p>
                    <div>
                        <LinkButton href=back icon=IconName::ArrowLeft>
                            {t!(i18n, "mcp-resource-all")}
                        </LinkButton>
                    </div>
                </div>
            </Card>
            {loaded_or(
                read,
                || view! { <Skeleton lines=8 /> }.into_any(),
                move |read| view! { <Pieces read asked=asked.clone() /> }.into_any(),
                failed,
            )}
        </div>
    }
}

#[component]
fn Pieces(read: McpResourceRead, asked: String) -> impl IntoView {
    let i18n = use_i18n();
    if read.contents.is_empty() {
        return view! { <p>{t!(i18n, "mcp-resource-empty")}</p> }.into_any();
    }
    let several = read.contents.len() > 1;
    let pieces: Vec<_> = read
        .contents
        .into_iter()
        .map(|piece| {
            let named = several || piece.uri != asked;
            view! { <ResourceContents piece named /> }
        })
        .collect();
    pieces.into_any()
}

/// Who may only look is told so; everything else has its remedy.
fn failed(error: Error, retry: Callback<()>) -> AnyView {
    match error {
        Error::Forbidden { .. } => {
            view! { <Callout tone=Tone::Info>{t!(use_i18n(), "mcp-resource-look-only")}</Callout> }.into_any()
        }
        error => view! { <ErrorPanel error retry /> }.into_any(),
    }
}

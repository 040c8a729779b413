//! What a server offers to be called.

use leptos::prelude::*;
use model::event::EventTopic;
use model::{McpToolView, Page, PageQuery, ServerId, ServerView};

use super::{NoMatch, use_page_query};
use crate::api::ApiResult;
use crate::api::mcp_tool::list_mcp_tools;
use crate::api::server::get_server;
use crate::components::live::use_live;
use crate::components::mcp_tool::McpToolTable;
use crate::components::server::IssueText;
use crate::i18n::use_i18n;
use crate::pages::params::list_url;
use crate::ui::{
    Callout, EmptyState, IconName, LinkButton, Pagination, SearchField, SkeletonTable, Tone, Toolbar, loaded,
};
use crate::{paths, t};

/// Seconds between two looks while changes are not told.
const LATER: i64 = 10;

/// A page of the list, and the server as it stood after: an empty list may have been fetched just for it.
type Found = (Page<McpToolView>, ServerView);

async fn find(org: String, server: ServerId, query: PageQuery) -> ApiResult<Found> {
    let page = list_mcp_tools(org.clone(), server, query).await?;
    Ok((page, get_server(org, server).await?))
}

/// Search and the MCP tools; kept fresh.
#[component]
pub(super) fn List(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = use_page_query();
    let path = paths::server_mcp_tools(&org, server);
    let action = path.clone();
    let of = org.clone();
    let tools =
        Resource::new_blocking(move || (of.clone(), wanted.get()), move |(org, query)| find(org, server, query));
    let poll = use_live(move || [EventTopic::Server(server)], move || tools.refetch());
    view! {
        <Toolbar>
            <SearchField action label=t!(i18n, "mcp-tool-search") />
        </Toolbar>
        {loaded(
            tools,
            || view! { <SkeletonTable rows=8 columns=3 /> }.into_any(),
            move |(page, server)| {
                poll.every(LATER);
                let (org, path, wanted) = (org.clone(), path.clone(), wanted.get_untracked());
                match (page.items.is_empty(), wanted.q.clone()) {
                    (true, Some(q)) => view! { <NoMatch path q /> }.into_any(),
                    (true, None) => view! { <NoTools org server /> }.into_any(),
                    _ => view! { <Tools org path wanted page server /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Tools(org: String, path: String, wanted: PageQuery, page: Page<McpToolView>, server: ServerView) -> impl IntoView {
    let q = wanted.q.as_deref();
    let first = wanted.cursor.as_ref().map(|_| list_url(&path, &[("q", q)]));
    let next = page.next_cursor.map(|cursor| list_url(&path, &[("q", q), ("cursor", Some(&cursor))]));
    view! {
        <Outdated server />
        <McpToolTable org tools=page.items />
        <Pagination first next />
    }
}

/// That the list could not be fetched the last time, and why.
#[component]
fn Outdated(server: ServerView) -> impl IntoView {
    let i18n = use_i18n();
    let issue = server.catalog_error.filter(|_| server.enabled)?;
    Some(view! {
        <div class="mcp-tools__note">
            <Callout tone=Tone::Warning title=t!(i18n, "mcp-tool-outdated")>
                <IssueText issue />
            </Callout>
        </div>
    })
}

/// It offers none; or it is disabled and was never asked.
#[component]
fn NoTools(org: String, server: ServerView) -> impl IntoView {
    let i18n = use_i18n();
    if server.catalog_synced_at.is_none() && !server.enabled {
        let settings = paths::server_settings(&org, server.id);
        return view! {
            <EmptyState
                icon=IconName::Power
                title=t!(i18n, "mcp-tool-never-fetched")
                text=t!(i18n, "mcp-tool-never-fetched-text")
            >
                <LinkButton href=settings icon=IconName::Settings>
                    {t!(i18n, "settings-title")}
                </LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <Outdated server />
        <EmptyState icon=IconName::Plug title=t!(i18n, "mcp-tool-none") text=t!(i18n, "mcp-tool-none-text") />
    }
    .into_any()
}

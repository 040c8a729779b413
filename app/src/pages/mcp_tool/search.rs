//! The MCP tools of all servers.

use leptos::prelude::*;
use model::event::EventTopic;
use model::{McpToolView, Page, PageQuery};

use super::{NoMatch, use_page_query};
use crate::api::mcp_tool::search_mcp_tools;
use crate::components::live::use_live;
use crate::components::mcp_tool::McpToolTable;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::params::list_url;
use crate::ui::{
    EmptyState, IconName, LinkButton, PageHeader, Pagination, SearchField, SkeletonTable, Toolbar, Variant, loaded,
};
use crate::{paths, t};

/// Seconds between two looks while changes are not told.
const LATER: i64 = 10;

/// Search, and the MCP tools with their servers; kept fresh.
#[component]
pub fn McpToolSearchPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let wanted = use_page_query();
    let tools = Resource::new_blocking(move || (org.get(), wanted.get()), |(org, query)| search_mcp_tools(org, query));
    let poll = use_live(|| [EventTopic::Servers], move || tools.refetch());
    view! {
        <PageHeader title=t!(i18n, "mcp-tool-title") />
        <Toolbar>
            <SearchField action=paths::mcp_tools(&org.get_untracked()) label=t!(i18n, "mcp-tool-search") />
        </Toolbar>
        {loaded(
            tools,
            || view! { <SkeletonTable rows=8 columns=4 /> }.into_any(),
            move |page| {
                poll.every(LATER);
                let (org, wanted) = (org.get_untracked(), wanted.get_untracked());
                match (page.items.is_empty(), wanted.q.clone()) {
                    (true, Some(q)) => view! { <NoMatch path=paths::mcp_tools(&org) q /> }.into_any(),
                    (true, None) => view! { <NoTools org /> }.into_any(),
                    _ => view! { <Tools org wanted page /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Tools(org: String, wanted: PageQuery, page: Page<McpToolView>) -> impl IntoView {
    let (path, q) = (paths::mcp_tools(&org), wanted.q.as_deref());
    let first = wanted.cursor.as_ref().map(|_| list_url(&path, &[("q", q)]));
    let next = page.next_cursor.map(|cursor| list_url(&path, &[("q", q), ("cursor", Some(&cursor))]));
    view! {
        <McpToolTable org tools=page.items servers=true />
        <Pagination first next />
    }
}

#[component]
fn NoTools(org: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState icon=IconName::Plug title=t!(i18n, "mcp-tool-nowhere") text=t!(i18n, "mcp-tool-nowhere-text")>
            <LinkButton href=paths::server_new(&org) variant=Variant::Primary icon=IconName::Plus>
                {t!(i18n, "server-add")}
            </LinkButton>
            <LinkButton href=paths::servers(&org) icon=IconName::Server>
                {t!(i18n, "server-title")}
            </LinkButton>
        </EmptyState>
    }
}

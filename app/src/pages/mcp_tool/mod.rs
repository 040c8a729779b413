//! MCP tools: those of a server, those of all servers, one with its form and its calls.

mod about;
mod calls;
mod detail;
mod form;
mod list;
mod search;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::{PageQuery, ServerView, path_segment};

pub use self::search::McpToolSearchPage;

use self::detail::Detail;
use self::list::List;
use crate::components::server::ServerTab;
use crate::i18n::use_i18n;
use crate::pages::params::use_query;
use crate::pages::server::ServerPart;
use crate::t;
use crate::ui::{EmptyState, IconName, LinkButton};

/// The MCP tools of a server.
#[component]
pub fn McpToolsPage() -> impl IntoView {
    view! { <ServerPart tab=ServerTab::Tools part=tools /> }
}

/// One MCP tool of a server.
#[component]
pub fn McpToolPage() -> impl IntoView {
    view! { <ServerPart tab=ServerTab::Tools part=tool /> }
}

fn tools(org: String, server: ServerView) -> AnyView {
    view! { <List org server=server.id /> }.into_any()
}

fn tool(org: String, server: ServerView) -> AnyView {
    let params = use_params_map();
    let name = Memo::new(move |_| path_segment::decoded(&params.read().get("name").unwrap_or_default()));
    let (id, enabled) = (server.id, server.enabled);
    let shown = move || view! { <Detail org=org.clone() server=id name=name.get() enabled /> };
    shown.into_any()
}

/// The part of a list that the address asks for.
fn use_page_query() -> Memo<PageQuery> {
    let query = use_query();
    Memo::new(move |_| {
        let query = query.read();
        let word = |name: &str| query.get(name).map(str::to_owned);
        PageQuery { limit: None, cursor: word("cursor"), q: word("q") }
    })
}

/// Nothing matches the words.
#[component]
fn NoMatch(
    /// Path of the whole list.
    path: String,
    /// The words.
    q: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::Search
            title=t!(i18n, "mcp-tool-no-match", q = q)
            text=t!(i18n, "mcp-tool-no-match-text")
        >
            <LinkButton href=path>{t!(i18n, "mcp-tool-all")}</LinkButton>
        </EmptyState>
    }
}

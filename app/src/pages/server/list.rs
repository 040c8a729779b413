//! The servers of an organization.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::event::EventTopic;
use model::mcp_json::McpJsonFormat;
use model::{Page, PageQuery, ServerStatus, ServerView};

use crate::api::server::{list_servers, local_server_offered};
use crate::components::live::use_live;
use crate::components::server::{AddLocalServerButton, ServerState};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{
    Callout, Column, Duration, EmptyState, IconName, LinkButton, Menu, MenuHeading, MenuLink, PageHeader, Pagination,
    RowLink, SearchField, SkeletonTable, Table, Time, Tone, Toolbar, Variant, loaded,
};
use crate::{paths, t};

/// Seconds between two looks at a list in which a check is due, and at any other, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 10;

/// Search, the servers with their status, and how to add one.
#[component]
pub fn ServersPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        PageQuery { limit: None, cursor: query.get("cursor"), q: query.get("q").filter(|q| !q.trim().is_empty()) }
    });
    let imported = Memo::new(move |_| query.read().get("imported").and_then(|count| count.parse::<u32>().ok()));
    let servers = Resource::new_blocking(move || (org.get(), wanted.get()), |(org, query)| list_servers(org, query));
    let poll = use_live(|| [EventTopic::Servers], move || servers.refetch());
    let head = i18n;
    view! {
        <PageHeader
            title=t!(i18n, "server-title")
            actions=move || {
                view! {
                    <LinkButton
                        href=paths::server_new(&org.get_untracked())
                        variant=Variant::Primary
                        icon=IconName::Plus
                    >
                        {t!(head, "server-add")}
                    </LinkButton>
                    <ListMenu org=org.get_untracked() />
                }
            }
        />
        {move || imported.get().map(|count| view! { <Imported count /> })}
        <Toolbar>
            <SearchField action=paths::servers(&org.get_untracked()) label=t!(i18n, "server-search") />
        </Toolbar>
        {loaded(
            servers,
            || view! { <SkeletonTable rows=5 columns=5 /> }.into_any(),
            move |page| {
                let due = |s: &ServerView| s.status == ServerStatus::Unknown;
                poll.every(if page.items.iter().any(due) { SOON } else { LATER });
                let (org, wanted) = (org.get_untracked(), wanted.get_untracked());
                match (page.items.is_empty(), wanted.q.clone()) {
                    (true, Some(q)) => view! { <NoMatch org q /> }.into_any(),
                    (true, None) => view! { <NoServers org /> }.into_any(),
                    _ => view! { <Servers org wanted page /> }.into_any(),
                }
            },
        )}
    }
}

/// What can be done with all servers.
#[component]
fn ListMenu(org: String) -> impl IntoView {
    let i18n = use_i18n();
    let formats = [
        (McpJsonFormat::Claude, t!(i18n, "server-export-claude")),
        (McpJsonFormat::Cursor, t!(i18n, "server-export-cursor")),
        (McpJsonFormat::VsCode, t!(i18n, "server-export-vscode")),
    ];
    let exports: Vec<_> = formats
        .into_iter()
        .map(|(format, words)| {
            view! {
                <MenuLink href=paths::server_export(&org, format) icon=IconName::Download whole=true>
                    {words}
                </MenuLink>
            }
        })
        .collect();
    view! {
        <Menu label=t!(i18n, "server-more") icon=IconName::Ellipsis compact=true end=true>
            <MenuLink href=paths::server_import(&org) icon=IconName::FileText>
                {t!(i18n, "server-import")}
            </MenuLink>
            <MenuHeading>{t!(i18n, "server-export")}</MenuHeading>
            {exports}
        </Menu>
    }
}

/// What an import did.
#[component]
fn Imported(count: u32) -> impl IntoView {
    view! {
        <div class="imported" role="status">
            <Callout tone=Tone::Success>{t!(use_i18n(), "server-imported", count = count)}</Callout>
        </div>
    }
}

#[component]
fn Servers(org: String, wanted: PageQuery, page: Page<ServerView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "server-column-name")),
        Column::text(t!(i18n, "server-column-status")),
        Column::number(t!(i18n, "server-column-latency")),
        Column::text(t!(i18n, "server-column-master-agent")),
        Column::text(t!(i18n, "server-column-checked")),
    ];
    let rows: Vec<_> = page.items.into_iter().map(|server| view! { <Row org=org.clone() server /> }).collect();
    let first = wanted.cursor.as_ref().map(|_| list_url(&org, wanted.q.as_deref(), None));
    let next = page.next_cursor.map(|cursor| list_url(&org, wanted.q.as_deref(), Some(&cursor)));
    view! {
        <Table label=t!(i18n, "server-title") columns>
            {rows}
        </Table>
        <Pagination first next />
    }
}

#[component]
fn Row(org: String, server: ServerView) -> impl IntoView {
    let i18n = use_i18n();
    let none = t!(i18n, "server-none");
    let latency = match server.latency_ms {
        Some(ms) => view! { <Duration ms=u64::try_from(ms).unwrap_or_default() /> }.into_any(),
        None => none.clone().into_any(),
    };
    let checked = match server.last_checked_at {
        Some(at) => view! { <Time at /> }.into_any(),
        None => none.clone().into_any(),
    };
    let agent = server.master_agent.map_or(none, |agent| agent.version);
    view! {
        <tr>
            <td class="table__main">
                <RowLink href=paths::server(&org, server.id)>{server.name}</RowLink>
                <span class="table__sub">{server.url}</span>
            </td>
            <td>
                <ServerState status=server.status />
            </td>
            <td class="table__number">{latency}</td>
            <td>{agent}</td>
            <td>{checked}</td>
        </tr>
    }
}

#[component]
fn NoMatch(org: String, q: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::Search
            title=t!(i18n, "server-empty-search-title", q = q)
            text=t!(i18n, "server-empty-search-text")
        >
            <LinkButton href=paths::servers(&org)>{t!(i18n, "server-empty-search-all")}</LinkButton>
        </EmptyState>
    }
}

#[component]
fn NoServers(org: String) -> impl IntoView {
    let i18n = use_i18n();
    let of = org.clone();
    let offered = Resource::new_blocking(move || of.clone(), local_server_offered);
    let (add, import) = (paths::server_new(&org), paths::server_import(&org));
    view! {
        <EmptyState icon=IconName::Server title=t!(i18n, "server-empty-title") text=t!(i18n, "server-empty-text")>
            <LinkButton href=add variant=Variant::Primary icon=IconName::Plus>
                {t!(i18n, "server-add")}
            </LinkButton>
            <LinkButton href=import icon=IconName::FileText>
                {t!(i18n, "server-import")}
            </LinkButton>
            {loaded(
                offered,
                || ().into_any(),
                move |offered| offered.then(|| view! { <AddLocalServerButton org=org.clone() /> }).into_any(),
            )}
        </EmptyState>
    }
}

/// The list with its words and its place in the URL.
fn list_url(org: &str, q: Option<&str>, cursor: Option<&str>) -> String {
    let pairs = [("q", q), ("cursor", cursor)];
    let pairs: Vec<_> = pairs
        .iter()
        .filter_map(|(key, value)| value.map(|value| format!("{key}={}", paths::query_value(value))))
        .collect();
    let path = paths::servers(org);
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::list_url;

    #[test]
    fn words_stay_from_page_to_page() {
        assert_eq!(list_url("acme", None, None), "/o/acme/servers");
        assert_eq!(list_url("acme", Some("a b"), Some("c+")), "/o/acme/servers?q=a%20b&cursor=c%2B");
    }
}

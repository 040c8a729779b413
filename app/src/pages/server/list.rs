//! The servers of an organization.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::event::EventTopic;
use model::mcp_json::McpJsonFormat;
use model::{Page, ServerFilter, ServerStatus, ServerView};

use crate::api::server::{list_servers, local_server_offered};
use crate::components::live::use_live;
use crate::components::server::{AddLocalServerButton, ServerState, server_status_word};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::params;
use crate::ui::{
    Callout, Choice, Column, Duration, EmptyState, FilterSelect, IconName, LinkButton, Menu, MenuHeading, MenuLink,
    PageHeader, Pagination, RowLink, SearchField, SkeletonTable, Table, Time, Tone, Toolbar, Variant, loaded,
};
use crate::{paths, t};

/// Seconds between two looks at a list in which a check is due, and at any other, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 10;

/// Search and filter, the servers with their status, and how to add one.
#[component]
pub fn ServersPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        let word = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
        let status = word("status").and_then(|status| status.parse().ok());
        ServerFilter { limit: None, cursor: word("cursor"), q: word("q"), status }
    });
    let imported = Memo::new(move |_| query.read().get("imported").and_then(|count| count.parse::<u32>().ok()));
    let servers = Resource::new_blocking(move || (org.get(), wanted.get()), |(org, filter)| list_servers(org, filter));
    let poll = use_live(|| [EventTopic::Servers], move || servers.refetch());
    let statuses = ServerStatus::ALL.iter().map(|s| Choice::new(s.as_str(), server_status_word(&i18n, *s))).collect();
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
            <FilterSelect
                action=paths::servers(&org.get_untracked())
                name="status"
                label=t!(i18n, "server-column-status")
                all=t!(i18n, "server-filter-status-all")
                choices=statuses
            />
        </Toolbar>
        {loaded(
            servers,
            || view! { <SkeletonTable rows=5 columns=5 /> }.into_any(),
            move |page| {
                let due = |s: &ServerView| s.status == ServerStatus::Unknown;
                poll.every(if page.items.iter().any(due) { SOON } else { LATER });
                let (org, wanted) = (org.get_untracked(), wanted.get_untracked());
                match (page.items.is_empty(), wanted.q.is_some() || wanted.status.is_some()) {
                    (true, true) => view! { <NoMatch org wanted /> }.into_any(),
                    (true, false) => view! { <NoServers org /> }.into_any(),
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
fn Servers(org: String, wanted: ServerFilter, page: Page<ServerView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "server-column-name")),
        Column::text(t!(i18n, "server-column-status")),
        Column::number(t!(i18n, "server-column-latency")),
        Column::text(t!(i18n, "server-column-master-agent")),
        Column::text(t!(i18n, "server-column-checked")),
    ];
    let rows: Vec<_> = page.items.into_iter().map(|server| view! { <Row org=org.clone() server /> }).collect();
    let first = wanted.cursor.as_ref().map(|_| list_url(&org, &wanted, None));
    let next = page.next_cursor.map(|cursor| list_url(&org, &wanted, Some(&cursor)));
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
fn NoMatch(org: String, wanted: ServerFilter) -> impl IntoView {
    let i18n = use_i18n();
    let (title, text) = match (wanted.q, wanted.status) {
        (Some(q), None) => (t!(i18n, "server-empty-search-title", q = q), t!(i18n, "server-empty-search-text")),
        _ => (t!(i18n, "server-empty-filter-title"), t!(i18n, "server-empty-filter-text")),
    };
    view! {
        <EmptyState icon=IconName::Search title text>
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

/// The list with its words, its status and its place in the URL.
fn list_url(org: &str, wanted: &ServerFilter, cursor: Option<&str>) -> String {
    let status = wanted.status.map(|status| status.as_str());
    params::list_url(&paths::servers(org), &[("q", wanted.q.as_deref()), ("status", status), ("cursor", cursor)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_status_stay_from_page_to_page() {
        let all = ServerFilter::default();
        assert_eq!(list_url("acme", &all, None), "/o/acme/servers");
        let some = ServerFilter { q: Some("a b".to_owned()), status: Some(ServerStatus::Healthy), ..all };
        assert_eq!(list_url("acme", &some, Some("c+")), "/o/acme/servers?q=a%20b&status=healthy&cursor=c%2B");
    }
}

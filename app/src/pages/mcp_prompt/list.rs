//! The prompts of a server, as it tells them now.

use leptos::prelude::*;
use model::{McpPrompt, Page, PageQuery, ServerId};

use crate::api::mcp_prompt::list_mcp_prompts;
use crate::i18n::use_i18n;
use crate::pages::params::{list_url, use_query};
use crate::ui::{
    Column, EmptyState, IconName, LinkButton, Pagination, RowLink, SearchField, SkeletonTable, Table, Toolbar, loaded,
};
use crate::{paths, t};

/// Search and the prompts.
#[component]
pub(super) fn List(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        let word = |name: &str| query.get(name).map(str::to_owned);
        PageQuery { limit: None, cursor: word("cursor"), q: word("q") }
    });
    let path = paths::mcp_prompts(&org, server);
    let action = path.clone();
    let of = org.clone();
    let prompts = Resource::new_blocking(
        move || (of.clone(), wanted.get()),
        move |(org, query)| list_mcp_prompts(org, server, query),
    );
    view! {
        <Toolbar>
            <SearchField action label=t!(i18n, "mcp-prompt-search") />
        </Toolbar>
        {loaded(
            prompts,
            || view! { <SkeletonTable rows=5 columns=3 /> }.into_any(),
            move |page| {
                let (org, path, wanted) = (org.clone(), path.clone(), wanted.get_untracked());
                if page.items.is_empty() {
                    view! { <NoPrompts path q=wanted.q /> }.into_any()
                } else {
                    view! { <Prompts org path server page wanted /> }.into_any()
                }
            },
        )}
    }
}

#[component]
fn Prompts(org: String, path: String, server: ServerId, page: Page<McpPrompt>, wanted: PageQuery) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "mcp-prompt-name")),
        Column::text(t!(i18n, "mcp-prompt-description")),
        Column::number(t!(i18n, "mcp-prompt-arguments")),
    ];
    let at = |cursor: Option<&str>| list_url(&path, &[("q", wanted.q.as_deref()), ("cursor", cursor)]);
    let first = wanted.cursor.as_ref().map(|_| at(None));
    let next = page.next_cursor.map(|cursor| at(Some(&cursor)));
    let rows: Vec<_> = page
        .items
        .into_iter()
        .map(|prompt| {
            let href = paths::mcp_prompt(&org, server, &prompt.name);
            let sub = prompt.title.is_some().then(|| prompt.name.clone());
            view! {
                <tr>
                    <td class="table__main">
                        <RowLink href>{prompt.title.unwrap_or(prompt.name)}</RowLink>
                        {sub.map(|name| view! { <span class="table__sub">{name}</span> })}
                    </td>
                    <td class="table__description">{prompt.description}</td>
                    <td class="table__number">{prompt.arguments.len()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <Table label=t!(i18n, "mcp-prompt-title") columns>
            {rows}
        </Table>
        <Pagination first next />
    }
}

#[component]
fn NoPrompts(path: String, q: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    match q {
        Some(q) => view! {
            <EmptyState
                icon=IconName::Search
                title=t!(i18n, "mcp-prompt-no-match", q = q)
                text=t!(i18n, "mcp-prompt-no-match-text")
            >
                <LinkButton href=path>{t!(i18n, "mcp-prompt-all")}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        None => view! {
            <EmptyState
                icon=IconName::FileText
                title=t!(i18n, "mcp-prompt-none")
                text=t!(i18n, "mcp-prompt-none-text")
            />
        }
        .into_any(),
    }
}

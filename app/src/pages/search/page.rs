//! Servers, tasks, MCP tools and executions by a few characters: where the command palette leads without JavaScript.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::search::MOST_HITS;
use model::{SearchHit, SearchKind};

use crate::api::search::search;
use crate::components::search::{HitState, Marked, hit_icon, hit_path};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::params::list_url;
use crate::ui::{
    Card, EmptyState, Icon, IconName, LinkButton, PageHeader, SearchField, Skeleton, Toolbar, Variant, loaded,
};
use crate::{paths, t};

/// A field, and what was found by kind.
#[component]
pub fn SearchPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let query = use_query_map();
    let words = Memo::new(move |_| query.read().get("q").unwrap_or_default().trim().to_owned());
    let found = Resource::new_blocking(
        move || (org.get(), words.get()),
        |(org, q)| async move { if q.is_empty() { Ok(Vec::new()) } else { search(org, q).await } },
    );
    view! {
        <PageHeader title=t!(i18n, "search-title") />
        <Toolbar>
            <SearchField action=paths::search(&org.get_untracked()) label=t!(i18n, "search-label") />
        </Toolbar>
        {loaded(
            found,
            || view! { <Skeleton lines=6 /> }.into_any(),
            move |hits| {
                let (org, words) = (org.get_untracked(), words.get_untracked());
                if hits.is_empty() {
                    view! { <Nothing words /> }.into_any()
                } else {
                    SearchKind::ALL
                        .iter()
                        .map(|kind| view! { <Hits org=org.clone() words=words.clone() kind=*kind hits=hits.clone() /> })
                        .collect::<Vec<_>>()
                        .into_any()
                }
            },
        )}
    }
}

/// The hits of one kind, if there are any; where there may be more, the way to the list that has them all.
#[component]
fn Hits(org: String, words: String, kind: SearchKind, hits: Vec<SearchHit>) -> impl IntoView {
    let i18n = use_i18n();
    let (title, list) = match kind {
        SearchKind::Server => (t!(i18n, "server-title"), paths::servers(&org)),
        SearchKind::Task => (t!(i18n, "task-title"), paths::tasks(&org)),
        SearchKind::McpTool => (t!(i18n, "mcp-tool-title"), paths::mcp_tools(&org)),
        SearchKind::Execution => (t!(i18n, "execution-title"), paths::executions(&org)),
    };
    let all = list_url(&list, &[("q", Some(&words))]);
    let items: Vec<_> = hits
        .into_iter()
        .filter(|hit| hit.kind == kind)
        .map(|hit| {
            let href = hit_path(&org, &hit);
            let (text, detail) = (hit.title.clone(), hit.detail.clone());
            view! {
                <li>
                    <a class="hit" href=href>
                        <Icon name=hit_icon(kind) />
                        <span class="hit__title">
                            <Marked text words=words.clone() />
                        </span>
                        {detail.map(|detail| view! { <span class="hit__detail">{detail}</span> })}
                        <span class="hit__state">
                            <HitState hit />
                        </span>
                    </a>
                </li>
            }
        })
        .collect();
    let full = items.len() >= MOST_HITS as usize;
    let all = move || {
        full.then(|| {
            view! {
                <LinkButton href=all.clone() variant=Variant::Ghost small=true>
                    {t!(i18n, "search-all")}
                </LinkButton>
            }
        })
    };
    (!items.is_empty()).then(|| {
        view! {
            <Card title actions=all flush=true>
                <ul class="hits">{items}</ul>
            </Card>
        }
    })
}

#[component]
fn Nothing(words: String) -> impl IntoView {
    let i18n = use_i18n();
    let title =
        if words.is_empty() { t!(i18n, "search-start-title") } else { t!(i18n, "search-empty-title", q = words) };
    view! { <EmptyState icon=IconName::Search title text=t!(i18n, "search-empty-text") /> }
}

//! Executions with search and filters: all of an organization, or those on one server.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::event::EventTopic;
use model::execution::ExecutionFilter;
use model::{ExecutionState, ExecutionView, Page, ServerId};

use super::{ExecutionTable, filter_of_query, filter_url, is_filtered, state_key};
use crate::api::execution::list_executions;
use crate::components::live::use_live;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{
    Choice, EmptyState, FilterSelect, IconName, LinkButton, Pagination, SearchField, SkeletonTable, Toolbar, Variant,
    loaded,
};
use crate::{paths, t};

/// Seconds between two looks while something is under way, and else, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 10;

/// Search and filters, and the executions, newest first; kept fresh.
#[component]
pub fn ExecutionList(
    /// Path of the page it stands in.
    #[prop(into)]
    path: String,
    /// Only those on this server.
    #[prop(optional, into)]
    server: Option<ServerId>,
) -> impl IntoView {
    let org = use_org();
    let query = use_query_map();
    let filter = Memo::new(move |_| {
        let filter = filter_of_query(&query.read());
        ExecutionFilter { server_id: filter.server_id.filter(|_| server.is_none()), ..filter }
    });
    let executions = Resource::new_blocking(
        move || {
            let filter = filter.get();
            (org.get(), ExecutionFilter { server_id: server.or(filter.server_id), ..filter })
        },
        |(org, filter)| list_executions(org, filter),
    );
    let poll = use_live(|| [EventTopic::Executions], move || executions.refetch());
    view! {
        <Filters path=path.clone() filter />
        {loaded(
            executions,
            || view! { <SkeletonTable rows=8 columns=7 /> }.into_any(),
            move |page| {
                poll.every(if page.items.iter().any(|e| !e.state.is_final()) { SOON } else { LATER });
                let (org, path, filter) = (org.get_untracked(), path.clone(), filter.get_untracked());
                match (page.items.is_empty(), is_filtered(&filter)) {
                    (true, true) => view! { <NoMatch path /> }.into_any(),
                    (true, false) => view! { <NoExecutions org /> }.into_any(),
                    _ => view! { <Executions org path filter page /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Filters(path: String, filter: Memo<ExecutionFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let states: Vec<_> =
        ExecutionState::ALL.iter().map(|s| Choice::new(s.as_str(), i18n.text(&state_key(*s), &[]))).collect();
    let narrowed = {
        let (i18n, path) = (i18n, path.clone());
        move || {
            let filter = filter.get();
            let wider = ExecutionFilter { task_id: None, server_id: None, cursor: None, ..filter.clone() };
            let words = match (filter.task_id, filter.server_id) {
                (Some(_), _) => t!(i18n, "execution-filter-task-clear"),
                (None, Some(_)) => t!(i18n, "execution-filter-server-clear"),
                (None, None) => return None,
            };
            Some(view! { <LinkButton href=filter_url(&path, &wider) icon=IconName::X>{words}</LinkButton> })
        }
    };
    view! {
        <Toolbar>
            <SearchField action=path.clone() label=t!(i18n, "execution-search") />
            <FilterSelect
                action=path
                name="state"
                label=t!(i18n, "execution-filter-state")
                all=t!(i18n, "execution-filter-state-all")
                choices=states
            />
            {narrowed}
        </Toolbar>
    }
}

#[component]
fn Executions(org: String, path: String, filter: ExecutionFilter, page: Page<ExecutionView>) -> impl IntoView {
    let of_page = |cursor| filter_url(&path, &ExecutionFilter { cursor, ..filter.clone() });
    let first = filter.cursor.as_ref().map(|_| of_page(None));
    let next = page.next_cursor.map(|cursor| of_page(Some(cursor)));
    view! {
        <ExecutionTable org executions=page.items />
        <Pagination first next />
    }
}

#[component]
fn NoMatch(path: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::Filter
            title=t!(i18n, "execution-empty-filter-title")
            text=t!(i18n, "execution-empty-filter-text")
        >
            <LinkButton href=path>{t!(i18n, "execution-empty-filter-all")}</LinkButton>
        </EmptyState>
    }
}

#[component]
fn NoExecutions(org: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::Terminal
            title=t!(i18n, "execution-empty-title")
            text=t!(i18n, "execution-empty-text")
        >
            <LinkButton href=paths::tasks(&org) variant=Variant::Primary icon=IconName::Tasks>
                {t!(i18n, "execution-empty-action")}
            </LinkButton>
        </EmptyState>
    }
}

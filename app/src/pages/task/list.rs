//! The tasks of an organization.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::event::EventTopic;
use model::{Page, PageQuery, Schedule, TaskView};

use crate::api::task::{RunTask, list_tasks};
use crate::components::execution::ExecutionStatus;
use crate::components::live::use_live;
use crate::components::task::RunTaskButton;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{
    Column, EmptyState, ErrorPanel, IconName, LinkButton, PageHeader, Pagination, RowLink, SearchField, SkeletonTable,
    Table, Time, Toolbar, Variant, action_error, loaded,
};
use crate::{paths, t};

/// Seconds between two looks while a run is under way, and else, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 10;

/// Search, the tasks with their latest run, and how to write one.
#[component]
pub fn TasksPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        PageQuery { limit: None, cursor: query.get("cursor"), q: query.get("q").filter(|q| !q.trim().is_empty()) }
    });
    let tasks = Resource::new_blocking(move || (org.get(), wanted.get()), |(org, query)| list_tasks(org, query));
    let poll = use_live(|| [EventTopic::Executions], move || tasks.refetch());
    let run = ServerAction::<RunTask>::new();
    let refused = action_error(run);
    let head = i18n;
    view! {
        <PageHeader
            title=t!(i18n, "task-title")
            actions=move || {
                view! {
                    <LinkButton href=paths::task_new(&org.get_untracked()) variant=Variant::Primary icon=IconName::Plus>
                        {t!(head, "task-new")}
                    </LinkButton>
                }
            }
        />
        {move || refused.get().map(|error| view! { <ErrorPanel error /> })}
        <Toolbar>
            <SearchField action=paths::tasks(&org.get_untracked()) label=t!(i18n, "task-search") />
        </Toolbar>
        {loaded(
            tasks,
            || view! { <SkeletonTable rows=6 columns=7 /> }.into_any(),
            move |page| {
                let active = |task: &TaskView| task.last_state.is_some_and(|state| !state.is_final());
                poll.every(if page.items.iter().any(active) { SOON } else { LATER });
                let (org, wanted) = (org.get_untracked(), wanted.get_untracked());
                match (page.items.is_empty(), wanted.q.clone()) {
                    (true, Some(q)) => view! { <NoMatch org q /> }.into_any(),
                    (true, None) => view! { <NoTasks org /> }.into_any(),
                    _ => view! { <Tasks org wanted page run /> }.into_any(),
                }
            },
        )}
    }
}

#[component]
fn Tasks(org: String, wanted: PageQuery, page: Page<TaskView>, run: ServerAction<RunTask>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "task-field-title")),
        Column::text(t!(i18n, "task-server")),
        Column::text(t!(i18n, "task-last-state")),
        Column::text(t!(i18n, "task-last-run")),
        Column::text(t!(i18n, "task-next-run")),
        Column::text(t!(i18n, "task-priority")),
        Column::actions(t!(i18n, "task-run")),
    ];
    let first = wanted.cursor.as_ref().map(|_| list_url(&org, wanted.q.as_deref(), None));
    let next = page.next_cursor.map(|cursor| list_url(&org, wanted.q.as_deref(), Some(&cursor)));
    let rows: Vec<_> = page.items.into_iter().map(|task| view! { <Row org=org.clone() task run /> }).collect();
    view! {
        <Table label=t!(i18n, "task-title") columns>
            {rows}
        </Table>
        <Pagination first next />
    }
}

#[component]
fn Row(org: String, task: TaskView, run: ServerAction<RunTask>) -> impl IntoView {
    let i18n = use_i18n();
    let state = match task.last_state {
        Some(state) => view! { <ExecutionStatus state reason=None /> }.into_any(),
        None => t!(i18n, "task-never-run").into_any(),
    };
    let next = match task.next_fire_at {
        _ if task.paused && task.schedule != Schedule::Manual => t!(i18n, "task-schedule-paused").into_any(),
        Some(at) => view! { <Time at /> }.into_any(),
        None => ().into_any(),
    };
    let server = task.server_name.unwrap_or_else(|| match task.labels.is_empty() {
        true => t!(i18n, "task-server-any"),
        false => t!(i18n, "task-server-any-with", labels = task.labels.join(", ")),
    });
    let priority = i18n.text(&format!("task-priority-{}", task.priority), &[]);
    view! {
        <tr>
            <td class="table__main">
                <RowLink href=paths::task(&org, task.id)>{task.title}</RowLink>
                {task.description.map(|text| view! { <span class="table__sub">{text}</span> })}
            </td>
            <td>{server}</td>
            <td>{state}</td>
            <td>{task.last_run_at.map(|at| view! { <Time at /> })}</td>
            <td>{next}</td>
            <td>{priority}</td>
            <td class="table__actions">
                <RunTaskButton org id=task.id action=run small=true />
            </td>
        </tr>
    }
}

#[component]
fn NoMatch(org: String, q: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::Search
            title=t!(i18n, "task-empty-search-title", q = q)
            text=t!(i18n, "task-empty-search-text")
        >
            <LinkButton href=paths::tasks(&org)>{t!(i18n, "task-empty-search-all")}</LinkButton>
        </EmptyState>
    }
}

#[component]
fn NoTasks(org: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState icon=IconName::Tasks title=t!(i18n, "task-empty-title") text=t!(i18n, "task-empty-text")>
            <LinkButton href=paths::task_new(&org) variant=Variant::Primary icon=IconName::Plus>
                {t!(i18n, "task-new")}
            </LinkButton>
        </EmptyState>
    }
}

/// The list with its words and its place in the URL.
fn list_url(org: &str, q: Option<&str>, cursor: Option<&str>) -> String {
    let pairs: Vec<_> = [("q", q), ("cursor", cursor)]
        .iter()
        .filter_map(|(key, value)| value.map(|value| format!("{key}={}", paths::query_value(value))))
        .collect();
    let path = paths::tasks(org);
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::list_url;

    #[test]
    fn words_stay_from_page_to_page() {
        assert_eq!(list_url("acme", None, None), "/o/acme/tasks");
        assert_eq!(list_url("acme", Some("a b"), Some("c+")), "/o/acme/tasks?q=a%20b&cursor=c%2B");
    }
}

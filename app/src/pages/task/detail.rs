//! One task.

use leptos::prelude::*;
use model::event::EventTopic;
use model::execution::ExecutionFilter;
use model::task_env::env_text;
use model::{ExecutionView, Page, TaskAction, TaskId, TaskVersionView, TaskView};

use super::delete::{DELETE_DIALOG, DeleteTaskDialog};
use super::limits::LimitFacts;
use super::schedule::ScheduleCard;
use super::versions::Versions;
use crate::api::ApiResult;
use crate::api::execution::list_executions;
use crate::api::task::{DeleteTask, PauseTask, RunTask, TaskTimes, get_task, get_task_times, list_task_versions};
use crate::components::execution::{ExecutionBadge, ExecutionTable};
use crate::components::live::use_live;
use crate::components::task::{RunTaskButton, TaskPlace, ToolCallFacts};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Card, Code, CodeBlock, Crumb, EmptyState, ErrorPanel, Fact, IconName, KeyValue, KeyValues, LinkButton, Menu,
    MenuButton, PageHeader, Skeleton, Time, Variant, action_error, loaded_or, show_dialog,
};
use crate::{paths, t};

/// Seconds between two looks while a run is under way, and else, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 10;

/// Executions shown here; the rest is a link away.
const LATEST: u32 = 10;

/// What can be done with the task. They live outside of what is loaded, so that a refresh forgets nothing.
#[derive(Clone, Copy)]
struct Acts {
    run: ServerAction<RunTask>,
    delete: ServerAction<DeleteTask>,
    pause: ServerAction<PauseTask>,
}

/// The task, when it runs by itself, how it ran lately, and what it said before.
type Found = (TaskView, TaskTimes, Page<ExecutionView>, Vec<TaskVersionView>);

async fn find(org: String, id: TaskId) -> ApiResult<Found> {
    let task = get_task(org.clone(), id).await?;
    let filter = ExecutionFilter { task_id: Some(id), limit: Some(LATEST), ..Default::default() };
    let versions = list_task_versions(org.clone(), id).await?;
    let times = get_task_times(org.clone(), id).await?;
    Ok((task, times, list_executions(org, filter).await?, versions))
}

/// What the task does, with which limits, and how it went lately.
#[component]
pub fn TaskPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<TaskId>("id");
    let acts = Acts { run: ServerAction::new(), delete: ServerAction::new(), pause: ServerAction::new() };
    let data = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| find(org, id));
    let poll = use_live(|| [EventTopic::Executions], move || data.refetch());
    let refused = [action_error(acts.run), action_error(acts.pause)];
    let pause = acts.pause;
    Effect::new(move || {
        if pause.version().get() > 0 {
            data.refetch();
        }
    });
    view! {
        {refused.map(|refused| move || refused.get().map(|error| view! { <ErrorPanel error /> }))}
        {loaded_or(
            data,
            || view! { <Skeleton lines=12 /> }.into_any(),
            move |(task, times, latest, versions)| {
                poll.every(if latest.items.iter().any(|e| !e.state.is_final()) { SOON } else { LATER });
                let org = org.get_untracked();
                view! {
                    <Header org=org.clone() task=task.clone() acts />
                    <Definition org=org.clone() task=task.clone() />
                    <ScheduleCard org=org.clone() task=task.clone() times pause />
                    <Latest org=org.clone() id=task.id latest />
                    <Versions versions />
                    <DeleteTaskDialog org id=task.id title=task.title delete=acts.delete />
                }
                .into_any()
            },
            failed_page,
        )}
    }
}

#[component]
fn Header(org: String, task: TaskView, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let id = task.id;
    let crumbs = vec![Crumb::new(t!(i18n, "task-title"), paths::tasks(&org))];
    let badge = task.last_state.map(|state| move || view! { <ExecutionBadge state=Signal::stored(state) /> });
    let edit = paths::task_edit(&org, id);
    let (place_org, place) = (org.clone(), task.clone());
    let facts = {
        let priority = i18n.text(&format!("task-priority-{}", task.priority), &[]);
        move || {
            view! {
                <Fact label=t!(i18n, "task-server")>
                    <TaskPlace org=place_org task=place />
                </Fact>
                <Fact label=t!(i18n, "task-priority")>{priority}</Fact>
                {task
                    .last_run_at
                    .map(|at| {
                        view! {
                            <Fact label=t!(i18n, "task-ran-last")>
                                <Time at />
                            </Fact>
                        }
                    })}
            }
        }
    };
    let actions = move || {
        view! {
            <RunTaskButton org id action=acts.run variant=Variant::Primary />
            <LinkButton href=edit icon=IconName::Pencil>
                {t!(i18n, "task-edit")}
            </LinkButton>
            <Menu label=t!(i18n, "task-more") icon=IconName::Ellipsis compact=true end=true>
                <MenuButton
                    icon=IconName::Trash
                    danger=true
                    on_click=Callback::new(|()| show_dialog(DELETE_DIALOG))
                    {..}
                    command="show-modal"
                    commandfor=DELETE_DIALOG
                >
                    {t!(i18n, "task-delete")}
                </MenuButton>
            </Menu>
        }
    };
    view! { <PageHeader title=task.title crumbs badge=move || badge.map(|badge| badge()) actions facts /> }
}

/// What runs, and its bounds.
#[component]
fn Definition(org: String, task: TaskView) -> impl IntoView {
    let i18n = use_i18n();
    let (command, pty, cwd, env) = match task.action {
        TaskAction::Command { command, pty, cwd, env } => (command, pty, cwd, env),
        TaskAction::ToolCall { tool, arguments } => {
            let href = task.server_id.map(|server| paths::mcp_tool(&org, server, &tool));
            return view! {
                <Card title=t!(i18n, "task-tool")>
                    <div class="task-definition">
                        {task.description.map(|text| view! { <p class="task-description">{text}</p> })}
                        <ToolCallFacts tool arguments href />
                        <KeyValues>
                            <LimitFacts limits=task.limits concurrency_key=task.concurrency_key />
                        </KeyValues>
                    </div>
                </Card>
            }
            .into_any();
        }
    };
    let kind = if pty { "task-pty-yes" } else { "task-pty-no" };
    let env = env_text(&env);
    view! {
        <Card title=t!(i18n, "task-command")>
            <div class="task-definition">
                {task.description.map(|text| view! { <p class="task-description">{text}</p> })}
                <CodeBlock code=command wrap=true />
                <KeyValues>
                    <KeyValue label=t!(i18n, "task-pty")>{i18n.text(kind, &[])}</KeyValue>
                    <KeyValue label=t!(i18n, "task-cwd")>
                        {match cwd {
                            Some(cwd) => view! { <Code>{cwd}</Code> }.into_any(),
                            None => t!(i18n, "task-cwd-none").into_any(),
                        }}
                    </KeyValue>
                    {(!env.is_empty())
                        .then(|| {
                            view! {
                                <KeyValue label=t!(i18n, "task-env")>
                                    <CodeBlock code=env />
                                </KeyValue>
                            }
                        })}
                    <LimitFacts limits=task.limits concurrency_key=task.concurrency_key />
                </KeyValues>
            </div>
        </Card>
    }
    .into_any()
}

/// The latest executions, and a way to all of them.
#[component]
fn Latest(org: String, id: TaskId, latest: Page<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let all = paths::executions_of_task(&org, id);
    let words = t!(i18n, "task-executions-all");
    let content = if latest.items.is_empty() {
        view! {
            <EmptyState
                icon=IconName::Terminal
                title=t!(i18n, "task-executions-empty-title")
                text=t!(i18n, "task-executions-empty-text")
            />
        }
        .into_any()
    } else {
        view! { <ExecutionTable org executions=latest.items /> }.into_any()
    };
    view! {
        <Card
            title=t!(i18n, "task-executions")
            flush=true
            actions=move || view! { <LinkButton href=all small=true variant=Variant::Ghost>{words}</LinkButton> }
        >
            {content}
        </Card>
    }
    .into_any()
}

//! One execution: how it stands, its terminal, what became of it.

use leptos::leptos_dom::helpers::is_server;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::event::EventTopic;
use model::execution::ExecutionDetail;
use model::{Error, ExecutionId, ExecutionState, ExecutionView};
use serde::{Deserialize, Serialize};

use super::action::ActionFacts;
use super::call::{CallCard, called};
use crate::api::ApiResult;
use crate::api::execution::{CancelExecution, RetryExecution, get_execution, output_tail};
use crate::components::execution::{
    AttemptTable, CancelButton, ExecutionBadge, ExecutionTime, LostExecution, RetryButton, Terminal, Timeline,
};
use crate::components::live::use_live;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Callout, Card, Crumb, ErrorPanel, Fact, IconName, LinkButton, PageHeader, Poll, Skeleton, Time, Tone, action_error,
    loaded_or,
};
use crate::{paths, t};

/// Seconds between two looks while it is under way. The state of a command comes over the terminal's socket, the progress
/// of a call when it is told of; this brings the rest.
const SOON: i64 = 2;

/// What the page begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct FirstLook {
    detail: ExecutionDetail,
    tail: String,
}

/// The end of the output is for pages without a program; the terminal fetches its own.
async fn first_look(org: String, id: ExecutionId) -> ApiResult<FirstLook> {
    let detail = get_execution(org.clone(), id).await?;
    let has_output = detail.execution.output_bytes > 0;
    let tail = if has_output && is_server() { output_tail(org, id).await? } else { String::new() };
    Ok(FirstLook { detail, tail })
}

/// One execution.
#[component]
pub fn ExecutionPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<ExecutionId>("id");
    let first = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| first_look(org, id));
    loaded_or(
        first,
        || view! { <Skeleton lines=12 /> }.into_any(),
        move |first| view! { <Execution org=org.get_untracked() first /> }.into_any(),
        failed_page,
    )
}

/// What of the execution changes while it is looked at.
#[derive(Clone, Copy)]
struct Live {
    execution: RwSignal<ExecutionView>,
    detail: RwSignal<ExecutionDetail>,
    trouble: RwSignal<Option<Error>>,
}

impl Live {
    /// Loads everything again, in place.
    fn refresh(self, org: String) {
        let id = self.execution.with_untracked(|e| e.id);
        spawn_local(async move {
            match get_execution(org, id).await {
                Ok(detail) => {
                    self.execution.try_update(|shown| catch_up(shown, &detail.execution));
                    self.detail.try_set(detail);
                    self.trouble.try_set(None);
                }
                Err(error) => _ = self.trouble.try_set(Some(error.0)),
            }
        });
    }
}

/// Takes over what was loaded, unless the socket was faster: a final state stays.
fn catch_up(shown: &mut ExecutionView, loaded: &ExecutionView) {
    if !shown.state.is_final() || loaded.state.is_final() {
        shown.clone_from(loaded);
    }
}

#[component]
fn Execution(org: String, first: FirstLook) -> impl IntoView {
    let live = Live {
        execution: RwSignal::new(first.detail.execution.clone()),
        detail: RwSignal::new(first.detail),
        trouble: RwSignal::new(None),
    };
    let (id, call) = live.execution.with_untracked(|e| (e.id, called(e)));
    let load = {
        let org = org.clone();
        move || live.refresh(org.clone())
    };
    let poll = if call.is_some() { use_live(move || [EventTopic::Execution(id)], load) } else { Poll::new(load) };
    let state = Memo::new(move |_| live.execution.with(|e| (e.state, e.attempt)));
    Effect::new({
        let org = org.clone();
        move |before: Option<()>| {
            let (state, _) = state.get();
            poll.every(if state.is_final() { 0 } else { SOON });
            if before.is_some() {
                live.refresh(org.clone());
            }
        }
    });
    view! {
        <ExecutionHeader org=org.clone() live />
        <Problems live />
        <LostExecution org=org.clone() execution=live.execution />
        {call.is_some().then(|| view! { <CallCard execution=live.execution /> })}
        <Output org=org.clone() live tail=first.tail />
        <Aftermath org live />
    }
    .into_any()
}

/// The terminal; that of a call once there is something in it.
#[component]
fn Output(org: String, live: Live, tail: String) -> impl IntoView {
    let is_call = live.execution.with_untracked(|e| called(e).is_some());
    let shown = Memo::new(move |_| !is_call || live.execution.read().output_bytes > 0);
    view! {
        <Show when=move || shown.get()>
            <Terminal org=org.clone() execution=live.execution tail=tail.clone() />
        </Show>
    }
}

#[component]
fn ExecutionHeader(org: String, live: Live) -> impl IntoView {
    let i18n = use_i18n();
    let (title, first) = live.execution.with_untracked(|e| (e.title.clone(), e.clone()));
    let cancel = ServerAction::<CancelExecution>::new();
    let retry = ServerAction::<RetryExecution>::new();
    Effect::new({
        let org = org.clone();
        move |before: Option<()>| {
            cancel.version().track();
            if before.is_some() {
                live.refresh(org.clone());
            }
        }
    });
    let (cancel_error, retry_error) = (action_error(cancel), action_error(retry));
    let refused = move || cancel_error.get().or_else(|| retry_error.get()).map(|error| view! { <ErrorPanel error /> });
    let state = Signal::derive(move || live.execution.read().state);
    let reason = Signal::derive(move || live.execution.read().reason);
    let crumbs = vec![Crumb::new(t!(i18n, "execution-title"), paths::executions(&org))];
    let facts_org = org.clone();
    let again = first.server_id.zip(called(&first));
    let again = again.map(|(server, tool)| paths::mcp_tool_again(&org, server, &tool, first.id));
    view! {
        <PageHeader
            title
            crumbs
            badge=move || view! { <ExecutionBadge state reason /> }
            actions=move || {
                view! {
                    <CancelButton org=org.clone() execution=live.execution action=cancel />
                    <RetryButton org=org execution=live.execution action=retry />
                    {again
                        .map(|href| {
                            view! {
                                <LinkButton href icon=IconName::Pencil>
                                    {t!(i18n, "mcp-call-again")}
                                </LinkButton>
                            }
                        })}
                }
            }
            facts=move || view! { <Facts org=facts_org first live /> }
        />
        {refused}
    }
}

/// Key facts; what never changes is taken from `first`.
#[component]
fn Facts(org: String, first: ExecutionView, live: Live) -> impl IntoView {
    let i18n = use_i18n();
    let fact = |key: &str, link: Option<(String, String)>| {
        let label = i18n.text(key, &[]);
        link.map(|(href, words)| view! { <Fact label><a href=href>{words}</a></Fact> })
    };
    let again = first.retry_of.map(|id| (paths::execution(&org, id), t!(i18n, "execution-retry-of-link")));
    let again = fact("execution-retry-of", again);
    let called = called(&first);
    let task = fact("execution-column-task", first.task_id.map(|id| (paths::task(&org, id), first.title)));
    let server = first.server_id.zip(first.server_name).map(|(id, name)| (paths::server(&org, id), name));
    let server = fact("execution-column-server", server);
    let tool = first.server_id.zip(called).map(|(id, tool)| (paths::mcp_tool(&org, id, &tool), tool));
    let tool = fact("task-tool", tool);
    let trigger = i18n.text(&format!("execution-trigger-{}", first.trigger), &[]);
    let placed = first.placed.map(|why| {
        let why = i18n.message(&why);
        view! { <Fact label=t!(i18n, "execution-place")>{why}</Fact> }
    });
    let version = first.task_version.map(|version| {
        view! { <Fact label=t!(i18n, "execution-task-version")>{version}</Fact> }
    });
    let by = first.triggered_by.map(|name| view! { <Fact label=t!(i18n, "execution-column-by")>{name}</Fact> });
    let exit_code = {
        let label = t!(i18n, "execution-exit-code");
        let code = Memo::new(move |_| live.execution.read().exit_code);
        move || code.get().map(|code| view! { <Fact label=label.clone()>{code}</Fact> })
    };
    let duration = {
        let label = t!(i18n, "execution-column-duration");
        let began = Memo::new(move |_| live.execution.read().started_at.is_some());
        move || {
            began.get().then(|| view! { <Fact label=label.clone()><ExecutionTime execution=live.execution /></Fact> })
        }
    };
    view! {
        {exit_code}
        {duration}
        {server}
        {tool}
        {task}
        {version}
        {placed}
        <Fact label=t!(i18n, "execution-trigger")>{trigger}</Fact>
        {by}
        <Fact label=t!(i18n, "execution-column-queued")>
            <Time at=first.queued_at />
        </Fact>
        {again}
    }
}

/// Why a command did not succeed, and what keeps the page from being up to date. A call's result says why.
#[component]
fn Problems(live: Live) -> impl IntoView {
    let i18n = use_i18n();
    let tells = |e: &ExecutionView| e.output_bytes > 0 && called(e).is_none();
    let cause = Memo::new(move |_| live.execution.with(|e| e.error.clone().filter(|_| tells(e))));
    let cause = move || {
        cause.get().map(|issue| {
            view! {
                <Callout tone=Tone::Danger title=i18n.message(&issue.message())>
                    {i18n.message(&issue.remedy())}
                </Callout>
            }
        })
    };
    let waiting = Memo::new(move |_| {
        let begun = live.execution.with(|e| !matches!(e.state, ExecutionState::Waiting | ExecutionState::Queued));
        live.detail.with(|detail| detail.waiting.clone().filter(|_| !begun))
    });
    let waiting = move || {
        let next = live.execution.with(|e| e.not_before);
        waiting.get().map(|words| {
            view! {
                <Callout tone=Tone::Info>
                    <p>{i18n.message(&words)} {next.map(|at| view! { " " <Time at /> })}</p>
                </Callout>
            }
        })
    };
    view! {
        {move || live.trouble.get().map(|error| view! { <ErrorPanel error /> })}
        {cause}
        {waiting}
    }
}

/// Attempts, the way it went, and what ran.
#[component]
fn Aftermath(org: String, live: Live) -> impl IntoView {
    let i18n = use_i18n();
    let (id, action, server) = live.execution.with_untracked(|e| (e.id, e.action.clone(), e.server_id));
    let of = org.clone();
    let attempts = move || {
        view! { <AttemptTable org=of.clone() execution=id attempts=live.detail.read().attempts.clone() /> }
    };
    let history = move || view! { <Timeline history=live.detail.read().history.clone() /> };
    view! {
        <div class="execution-after">
            <Card title=t!(i18n, "execution-attempts") flush=true>
                {attempts}
            </Card>
            <Card title=t!(i18n, "execution-timeline")>{history}</Card>
            <Card title=t!(i18n, "execution-action")>
                <ActionFacts org action server />
            </Card>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::execution::fixture::execution;

    #[test]
    fn what_was_loaded_late_does_not_undo_the_end() {
        let mut shown = execution(ExecutionState::Succeeded);
        catch_up(&mut shown, &execution(ExecutionState::Running));
        assert_eq!(shown.state, ExecutionState::Succeeded);
        let mut shown = execution(ExecutionState::Queued);
        catch_up(&mut shown, &execution(ExecutionState::Running));
        assert_eq!(shown.state, ExecutionState::Running);
    }
}

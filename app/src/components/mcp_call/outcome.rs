//! How a call stands and what it came to.

use leptos::prelude::*;
use model::{ExecutionState, ExecutionView};

use super::progress::CallAdvance;
use super::result::CallResult;
use crate::api::execution::CancelExecution;
use crate::components::execution::{CancelButton, ExecutionBadge, ExecutionTime, execution_state_words};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::t;
use crate::ui::{Callout, ErrorPanel, Tone, action_error};

/// State, time and cancel of a call; how far it is; why it failed; its result.
#[component]
pub fn CallOutcome(
    /// The execution.
    #[prop(into)]
    execution: Signal<ExecutionView>,
    /// Without state, time and cancel: the page around it has them.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    view! {
        <div class="call-outcome">
            {if bare { view! { <Said execution /> }.into_any() } else { view! { <Standing execution /> }.into_any() }}
            <CallAdvance execution />
            <Cause execution />
            <Came execution />
        </div>
    }
    .into_any()
}

/// The state, for screen readers.
#[component]
fn Said(execution: Signal<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let words = Memo::new(move |_| execution.with(|e| execution_state_words(&i18n, e.state, e.reason)));
    view! { <span class="visually-hidden" role="status">{words}</span> }
}

#[component]
fn Standing(execution: Signal<ExecutionView>) -> impl IntoView {
    let org = use_org().get_untracked();
    let cancel = ServerAction::<CancelExecution>::new();
    let refused = action_error(cancel);
    let state = Signal::derive(move || execution.read().state);
    let reason = Signal::derive(move || execution.read().reason);
    let is_over = Memo::new(move |_| state.get().is_final());
    view! {
        <div class="call-outcome__standing">
            <span role="status">
                <ExecutionBadge state reason />
            </span>
            <ExecutionTime execution />
            <Show when=move || !is_over.get()>
                <CancelButton org=org.clone() execution action=cancel />
            </Show>
        </div>
        {move || refused.get().map(|error| view! { <ErrorPanel error /> })}
    }
}

/// Why there is no result, or none as it should be.
#[component]
fn Cause(execution: Signal<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let cause = Memo::new(move |_| execution.with(|e| e.error.clone().filter(|_| e.state.is_final())));
    move || {
        cause.get().map(|issue| {
            view! {
                <Callout tone=Tone::Danger title=i18n.message(&issue.message())>
                    {i18n.message(&issue.remedy())}
                </Callout>
            }
        })
    }
}

/// The result; where none is kept, why.
#[component]
fn Came(execution: Signal<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let server = execution.with_untracked(|e| e.server_id);
    let result = Memo::new(move |_| execution.with(|e| e.result.clone()));
    let instead = Memo::new(move |_| execution.with(without_result));
    move || match result.get() {
        Some(result) => view! { <CallResult result server /> }.into_any(),
        None => instead.get().map(|key| view! { <p>{t!(i18n, key)}</p> }).into_any(),
    }
}

/// Key of the words for a call that has no result and no cause to tell.
fn without_result(execution: &ExecutionView) -> Option<&'static str> {
    match execution.state {
        ExecutionState::Waiting | ExecutionState::Queued | ExecutionState::Claimed => Some("mcp-call-begins"),
        ExecutionState::Running | ExecutionState::InputRequired => Some("mcp-call-runs"),
        ExecutionState::Cancelling => Some("mcp-call-cancelling"),
        ExecutionState::Cancelled => Some("mcp-call-cancelled"),
        // The terminal's socket may tell the end before the rest is loaded.
        ExecutionState::Succeeded => execution.finished_at.map(|_| "mcp-call-result-large"),
        ExecutionState::Failed
        | ExecutionState::TimedOut
        | ExecutionState::Rejected
        | ExecutionState::Skipped
        | ExecutionState::Lost => None,
    }
}

//! How an execution stands: word, icon, colour.

use leptos::prelude::*;
use model::{ExecutionState, WaitReason};

use crate::i18n::{I18n, use_i18n};
use crate::ui::{Badge, IconName, Status, Tone};

/// The state in a frame, for headers.
#[component]
pub fn ExecutionBadge(
    /// The state.
    #[prop(into)]
    state: Signal<ExecutionState>,
    /// What it waits for.
    #[prop(optional, into)]
    reason: Signal<Option<WaitReason>>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let state = state.get();
        let words = execution_state_words(&i18n, state, reason.get());
        view! { <Badge tone=tone(state) icon=icon(state) spin=spins(state)>{words}</Badge> }
    }
}

/// The state without a frame, for rows.
#[component]
pub fn ExecutionStatus(
    /// The state.
    state: ExecutionState,
    /// What it waits for.
    #[prop(optional_no_strip)]
    reason: Option<WaitReason>,
    /// It was so once: nothing turns.
    #[prop(optional)]
    past: bool,
) -> impl IntoView {
    let words = execution_state_words(&use_i18n(), state, reason);
    let turned = past && spins(state);
    let icon = if turned { IconName::CircleDot } else { icon(state) };
    view! { <Status tone=tone(state) icon spin=spins(state) && !past>{words}</Status> }
}

/// The state in the reader's words, with what it waits for.
pub fn execution_state_words(i18n: &I18n, state: ExecutionState, reason: Option<WaitReason>) -> String {
    match reason.filter(|_| state == ExecutionState::Waiting) {
        Some(reason) => i18n.text(&format!("execution-wait-{reason}"), &[]),
        None => i18n.text(&state_key(state), &[]),
    }
}

/// Message key of a state's word.
pub fn state_key(state: ExecutionState) -> String {
    format!("execution-state-{}", state.as_str().replace('_', "-"))
}

fn tone(state: ExecutionState) -> Tone {
    use ExecutionState as S;
    match state {
        S::Succeeded => Tone::Success,
        S::Failed | S::TimedOut => Tone::Danger,
        S::Lost | S::InputRequired | S::Cancelling => Tone::Warning,
        S::Claimed | S::Running => Tone::Info,
        S::Waiting | S::Queued | S::Cancelled | S::Rejected | S::Skipped => Tone::Neutral,
    }
}

fn icon(state: ExecutionState) -> IconName {
    use ExecutionState as S;
    match state {
        S::Waiting => IconName::CirclePause,
        S::Queued => IconName::Clock,
        S::Claimed | S::Running | S::Cancelling => IconName::Loader,
        S::InputRequired => IconName::CircleDot,
        S::Succeeded => IconName::CircleCheck,
        S::Failed => IconName::CircleX,
        S::TimedOut => IconName::Hourglass,
        S::Cancelled | S::Rejected | S::Skipped => IconName::CircleSlash,
        S::Lost => IconName::CircleHelp,
    }
}

fn spins(state: ExecutionState) -> bool {
    matches!(state, ExecutionState::Claimed | ExecutionState::Running | ExecutionState::Cancelling)
}

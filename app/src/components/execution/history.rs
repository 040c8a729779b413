//! What became of an execution: its attempts and the states it went through.

use leptos::prelude::*;
use model::{AttemptView, ExecutionId, TransitionView};

use super::state::ExecutionStatus;
use crate::i18n::{format, use_i18n};
use crate::ui::{Column, Duration, Table, Time};
use crate::{paths, t};

/// The attempts, first to last.
#[component]
pub fn AttemptTable(
    /// Slug of the organization.
    org: String,
    /// The execution.
    execution: ExecutionId,
    /// The attempts.
    attempts: Vec<AttemptView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "execution-attempt-number")),
        Column::text(t!(i18n, "execution-column-state")),
        Column::number(t!(i18n, "execution-exit-code")),
        Column::number(t!(i18n, "execution-column-duration")),
        Column::number(t!(i18n, "execution-output-size")),
        Column::text(t!(i18n, "execution-cause")),
    ];
    let row = |attempt: AttemptView| {
        let output = paths::attempt_output(&org, execution, attempt.number);
        view! { <AttemptRow attempt output /> }
    };
    let rows: Vec<_> = attempts.into_iter().map(row).collect();
    view! {
        <Table label=t!(i18n, "execution-attempts") columns>
            {rows}
        </Table>
    }
}

#[component]
fn AttemptRow(attempt: AttemptView, output: String) -> impl IntoView {
    let i18n = use_i18n();
    let took = attempt.started_at.zip(attempt.finished_at).map(|(from, to)| (to - from).num_milliseconds());
    let size = format::bytes(i18n.lang(), attempt.output_end.max(0).unsigned_abs());
    let label = t!(i18n, "execution-attempt-output", number = attempt.number);
    let output = match attempt.output_end {
        0 => size.into_any(),
        _ => view! { <a href=output download=true rel="external" aria-label=label>{size}</a> }.into_any(),
    };
    view! {
        <tr>
            <td>{attempt.number}</td>
            <td><ExecutionStatus state=attempt.state reason=None /></td>
            <td class="table__number">{attempt.exit_code}</td>
            <td class="table__number">{took.map(|ms| view! { <Duration ms=ms.max(0).unsigned_abs() /> })}</td>
            <td class="table__number">{output}</td>
            <td>{attempt.error.map(|issue| i18n.message(&issue.message()))}</td>
        </tr>
    }
}

/// The states it went through, first to last: when, how long after the one before, and why, where a state does not say it.
#[component]
pub fn Timeline(
    /// The transitions.
    history: Vec<TransitionView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let latest = history.len().saturating_sub(1);
    let moments: Vec<_> = history.iter().map(|step| Some(step.at)).collect();
    let befores = std::iter::once(None).chain(moments);
    let items: Vec<_> = history
        .into_iter()
        .zip(befores)
        .enumerate()
        .map(|(i, (step, before))| {
            let after = before.map(|before| (step.at - before).num_milliseconds().max(0).unsigned_abs());
            let why = step.issue.map(|issue| i18n.message(&issue.message()));
            view! {
                <li class="timeline__item">
                    <ExecutionStatus state=step.to reason=None past=i < latest />
                    <span class="timeline__after">{after.map(|ms| view! { "+" <Duration ms /> })}</span>
                    <Time at=step.at />
                    {why.map(|why| view! { <span class="timeline__why">{why}</span> })}
                </li>
            }
        })
        .collect();
    view! {
        <ol class="timeline" aria-label=t!(i18n, "execution-timeline")>
            {items}
        </ol>
    }
}

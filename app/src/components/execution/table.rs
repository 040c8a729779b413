//! Executions in rows.

use leptos::prelude::*;
use model::{ExecutionView, TaskAction, Trigger};

use super::state::ExecutionStatus;
use crate::i18n::use_i18n;
use crate::ui::{Column, Duration, Elapsed, RowLink, Table, Time};
use crate::{paths, t};

/// A table of executions, newest first.
#[component]
pub fn ExecutionTable(
    /// Slug of the organization.
    org: String,
    /// The executions.
    executions: Vec<ExecutionView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "execution-column-task")),
        Column::text(t!(i18n, "execution-column-state")),
        Column::text(t!(i18n, "execution-column-server")),
        Column::number(t!(i18n, "execution-exit-code")),
        Column::number(t!(i18n, "execution-column-duration")),
        Column::text(t!(i18n, "execution-column-by")),
        Column::number(t!(i18n, "execution-column-queued")),
    ];
    let rows: Vec<_> =
        executions.into_iter().map(|execution| view! { <ExecutionRow org=org.clone() execution /> }).collect();
    view! {
        <Table label=t!(i18n, "execution-title") columns>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn ExecutionRow(org: String, execution: ExecutionView) -> impl IntoView {
    let time = match (execution.duration_ms, execution.started_at) {
        (Some(ms), _) => Some(view! { <Duration ms=ms.max(0).unsigned_abs() /> }.into_any()),
        (None, Some(since)) if !execution.state.is_final() => Some(view! { <Elapsed since /> }.into_any()),
        _ => None,
    };
    let calls = match execution.action {
        TaskAction::ToolCall { tool, .. } => Some(view! { <span class="table__sub">{tool}</span> }),
        TaskAction::Command { .. } => None,
    };
    let by = execution.triggered_by.or_else(|| {
        let itself = execution.trigger != Trigger::Person;
        itself.then(|| use_i18n().text(&format!("execution-trigger-{}", execution.trigger), &[]))
    });
    view! {
        <tr>
            <td class="table__main">
                <RowLink href=paths::execution(&org, execution.id)>{execution.title}</RowLink>
                {calls}
            </td>
            <td><ExecutionStatus state=execution.state reason=execution.reason /></td>
            <td>{execution.server_name}</td>
            <td class="table__number">{execution.exit_code}</td>
            <td class="table__number">{time}</td>
            <td>{by}</td>
            <td class="table__number"><Time at=execution.queued_at /></td>
        </tr>
    }
}

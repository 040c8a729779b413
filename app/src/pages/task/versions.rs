//! What a task said before.

use leptos::prelude::*;
use model::{TaskAction, TaskVersionView};

use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Card, Code, Column, Table, Time};

/// The versions of a task, newest first; nothing where there is only one.
#[component]
pub(super) fn Versions(versions: Vec<TaskVersionView>) -> impl IntoView {
    if versions.len() < 2 {
        return ().into_any();
    }
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "task-version")),
        Column::text(t!(i18n, "task-version-what")),
        Column::text(t!(i18n, "task-version-by")),
        Column::text(t!(i18n, "task-version-at")),
    ];
    let rows: Vec<_> = versions.into_iter().map(|version| view! { <VersionRow version /> }).collect();
    view! {
        <Card title=t!(i18n, "task-versions") flush=true>
            <Table label=t!(i18n, "task-versions") columns>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

#[component]
fn VersionRow(version: TaskVersionView) -> impl IntoView {
    let what = match version.action {
        TaskAction::Command { command, .. } => command,
        TaskAction::ToolCall { tool, arguments } => {
            format!("{tool} {}", serde_json::to_string(&arguments).unwrap_or_default())
        }
    };
    let what: String = what.chars().take(200).collect();
    view! {
        <tr>
            <td>{version.version}</td>
            <td>
                {version.title} " " <Code>{what}</Code>
            </td>
            <td>{version.changed_by}</td>
            <td>
                <Time at=version.changed_at />
            </td>
        </tr>
    }
}

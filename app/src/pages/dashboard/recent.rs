//! What happened last: failures with their reasons, and everything.

use leptos::prelude::*;
use model::ExecutionView;
use model::dashboard::DashboardView;

use crate::components::execution::{ExecutionStatus, ExecutionTable, failure_words};
use crate::i18n::use_i18n;
use crate::ui::{Card, Column, LinkButton, RowLink, Table, Time, Variant};
use crate::{paths, t};

/// The executions that ended badly last, with the reason of each.
#[component]
pub(super) fn FailuresCard(
    /// Slug of the organization.
    org: String,
    /// What is shown.
    view: Signal<DashboardView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let failures = Memo::new(move |_| view.with(|view| view.failures.clone()));
    move || {
        let (failures, org) = (failures.get(), org.clone());
        (!failures.is_empty()).then(|| {
            view! {
                <Card title=t!(i18n, "dashboard-failures") flush=true>
                    <Failures org failures />
                </Card>
            }
        })
    }
}

#[component]
fn Failures(org: String, failures: Vec<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "execution-column-task")),
        Column::text(t!(i18n, "execution-column-state")),
        Column::text(t!(i18n, "dashboard-failures-reason")),
        Column::text(t!(i18n, "execution-column-server")),
        Column::number(t!(i18n, "dashboard-failures-ended")),
    ];
    let row = move |failure: ExecutionView| {
        let reason = failure_words(&i18n, &failure);
        view! {
            <tr>
                <td class="table__main">
                    <RowLink href=paths::execution(&org, failure.id)>{failure.title}</RowLink>
                </td>
                <td>
                    <ExecutionStatus state=failure.state />
                </td>
                <td class="failures__reason">{reason}</td>
                <td>{failure.server_name}</td>
                <td class="table__number">{failure.finished_at.map(|at| view! { <Time at /> })}</td>
            </tr>
        }
    };
    let rows: Vec<_> = failures.into_iter().map(row).collect();
    view! {
        <Table label=t!(i18n, "dashboard-failures") columns>
            {rows}
        </Table>
    }
}

/// The latest executions, newest first.
#[component]
pub(super) fn LatestCard(
    /// Slug of the organization.
    org: String,
    /// What is shown.
    view: Signal<DashboardView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (href, words) = (paths::executions(&org), t!(i18n, "dashboard-latest-all"));
    let all = move || {
        view! {
            <LinkButton href variant=Variant::Ghost small=true>
                {words}
            </LinkButton>
        }
    };
    let latest = Memo::new(move |_| view.with(|view| view.latest.clone()));
    let table = move || view! { <ExecutionTable org=org.clone() executions=latest.get() /> };
    view! {
        <Card title=t!(i18n, "dashboard-latest") actions=all flush=true>
            {table}
        </Card>
    }
}

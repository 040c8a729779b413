//! The numbers that are read first.

use leptos::prelude::*;
use model::dashboard::{DashboardView, Outcomes};
use model::{ExecutionState, ServerStatus};

use crate::i18n::{I18n, format, use_i18n};
use crate::ui::{Stat, Stats, Tone};
use crate::{paths, t};

/// Servers, executions now and today, and how many of them succeed.
#[component]
pub(super) fn Numbers(
    /// Slug of the organization.
    org: String,
    /// What is shown.
    view: Signal<DashboardView>,
    /// The seven days before.
    week: Signal<Outcomes>,
) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let (view, org) = (view.get(), org.clone());
        let ill = view.servers_in_trouble();
        let tone = if ill > 0 { Tone::Warning } else { Tone::Neutral };
        let rate = view.today.success_rate();
        view! {
            <Stats>
                <Stat
                    label=t!(i18n, "dashboard-servers")
                    value=number(&i18n, view.server_count())
                    hint=servers_hint(&i18n, &view)
                    tone
                    href=paths::servers(&org)
                />
                <Stat
                    label=t!(i18n, "dashboard-active")
                    value=number(&i18n, view.active_count())
                    hint=active_hint(&i18n, &view)
                    href=paths::executions(&org)
                />
                <Stat
                    label=t!(i18n, "dashboard-today")
                    value=number(&i18n, view.today.total())
                    hint=today_hint(&i18n, view.today)
                />
                <Stat
                    label=t!(i18n, "dashboard-rate")
                    value=rate.map_or_else(|| "–".to_owned(), |rate| format::percent(i18n.lang(), rate))
                    hint=week_hint(&i18n, week.get())
                />
            </Stats>
        }
    }
}

fn number(i18n: &I18n, number: i64) -> String {
    format::number(i18n.lang(), number as f64)
}

fn servers_hint(i18n: &I18n, view: &DashboardView) -> String {
    match view.server_count() {
        0 => t!(i18n, "dashboard-servers-none"),
        count => {
            let healthy = view.servers_with(ServerStatus::Healthy);
            t!(i18n, "dashboard-servers-note", healthy = healthy, count = count)
        }
    }
}

fn active_hint(i18n: &I18n, view: &DashboardView) -> String {
    use ExecutionState as S;
    let running = view.active_in(S::Claimed) + view.active_in(S::Running) + view.active_in(S::InputRequired);
    let waiting = view.active_in(S::Waiting) + view.active_in(S::Queued);
    t!(i18n, "dashboard-active-note", running = running, waiting = waiting, cancelling = view.active_in(S::Cancelling))
}

fn today_hint(i18n: &I18n, today: Outcomes) -> String {
    match today.total() {
        0 => t!(i18n, "dashboard-today-none"),
        _ => t!(i18n, "dashboard-today-note", succeeded = today.succeeded, failed = today.failed + today.lost),
    }
}

fn week_hint(i18n: &I18n, week: Outcomes) -> String {
    match week.success_rate() {
        None => t!(i18n, "dashboard-rate-week-none"),
        Some(rate) => t!(i18n, "dashboard-rate-week", percent = format::percent(i18n.lang(), rate)),
    }
}

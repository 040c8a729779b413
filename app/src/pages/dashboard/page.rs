//! First steps until they are taken, then numbers and the latest executions.

use leptos::prelude::*;
use model::dashboard::DashboardView;

use super::first_steps::FirstSteps;
use super::latest::LatestExecutions;
use super::steps_card::FirstStepsCard;
use crate::api::dashboard::dashboard;
use crate::i18n::{format, use_i18n};
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::ui::{PageHeader, Poll, Skeleton, SkeletonTable, Stat, Stats, Tone, loaded_or};
use crate::{paths, t};

/// Seconds between two looks while something is being carried out, and otherwise.
const ACTIVE: i64 = 2;
const CALM: i64 = 15;

/// What stands out in an organization now.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let org = use_org();
    let view = Resource::new_blocking(move || org.get(), dashboard);
    let poll = Poll::new(move || view.refetch());
    loaded_or(
        view,
        || {
            view! {
                <Title />
                <Skeleton lines=3 />
                <SkeletonTable rows=5 columns=5 />
            }
            .into_any()
        },
        move |view| {
            poll.every(if view.executions_active > 0 { ACTIVE } else { CALM });
            view! {
                <Title />
                <Content org=org.get_untracked() view />
            }
            .into_any()
        },
        failed_page,
    )
}

#[component]
fn Title() -> impl IntoView {
    view! { <PageHeader title=t!(use_i18n(), "dashboard-title") /> }
}

#[component]
fn Content(org: String, view: DashboardView) -> impl IntoView {
    let steps = FirstSteps::of(&view);
    let first = (!steps.are_done()).then(|| {
        view! { <FirstStepsCard org=org.clone() steps tasks=view.tasks local=view.local_server_offered /> }
    });
    let numbers =
        (view.servers > 0 || view.executions > 0).then(|| view! { <Numbers org=org.clone() view=view.clone() /> });
    let latest = (view.executions > 0).then(|| view! { <LatestExecutions org executions=view.latest /> });
    view! {
        <div class="stack">
            {first}
            {numbers}
            {latest}
        </div>
    }
}

#[component]
fn Numbers(org: String, view: DashboardView) -> impl IntoView {
    let i18n = use_i18n();
    let lang = i18n.lang();
    let number = move |n: i64| format::number(lang, n as f64);
    let servers = match view.servers {
        0 => t!(i18n, "dashboard-servers-none"),
        count => t!(i18n, "dashboard-servers-note", healthy = view.servers_healthy, count = count),
    };
    let ill = view.servers_healthy < view.servers;
    let today = match view.executions_today {
        0 => t!(i18n, "dashboard-today-none"),
        all => {
            let share = view.succeeded_today as f64 / all as f64;
            t!(i18n, "dashboard-today-note", percent = format::percent(lang, share))
        }
    };
    view! {
        <Stats>
            <Stat
                label=t!(i18n, "dashboard-servers")
                value=number(view.servers)
                hint=servers
                tone=if ill { Tone::Warning } else { Tone::Neutral }
                href=paths::servers(&org)
            />
            <Stat label=t!(i18n, "dashboard-tasks") value=number(view.tasks) href=paths::tasks(&org) />
            <Stat
                label=t!(i18n, "dashboard-active")
                value=number(view.executions_active)
                hint=t!(i18n, "dashboard-active-note")
                href=paths::executions(&org)
            />
            <Stat label=t!(i18n, "dashboard-today") value=number(view.executions_today) hint=today />
        </Stats>
    }
}

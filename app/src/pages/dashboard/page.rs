//! First steps until they are taken, then numbers, what waits for somebody and what happened last; all of it live.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Error;
use model::dashboard::{DashboardView, Outcomes};
use model::event::EventTopic;

use super::first_steps::FirstSteps;
use super::numbers::Numbers;
use super::outcomes::OutcomesCard;
use super::recent::{FailuresCard, LatestCard};
use super::steps_card::FirstStepsCard;
use super::waiting::{NowCard, WaitingCard};
use crate::api::ApiResult;
use crate::api::dashboard::{dashboard, dashboard_week};
use crate::components::live::use_live;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::t;
use crate::ui::{ErrorPanel, PageHeader, Skeleton, SkeletonTable, loaded_or, use_clock, utc_offset};

/// Seconds between two looks while something is being carried out, and otherwise, while changes are not told.
const ACTIVE: i64 = 2;
const CALM: i64 = 15;

/// What stands out in an organization now.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let org = use_org();
    let alive = use_clock().is_alive();
    let first =
        Resource::new_blocking(move || org.get(), move |org| first_look(org, alive.get_untracked().then(utc_offset)));
    loaded_or(
        first,
        || {
            view! {
                <Title />
                <Skeleton lines=3 />
                <SkeletonTable rows=5 columns=5 />
            }
            .into_any()
        },
        move |(view, week)| {
            view! {
                <Title />
                <Dashboard org=org.get_untracked() view week />
            }
            .into_any()
        },
        failed_page,
    )
}

/// Rendered on the server it is of the day in UTC: where the reader is, only the browser knows.
async fn first_look(org: String, offset: Option<i32>) -> ApiResult<(DashboardView, Outcomes)> {
    Ok((dashboard(org.clone(), offset).await?, dashboard_week(org, offset).await?))
}

#[component]
fn Title() -> impl IntoView {
    view! { <PageHeader title=t!(use_i18n(), "dashboard-title") /> }
}

/// What is shown, brought up to date in place.
#[derive(Clone, Copy)]
struct Now {
    view: RwSignal<DashboardView>,
    week: RwSignal<Outcomes>,
    /// Number of the reader's day that the week is of; none before the reader's zone is known.
    week_of: StoredValue<Option<i64>>,
    trouble: RwSignal<Option<Error>>,
}

impl Now {
    /// Loads everything again, in place; the week only when the reader's day is another one.
    fn refresh(self, org: String, today: Option<i64>) {
        let offset = Some(utc_offset());
        let week = (self.week_of.get_value() != today).then(|| dashboard_week(org.clone(), offset));
        spawn_local(async move {
            match dashboard(org, offset).await {
                Ok(view) => {
                    self.view.try_set(view);
                    self.trouble.try_set(None);
                }
                Err(error) => _ = self.trouble.try_set(Some(error.0)),
            }
            let Some(week) = week else { return };
            // What failed is tried again with the next look.
            if let Ok(week) = week.await {
                self.week.try_set(week);
                self.week_of.try_set_value(today);
            }
        });
    }
}

#[component]
fn Dashboard(org: String, view: DashboardView, week: Outcomes) -> impl IntoView {
    let now = Now {
        view: RwSignal::new(view),
        week: RwSignal::new(week),
        week_of: StoredValue::new(None),
        trouble: RwSignal::new(None),
    };
    let clock = use_clock();
    let poll = use_live(|| [EventTopic::Executions, EventTopic::Servers], {
        let org = org.clone();
        move || {
            let today =
                clock.now_untracked().map(|now| (now.timestamp() + i64::from(utc_offset()) * 60).div_euclid(86_400));
            now.refresh(org.clone(), today);
        }
    });
    let active = Memo::new(move |_| now.view.with(|view| view.active_count() > 0));
    Effect::new(move || poll.every(if active.get() { ACTIVE } else { CALM }));
    let steps = Memo::new(move |_| now.view.with(|v| (FirstSteps::of(v), v.tasks, v.local_server_offered)));
    let first = {
        let org = org.clone();
        move || {
            let (steps, tasks, local) = steps.get();
            (!steps.are_done()).then(|| view! { <FirstStepsCard org=org.clone() steps tasks local /> })
        }
    };
    let used = Memo::new(move |_| now.view.with(|v| v.has_executions));
    let begun = Memo::new(move |_| used.get() || now.view.with(|v| !v.servers.is_empty()));
    let (view, week) = (Signal::from(now.view), Signal::from(now.week));
    let numbers = {
        let org = org.clone();
        move || {
            begun.get().then(|| {
                view! {
                    <Numbers org=org.clone() view week />
                    <div class="columns">
                        <WaitingCard org=org.clone() view />
                        <NowCard org=org.clone() view />
                    </div>
                }
            })
        }
    };
    let history = move || {
        used.get().then(|| {
            view! {
                <OutcomesCard view />
                <FailuresCard org=org.clone() view />
                <LatestCard org=org.clone() view />
            }
        })
    };
    view! {
        {move || now.trouble.get().map(|error| view! { <ErrorPanel error stale=true /> })}
        <div class="stack">
            {first}
            {numbers}
            {history}
        </div>
    }
    .into_any()
}

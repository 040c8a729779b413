//! What waits for somebody, and how everything stands.

use leptos::prelude::*;
use model::dashboard::{DashboardView, TroubledServer};
use model::{ExecutionState, ServerStatus};

use crate::components::execution::ExecutionStatus;
use crate::components::server::ServerState;
use crate::i18n::{format, use_i18n};
use crate::ui::{Card, IconName, Status, Tone};
use crate::{paths, t};

/// What servers cannot be used for; a list shows those of one of them.
const TROUBLES: [ServerStatus; 2] = [ServerStatus::Unreachable, ServerStatus::Unauthorized];

/// What goes on only when a person does something.
#[component]
pub(super) fn WaitingCard(
    /// Slug of the organization.
    org: String,
    /// What is shown.
    view: Signal<DashboardView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let list = move || {
        let view = view.read();
        let (asking, lost) = (view.active_in(ExecutionState::InputRequired), view.lost);
        let ill = view.servers_in_trouble();
        let unnamed = ill - i64::try_from(view.troubled.len()).unwrap_or_default();
        if asking == 0 && lost == 0 && ill == 0 {
            return view! {
                <Status tone=Tone::Success icon=IconName::CircleCheck>{t!(i18n, "dashboard-waiting-none")}</Status>
            }
            .into_any();
        }
        let asking = (asking > 0).then(|| {
            let href = paths::executions_in_state(&org, ExecutionState::InputRequired);
            view! { <Waiting href words=t!(i18n, "dashboard-waiting-input", count = asking) /> }
        });
        let lost = (lost > 0).then(|| {
            let href = paths::executions_in_state(&org, ExecutionState::Lost);
            view! { <Waiting href words=t!(i18n, "dashboard-waiting-lost", count = lost) /> }
        });
        let servers: Vec<_> =
            view.troubled.iter().map(|server| view! { <Troubled org=org.clone() server=server.clone() /> }).collect();
        let more = (unnamed > 0).then(|| {
            let href = match TROUBLES.map(|status| view.servers_with(status) > 0) {
                [true, false] => paths::servers_with(&org, TROUBLES[0]),
                [false, true] => paths::servers_with(&org, TROUBLES[1]),
                _ => paths::servers(&org),
            };
            view! { <Waiting href words=t!(i18n, "dashboard-waiting-more", count = unnamed) /> }
        });
        view! {
            <ul class="waiting">
                {asking}
                {lost}
                {servers}
                {more}
            </ul>
        }
        .into_any()
    };
    view! { <Card title=t!(i18n, "dashboard-waiting")>{list}</Card> }
}

#[component]
fn Waiting(href: String, words: String) -> impl IntoView {
    view! {
        <li>
            <a href=href>{words}</a>
        </li>
    }
}

#[component]
fn Troubled(org: String, server: TroubledServer) -> impl IntoView {
    let i18n = use_i18n();
    let why = server.issue.map(|issue| view! { <p class="waiting__why">{i18n.message(&issue.message())}</p> });
    view! {
        <li>
            <p class="waiting__head">
                <a href=paths::server(&org, server.id)>{server.name}</a>
                <ServerState status=server.status />
            </p>
            {why}
        </li>
    }
}

/// Executions and servers by state, each count with the way to what was counted.
#[component]
pub(super) fn NowCard(
    /// Slug of the organization.
    org: String,
    /// What is shown.
    view: Signal<DashboardView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let lang = i18n.lang();
    let count = move |href: String, state: AnyView, count: i64| {
        view! {
            <li>
                <a class="counts__row" href=href>
                    {state}
                    <span class="counts__count">{format::number(lang, count as f64)}</span>
                </a>
            </li>
        }
    };
    let of = org.clone();
    let executions = move || {
        let active = view.with(|view| view.active.clone());
        if active.is_empty() {
            return view! { <p class="counts__none">{t!(i18n, "dashboard-now-none")}</p> }.into_any();
        }
        let rows: Vec<_> = active
            .into_iter()
            .map(|(state, n)| {
                let href = paths::executions_in_state(&of, state);
                count(href, view! { <ExecutionStatus state past=true /> }.into_any(), n)
            })
            .collect();
        view! { <ul class="counts">{rows}</ul> }.into_any()
    };
    let servers = move || {
        let servers = view.with(|view| view.servers.clone());
        if servers.is_empty() {
            return view! { <p class="counts__none">{t!(i18n, "dashboard-servers-none")}</p> }.into_any();
        }
        let rows: Vec<_> = servers
            .into_iter()
            .map(|(status, n)| count(paths::servers_with(&org, status), view! { <ServerState status /> }.into_any(), n))
            .collect();
        view! { <ul class="counts">{rows}</ul> }.into_any()
    };
    view! {
        <Card title=t!(i18n, "dashboard-now")>
            <div class="counts-pair">
                <section>
                    <h3 class="counts__title">{t!(i18n, "dashboard-now-executions")}</h3>
                    {executions}
                </section>
                <section>
                    <h3 class="counts__title">{t!(i18n, "dashboard-servers")}</h3>
                    {servers}
                </section>
            </div>
        </Card>
    }
}

//! The first steps of a new organization, each with its state.

use leptos::prelude::*;

use super::first_steps::{FirstStep, FirstSteps};
use crate::components::server::AddLocalServerButton;
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Card, IconName, LinkButton, Status, Tone, Variant};
use crate::{paths, t};

/// The three steps; the next one has its action beside it.
#[component]
pub(super) fn FirstStepsCard(
    /// Slug of the organization.
    org: String,
    /// How they stand.
    steps: FirstSteps,
    /// Tasks written so far: with one, there is something to run.
    tasks: i64,
    /// The Studio's own host can be added in one click.
    local: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let server = (steps.server == FirstStep::Next).then(|| view! { <ServerActions org=org.clone() local /> });
    let task = (steps.task == FirstStep::Next).then(|| view! { <TaskAction org tasks /> });
    view! {
        <Card title=t!(i18n, "dashboard-steps-title") text=t!(i18n, "dashboard-steps-intro") flush=true>
            <ol class="first-steps">
                <Step
                    state=steps.server
                    title=t!(i18n, "dashboard-step-server")
                    text=t!(i18n, "dashboard-step-server-text")
                    action=server.into_any()
                />
                <Step
                    state=steps.task
                    title=t!(i18n, "dashboard-step-task")
                    text=t!(i18n, "dashboard-step-task-text")
                    action=task.into_any()
                />
                <Step
                    state=steps.agent
                    title=t!(i18n, "dashboard-step-agent")
                    text=t!(i18n, "dashboard-step-agent-text")
                    action=().into_any()
                />
            </ol>
        </Card>
    }
}

#[component]
fn Step(state: FirstStep, title: String, text: String, action: AnyView) -> impl IntoView {
    let (tone, icon, word) = look(&use_i18n(), state);
    let current = (state == FirstStep::Next).then_some("step");
    view! {
        <li class="first-steps__step" class:first-steps__step--next=current.is_some() aria-current=current>
            <div class="first-steps__words">
                <h3 class="first-steps__title">{title}</h3>
                <p class="first-steps__text">{text}</p>
            </div>
            <div class="first-steps__end">
                {action}
                <Status tone icon>{word}</Status>
            </div>
        </li>
    }
}

#[component]
fn ServerActions(org: String, local: bool) -> impl IntoView {
    let add = paths::server_new(&org);
    view! {
        {local.then(|| view! { <AddLocalServerButton org /> })}
        <LinkButton href=add variant=Variant::Primary icon=IconName::Plus>
            {t!(use_i18n(), "dashboard-step-server-action")}
        </LinkButton>
    }
}

#[component]
fn TaskAction(org: String, tasks: i64) -> impl IntoView {
    let i18n = use_i18n();
    let (href, words) = match tasks {
        0 => (paths::task_new(&org), t!(i18n, "dashboard-step-task-action")),
        _ => (paths::tasks(&org), t!(i18n, "dashboard-step-task-run-action")),
    };
    view! { <LinkButton href variant=Variant::Primary>{words}</LinkButton> }
}

fn look(i18n: &I18n, state: FirstStep) -> (Tone, IconName, String) {
    match state {
        FirstStep::Done => (Tone::Success, IconName::CircleCheck, t!(i18n, "dashboard-step-done")),
        FirstStep::Next => (Tone::Info, IconName::CircleDot, t!(i18n, "dashboard-step-next")),
        FirstStep::Later => (Tone::Neutral, IconName::CircleDashed, t!(i18n, "dashboard-step-later")),
        FirstStep::Unavailable => (Tone::Neutral, IconName::CircleSlash, t!(i18n, "dashboard-step-unavailable")),
    }
}

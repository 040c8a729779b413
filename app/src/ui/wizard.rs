//! One question a screen.

use leptos::prelude::*;

use super::{Icon, IconName};
use crate::i18n::use_i18n;
use crate::t;

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Answered.
    Done,
    /// The one on the screen.
    Current,
    /// Needs attention.
    Failed,
    /// Not reached yet.
    Later,
}

/// A step of a wizard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WizardStep {
    /// What it asks.
    pub title: String,
    /// Its URL, when it can be gone to.
    pub href: Option<String>,
    /// How it stands.
    pub state: Signal<StepState>,
}

/// The frame of a wizard: steps with their state at the left, the question, and at the foot, always in the same place,
/// the way back and the way on. A button of `next` that sends the form of the question names it by `form`.
#[component]
pub fn Wizard(
    /// What the wizard makes, for screen readers.
    #[prop(into)]
    label: String,
    /// All steps, in order.
    steps: Vec<WizardStep>,
    /// Where Back leads; none on the first step.
    #[prop(optional_no_strip, into)]
    back: Option<String>,
    /// Where Cancel leads.
    #[prop(optional_no_strip, into)]
    cancel: Option<String>,
    /// The button or buttons at the right of the foot.
    #[prop(into)]
    next: ViewFnOnce,
    /// The question.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let items: Vec<_> = steps.into_iter().enumerate().map(|(i, step)| view! { <Step number=i + 1 step /> }).collect();
    let back = back.map(|href| {
        view! {
            <a class="button button--secondary" href=href>
                <Icon name=IconName::ArrowLeft />
                <span class="button__words">{t!(i18n, "ui-back")}</span>
            </a>
        }
    });
    let cancel = cancel.map(|href| {
        view! { <a class="button button--ghost" href=href><span class="button__words">{t!(i18n, "ui-cancel")}</span></a> }
    });
    view! {
        <div class="wizard">
            <nav class="wizard__steps" aria-label=label>
                <ol class="wizard__list">{items}</ol>
            </nav>
            <div class="wizard__question">
                <div class="wizard__content">{children()}</div>
                <div class="wizard__foot">
                    <div class="wizard__back">{back} {cancel}</div>
                    <div class="wizard__next">{next.run()}</div>
                </div>
            </div>
        </div>
    }
}

#[component]
fn Step(number: usize, step: WizardStep) -> impl IntoView {
    let i18n = use_i18n();
    let state = step.state;
    let class = move || {
        let word = match state.get() {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::Failed => "failed",
            StepState::Later => "later",
        };
        format!("wizard__step wizard__step--{word}")
    };
    let mark = move || match state.get() {
        StepState::Done => view! { <Icon name=IconName::Check /> }.into_any(),
        StepState::Failed => view! { <Icon name=IconName::X /> }.into_any(),
        StepState::Current | StepState::Later => number.to_string().into_any(),
    };
    let said = move || match state.get() {
        StepState::Done => t!(i18n, "ui-step-done"),
        StepState::Failed => t!(i18n, "ui-step-failed"),
        StepState::Current | StepState::Later => String::new(),
    };
    let words = view! {
        <span class="wizard__mark" aria-hidden="true">{mark}</span>
        <span class="wizard__title">{step.title}</span>
        <span class="visually-hidden">{said}</span>
    };
    let body = match step.href {
        Some(href) => view! { <a class="wizard__link" href=href>{words}</a> }.into_any(),
        None => view! { <span class="wizard__link">{words}</span> }.into_any(),
    };
    view! {
        <li
            class=class
            aria-current=move || matches!(state.get(), StepState::Current | StepState::Failed).then_some("step")
        >
            {body}
        </li>
    }
}

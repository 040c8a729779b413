//! The frame of the wizard that registers a server.

use leptos::prelude::*;
use model::ServerDraftId;

use crate::i18n::use_i18n;
use crate::ui::{Crumb, PageHeader, StepState, Wizard, WizardStep};
use crate::{paths, t};

/// Id of the form of the step Basics, which the button at the foot sends.
pub(super) const BASICS_FORM: &str = "server-basics";

/// The steps of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Name, address, credentials.
    Basics,
    /// The checks.
    Validation {
        /// A check failed.
        failed: Signal<bool>,
    },
}

/// Title, steps at the left, the question, and the way on.
#[component]
pub(super) fn ServerWizard(
    /// Slug of the organization.
    org: String,
    /// The draft, once there is one.
    draft: Option<ServerDraftId>,
    /// The step on the screen.
    step: Step,
    /// The buttons at the right of the foot.
    #[prop(into)]
    next: ViewFnOnce,
    /// The question.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let basics = draft.map_or_else(|| paths::server_new(&org), |draft| paths::server_draft(&org, draft));
    let states = match step {
        Step::Basics => (Signal::stored(StepState::Current), Signal::stored(StepState::Later)),
        Step::Validation { failed } => {
            let state = move || if failed.get() { StepState::Failed } else { StepState::Current };
            (Signal::stored(StepState::Done), Signal::derive(state))
        }
    };
    let later = draft.map(|draft| paths::server_draft_validation(&org, draft));
    let steps = vec![
        WizardStep { title: t!(i18n, "server-wizard-step-basics"), href: Some(basics.clone()), state: states.0 },
        WizardStep { title: t!(i18n, "server-wizard-step-validation"), href: later, state: states.1 },
    ];
    let title = t!(i18n, "server-wizard-title");
    let back = (step != Step::Basics).then_some(basics);
    let crumbs = vec![Crumb::new(t!(i18n, "server-title"), paths::servers(&org))];
    view! {
        <PageHeader title=title.clone() crumbs />
        <Wizard label=title steps back cancel=paths::servers(&org) next>
            {children()}
        </Wizard>
    }
}

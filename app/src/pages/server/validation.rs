//! The wizard's second step: the checks, each as it runs.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{Error, ServerDraftId, ServerDraftView};

use super::wizard::{ServerWizard, Step};
use crate::api::server::{SubmitServerDraft, ValidateServerDraft, get_server_draft, stream_server_draft_checks};
use crate::components::server::check_run::RunStatus;
use crate::components::server::{CheckList, LiveChecks};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::t;
use crate::ui::{Button, Callout, ErrorPanel, IconName, Skeleton, Tone, Variant, action_error, loaded_or};

/// Runs the checks, tells their outcome, and registers the server.
#[component]
pub fn ServerValidationPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<ServerDraftId>("draft");
    let validate = ServerAction::<ValidateServerDraft>::new();
    let draft = Resource::new_blocking(
        move || (org.get(), id.get(), validate.version().get()),
        |(org, id, _)| get_server_draft(org, id),
    );
    loaded_or(
        draft,
        || view! { <Skeleton lines=8 /> }.into_any(),
        move |draft| view! { <Validation org=org.get_untracked() draft validate /> }.into_any(),
        failed_page,
    )
}

#[component]
fn Validation(org: String, draft: ServerDraftView, validate: ServerAction<ValidateServerDraft>) -> impl IntoView {
    let i18n = use_i18n();
    let live = LiveChecks::of_report(draft.validation.as_ref());
    let status = Memo::new(move |_| live.run.read().status);
    let submit = ServerAction::<SubmitServerDraft>::new();
    let id = draft.id;
    let start = {
        let org = org.clone();
        Callback::new(move |()| live.start(stream_server_draft_checks(org.clone(), id)))
    };
    Effect::new(move || {
        if status.get_untracked() == RunStatus::NotRun {
            start.run(());
        }
    });
    let checks = Signal::derive(move || live.run.read().checks.clone());
    let (posted, submitted) = (action_error(validate), action_error(submit));
    let problem = move || {
        let error = live.error.get().or_else(|| posted.get()).or_else(|| submitted.get());
        error.map(|error| view! { <Problem error /> })
    };
    let name = draft.name.clone();
    let next = {
        let org = org.clone();
        move || view! { <Foot org id status start validate submit /> }
    };
    let failed = Signal::derive(move || status.get() == RunStatus::Failed);
    view! {
        <ServerWizard org draft=Some(id) step=Step::Validation { failed } next>
            <h2 class="wizard__ask">{t!(i18n, "server-wizard-validation-question")}</h2>
            {problem}
            <CheckList label=t!(i18n, "server-wizard-checks", name = &draft.name) checks />
            <Outcome name status />
        </ServerWizard>
    }
}

/// What went wrong with the step itself. What is wrong with single fields is told in words: they are on another screen.
#[component]
fn Problem(error: Error) -> impl IntoView {
    let i18n = use_i18n();
    match error {
        Error::Invalid { fields } => {
            let lines: Vec<_> = fields
                .iter()
                .map(|field| {
                    let label = match field.field.as_str() {
                        "name" => t!(i18n, "server-name"),
                        "url" => t!(i18n, "server-url"),
                        "description" => t!(i18n, "server-description"),
                        _ => t!(i18n, "server-auth"),
                    };
                    view! { <p>{label} ": " {i18n.message(&field.message())}</p> }
                })
                .collect();
            view! { <Callout tone=Tone::Danger>{lines}</Callout> }.into_any()
        }
        error => view! { <ErrorPanel error /> }.into_any(),
    }
}

/// In a sentence: how the run stands and what the last button will do.
#[component]
fn Outcome(name: String, status: Memo<RunStatus>) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || {
        let (tone, text) = match status.get() {
            RunStatus::NotRun => (Tone::Info, t!(i18n, "server-wizard-not-run")),
            RunStatus::Running => (Tone::Info, t!(i18n, "server-wizard-running")),
            RunStatus::Passed => (Tone::Success, t!(i18n, "server-wizard-passed", name = &name)),
            RunStatus::Failed => (Tone::Warning, t!(i18n, "server-wizard-failed", name = &name)),
            RunStatus::Interrupted => (Tone::Warning, t!(i18n, "server-wizard-interrupted")),
        };
        view! { <Callout tone>{text}</Callout> }
    };
    view! { <div role="status" aria-live="polite">{words}</div> }
}

/// Run again, and the last button: disabled with a reason until the checks have said something.
#[component]
fn Foot(
    org: String,
    id: ServerDraftId,
    status: Memo<RunStatus>,
    start: Callback<()>,
    validate: ServerAction<ValidateServerDraft>,
    submit: ServerAction<SubmitServerDraft>,
) -> impl IntoView {
    let i18n = use_i18n();
    let org_again = org.clone();
    let run = {
        move || match status.get() {
            RunStatus::NotRun | RunStatus::Running => t!(i18n, "server-wizard-run"),
            _ => t!(i18n, "server-wizard-run-again"),
        }
    };
    // With the program alive, the checks are followed live instead of being posted for.
    let on_click = Callback::new(move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        start.run(());
    });
    let last = move || {
        let (reason, anyway) = match status.get() {
            RunStatus::Passed => (None, false),
            RunStatus::Failed => (None, true),
            RunStatus::Running => (Some(t!(i18n, "server-wizard-wait-running")), false),
            RunStatus::NotRun | RunStatus::Interrupted => (Some(t!(i18n, "server-wizard-wait-not-run")), false),
        };
        let (variant, words) = match anyway {
            true => (Variant::Secondary, t!(i18n, "server-wizard-submit-anyway")),
            false => (Variant::Primary, t!(i18n, "server-wizard-submit")),
        };
        view! {
            <Button submit=true variant disabled_reason=reason busy=submit.pending()>
                {words}
            </Button>
        }
    };
    view! {
        <ActionForm action=validate>
            <input type="hidden" name="org" value=org_again />
            <input type="hidden" name="draft" value=id.to_string() />
            <Button
                submit=true
                icon=IconName::Retry
                busy=Signal::derive(move || status.get() == RunStatus::Running)
                on_click
            >
                {run}
            </Button>
        </ActionForm>
        <ActionForm action=submit>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="draft" value=id.to_string() />
            {last}
        </ActionForm>
    }
}

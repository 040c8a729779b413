//! What can be done with an execution.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::ExecutionView;

use crate::api::execution::{CancelExecution, RetryExecution};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, IconName, Variant};

/// Asks for the cancel; says why when it makes no sense.
#[component]
pub fn CancelButton(
    /// Slug of the organization.
    org: String,
    /// The execution.
    #[prop(into)]
    execution: Signal<ExecutionView>,
    /// Sends it.
    action: ServerAction<CancelExecution>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = execution.with_untracked(|e| e.id);
    let words = t!(i18n, "execution-cancel");
    let reason = Signal::derive(move || {
        let state = execution.read().state;
        let key = if state.is_final() { "execution-cancel-over" } else { "execution-cancel-asked" };
        (!state.can_cancel()).then(|| t!(i18n, key))
    });
    view! {
        <ActionForm action>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=id.to_string() />
            <Button submit=true icon=IconName::Stop disabled_reason=reason busy=action.pending()>
                {words}
            </Button>
        </ActionForm>
    }
}

/// Runs the same again, as a new execution; says why when this one is not over.
#[component]
pub fn RetryButton(
    /// Slug of the organization.
    org: String,
    /// The execution.
    #[prop(into)]
    execution: Signal<ExecutionView>,
    /// Sends it.
    action: ServerAction<RetryExecution>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = execution.with_untracked(|e| e.id);
    let words = t!(i18n, "execution-retry");
    let reason =
        Signal::derive(move || (!execution.read().state.is_final()).then(|| t!(i18n, "execution-retry-not-over")));
    view! {
        <ActionForm action>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=id.to_string() />
            <Button
                submit=true
                variant=Variant::Primary
                icon=IconName::Retry
                disabled_reason=reason
                busy=action.pending()
            >
                {words}
            </Button>
        </ActionForm>
    }
}

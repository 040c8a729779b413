//! Runs a task.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::TaskId;

use crate::api::task::RunTask;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, IconName, Variant};

/// Runs a task now and goes to the execution.
#[component]
pub fn RunTaskButton(
    /// Slug of the organization.
    org: String,
    /// The task.
    id: TaskId,
    /// Sends it.
    action: ServerAction<RunTask>,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: Variant,
    /// Less high, for rows.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let busy = Signal::derive(move || {
        action.pending().get() && action.input().read().as_ref().is_some_and(|running| running.id == id)
    });
    view! {
        <ActionForm action>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=id.to_string() />
            <Button submit=true variant small icon=IconName::Play busy>
                {t!(use_i18n(), "task-run")}
            </Button>
        </ActionForm>
    }
}

//! Deletes a task, once asked again.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::TaskId;

use crate::api::task::DeleteTask;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, Dialog, DialogActions, FormFrame, Variant, action_error};

/// Id of the dialog.
pub(super) const DELETE_DIALOG: &str = "task-delete";

/// The dialog that asks.
#[component]
pub(super) fn DeleteTaskDialog(
    /// Slug of the organization.
    org: String,
    /// The task.
    id: TaskId,
    /// Its title.
    title: String,
    /// The act; it lives outside, so that a refreshed page does not forget its error.
    delete: ServerAction<DeleteTask>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog id=DELETE_DIALOG title=t!(i18n, "task-delete-title", title = title)>
            <p>{t!(i18n, "task-delete-text")}</p>
            <ActionForm action=delete>
                <input type="hidden" name="org" value=org />
                <input type="hidden" name="id" value=id.to_string() />
                <FormFrame id="delete" error=action_error(delete)>
                    <DialogActions dialog=DELETE_DIALOG>
                        <Button submit=true variant=Variant::Danger busy=delete.pending()>
                            {t!(i18n, "task-delete-submit")}
                        </Button>
                    </DialogActions>
                </FormFrame>
            </ActionForm>
        </Dialog>
    }
}

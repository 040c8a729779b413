//! Deletes a server, once its name was typed.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::ServerId;

use crate::api::server::DeleteServer;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, ConfirmName, Dialog, DialogActions, FormFrame, Variant, action_error};

/// Id of the dialog.
pub(super) const DELETE_DIALOG: &str = "server-delete";

/// The dialog that asks for the name.
#[component]
pub(super) fn DeleteServerDialog(
    /// Slug of the organization.
    org: String,
    /// The server.
    id: ServerId,
    /// Its name.
    name: String,
    /// The act; it lives outside, so that a refreshed page does not forget its error.
    delete: ServerAction<DeleteServer>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog id=DELETE_DIALOG title=t!(i18n, "server-delete-title", name = &name)>
            <p>{t!(i18n, "server-delete-text")}</p>
            <ActionForm action=delete>
                <input type="hidden" name="org" value=org />
                <input type="hidden" name="id" value=id.to_string() />
                <FormFrame id="delete" error=action_error(delete)>
                    <ConfirmName expected=name />
                    <DialogActions dialog=DELETE_DIALOG>
                        <Button submit=true variant=Variant::Danger busy=delete.pending()>
                            {t!(i18n, "server-delete-submit")}
                        </Button>
                    </DialogActions>
                </FormFrame>
            </ActionForm>
        </Dialog>
    }
}

//! Changes the password.

use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;

use super::frame::Kept;
use crate::api::user::ChangePassword;
use crate::i18n::use_i18n;
use crate::pages::auth::PASSWORD_MIN;
use crate::t;
use crate::ui::{Button, Card, FormActions, FormFrame, PasswordInput, Variant, action_error};

/// The current password and the new one.
#[component]
pub(super) fn PasswordCard() -> impl IntoView {
    let i18n = use_i18n();
    let change = ServerAction::<ChangePassword>::new();
    let changed = Signal::derive(move || matches!(&*change.value().read(), Some(Ok(()))) && !change.pending().get());
    let form = NodeRef::<html::Form>::new();
    // Passwords do not stay in the page once they have been taken.
    Effect::new(move || {
        if changed.get()
            && let Some(form) = form.get_untracked()
        {
            form.reset();
        }
    });
    view! {
        <Card title=t!(i18n, "settings-password-title") text=t!(i18n, "settings-password-intro")>
            <ActionForm action=change node_ref=form attr:novalidate=true>
                <FormFrame id="password" error=action_error(change)>
                    <PasswordInput
                        name="current_password"
                        label=t!(i18n, "settings-password-current")
                        autocomplete="current-password"
                        required=true
                    />
                    <PasswordInput
                        name="new_password"
                        label=t!(i18n, "settings-password-new")
                        help=t!(i18n, "auth-password-new-help", min = PASSWORD_MIN)
                        autocomplete="new-password"
                        minlength=PASSWORD_MIN
                        required=true
                    />
                    <FormActions>
                        <Button submit=true variant=Variant::Primary busy=change.pending()>
                            {t!(i18n, "settings-password-submit")}
                        </Button>
                        <Kept when=changed text=t!(i18n, "settings-password-changed") />
                    </FormActions>
                </FormFrame>
            </ActionForm>
        </Card>
    }
}

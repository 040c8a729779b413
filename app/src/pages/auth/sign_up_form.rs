//! The form that makes an account.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::auth::SignUp;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, FormActions, FormFrame, PasswordInput, TextInput, Variant, action_error};

/// Fewest characters of a password; the rule itself is the server's.
pub(crate) const PASSWORD_MIN: u32 = 10;

/// Name, e-mail, password and the first organization.
#[component]
pub(super) fn SignUpForm(
    /// Token of the first-run link that was followed.
    #[prop(optional_no_strip)]
    link: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SignUp>::new();
    view! {
        <ActionForm action attr:novalidate=true>
            <FormFrame error=action_error(action)>
                {link.map(|link| view! { <input type="hidden" name="link" value=link /> })}
                <TextInput
                    name="name"
                    label=t!(i18n, "auth-name")
                    autocomplete="name"
                    maxlength=80_u32
                    required=true
                    autofocus=true
                />
                <TextInput
                    name="email"
                    kind="email"
                    label=t!(i18n, "auth-email")
                    autocomplete="username"
                    required=true
                />
                <PasswordInput
                    name="password"
                    label=t!(i18n, "auth-password")
                    help=t!(i18n, "auth-password-new-help", min = PASSWORD_MIN)
                    autocomplete="new-password"
                    minlength=PASSWORD_MIN
                    required=true
                />
                <TextInput
                    name="organization_name"
                    label=t!(i18n, "auth-organization-name")
                    help=t!(i18n, "auth-organization-name-help")
                    autocomplete="organization"
                    maxlength=80_u32
                    required=true
                />
                <FormActions>
                    <Button submit=true variant=Variant::Primary busy=action.pending()>
                        {t!(i18n, "auth-sign-up-submit")}
                    </Button>
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}

//! Signs in.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::api::auth::SignIn;
use crate::i18n::use_i18n;
use crate::ui::{Button, FormActions, FormFrame, PasswordInput, TextInput, Variant, action_error};
use crate::{paths, t};

/// E-mail and password; goes to `next` of the query afterwards.
#[component]
pub fn SignInPage() -> impl IntoView {
    let i18n = use_i18n();
    let action = ServerAction::<SignIn>::new();
    let next = use_query_map().with_untracked(|query| query.get("next")).filter(|next| paths::is_local(next));
    let title = t!(i18n, "auth-sign-in-title");
    view! {
        <Title text=title.clone() />
        <h1 class="auth__title">{title}</h1>
        <ActionForm action attr:novalidate=true>
            <FormFrame error=action_error(action)>
                {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                <TextInput
                    name="email"
                    kind="email"
                    label=t!(i18n, "auth-email")
                    autocomplete="username"
                    required=true
                    autofocus=true
                />
                <PasswordInput
                    name="password"
                    label=t!(i18n, "auth-password")
                    autocomplete="current-password"
                    required=true
                />
                <FormActions>
                    <Button submit=true variant=Variant::Primary busy=action.pending()>
                        {t!(i18n, "auth-sign-in-submit")}
                    </Button>
                </FormActions>
            </FormFrame>
        </ActionForm>
        <p class="auth__other">
            {t!(i18n, "auth-sign-in-other")} " "
            <a href=paths::sign_up()>{t!(i18n, "auth-sign-in-other-link")}</a>
        </p>
    }
}

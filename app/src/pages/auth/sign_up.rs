//! Makes an account.

use leptos::prelude::*;
use leptos_meta::Title;

use super::sign_up_form::SignUpForm;
use crate::i18n::use_i18n;
use crate::{paths, t};

/// Makes an account with its first organization.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let i18n = use_i18n();
    let title = t!(i18n, "auth-sign-up-title");
    view! {
        <Title text=title.clone() />
        <h1 class="auth__title">{title}</h1>
        <p class="auth__text">{t!(i18n, "auth-sign-up-intro")}</p>
        <SignUpForm link=None />
        <p class="auth__other">
            {t!(i18n, "auth-sign-up-other")} " "
            <a href=paths::sign_in()>{t!(i18n, "auth-sign-up-other-link")}</a>
        </p>
    }
}

//! Where the first-run link leads.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::sign_up_form::SignUpForm;
use crate::api::auth::first_run_link;
use crate::i18n::use_i18n;
use crate::ui::{LinkButton, Skeleton, Variant, loaded};
use crate::{paths, t};

/// Makes the first account of the installation, or says that the link is over before anything is typed.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let params = use_params_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    let valid = Resource::new_blocking(move || token.get(), first_run_link);
    loaded(
        valid,
        || view! { <Skeleton lines=6 /> }.into_any(),
        move |valid| match valid {
            true => view! { <FirstAccount token=token.get_untracked() /> }.into_any(),
            false => view! { <LinkIsOver /> }.into_any(),
        },
    )
}

#[component]
fn FirstAccount(token: String) -> impl IntoView {
    let i18n = use_i18n();
    let title = t!(i18n, "auth-welcome-title");
    view! {
        <Title text=title.clone() />
        <h1 class="auth__title">{title}</h1>
        <p class="auth__text">{t!(i18n, "auth-welcome-intro")}</p>
        <SignUpForm link=Some(token) />
    }
}

#[component]
fn LinkIsOver() -> impl IntoView {
    let i18n = use_i18n();
    let title = t!(i18n, "auth-welcome-used-title");
    view! {
        <Title text=title.clone() />
        <h1 class="auth__title">{title}</h1>
        <p class="auth__text">{t!(i18n, "auth-welcome-used-text")}</p>
        <LinkButton href=paths::sign_in() variant=Variant::Primary>
            {t!(i18n, "auth-sign-in-submit")}
        </LinkButton>
    }
}

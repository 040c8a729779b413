//! Pages for what is not there.

use leptos::prelude::*;
use model::Error;

use crate::i18n::use_i18n;
use crate::ui::{EmptyState, ErrorPanel, IconName, LinkButton, PageHeader, Variant};
use crate::{paths, t};

/// No page at this address; answers with the status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let i18n = use_i18n();
    crate::api::page_not_found();
    view! {
        <PageHeader title=t!(i18n, "error-page-not-found-title") />
        <WayHome title=t!(i18n, "error-not-found-page") />
    }
}

/// Says what is not there and leads on.
#[component]
fn WayHome(title: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState icon=IconName::CircleHelp title text=t!(i18n, "error-page-not-found-text")>
            <LinkButton href=paths::home() variant=Variant::Primary>
                {t!(i18n, "error-page-home")}
            </LinkButton>
        </EmptyState>
    }
}

/// In place of a whole page whose subject could not be loaded: a heading, the reason, and a retry.
pub fn failed_page(error: Error, retry: Callback<()>) -> AnyView {
    let i18n = use_i18n();
    match &error {
        Error::NotFound { .. } => view! {
            <PageHeader title=t!(i18n, "error-page-not-found-title") />
            <WayHome title=i18n.error(&error) />
        }
        .into_any(),
        _ => view! {
            <PageHeader title=t!(i18n, "error-page-title") />
            <ErrorPanel error retry />
        }
        .into_any(),
    }
}

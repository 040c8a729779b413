//! What went wrong, where it went wrong.

use leptos::prelude::*;
use leptos_router::hooks::use_url;
use model::Error;

use super::{Callout, Icon, IconName, Tone};
use crate::i18n::use_i18n;
use crate::t;

/// An error in its region: what happened, what to do, and a way to try again. Before the page is alive that way is to
/// load the page again.
#[component]
pub fn ErrorPanel(
    /// What happened.
    #[prop(into)]
    error: Error,
    /// Tries again in place.
    #[prop(optional, into)]
    retry: Option<Callback<()>>,
    /// What was known before is still shown below.
    #[prop(optional)]
    stale: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let remedy = match &error {
        Error::Remote { issue } => Some(i18n.message(&issue.remedy())),
        _ if stale => Some(t!(i18n, "ui-stale")),
        _ => None,
    };
    view! {
        <Callout tone=Tone::Danger>
            <p class="error-panel__text">{i18n.error(&error)}</p>
            {remedy.map(|remedy| view! { <p class="error-panel__remedy">{remedy}</p> })}
            <RetryLink label=t!(i18n, "ui-retry") retry />
        </Callout>
    }
}

/// A link to this very page that calls `retry` instead, when there is one.
#[component]
fn RetryLink(label: String, retry: Option<Callback<()>>) -> impl IntoView {
    let url = use_url();
    let here = move || {
        let url = url.read();
        if url.search().is_empty() { url.path().to_owned() } else { format!("{}?{}", url.path(), url.search()) }
    };
    view! {
        <a
            class="button button--secondary button--small"
            href=here
            rel="external"
            on:click=move |event| {
                if let Some(retry) = retry {
                    event.prevent_default();
                    retry.run(());
                }
            }
        >
            <Icon name=IconName::Retry />
            <span class="button__words">{label}</span>
        </a>
    }
}

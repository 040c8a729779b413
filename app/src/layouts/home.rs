//! The root of the site: nothing to see, only where to go.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::use_session;
use crate::paths;
use crate::ui::ErrorPanel;

/// Sends to the first organization's dashboard, or to sign in.
#[component]
pub fn HomePage() -> impl IntoView {
    let session = use_session();
    let go = move || {
        Suspend::new(async move {
            let path = match session.await {
                Ok(Some(session)) => paths::after_sign_in(&session),
                Ok(None) => paths::sign_in(),
                Err(error) => return view! { <ErrorPanel error=error.0 /> }.into_any(),
            };
            view! { <Redirect path /> }.into_any()
        })
    };
    view! { <Suspense>{go}</Suspense> }
}

//! The frame of everything inside an organization.

use leptos::prelude::*;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;

use super::appearance_menus::provide_theme;
use super::session::{provide_session, use_org};
use super::sidebar::Sidebar;
use super::topbar::Topbar;
use crate::components::live::provide_live;
use crate::paths;
use crate::ui::{CONTENT_ID, SkipLink};

/// Navigation at the left, bar at the top, page in the middle. Who is not signed in is sent to sign in and comes back.
#[component]
pub fn AppShell() -> impl IntoView {
    provide_theme();
    let session = provide_session();
    provide_live(use_org());
    let path = use_location().pathname;
    let guard = move || {
        Suspend::new(async move {
            matches!(session.await, Ok(None)).then(|| {
                let path = paths::sign_in_then(&path.get_untracked());
                view! { <Redirect path /> }
            })
        })
    };
    view! {
        <div class="app">
            <SkipLink />
            <Suspense>{guard}</Suspense>
            <Sidebar />
            <div class="app__page">
                <Topbar />
                <main class="app__content" id=CONTENT_ID tabindex="-1">
                    <Outlet />
                </main>
            </div>
        </div>
    }
    .into_any()
}

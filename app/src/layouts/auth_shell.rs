//! The frame of pages that stand in no organization: sign-in, sign-up, a further organization.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::{LanguageMenu, Logo, ThemeMenu};
use crate::ui::{CONTENT_ID, SkipLink};

/// Pages that stand in no organization.
#[component]
pub fn AuthShell() -> impl IntoView {
    view! {
        <AuthFrame>
            <Outlet />
        </AuthFrame>
    }
}

/// A card in the middle, language and theme in the corner.
#[component]
pub fn AuthFrame(
    /// What the card holds.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="auth">
            <SkipLink />
            <header class="auth__bar">
                <a class="auth__logo" href="/">
                    <Logo />
                </a>
                <LanguageMenu />
                <ThemeMenu />
            </header>
            <main class="auth__content" id=CONTENT_ID tabindex="-1">
                <div class="auth__card">
                    {children()}
                </div>
            </main>
        </div>
    }
    .into_any()
}

//! The bar at the top: drawer, command palette, connection, language, theme, user. A page's breadcrumb is laid over its left
//! part.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::SessionView;

use super::palette_button::PaletteButton;
use super::sidebar::SIDEBAR_ID;
use super::{LanguageMenu, ThemeMenu, use_org, use_session};
use crate::api::auth::SignOut;
use crate::components::live::LiveWord;
use crate::i18n::use_i18n;
use crate::ui::{Icon, IconName, Menu, MenuButton, MenuDivider, MenuLink};
use crate::{paths, t};

#[component]
pub(super) fn Topbar() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <header class="topbar">
            <button
                class="topbar__drawer button button--ghost button--icon"
                type="button"
                popovertarget=SIDEBAR_ID
                aria-label=t!(i18n, "ui-modules-open")
            >
                <Icon name=IconName::Menu />
            </button>
            <div class="topbar__end">
                <PaletteButton />
                <LiveWord />
                <LanguageMenu />
                <ThemeMenu />
                <UserMenu />
            </div>
        </header>
    }
}

/// The user, their settings, and the way out.
#[component]
fn UserMenu() -> impl IntoView {
    let session = use_session();
    let org = use_org();
    let menu = move || {
        Suspend::new(async move {
            let session = session.await.ok().flatten();
            session.map(|session| view! { <User session org=org.get() /> })
        })
    };
    view! {
        <div class="topbar__user">
            <Suspense>{menu}</Suspense>
        </div>
    }
}

#[component]
fn User(session: SessionView, org: String) -> impl IntoView {
    let i18n = use_i18n();
    let user = session.user;
    let role = session.memberships.iter().find(|m| m.organization.slug == org).map(|m| m.role);
    let role = role.map(|role| i18n.text(&format!("ui-role-{role}"), &[]));
    let initials = initials(&user.name);
    let face = move || view! { <span class="topbar__initials" aria-hidden="true">{initials}</span> };
    view! {
        <Menu label=t!(i18n, "ui-user-menu") compact=true end=true face>
            <div class="topbar__who">
                <p class="topbar__name">{user.name}</p>
                <p class="topbar__email">{user.email}</p>
                {role.map(|role| view! { <p class="topbar__role">{role}</p> })}
            </div>
            <MenuDivider />
            <MenuLink href=paths::settings_profile(&org) icon=IconName::User>{t!(i18n, "ui-user-settings")}</MenuLink>
            <form method="post" action=SignOut::PATH>
                <MenuButton icon=IconName::LogOut>{t!(i18n, "ui-sign-out")}</MenuButton>
            </form>
        </Menu>
    }
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.last().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_of_names() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("émile"), "É");
        assert_eq!(initials("Anne Marie van den Berg"), "AB");
        assert_eq!(initials(""), "");
    }
}

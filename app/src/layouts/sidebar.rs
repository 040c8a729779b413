//! Organization and modules, at the left; a drawer on a phone.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::{OrganizationView, SessionView};

use super::{Logo, use_org, use_session};
use crate::i18n::use_i18n;
use crate::modules::{MODULES, Module, module_of};
use crate::ui::{ErrorPanel, Icon, IconName, Menu, MenuDivider, MenuHeading, MenuLink, Skeleton};
use crate::{paths, t};

/// Id of the drawer, for the button that opens it.
pub(super) const SIDEBAR_ID: &str = "sidebar";

/// The navigation. A popover on a phone, so that the browser itself opens and closes it.
#[component]
pub(super) fn Sidebar() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let path = use_location().pathname;
    let current = Memo::new(move |_| module_of(&org.read(), &path.read()).map(|module| module.id));
    let drawer = NodeRef::<html::Aside>::new();
    Effect::new(move || {
        path.track();
        if let Some(drawer) = drawer.get() {
            // Refused when it is not open, which is what is wanted.
            _ = drawer.hide_popover();
        }
    });
    let items: Vec<_> = MODULES.iter().map(|module| view! { <ModuleLink module org current /> }).collect();
    view! {
        <aside class="sidebar" id=SIDEBAR_ID popover="auto" node_ref=drawer>
            <input
                type="checkbox"
                class="sidebar__collapse"
                id="sidebar-collapse"
                role="switch"
                aria-label=t!(i18n, "ui-collapse")
            />
            <div class="sidebar__head">
                <a class="sidebar__logo" href=move || paths::dashboard(&org.read())>
                    <Logo />
                </a>
                <label class="sidebar__toggle button button--ghost button--icon" for="sidebar-collapse" aria-hidden="true">
                    <Icon name=IconName::PanelLeft />
                </label>
            </div>
            <OrganizationMenu org current />
            <nav class="sidebar__modules" aria-label=t!(i18n, "ui-modules")>
                <ul>{items}</ul>
            </nav>
        </aside>
    }
}

#[component]
fn ModuleLink(module: &'static Module, org: Signal<String>, current: Memo<Option<&'static str>>) -> impl IntoView {
    let words = use_i18n().text(module.name, &[]);
    view! {
        <li>
            <a
                class="sidebar__link"
                href=move || (module.path)(&org.read())
                aria-current=move || (current.get() == Some(module.id)).then_some("page")
                data-tooltip=words
            >
                <Icon name=module.icon />
                <span class="sidebar__words">{words.clone()}</span>
            </a>
        </li>
    }
}

/// The organization the page is about, and the way to the others.
#[component]
fn OrganizationMenu(org: Signal<String>, current: Memo<Option<&'static str>>) -> impl IntoView {
    let session = use_session();
    let menu = move || {
        Suspend::new(async move {
            match session.await {
                Ok(Some(session)) => view! { <Organizations session org=org.get() module=current /> }.into_any(),
                Ok(None) => ().into_any(),
                Err(error) => view! { <ErrorPanel error=error.0 /> }.into_any(),
            }
        })
    };
    view! {
        <div class="sidebar__organization">
            <Suspense fallback=|| view! { <Skeleton lines=1 /> }>{menu}</Suspense>
        </div>
    }
}

/// Each organization leads to the start page of the module that is shown. The document is loaded anew, because within one
/// the router would keep the page, with what it loaded for the other organization.
#[component]
fn Organizations(session: SessionView, org: String, module: Memo<Option<&'static str>>) -> impl IntoView {
    let i18n = use_i18n();
    let name = session.memberships.iter().find(|m| m.organization.slug == org).map(|m| m.organization.name.clone());
    let name = name.unwrap_or_else(|| t!(i18n, "ui-no-organization"));
    let initial: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
    let label = format!("{}: {name}", t!(i18n, "ui-organization"));
    let start = move |org: &str| {
        let module = MODULES.iter().find(|known| Some(known.id) == module.get()).unwrap_or(&MODULES[0]);
        (module.path)(org)
    };
    let items: Vec<_> = session
        .memberships
        .into_iter()
        .map(|m| {
            let OrganizationView { slug, name, .. } = m.organization;
            let current = slug == org;
            let href = Signal::derive(move || start(&slug));
            view! {
                <MenuLink href icon=IconName::Building current whole=true>
                    {name}
                </MenuLink>
            }
        })
        .collect();
    let face = move || {
        view! {
            <span class="sidebar__initial" aria-hidden="true">{initial}</span>
            <span class="sidebar__name">{name}</span>
            <Icon name=IconName::UpDown />
        }
    };
    view! {
        <Menu label face>
            <MenuHeading>{t!(i18n, "ui-organizations")}</MenuHeading>
            {items}
            <MenuDivider />
            <MenuLink href=paths::organization_new() icon=IconName::Plus>{t!(i18n, "organization-new")}</MenuLink>
        </Menu>
    }
}

//! The head of a page: where we are, what this is, what can be done.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::i18n::use_i18n;
use crate::t;

/// A step of the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Crumb {
    /// Words and where they lead.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// Title, state, actions and key facts of a page; also names the browser's tab. The breadcrumb is shown in the top bar.
#[component]
pub fn PageHeader(
    /// What this page is: the heading of the first level.
    #[prop(into)]
    title: String,
    /// The pages above this one, outermost first.
    #[prop(optional)]
    crumbs: Vec<Crumb>,
    /// The state, beside the title.
    #[prop(optional, into)]
    badge: ViewFnOnce,
    /// Buttons and menus, the main action first.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// Key facts under the title: `<Fact>`s.
    #[prop(optional, into)]
    facts: ViewFnOnce,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <Breadcrumb crumbs current=title.clone() />
        <header class="page-header">
            <div class="page-header__row">
                <div class="page-header__name">
                    <h1 class="page-header__title">{title}</h1>
                    <div class="page-header__badge">{badge.run()}</div>
                </div>
                <div class="page-header__actions">{actions.run()}</div>
            </div>
            <div class="page-header__facts">{facts.run()}</div>
        </header>
    }
}

/// A key fact under a page's title.
#[component]
pub fn Fact(
    /// Its name.
    #[prop(into)]
    label: String,
    /// The fact.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="fact">
            <span class="fact__label">{label}</span>
            <span class="fact__value">{children()}</span>
        </span>
    }
}

/// The way to this page.
#[component]
fn Breadcrumb(crumbs: Vec<Crumb>, current: String) -> impl IntoView {
    let label = t!(use_i18n(), "ui-breadcrumb");
    let links: Vec<_> = crumbs
        .into_iter()
        .map(|crumb| view! { <li class="breadcrumb__item"><a href=crumb.href>{crumb.label}</a></li> })
        .collect();
    view! {
        <nav class="breadcrumb" aria-label=label>
            <ol class="breadcrumb__list">
                {links}
                <li class="breadcrumb__item" aria-current="page">{current}</li>
            </ol>
        </nav>
    }
}

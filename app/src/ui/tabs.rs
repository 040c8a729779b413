//! Parts of a page, each with its URL.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A row of links to the parts of a page.
#[component]
pub fn Tabs(
    /// What the parts are parts of, for screen readers.
    #[prop(into)]
    label: String,
    /// The `<Tab>`s.
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="tabs" aria-label=label>
            <div class="tabs__list">{children()}</div>
        </nav>
    }
}

/// A link to a part of a page; marked when the page's path is its own, or what is shown belongs to it.
#[component]
pub fn Tab(
    /// Where to.
    #[prop(into)]
    href: String,
    /// How many there are of what it leads to, formatted.
    #[prop(optional_no_strip, into)]
    count: Option<String>,
    /// What is shown belongs to it, at a path of its own.
    #[prop(optional)]
    holds: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let own = href.split(['?', '#']).next().unwrap_or_default().to_owned();
    let current = move || match path.read().trim_end_matches('/') == own {
        true => Some("page"),
        false => holds.then_some("true"),
    };
    view! {
        <a class="tabs__tab" href=href aria-current=current>
            {children()}
            {count.map(|count| view! { <span class="tabs__count">{count}</span> })}
        </a>
    }
}

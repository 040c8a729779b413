//! Menus: a `<details>` whose summary looks like a button.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use super::{Icon, IconName};

/// A button that opens a list of links and buttons. One is open at a time; Escape and leaving it close it.
#[component]
pub fn Menu(
    /// The words of the button; with `compact`, its tooltip and name.
    #[prop(into)]
    label: String,
    /// The icon of the button.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Shows only the icon.
    #[prop(optional)]
    compact: bool,
    /// Opens to the left: for a button at the right edge.
    #[prop(optional)]
    end: bool,
    /// Another face of the button than its words.
    #[prop(optional, into)]
    face: Option<ViewFnOnce>,
    /// The items.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let on_focusout = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        if let Some(menu) = node.get_untracked()
            && to.is_some_and(|to| !menu.contains(Some(&to)))
        {
            menu.set_open(false);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(menu) = node.get_untracked().filter(|menu| menu.open())
        {
            event.stop_propagation();
            menu.set_open(false);
            let summary = menu.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
                // Fails for no element that is in the page.
                _ = summary.focus();
            }
        }
    };
    Effect::new(move || {
        let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if let Some(menu) = node.get_untracked().filter(|menu| menu.open())
                && !menu.contains(target.as_ref())
            {
                menu.set_open(false);
            }
        });
        on_cleanup(move || outside.remove());
    });
    let face = match face {
        Some(face) => face.run(),
        None => {
            let words = (!compact).then(|| view! { <span class="button__words">{label.clone()}</span> });
            view! {
                {icon.map(|name| view! { <Icon name /> })}
                {words}
            }
            .into_any()
        }
    };
    view! {
        <details class="menu" class:menu--end=end name="menu" node_ref=node on:focusout=on_focusout on:keydown=on_keydown>
            <summary
                class="menu__button button button--ghost"
                class:button--icon=compact
                aria-label=compact.then(|| label.clone())
                data-tooltip=compact.then_some(label)
            >
                {face}
            </summary>
            <div class="menu__panel" on:click=move |_| close_soon(node)>{children()}</div>
        </details>
    }
}

/// Closes after the click has done its work: a form in a closed menu would not be sent.
fn close_soon(node: NodeRef<html::Details>) {
    request_animation_frame(move || {
        // A link in it may have led to another page by then.
        if let Some(menu) = node.try_get_untracked().flatten() {
            menu.set_open(false);
        }
    });
}

/// A link in a menu.
#[component]
pub fn MenuLink(
    /// Where to.
    #[prop(into)]
    href: Signal<String>,
    /// Before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// It leads to what is shown now.
    #[prop(optional)]
    current: bool,
    /// Loads the document anew: nothing of this page lives on in the next.
    #[prop(optional)]
    whole: bool,
    /// Saves what it leads to instead of showing it.
    #[prop(optional)]
    download: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class="menu__item"
            href=move || href.get()
            rel=(whole || download).then_some("external")
            download=download.then_some("")
            aria-current=current.then_some("true")
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span class="menu__words">{children()}</span>
            {current.then(|| view! { <Icon name=IconName::Check /> })}
        </a>
    }
}

/// A button in a menu that sends the form around it (or calls back).
#[component]
pub fn MenuButton(
    /// Before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// It stands for what is chosen now.
    #[prop(optional)]
    current: bool,
    /// Destroys something.
    #[prop(optional)]
    danger: bool,
    /// Name of the value it sends with its form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value it sends with its form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Called on a click instead of sending a form.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="menu__item"
            class:menu__item--danger=danger
            type=if on_click.is_some() { "button" } else { "submit" }
            name=name
            value=value
            aria-current=current.then_some("true")
            on:click=move |_| {
                if let Some(on_click) = on_click {
                    on_click.run(());
                }
            }
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span class="menu__words">{children()}</span>
            {current.then(|| view! { <Icon name=IconName::Check /> })}
        </button>
    }
}

/// A title over some items of a menu.
#[component]
pub fn MenuHeading(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <p class="menu__heading">{children()}</p> }
}

/// A line between items of a menu.
#[component]
pub fn MenuDivider() -> impl IntoView {
    view! { <hr class="menu__divider" /> }
}

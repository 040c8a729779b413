//! Buttons, and links that look like them.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::{Icon, IconName};

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// One of several things to do.
    #[default]
    Secondary,
    /// The main thing to do here; one a region.
    Primary,
    /// Destroys something.
    Danger,
    /// Without a frame, in bars and rows.
    Ghost,
}

impl Variant {
    fn class(self, small: bool) -> String {
        let word = match self {
            Self::Secondary => "secondary",
            Self::Primary => "primary",
            Self::Danger => "danger",
            Self::Ghost => "ghost",
        };
        format!("button button--{word}{}", if small { " button--small" } else { "" })
    }
}

/// A button. A disabled one stays in the tab order and says why on hover, on focus and to screen readers.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    variant: Variant,
    /// Sends the form it stands in (or the one named by `form`).
    #[prop(optional)]
    submit: bool,
    /// Less high, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// Before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Why it cannot be used now; `None` when it can.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
    /// What it started is under way: it turns and takes no further click.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Name of the value it sends with its form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Value it sends with its form.
    #[prop(optional, into)]
    value: Option<String>,
    /// Id of the form it sends, when it stands outside.
    #[prop(optional, into)]
    form: Option<String>,
    /// Called on a click, unless disabled or busy.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let disabled = move || disabled_reason.get().is_some() || busy.get();
    view! {
        <button
            class=variant.class(small)
            type=move || if submit && !disabled() { "submit" } else { "button" }
            name=name
            value=value
            form=form
            aria-disabled=move || disabled().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-description=move || disabled_reason.get()
            data-tooltip=move || disabled_reason.get()
            on:click=move |event| {
                if disabled() {
                    event.prevent_default();
                } else if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span class="button__words">{children()}</span>
        </button>
    }
}

/// A button that shows only an icon; its words are its tooltip and its name for screen readers.
#[component]
pub fn IconButton(
    /// The icon.
    icon: IconName,
    /// The words.
    #[prop(into)]
    label: String,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Called on a click.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    view! {
        <button
            class="button button--ghost button--icon"
            type=if submit { "submit" } else { "button" }
            aria-label=label.clone()
            data-tooltip=label
            on:click=move |event| {
                if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            <Icon name=icon />
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: Variant,
    /// Less high, for rows and bars.
    #[prop(optional)]
    small: bool,
    /// Before the words.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Saves what it leads to instead of showing it.
    #[prop(optional)]
    download: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=variant.class(small)
            href=href
            download=download.then_some("")
            rel=download.then_some("external")
        >
            {icon.map(|name| view! { <Icon name /> })}
            <span class="button__words">{children()}</span>
        </a>
    }
}

//! States in a word.

use leptos::prelude::*;

use super::{Icon, IconName, Tone};

/// A state: icon, word and tone, in a frame. For headers and facts.
#[component]
pub fn Badge(
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// Another icon than the tone's.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// The icon turns: work under way.
    #[prop(optional)]
    spin: bool,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=format!("badge badge--{}", tone.word())>
            <Icon name=icon.unwrap_or(tone.icon()) spin />
            <span>{children()}</span>
        </span>
    }
}

/// A state without a frame: icon, word and tone. For rows of a table.
#[component]
pub fn Status(
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// Another icon than the tone's.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// The icon turns: work under way.
    #[prop(optional)]
    spin: bool,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class=format!("status status--{}", tone.word())>
            <Icon name=icon.unwrap_or(tone.icon()) spin />
            <span>{children()}</span>
        </span>
    }
}

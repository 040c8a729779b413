//! Nothing there yet.

use leptos::prelude::*;

use super::{Icon, IconName};

/// Says that there is nothing, why, and what to do about it.
#[component]
pub fn EmptyState(
    /// Above the title.
    icon: IconName,
    /// What there is none of.
    #[prop(into)]
    title: String,
    /// Why, or what it would be good for.
    #[prop(optional, into)]
    text: Option<String>,
    /// The next action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-state__icon"><Icon name=icon /></span>
            <p class="empty-state__title">{title}</p>
            {text.map(|text| view! { <p class="empty-state__text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-state__actions">{children()}</div> })}
        </div>
    }
}

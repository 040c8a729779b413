//! For screen readers only.

use leptos::prelude::*;

/// Words that are read out but not seen.
#[component]
pub fn VisuallyHidden(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}

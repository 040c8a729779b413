//! Facts with their names.

use leptos::prelude::*;

/// A list of facts, names at the left.
#[component]
pub fn KeyValues(
    /// The `<KeyValue>`s.
    children: Children,
) -> impl IntoView {
    view! { <dl class="key-values">{children()}</dl> }
}

/// A fact with its name.
#[component]
pub fn KeyValue(
    /// Its name.
    #[prop(into)]
    label: String,
    /// The fact.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="key-values__row">
            <dt>{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

//! Work under way.

use leptos::prelude::*;

use super::{Icon, IconName};

/// A turning icon with what is being done.
#[component]
pub fn Spinner(
    /// What is being done.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class="spinner" role="status">
            <Icon name=IconName::Loader spin=true />
            <span>{label}</span>
        </span>
    }
}

/// How far something has come.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    label: String,
    /// From 0 to `max`; `None` when it is not known.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// The value that means done.
    #[prop(default = 1.0)]
    max: f64,
) -> impl IntoView {
    view! {
        <progress
            class="progress"
            aria-label=label
            max=max.to_string()
            value=move || value.get().map(|value| value.to_string())
        ></progress>
    }
}

//! A number that answers a question.

use leptos::prelude::*;

use super::Tone;

/// Numbers side by side.
#[component]
pub fn Stats(
    /// The `<Stat>`s.
    children: Children,
) -> impl IntoView {
    view! { <div class="stats">{children()}</div> }
}

/// A number with its name and what to compare it with.
#[component]
pub fn Stat(
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The number, formatted.
    #[prop(into)]
    value: String,
    /// What to compare it with.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What its colour means.
    #[prop(optional)]
    tone: Tone,
    /// The list behind the number.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let label = match href {
        Some(href) => view! { <a class="stat__link" href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <div class=format!("stat stat--{}", tone.word())>
            <p class="stat__label">{label}</p>
            <p class="stat__value">{value}</p>
            {hint.map(|hint| view! { <p class="stat__hint">{hint}</p> })}
        </div>
    }
}

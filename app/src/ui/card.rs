//! A framed region with a title.

use leptos::prelude::*;

/// A framed region. Its title is a heading of the second level.
#[component]
pub fn Card(
    /// What it is about.
    #[prop(optional, into)]
    title: Option<String>,
    /// A sentence under the title.
    #[prop(optional, into)]
    text: Option<String>,
    /// Links and buttons at the right of the title.
    #[prop(optional, into)]
    actions: ViewFnOnce,
    /// Nothing around the content: for tables and lists that reach the frame.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let head = title.map(|title| {
        view! {
            <div class="card__head">
                <div class="card__words">
                    <h2 class="card__title">{title}</h2>
                    {text.map(|text| view! { <p class="card__text">{text}</p> })}
                </div>
                <div class="card__actions">{actions.run()}</div>
            </div>
        }
    });
    view! {
        <section class="card" class:card--flush=flush>
            {head}
            <div class="card__body">{children()}</div>
        </section>
    }
}

//! A few sentences that must be seen.

use leptos::prelude::*;

use super::{Icon, Tone};

/// A framed remark with the tone's icon. A danger is announced at once.
#[component]
pub fn Callout(
    /// What its colour means.
    #[prop(default = Tone::Info)]
    tone: Tone,
    /// One short sentence.
    #[prop(optional, into)]
    title: Option<String>,
    /// What to know and what to do.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("callout callout--{}", tone.word()) role=(tone == Tone::Danger).then_some("alert")>
            <Icon name=tone.icon() />
            <div class="callout__body">
                {title.map(|title| view! { <p class="callout__title">{title}</p> })}
                <div class="callout__text">{children()}</div>
            </div>
        </div>
    }
}

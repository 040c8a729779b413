//! Commands and other texts to be read or copied.

use leptos::prelude::*;

use super::CopyButton;

/// A block in the mono font, with a button that copies it.
#[component]
pub fn CodeBlock(
    /// The text.
    #[prop(into)]
    code: String,
    /// Breaks long lines instead of scrolling.
    #[prop(optional)]
    wrap: bool,
) -> impl IntoView {
    view! {
        <div class="code-block" class:code-block--wrap=wrap>
            <pre class="code-block__text" tabindex="0"><code>{code.clone()}</code></pre>
            <CopyButton text=Signal::stored(code) />
        </div>
    }
}

/// A few words in the mono font, within a sentence.
#[component]
pub fn Code(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <code class="code">{children()}</code> }
}

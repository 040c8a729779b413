//! Past the frame to the content.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::t;

/// Id of the element that holds a page's content.
pub const CONTENT_ID: &str = "content";

/// The first thing the keyboard meets: jumps to the content.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! {
        <a class="skip-link" href=format!("#{CONTENT_ID}") rel="external">
            {t!(use_i18n(), "ui-skip")}
        </a>
    }
}

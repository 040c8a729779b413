//! From page to page of a list.

use leptos::prelude::*;

use super::{Icon, IconName};
use crate::i18n::use_i18n;
use crate::t;

/// Links to the first and the next page of a list; nothing when there is only one. Lists have cursors, so one goes back
/// with the browser's own button.
#[component]
pub fn Pagination(
    /// The first page, when this is another one.
    #[prop(optional_no_strip, into)]
    first: Option<String>,
    /// The next page, when there is one.
    #[prop(optional_no_strip, into)]
    next: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    (first.is_some() || next.is_some()).then(|| {
        let link = |href: Option<String>, words: String, icon: IconName| {
            href.map(|href| {
                view! {
                    <a class="button button--secondary button--small" href=href>
                        <Icon name=icon />
                        <span class="button__words">{words}</span>
                    </a>
                }
            })
        };
        view! {
            <nav class="pagination" aria-label=t!(i18n, "ui-pages")>
                {link(first, t!(i18n, "ui-first-page"), IconName::ArrowLeft)}
                {link(next, t!(i18n, "ui-next-page"), IconName::ArrowRight)}
            </nav>
        }
    })
}

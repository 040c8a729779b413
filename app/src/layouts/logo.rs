//! The mark of the product.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::t;

/// Mark and name.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <span class="logo">
            <svg class="logo__mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                <rect class="logo__ground" width="24" height="24" rx="6" />
                <path class="logo__line" d="M6.5 8l3.6 4-3.6 4M12.5 16h5" />
            </svg>
            <span class="logo__name">{t!(use_i18n(), "ui-app-name")}</span>
        </span>
    }
}

//! The shape of what is on its way.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::t;

/// Lines of a text that is on its way.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    let bars: Vec<_> = (0..lines).map(|_| view! { <span class="skeleton__bar"></span> }).collect();
    view! {
        <div class="skeleton" role="status" aria-label=t!(use_i18n(), "ui-loading")>
            {bars}
        </div>
    }
}

/// Rows of a table that is on its way.
#[component]
pub fn SkeletonTable(
    /// How many rows.
    #[prop(default = 5)]
    rows: usize,
    /// How many columns.
    #[prop(default = 4)]
    columns: usize,
) -> impl IntoView {
    let row = move || {
        let cells: Vec<_> = (0..columns).map(|_| view! { <span class="skeleton__bar"></span> }).collect();
        view! { <div class="skeleton-table__row">{cells}</div> }
    };
    let rows: Vec<_> = (0..=rows).map(|_| row()).collect();
    view! {
        <div class="skeleton-table" role="status" aria-label=t!(use_i18n(), "ui-loading")>
            {rows}
        </div>
    }
}

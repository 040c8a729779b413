//! Dense tables.

use leptos::prelude::*;

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    title: String,
    class: &'static str,
    hidden: bool,
}

impl Column {
    /// Words, at the left.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), class: "table__text", hidden: false }
    }

    /// Numbers, durations and times, at the right with tabular figures. Give the cells the class `table__number` too.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), class: "table__number", hidden: false }
    }

    /// A menu or buttons; the title is for screen readers only.
    pub fn actions(title: impl Into<String>) -> Self {
        Self { title: title.into(), class: "table__actions", hidden: true }
    }
}

/// A table with a head that stays in sight, in a region that scrolls sideways when the screen is narrow.
#[component]
pub fn Table(
    /// What it lists, for screen readers.
    #[prop(into)]
    label: String,
    /// The columns.
    columns: Vec<Column>,
    /// The `<tr>`s.
    children: Children,
) -> impl IntoView {
    let head: Vec<_> = columns
        .into_iter()
        .map(|column| {
            let words = if column.hidden { "visually-hidden" } else { "" };
            view! { <th scope="col" class=column.class><span class=words>{column.title}</span></th> }
        })
        .collect();
    view! {
        <div class="table-region" role="region" aria-label=label tabindex="0">
            <table class="table" aria-label=label.clone()>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The link of a row: stands in its first cell and takes a click anywhere in the row (but on other links and buttons).
#[component]
pub fn RowLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <a class="table__link" href=href>{children()}</a> }
}

/// What stands over a list: search and filters at the left, what can be done at the right.
#[component]
pub fn Toolbar(
    /// The controls.
    children: Children,
) -> impl IntoView {
    view! { <div class="toolbar">{children()}</div> }
}

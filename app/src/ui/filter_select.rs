//! A filter of a list, kept in the URL.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::{Choice, in_step};
use crate::i18n::use_i18n;
use crate::paths::query_value;
use crate::t;

/// Chooses among the rows of a list: a form that puts the choice into the query of the page. Other parameters but the
/// cursor stay. It acts at once when the page is alive, and has a button where there is no program.
#[component]
pub fn FilterSelect(
    /// Path of the list.
    #[prop(into)]
    action: String,
    /// Name of the parameter.
    name: &'static str,
    /// What is chosen by, for screen readers.
    #[prop(into)]
    label: String,
    /// The words of the choice that leaves nothing out.
    #[prop(into)]
    all: String,
    /// What can be chosen.
    choices: Vec<Choice>,
) -> impl IntoView {
    let query = use_query_map();
    let current = Memo::new(move |_| query.read().get(name).unwrap_or_default());
    let kept = move || {
        let query = query.read();
        query.clone().into_iter().filter(|(key, _)| key != name && key != "cursor").collect::<Vec<_>>()
    };
    let hidden = move || {
        kept()
            .into_iter()
            .map(|(key, value)| view! { <input type="hidden" name=key.into_owned() value=value /> })
            .collect::<Vec<_>>()
    };
    let options: Vec<_> = std::iter::once(Choice::new("", all))
        .chain(choices)
        .map(|choice| {
            let value = choice.value.clone();
            view! {
                <option value=choice.value selected=move || current.get() == value>
                    {choice.label}
                </option>
            }
        })
        .collect();
    let select = NodeRef::<html::Select>::new();
    in_step(select, move || current.get(), |select, value| select.set_value(value));
    let navigate = use_navigate();
    let path = action.clone();
    let on_change = move |_| {
        let chosen = select.get_untracked().map(|select| select.value()).unwrap_or_default();
        let pairs = kept().into_iter().map(|(key, value)| format!("{key}={}", query_value(&value)));
        let pairs = pairs.chain((!chosen.is_empty()).then(|| format!("{name}={}", query_value(&chosen))));
        let pairs: Vec<_> = pairs.collect();
        let url = if pairs.is_empty() { path.clone() } else { format!("{path}?{}", pairs.join("&")) };
        navigate(&url, NavigateOptions { scroll: false, ..Default::default() });
    };
    view! {
        <form class="filter-select" method="get" action=action>
            {hidden}
            <select
                class="input input--select"
                name=name
                aria-label=label
                node_ref=select
                on:change=on_change
            >
                {options}
            </select>
            <button class="button button--secondary filter-select__apply" type="submit">
                {t!(use_i18n(), "ui-filter-apply")}
            </button>
        </form>
    }
}

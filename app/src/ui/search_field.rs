//! Words to look for, kept in the URL.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::{Icon, IconName};
use crate::i18n::use_i18n;
use crate::paths::query_value;
use crate::t;

/// Searches a list: a form that puts its words into the query of the page as `q`. Other parameters but the cursor stay.
#[component]
pub fn SearchField(
    /// Path of the list.
    #[prop(into)]
    action: String,
    /// What is searched, as a placeholder and for screen readers.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let query = use_query_map();
    let kept = move || {
        let query = query.read();
        query.clone().into_iter().filter(|(key, _)| key != "q" && key != "cursor").collect::<Vec<_>>()
    };
    let words = move || query.read().get("q").unwrap_or_default();
    let hidden = move || {
        kept()
            .into_iter()
            .map(|(key, value)| view! { <input type="hidden" name=key.into_owned() value=value /> })
            .collect::<Vec<_>>()
    };
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let path = action.clone();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let pairs = kept().into_iter().map(|(key, value)| format!("{key}={}", query_value(&value)));
        let pairs = pairs.chain((!typed.trim().is_empty()).then(|| format!("q={}", query_value(typed.trim()))));
        let pairs: Vec<_> = pairs.collect();
        let url = if pairs.is_empty() { path.clone() } else { format!("{path}?{}", pairs.join("&")) };
        navigate(&url, NavigateOptions { scroll: false, ..Default::default() });
    };
    view! {
        <form class="search-field" role="search" method="get" action=action on:submit=on_submit>
            {hidden}
            <Icon name=IconName::Search />
            <input
                class="input search-field__input"
                type="search"
                name="q"
                value=words
                placeholder=label.clone()
                aria-label=label
                node_ref=input
            />
            <button class="visually-hidden" type="submit">{t!(use_i18n(), "ui-search")}</button>
        </form>
    }
}

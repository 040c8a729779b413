//! The entries below the field, under their headings.

use leptos::prelude::*;

use super::entry::{Entry, Group};
use crate::components::search::{HitState, Marked};
use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::Icon;

/// Id of the list, for the field that controls it.
pub(super) const LIST_ID: &str = "palette-list";

/// Id of the entry in this place.
pub(super) fn option_id(index: usize) -> String {
    format!("palette-option-{index}")
}

/// What the list shows and tells.
#[derive(Clone, Copy)]
pub(super) struct Choosing {
    /// What was typed.
    pub(super) words: RwSignal<String>,
    /// The entries.
    pub(super) entries: Memo<Vec<Entry>>,
    /// The place of the one that Enter would choose.
    pub(super) active: Memo<Option<usize>>,
    /// The key of the one that was pointed at or moved to, if any was.
    pub(super) pointed: RwSignal<Option<String>>,
    /// The one that was chosen.
    pub(super) picked: RwSignal<Option<Entry>>,
}

/// The list. The focus stays in the field, which says which entry is active.
#[component]
pub(super) fn List(choosing: Choosing) -> impl IntoView {
    let i18n = use_i18n();
    let groups = move || {
        let words = choosing.words.get();
        let entries: Vec<_> = choosing.entries.get().into_iter().enumerate().collect();
        entries
            .chunk_by(|(_, one), (_, next)| one.group == next.group)
            .map(|entries| view! { <Entries choosing words=words.clone() entries=entries.to_vec() /> })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="palette__list" id=LIST_ID role="listbox" aria-label=t!(i18n, "palette-list")>
            {groups}
        </div>
    }
}

/// The entries under one heading.
#[component]
fn Entries(choosing: Choosing, words: String, entries: Vec<(usize, Entry)>) -> impl IntoView {
    let i18n = use_i18n();
    let heading =
        entries.first().map(|(index, entry)| (format!("palette-heading-{index}"), heading(i18n, entry.group)));
    let (heading_id, heading) = heading.unwrap_or_default();
    let labelled_by = heading_id.clone();
    let options: Vec<_> = entries
        .into_iter()
        .map(|(index, entry)| view! { <EntryOption choosing words=words.clone() index entry /> })
        .collect();
    view! {
        <div class="palette__group" role="group" aria-labelledby=labelled_by>
            <p class="palette__heading" role="presentation" id=heading_id>
                {heading}
            </p>
            {options}
        </div>
    }
}

#[component]
fn EntryOption(choosing: Choosing, words: String, index: usize, entry: Entry) -> impl IntoView {
    let Choosing { active, pointed, picked, .. } = choosing;
    let (key, icon, text, hit) = (entry.key.clone(), entry.icon, entry.title.clone(), entry.hit.clone());
    let detail = hit.as_ref().and_then(|hit| hit.detail.clone());
    let detail = detail.map(|text| view! { <span class="palette__detail"><Marked text words=words.clone() /></span> });
    let point = move |_| {
        if pointed.read_untracked().as_ref() != Some(&key) {
            pointed.set(Some(key.clone()));
        }
    };
    view! {
        <div
            class="palette__option"
            id=option_id(index)
            role="option"
            aria-selected=move || if active.get() == Some(index) { "true" } else { "false" }
            on:mousemove=point
            // The focus stays in the field.
            on:mousedown=move |event| event.prevent_default()
            on:click=move |_| picked.set(Some(entry.clone()))
        >
            <Icon name=icon />
            <span class="palette__title">
                <Marked text words=words.clone() />
            </span>
            {detail}
            {hit.map(|hit| view! { <span class="palette__state"><HitState hit /></span> })}
        </div>
    }
}

fn heading(i18n: I18n, group: Group) -> String {
    match group {
        Group::Recent => t!(i18n, "palette-recent"),
        Group::Pages => t!(i18n, "palette-pages"),
        Group::Servers => t!(i18n, "server-title"),
        Group::Tasks => t!(i18n, "task-title"),
        Group::McpTools => t!(i18n, "mcp-tool-title"),
        Group::Executions => t!(i18n, "execution-title"),
        Group::Actions => t!(i18n, "palette-actions"),
    }
}

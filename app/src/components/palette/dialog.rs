//! The palette itself: a field and what can be chosen, over the page.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::Error;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::act::use_acts;
use super::entry::{Entry, arranged, of_hits};
use super::finder::Finder;
use super::list::{Choosing, LIST_ID, List, option_id};
use super::own::{Known, own_entries};
use super::recent::{self, Recent};
use crate::api::ApiError;
use crate::api::organization::permissions;
use crate::browser::reveal;
use crate::i18n::use_i18n;
use crate::layouts::{use_org, use_session};
use crate::t;
use crate::ui::{ErrorPanel, Icon, IconButton, IconName};

/// Pages, servers, tasks, executions and actions by a few characters.
#[component]
pub fn Palette(
    /// Whether it is shown.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (i18n, org) = (use_i18n(), use_org());
    let reader = Reader::new();
    let words = RwSignal::new(String::new());
    let finder = Finder::new(org);
    let own = Memo::new(move |_| reader.known.with(|known| own_entries(i18n, &org.read(), known)));
    let entries = Memo::new(move |_| {
        let (org, words, known, own) = (org.read(), words.read(), reader.known.read(), own.read());
        let hits = finder.found().with(|found| found.fitting(&words));
        let found = of_hits(i18n, &org, &known.permitted, hits);
        let recent = reader.recent.with(|recent| recent::entries(recent, &org, &known, &own));
        arranged(&words, &own, &found, &recent)
    });
    let pointed = RwSignal::new(None::<String>);
    let active = Memo::new(move |_| {
        let (entries, pointed) = (entries.read(), pointed.read());
        let place = pointed.as_ref().and_then(|key| entries.iter().position(|entry| entry.key == *key));
        place.or((!entries.is_empty()).then_some(0))
    });
    let choosing = Choosing { words, entries, active, pointed, picked: RwSignal::new(None) };

    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if !dialog.open() {
            words.set(String::new());
            pointed.set(None);
            finder.ask("");
            reader.load();
            // Fails only for a dialog that is open or was removed; neither is true here.
            _ = dialog.show_modal();
        }
    });
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            open.set(false);
        }
        now
    });
    let act = use_acts();
    Effect::new(move || {
        let Some(entry) = choosing.picked.get() else { return };
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
        reader.remember(&entry);
        act(entry.act);
    });
    let close_on_backdrop = move |event: MouseEvent| {
        // A click on the backdrop hits the dialog itself, never something in it.
        if let Some(dialog) = dialog.get_untracked()
            && event.target().is_some_and(|target| target.dyn_ref::<HtmlElement>() == Some(&*dialog))
        {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="dialog palette"
            aria-label=t!(i18n, "palette-title")
            node_ref=dialog
            on:close=move |_| open.set(false)
            on:click=close_on_backdrop
        >
            <div class="palette__head">
                <Icon name=IconName::Search />
                <Field choosing finder />
                <form method="dialog">
                    <IconButton icon=IconName::X label=t!(i18n, "ui-close") submit=true />
                </form>
            </div>
            <List choosing />
            <Notes choosing finder reader />
        </dialog>
    }
}

/// The reader, and what they chose before.
#[derive(Clone, Copy)]
struct Reader {
    org: Signal<String>,
    session: crate::layouts::SessionResource,
    known: RwSignal<Known>,
    failed: RwSignal<Option<Error>>,
    recent: RwSignal<Vec<Recent>>,
}

impl Reader {
    fn new() -> Self {
        Self {
            org: use_org(),
            session: use_session(),
            known: RwSignal::new(Known::default()),
            failed: RwSignal::new(None),
            recent: RwSignal::new(Vec::new()),
        }
    }

    /// Asks what they may do here; roles change.
    fn load(self) {
        self.failed.set(None);
        let org = self.org.get_untracked();
        spawn_local(async move {
            let permitted = permissions(org.clone()).await;
            match (permitted, self.session.await) {
                (Ok(permitted), Ok(session)) => {
                    let known = Known { permitted, session };
                    self.recent.try_set(recent::load(&org, &known));
                    self.known.try_set(known);
                }
                (Err(ApiError(error)), _) | (_, Err(ApiError(error))) => {
                    self.failed.try_set(Some(error));
                }
            }
        });
    }

    fn remember(self, entry: &Entry) {
        let recent = recent::with(self.recent.get_untracked(), entry);
        self.known.with_untracked(|known| recent::store(&self.org.get_untracked(), known, &recent));
        self.recent.set(recent);
    }
}

/// Where one types; arrows, Home and End move in the list, Enter chooses.
#[component]
fn Field(choosing: Choosing, finder: Finder) -> impl IntoView {
    let i18n = use_i18n();
    let Choosing { words, entries, active, pointed, picked } = choosing;
    let label = t!(i18n, "palette-label");
    let on_input = move |event| {
        let typed = event_target_value(&event);
        finder.ask(&typed);
        pointed.set(None);
        words.set(typed);
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.is_composing() || event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let entries = entries.read_untracked();
        let last = entries.len().saturating_sub(1);
        let at = active.get_untracked().unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" if at == last => 0,
            "ArrowDown" => at + 1,
            "ArrowUp" if at == 0 => last,
            "ArrowUp" => at - 1,
            "Home" => 0,
            "End" => last,
            "Enter" => {
                event.prevent_default();
                picked.set(entries.get(at).cloned());
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(entry) = entries.get(to) {
            pointed.set(Some(entry.key.clone()));
            reveal(&option_id(to));
        }
    };
    view! {
        <input
            class="palette__input"
            type="text"
            role="combobox"
            aria-label=label.clone()
            aria-autocomplete="list"
            aria-controls=LIST_ID
            aria-expanded=move || if entries.read().is_empty() { "false" } else { "true" }
            aria-activedescendant=move || active.get().map(option_id)
            autocomplete="off"
            spellcheck="false"
            placeholder=label
            prop:value=move || words.get()
            on:input=on_input
            on:keydown=on_keydown
        />
    }
}

/// What there is to say beside the list: that nothing fits, that it failed, and how many there are for who cannot see them.
#[component]
fn Notes(choosing: Choosing, finder: Finder, reader: Reader) -> impl IntoView {
    let i18n = use_i18n();
    let Choosing { words, entries, .. } = choosing;
    let retry = Callback::new(move |()| {
        reader.load();
        finder.ask(&words.get_untracked());
    });
    let note = move || {
        let (error, asking) = finder.found().with(|found| (found.error.clone(), found.asking));
        if let Some(error) = reader.failed.get().or(error) {
            return view! { <div class="palette__note"><ErrorPanel error retry /></div> }.into_any();
        }
        let words = words.get();
        let nothing = entries.read().is_empty() && !asking && !words.trim().is_empty();
        nothing.then(|| view! { <p class="palette__note">{t!(i18n, "search-empty-title", q = words)}</p> }).into_any()
    };
    let count = move || t!(i18n, "palette-count", count = entries.read().len());
    view! {
        {note}
        <p class="visually-hidden" role="status">{count}</p>
    }
}

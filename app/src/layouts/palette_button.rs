//! The way to the command palette: a link in the top bar, and a key.

use leptos::ev::{KeyboardEvent, MouseEvent, keydown};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::use_org;
use crate::i18n::use_i18n;
use crate::ui::{Icon, IconName};
use crate::{paths, routes, t};

/// Opens the palette, whose part of the program is fetched then. Before the page is alive it leads to the search.
#[component]
pub(super) fn PaletteButton() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let open = RwSignal::new(false);
    let apple = RwSignal::new(false);
    let palette = RwSignal::new(None::<fn(RwSignal<bool>) -> AnyView>);
    Effect::new(move |asked: Option<bool>| {
        let asked = asked.unwrap_or(false);
        let wanted = open.get();
        if wanted && !asked {
            spawn_local(async move {
                let fetched = routes::palette().await;
                // The frame may be gone by then.
                palette.try_set(Some(fetched));
            });
        }
        asked || wanted
    });
    Effect::new(move || {
        let on_apple =
            window().navigator().platform().is_ok_and(|name| name.starts_with("Mac") || name.starts_with("iP"));
        apple.set(on_apple);
        let listener = window_event_listener(keydown, move |event: KeyboardEvent| {
            let (wanted, other) = (event.meta_key(), event.ctrl_key());
            let (wanted, other) = if on_apple { (wanted, other) } else { (other, wanted) };
            let modified = wanted && !other && !event.shift_key() && !event.alt_key();
            // What has the focus comes first: a terminal takes Ctrl-K for itself.
            if modified && !event.default_prevented() && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || listener.remove());
    });
    let on_click = move |event: MouseEvent| {
        // With a key held the browser opens the search elsewhere.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            open.set(true);
        }
    };
    view! {
        <a
            class="topbar__search button button--ghost"
            href=move || paths::search(&org.read())
            aria-keyshortcuts=move || if apple.get() { "Meta+K" } else { "Control+K" }
            on:click=on_click
        >
            <Icon name=IconName::Search />
            <span class="topbar__search-words">{t!(i18n, "palette-open")}</span>
            <kbd class="topbar__key" aria-hidden="true">
                {move || if apple.get() { "⌘K" } else { "Ctrl K" }}
            </kbd>
        </a>
        {move || palette.get().map(|palette| palette(open))}
    }
}

//! Puts a text on the clipboard.

use std::time::Duration;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Icon, IconName, use_clock};
use crate::i18n::use_i18n;
use crate::t;

/// Copies a text. Appears when the page is alive, for without a program it could do nothing.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (copy, done) = (t!(i18n, "ui-copy"), t!(i18n, "ui-copied"));
    let copied = RwSignal::new(false);
    let alive = use_clock().is_alive();
    let label = move || if copied.get() { done.clone() } else { copy.clone() };
    let on_click = move |_| {
        leptos::task::spawn_local(async move {
            if write_clipboard(&text.get_untracked()).await.is_ok() {
                copied.set(true);
                set_timeout(move || copied.set(false), Duration::from_secs(2));
            }
        });
    };
    view! {
        <Show when=move || alive.get()>
            <button
                type="button"
                class="button button--ghost button--icon copy-button"
                aria-label=label.clone()
                data-tooltip=label.clone()
                on:click=on_click
            >
                {move || {
                    let name = if copied.get() { IconName::Check } else { IconName::Copy };
                    view! { <Icon name /> }
                }}
            </button>
        </Show>
    }
}

/// `navigator.clipboard.writeText`; fails where the page is not served over https or from this machine.
async fn write_clipboard(text: &str) -> Result<(), JsValue> {
    let navigator = Reflect::get(&window(), &"navigator".into())?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into())?.dyn_into()?;
    let written: Promise = write.call1(&clipboard, &text.into())?.dyn_into()?;
    JsFuture::from(written).await.map(|_| ())
}

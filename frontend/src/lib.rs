//! The browser's entry: [`hydrate`] and nothing else.

use std::time::Duration;

use app::App;
use app::i18n::{Appearance, I18n};
use app::ui::TakenOver;
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Brings the page that the server rendered to life, in its language (a word such as `fr`) with the messages of it.
#[wasm_bindgen]
pub fn hydrate(lang: &str, messages: String) {
    console_error_panic_hook::set_once();
    let lang = lang.parse().unwrap_or(Appearance::default().lang);
    let theme = document().document_element().and_then(|root| root.get_attribute("data-theme"));
    let theme = theme.and_then(|word| word.parse().ok()).unwrap_or(Appearance::default().theme);
    let taken_over = ArcRwSignal::new(false);
    let told = TakenOver(taken_over.clone());
    wasm_bindgen_futures::spawn_local(async move {
        let page = leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), move || {
            provide_context(I18n::from_ftl(lang, messages));
            provide_context(Appearance { lang, theme });
            provide_context(told);
            view! { <App /> }
        });
        page.await.forget();
        taken_over.set(true);
        // Once the effects that watch it have had their first look.
        set_timeout(app::browser::tell_what_was_entered, Duration::ZERO);
    });
}

//! Language and theme, in every frame.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_url;
use model::{Lang, Theme};
use wasm_bindgen::JsCast;
use web_sys::HtmlButtonElement;

use crate::api::user::UpdateAppearance;
use crate::i18n::{use_appearance, use_i18n};
use crate::t;
use crate::ui::{IconName, Menu, MenuButton, MenuHeading};

/// The path and query to come back to.
fn here() -> impl Fn() -> String + Send + Sync + 'static {
    let url = use_url();
    move || {
        let url = url.read();
        if url.search().is_empty() { url.path().to_owned() } else { format!("{}?{}", url.path(), url.search()) }
    }
}

/// Chooses the language. The page is loaded again in it.
#[component]
pub fn LanguageMenu() -> impl IntoView {
    let i18n = use_i18n();
    let items: Vec<_> = Lang::ALL
        .iter()
        .map(|lang| {
            view! {
                <MenuButton name="lang" value=lang.as_str() current=*lang == i18n.lang() {..} lang=lang.as_str()>
                    {lang.native_name()}
                </MenuButton>
            }
        })
        .collect();
    let label = t!(i18n, "ui-language");
    view! {
        <Menu label=label.clone() icon=IconName::Languages compact=true end=true>
            <MenuHeading>{label}</MenuHeading>
            <form method="post" action=UpdateAppearance::PATH>
                <input type="hidden" name="next" value=here() />
                {items}
            </form>
        </Menu>
    }
}

/// Chooses the theme; at once when the page is alive, by loading it again before.
#[component]
pub fn ThemeMenu() -> impl IntoView {
    let i18n = use_i18n();
    let shown = use_theme();
    let save = ServerAction::<UpdateAppearance>::new();
    let on_submit = move |event: SubmitEvent| {
        let word = event.submitter().and_then(|b| b.dyn_into::<HtmlButtonElement>().ok()).map(|b| b.value());
        if let Some(theme) = word.and_then(|word| word.parse::<Theme>().ok()) {
            event.prevent_default();
            show_theme(shown, theme);
            save.dispatch(UpdateAppearance { lang: None, theme: Some(theme), next: None });
        }
    };
    let item = move |theme: Theme, icon: IconName, words: String| {
        move || {
            let words = words.clone();
            view! {
                <MenuButton name="theme" value=theme.as_str() icon current=shown.get() == theme>
                    {words}
                </MenuButton>
            }
        }
    };
    let label = t!(i18n, "ui-theme");
    view! {
        <Menu label=label.clone() icon=IconName::Palette compact=true end=true>
            <MenuHeading>{label}</MenuHeading>
            <form method="post" action=UpdateAppearance::PATH on:submit=on_submit>
                <input type="hidden" name="next" value=here() />
                {item(Theme::System, IconName::Monitor, t!(i18n, "ui-theme-system"))}
                {item(Theme::Light, IconName::Sun, t!(i18n, "ui-theme-light"))}
                {item(Theme::Dark, IconName::Moon, t!(i18n, "ui-theme-dark"))}
            </form>
        </Menu>
    }
}

/// The theme that is shown, where several can change it.
#[derive(Clone, Copy)]
struct ShownTheme(RwSignal<Theme>);

/// Makes the theme that is shown known in this frame.
pub(super) fn provide_theme() {
    provide_context(ShownTheme(RwSignal::new(use_appearance().theme)));
}

/// The theme that is shown.
pub fn use_theme() -> RwSignal<Theme> {
    use_context().map_or_else(|| RwSignal::new(use_appearance().theme), |ShownTheme(shown)| shown)
}

/// Shows a theme without loading the page again.
pub fn show_theme(shown: RwSignal<Theme>, theme: Theme) {
    shown.set(theme);
    if let Some(root) = document().document_element() {
        // Fails only for a name that is no attribute name.
        _ = root.set_attribute("data-theme", theme.as_str());
    }
}

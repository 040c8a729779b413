//! The HTML document around the application.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{Link, MetaTags};
use model::{Lang, Theme};

use crate::App;
use crate::i18n::{Appearance, I18n};
use crate::t;
use crate::ui::SubmittedForm;

/// The assets of the site.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Logical name (`main.css`) to URL path with the content's hash.
    urls: Arc<BTreeMap<String, String>>,
    /// Lazily loaded part of the program to the URL paths of what it needs.
    parts: Arc<HashMap<String, Vec<String>>>,
}

/// What every page needs.
const REQUIRED: &[&str] = &[
    "frontend.js",
    "frontend.wasm",
    "main.css",
    "messages.en.ftl",
    "messages.fr.ftl",
    "messages.es.ftl",
    "messages.de.ftl",
];

/// Why a manifest is of no use.
#[derive(Debug)]
pub enum AssetsError {
    /// It is not a JSON object of strings.
    Shape(serde_json::Error),
    /// An asset that every page needs is not in it.
    Missing(&'static str),
}

impl std::fmt::Display for AssetsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shape(source) => write!(f, "the manifest of the site is not an object of strings: {source}"),
            Self::Missing(name) => write!(f, "the manifest of the site lacks {name}; build the site again"),
        }
    }
}

impl std::error::Error for AssetsError {}

impl Assets {
    /// Reads `site/manifest.json`.
    pub fn from_manifest(json: &str) -> Result<Self, AssetsError> {
        let urls: BTreeMap<String, String> = serde_json::from_str(json).map_err(AssetsError::Shape)?;
        match REQUIRED.iter().find(|name| !urls.contains_key(**name)) {
            Some(missing) => Err(AssetsError::Missing(missing)),
            None => Ok(Self { urls: Arc::new(urls), parts: Arc::default() }),
        }
    }

    /// Reads `site/parts.json`, which says what to announce for a page whose part of the program is loaded lazily.
    pub fn with_parts(self, json: &str) -> Result<Self, AssetsError> {
        Ok(Self { parts: Arc::new(serde_json::from_str(json).map_err(AssetsError::Shape)?), ..self })
    }

    /// The URL paths of the part that holds a lazily loaded function: the splitter calls it `<function>_<number>`.
    fn part(&self, function: &str) -> Vec<String> {
        let is_it = |name: &str| name.rsplit_once('_').is_some_and(|(stem, _)| stem == function);
        self.parts.iter().filter(|(name, _)| is_it(name)).flat_map(|(_, urls)| urls.clone()).collect()
    }

    /// The URL path of an asset; empty for one that does not exist.
    pub fn url(&self, name: &str) -> &str {
        self.urls.get(name).map_or("", String::as_str)
    }

    /// The whole map as JSON that can stand in a script element.
    fn json(&self) -> String {
        let json = serde_json::Value::from_iter(self.urls.iter().map(|(name, url)| (name.clone(), url.clone())));
        json.to_string().replace('<', "\\u003c")
    }
}

/// What the document depends on.
#[derive(Clone, Debug)]
pub struct ShellContext {
    /// The assets of the site.
    pub assets: Assets,
    /// The page's language.
    pub lang: Lang,
    /// The page's theme.
    pub theme: Theme,
}

/// The document: everything the browser needs for the page, fetched in parallel, and the application in its body.
/// `Content-Security-Policy` must allow `'wasm-unsafe-eval'` and the nonce of the render.
pub fn shell(ctx: ShellContext) -> impl IntoView {
    let ShellContext { assets, lang, theme } = ctx;
    let i18n = I18n::for_lang(lang);
    provide_context(i18n);
    provide_context(Appearance { lang, theme });
    provide_context(assets.clone());
    provide_context(Announced::default());
    let url = |name: &str| assets.url(name).to_owned();
    let messages = format!("messages.{lang}.ftl");
    let color_scheme = match theme {
        Theme::System => "light dark",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let boot = own_address() + boot_script(&assets, lang, &messages).as_str();
    view! {
        <!DOCTYPE html>
        <html lang=lang.as_str() data-theme=theme.as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content=color_scheme />
                <meta name="description" content=t!(i18n, "ui-app-description") />
                <link rel="stylesheet" href=url("main.css") />
                <link
                    rel="preload"
                    href=url("fonts/inter.woff2")
                    r#as="font"
                    r#type="font/woff2"
                    crossorigin="anonymous"
                />
                <link rel="modulepreload" href=url("frontend.js") nonce=use_nonce() />
                <link
                    rel="preload"
                    href=url("frontend.wasm")
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                />
                <link rel="preload" href=url(&messages) r#as="fetch" crossorigin="anonymous" />
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml" />
                <script type="application/json" id="assets" nonce=use_nonce() inner_html=assets.json()></script>
                <script type="module" nonce=use_nonce() inner_html=boot></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What the head has already announced: parts share files.
#[derive(Clone, Default)]
struct Announced(ArcStoredValue<HashSet<String>>);

/// Announces a lazily loaded part of the program in the document's head, so that it is fetched along with the rest.
pub(crate) fn announce_part(function: &str) {
    let (Some(assets), Some(announced)) = (use_context::<Assets>(), use_context::<Announced>()) else { return };
    let mut announced = announced.0.write_value();
    for href in assets.part(function) {
        if !announced.insert(href.clone()) {
            continue;
        }
        let link = view! { <Link rel="preload" href as_="fetch" type_="application/wasm" crossorigin="anonymous" /> };
        // It registers itself with the head; what it renders in place is nothing.
        _ = link.to_html();
    }
}

/// A form that failed was posted to another address: the page's own is put back before the router reads it.
fn own_address() -> String {
    let page = use_context::<SubmittedForm>().and_then(|_| use_context::<http::request::Parts>());
    page.map(|page| format!("history.replaceState(null, \"\", {});\n", script_text(&page.uri.to_string())))
        .unwrap_or_default()
}

/// A string as it can stand in a script element.
fn script_text(value: &str) -> String {
    serde_json::Value::from(value).to_string().replace('<', "\\u003c")
}

/// Fetches program and messages in parallel, then brings the page to life. Both were announced by `preload` links with the
/// same request mode, so that nothing is fetched twice.
fn boot_script(assets: &Assets, lang: Lang, messages: &str) -> String {
    format!(
        "const get = (url) => fetch(url).then((r) => {{ if (!r.ok) throw new Error(`${{url}}: ${{r.status}}`); return r; }});\n\
         const wasm = get({wasm}), messages = get({messages}).then((r) => r.text());\n\
         const m = await import({js});\n\
         await m.default({{ module_or_path: wasm }});\n\
         m.hydrate({lang}, await messages);\n",
        wasm = script_text(assets.url("frontend.wasm")),
        messages = script_text(assets.url(messages)),
        js = script_text(assets.url("frontend.js")),
        lang = script_text(lang.as_str()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_without_the_program_is_refused() {
        assert!(matches!(Assets::from_manifest("[]"), Err(AssetsError::Shape(_))));
        assert!(matches!(Assets::from_manifest("{}"), Err(AssetsError::Missing("frontend.js"))));
    }

    #[test]
    fn nothing_closes_the_script_early() {
        let urls = BTreeMap::from([("a".to_owned(), "</script>".to_owned())]);
        let assets = Assets { urls: Arc::new(urls), parts: Arc::default() };
        assert!(!assets.json().contains("</"));
    }
}

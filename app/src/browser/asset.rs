//! Assets that are loaded when something on the page needs them.

use js_sys::{JSON, Promise, Reflect};
use leptos::prelude::document;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlLinkElement};

// An import at run time is the one thing that a typed binding cannot say.
#[wasm_bindgen(inline_js = "export const load = (url) => import(url);")]
extern "C" {
    #[wasm_bindgen(catch, js_name = load)]
    async fn import(url: &str) -> Result<JsValue, JsValue>;
}

/// Loads a module, once however often it is asked for.
pub(super) async fn load_module(name: &str) -> Result<JsValue, JsValue> {
    import(&url(name)?).await
}

/// The URL path of an asset by its logical name, such as `xterm.js`; the document lists them all in `#assets`.
fn url(name: &str) -> Result<String, JsValue> {
    let list = document().get_element_by_id("assets").and_then(|list| list.text_content()).unwrap_or_default();
    let url = Reflect::get(&JSON::parse(&list)?, &name.into())?;
    url.as_string().ok_or_else(|| JsValue::from_str(&format!("the page lists no asset {name}")))
}

/// Adds a style sheet to the page, once, and waits until it applies.
pub(super) async fn load_style(name: &str) -> Result<(), JsValue> {
    let selector = format!("link[data-asset='{name}']");
    let link = match document().query_selector(&selector)? {
        Some(link) => link,
        None => add_style(name)?,
    };
    if link.dyn_ref::<HtmlLinkElement>().is_some_and(|link| link.sheet().is_some()) {
        return Ok(());
    }
    let loaded = Promise::new(&mut |resolve, reject| {
        for (event, then) in [("load", resolve), ("error", reject)] {
            // Fails for no listener that is a function.
            _ = link.add_event_listener_with_callback(event, &then);
        }
    });
    JsFuture::from(loaded).await.map(|_| ())
}

fn add_style(name: &str) -> Result<Element, JsValue> {
    let link = document().create_element("link")?;
    link.set_attribute("rel", "stylesheet")?;
    link.set_attribute("href", &url(name)?)?;
    link.set_attribute("data-asset", name)?;
    document().head().ok_or("the page has no head")?.append_child(&link)?;
    Ok(link)
}

//! The look of the page for what draws by itself: the values of tokens, and when they change.

use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MediaQueryList, MutationObserver, MutationObserverInit};

/// The value of a token (`--color-text`) on an element; `None` where it has none.
pub(super) fn token(element: &HtmlElement, name: &str) -> Option<String> {
    let style = window().get_computed_style(element).ok().flatten()?;
    let value = style.get_property_value(name).ok()?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Tells when tokens change: the reader chose another theme, or leaves it to the system, which changed. Dropped, it tells
/// nothing more.
pub(super) struct ThemeWatch {
    chosen: MutationObserver,
    system: Option<MediaQueryList>,
    on_change: Closure<dyn FnMut()>,
}

impl ThemeWatch {
    /// Calls `changed` each time.
    pub(super) fn new(changed: impl Fn() + 'static) -> Result<Self, JsValue> {
        let on_change = Closure::<dyn FnMut()>::new(changed);
        let chosen = MutationObserver::new(on_change.as_ref().unchecked_ref())?;
        if let Some(root) = document().document_element() {
            let options = MutationObserverInit::new();
            options.set_attributes(true);
            options.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
            chosen.observe_with_options(&root, &options)?;
        }
        let system = window().match_media("(prefers-color-scheme: dark)")?;
        if let Some(system) = &system {
            system.add_event_listener_with_callback("change", on_change.as_ref().unchecked_ref())?;
        }
        Ok(Self { chosen, system, on_change })
    }
}

impl Drop for ThemeWatch {
    fn drop(&mut self) {
        self.chosen.disconnect();
        if let Some(system) = &self.system {
            // Fails for no listener that was added.
            _ = system.remove_event_listener_with_callback("change", self.on_change.as_ref().unchecked_ref());
        }
    }
}

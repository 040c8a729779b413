//! Forms that stand on no page.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlFormElement, HtmlInputElement};

/// Posts these fields and shows the document they lead to, as a form on the page does.
pub fn post(action: &str, fields: &[(&str, &str)]) -> Result<(), JsValue> {
    let form: HtmlFormElement = document().create_element("form")?.unchecked_into();
    form.set_method("post");
    form.set_action(action);
    for (name, value) in fields {
        let input: HtmlInputElement = document().create_element("input")?.unchecked_into();
        input.set_type("hidden");
        input.set_name(name);
        input.set_value(value);
        form.append_child(&input)?;
    }
    document().body().ok_or("the page has no body")?.append_child(&form)?;
    form.submit()
}

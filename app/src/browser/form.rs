//! Forms that stand on no page, and what was entered before a page was alive.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, EventInit, HtmlFormElement, HtmlInputElement, HtmlOptionElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

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

/// Enters something into the line of text with this id, as if it were typed.
pub fn enter(id: &str, value: &str) {
    let input = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    input.set_value(value);
    tell(&input);
}

/// Tells the page what was entered into it before its program came: as if it were entered now. Who listens to a control hears
/// of it only so.
pub fn tell_what_was_entered() {
    let Ok(controls) = document().query_selector_all("input, textarea, select") else { return };
    let controls = (0..controls.length()).filter_map(|index| controls.get(index)?.dyn_into::<Element>().ok());
    for control in controls.filter(was_entered) {
        tell(&control);
    }
}

fn tell(control: &Element) {
    for name in ["input", "change"] {
        let options = EventInit::new();
        options.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict(name, &options) {
            // Fails only for an event that is being dispatched.
            _ = control.dispatch_event(&event);
        }
    }
}

/// Whether a control holds something else than the page came with.
fn was_entered(control: &Element) -> bool {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return match input.type_().as_str() {
            "hidden" | "submit" | "button" => false,
            // Another one of its group holds what was entered.
            "radio" => input.checked() && !input.default_checked(),
            "checkbox" => input.checked() != input.default_checked(),
            "file" => input.files().is_some_and(|files| files.length() > 0),
            _ => input.value() != input.default_value(),
        };
    }
    if let Some(area) = control.dyn_ref::<HtmlTextAreaElement>() {
        return area.default_value().is_ok_and(|text| text != area.value());
    }
    let Some(select) = control.dyn_ref::<HtmlSelectElement>() else { return false };
    let options = select.options();
    let at = |index| options.item(index)?.dyn_into::<HtmlOptionElement>().ok();
    let first = (0..options.length()).find(|index| at(*index).is_some_and(|option| option.default_selected()));
    select.selected_index() != first.map_or(0, |index| index as i32)
}

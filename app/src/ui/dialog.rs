//! Modal dialogs: the browser's own `<dialog>`, which traps focus, closes on Escape and gives the focus back.
//!
//! A trigger opens its dialog by `command="show-modal"` (HTML, invoker commands), so it works before the program arrives.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement};

use super::{Button, IconButton, IconName, TextInput, Variant};
use crate::i18n::use_i18n;
use crate::t;

/// A button that opens the dialog with the id `dialog`.
#[component]
pub fn DialogTrigger(
    /// Id of the dialog.
    #[prop(into)]
    dialog: String,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: Variant,
    /// Before the words.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Why it cannot be used now; `None` when it can.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let target = dialog.clone();
    let open = move |_| show_dialog(&dialog);
    view! {
        <Button
            variant
            icon
            disabled_reason
            on_click=Callback::new(open)
            {..}
            command=move || disabled_reason.get().is_none().then_some("show-modal")
            commandfor=target
        >
            {children()}
        </Button>
    }
}

/// A modal dialog. Its content stands in the page from the start, closed.
#[component]
pub fn Dialog(
    /// Its id, unique in the page.
    #[prop(into)]
    id: String,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// The content: text and, in a form, the buttons in a `<DialogActions>`.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let close = t!(use_i18n(), "ui-close");
    let node = NodeRef::<html::Dialog>::new();
    let close_on_backdrop = move |event: leptos::ev::MouseEvent| {
        // A click on the backdrop hits the dialog itself, never something in it.
        let on_itself = node
            .get()
            .is_some_and(|dialog| event.target().is_some_and(|t| t.dyn_ref::<HtmlElement>() == Some(&*dialog)));
        if on_itself && let Some(dialog) = node.get() {
            dialog.close();
        }
    };
    view! {
        <dialog class="dialog" id=id aria-labelledby=title_id node_ref=node on:click=close_on_backdrop>
            <div class="dialog__frame">
                <header class="dialog__head">
                    <h2 class="dialog__title" id=title_id.clone()>{title}</h2>
                    <form method="dialog">
                        <IconButton icon=IconName::X label=close submit=true />
                    </form>
                </header>
                <div class="dialog__body">{children()}</div>
            </div>
        </dialog>
    }
}

/// The row of buttons at the end of a dialog: the one that cancels, then the given ones.
#[component]
pub fn DialogActions(
    /// Id of the dialog.
    #[prop(into)]
    dialog: String,
    /// The buttons that act.
    children: Children,
) -> impl IntoView {
    let cancel = t!(use_i18n(), "ui-cancel");
    let target = dialog.clone();
    view! {
        <div class="dialog__actions">
            <Button on_click=Callback::new(move |_| close_dialog(&dialog)) {..} command="close" commandfor=target>
                {cancel}
            </Button>
            {children()}
        </div>
    }
}

/// The field of a dialog that asks for the name of what will be destroyed. It is sent as `confirm`; the browser takes
/// only the name, the server checks it again.
#[component]
pub fn ConfirmName(
    /// The name that must be typed.
    #[prop(into)]
    expected: String,
) -> impl IntoView {
    let label = t!(use_i18n(), "ui-confirm-name", name = &expected);
    view! { <TextInput name="confirm" label required=true pattern=literal_pattern(&expected) autocomplete="off" /> }
}

/// Opens the dialog with this id, if it is there and closed. A browser that knows invoker commands opens it itself right
/// after the click, so this waits a frame.
pub fn show_dialog(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        if let Some(dialog) = dialog_of(&id).filter(|dialog| !dialog.open()) {
            // Fails only for a dialog that is open or was removed; neither is true here.
            _ = dialog.show_modal();
        }
    });
}

/// Closes the dialog with this id, if it is there.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = dialog_of(id) {
        dialog.close();
    }
}

fn dialog_of(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// A regular expression (HTML `pattern`, flag v) that matches exactly this text.
fn literal_pattern(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '"' | '\'' | '_' | '<' | '>') {
            out.push_str(&format!("\\x{:02x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn patterns_match_literally() {
        assert_eq!(super::literal_pattern("web-1 (eu)"), "web\\x2d1 \\x28eu\\x29");
        assert_eq!(super::literal_pattern("é_ü"), "é_ü");
    }
}

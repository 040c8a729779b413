//! What the fields of a form share: what is wrong with them, and what was sent before.

use std::collections::BTreeMap;

use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_url;
use model::Error;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{Callout, Tone};
use crate::api::ApiError;
use crate::i18n::{I18n, use_i18n};
use crate::t;

/// A form that was posted without the page's program and comes back with an error. The server provides it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmittedForm {
    /// Path of the server function it was posted to.
    pub action: String,
    /// The error as `ServerFnUrlError` encodes it.
    pub error: String,
    /// What was entered, by field name; never a password.
    pub values: BTreeMap<String, String>,
}

/// Makes the form that came back known to its action and fields, on the server and in the browser's first render.
/// Call once, at the root.
pub fn provide_submitted_form() {
    let form = SharedValue::new(use_context::<SubmittedForm>).into_inner();
    if let Some(form) = form {
        provide_context(leptos::server::ServerActionError::new(&form.action, &form.error));
        provide_context(form);
    }
}

/// What was entered in a field of the form that came back.
pub fn submitted_value(name: &str) -> Option<String> {
    use_context::<SubmittedForm>()?.values.get(name).cloned()
}

/// The error of an action, for `<FormFrame>`.
pub fn action_error<S>(action: ServerAction<S>) -> Signal<Option<Error>>
where
    S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Signal::derive(move || action.value().read().as_ref().and_then(|result| result.as_ref().err()).map(|e| e.0.clone()))
}

/// The form around a field.
#[derive(Clone, Copy)]
pub struct FormState {
    id: StoredValue<String>,
    error: Signal<Option<Error>>,
}

/// The form around this field, or one without errors.
pub fn use_form() -> FormState {
    use_context().unwrap_or_else(|| FormState { id: StoredValue::new("field".to_owned()), error: Signal::stored(None) })
}

impl FormState {
    /// The id of a field's control.
    pub fn id_of(self, name: &str) -> String {
        let id = self.id.read_value();
        let name: String = name.trim_end_matches(']').chars().map(id_part).collect();
        format!("{}-{name}", *id)
    }

    /// What is wrong with a field, in words.
    pub fn error_of(self, name: &str, i18n: I18n) -> Signal<Option<String>> {
        let name = (!is_argument(name)).then(|| last_part(name).to_owned());
        Signal::derive(move || match &*self.error.read() {
            Some(Error::Invalid { fields }) => {
                let name = name.as_deref()?;
                let mut own = fields.iter().filter(|field| !is_argument(&field.field));
                let field = own.find(|field| last_part(&field.field) == name)?;
                Some(i18n.message(&field.message()))
            }
            _ => None,
        })
    }

    /// Whether the page shows a form that was sent and came back.
    pub fn came_back(self) -> bool {
        use_context::<SubmittedForm>().is_some()
    }

    /// What was entered in a field of the form that came back.
    pub fn submitted(self, name: &str) -> Option<String> {
        submitted_value(name)
    }
}

/// `command` of `task[command]` and of `action.command`.
fn last_part(name: &str) -> &str {
    name.trim_end_matches(']').rsplit(['[', '.']).next().unwrap_or(name)
}

/// Whether it lies in arguments (`arguments[/title]`, `action.arguments.title`): the form of their schema tells what is
/// wrong with them.
fn is_argument(name: &str) -> bool {
    name.split(['[', ']', '.']).rev().skip(1).any(|part| part == "arguments")
}

/// A character of a name as ids have it: no two names of a form get the same one.
fn id_part(c: char) -> String {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => c.to_string(),
        '_' | '[' | ']' => "-".to_owned(),
        _ => format!("-{:x}-", u32::from(c)),
    }
}

/// Stands within a form and around its fields: shows what is wrong above them, hands each field its own error, and moves
/// the focus to the first that needs attention.
#[component]
pub fn FormFrame(
    /// Distinguishes the fields of several forms of a page.
    #[prop(default = "field".to_owned(), into)]
    id: String,
    /// What went wrong when it was last sent; see [`action_error`].
    #[prop(into)]
    error: Signal<Option<Error>>,
    /// The fields and the row of buttons.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let frame = NodeRef::<html::Div>::new();
    provide_context(FormState { id: StoredValue::new(id), error });
    let url = use_url().get_untracked();
    let page = if url.search().is_empty() { url.path().to_owned() } else { format!("{}?{}", url.path(), url.search()) };
    Effect::new(move || {
        if error.read().is_some() {
            request_animation_frame(move || focus_first_problem(frame));
        }
    });
    let summary = move || {
        error.get().map(|error| {
            let text = match &error {
                Error::Invalid { fields } => t!(i18n, "ui-form-invalid", count = fields.len()),
                other => i18n.error(other),
            };
            view! { <Callout tone=Tone::Danger>{text}</Callout> }
        })
    };
    view! {
        <div class="form" node_ref=frame>
            // Where it comes back to: once it has come back, the browser is at the address it was posted to.
            <input type="hidden" name="page" value=page />
            <div class="form__summary" tabindex="-1">{summary}</div>
            {children()}
        </div>
    }
}

/// A form that asks and changes nothing: what is entered goes into the query of a page.
#[component]
pub fn AskForm(
    /// Distinguishes the fields of several forms of a page.
    #[prop(into)]
    id: String,
    /// Path of the page.
    #[prop(into)]
    action: String,
    /// The fields and the row of buttons.
    children: Children,
) -> impl IntoView {
    provide_context(FormState { id: StoredValue::new(id), error: Signal::stored(None) });
    view! {
        <form method="get" action=action>
            <div class="form">{children()}</div>
        </form>
    }
}

/// The row of buttons at the end of a form.
#[component]
pub fn FormActions(
    /// The buttons, the main one first.
    children: Children,
) -> impl IntoView {
    view! { <div class="form__actions">{children()}</div> }
}

fn focus_first_problem(frame: NodeRef<html::Div>) {
    let Some(frame) = frame.try_get_untracked().flatten() else { return };
    let find = |selector| frame.query_selector(selector).ok().flatten();
    let element = find("[aria-invalid=true]").or_else(|| find(".form__summary"));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Fails for no element that is in the page.
        _ = element.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::{id_part, is_argument, last_part};

    #[test]
    fn names_of_forms_and_of_errors_meet() {
        assert_eq!(last_part("task[command]"), last_part("action.command"));
        assert_eq!(last_part("name"), "name");
    }

    #[test]
    fn arguments_are_not_taken_for_fields_of_their_name() {
        for name in ["arguments[/title]", "task[arguments][/title]", "action.arguments.title", "arguments.a.b"] {
            assert!(is_argument(name), "{name}");
        }
        for name in ["action.arguments", "task[arguments_json]", "task[title]", "arguments"] {
            assert!(!is_argument(name), "{name}");
        }
    }

    #[test]
    fn ids_differ_where_names_do() {
        let id = |name: &str| name.chars().map(id_part).collect::<String>();
        assert_eq!(id("idle_timeout_s"), "idle-timeout-s");
        assert_ne!(id("/a/b"), id("/a-b"));
        assert_ne!(id("/a/b"), id("/a.b"));
    }
}

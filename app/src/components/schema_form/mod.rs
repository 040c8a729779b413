//! A form for a JSON Schema, with a JSON editor beside it for what no form can say.

mod control;
mod editing;
mod field;
mod rows;

use leptos::html;
use leptos::prelude::*;
use model::schema_form::{Fault, FaultCode, Kind, SchemaForm as Form};
use serde_json::Value;
use web_sys::{Event, HtmlInputElement};

use self::editing::{Editing, Place};
use self::field::object_fields;
use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{Callout, Field, FieldIds, Tone, submitted_value};

/// The fields of a schema and the same value as JSON; one of the two is in sight.
///
/// It stands in a form with `novalidate`, for the half that is not in sight could not be corrected. With the prefix
/// `arguments` it sends `arguments[…]`, the entries of `model::schema_form` (a map of texts; `entry::posted` reads it),
/// `arguments_json`, the text of the editor, and `arguments_mode`, `form` or `json`, which says which one counts.
#[component]
pub fn SchemaForm(
    /// The schema; one that is none leaves the editor.
    schema: Value,
    /// The value: what it is at first, and what was last entered that could be read.
    value: RwSignal<Value>,
    /// What the page found wrong with it.
    #[prop(into)]
    faults: Signal<Vec<Fault>>,
    /// What the names of its controls begin with.
    #[prop(default = "arguments".to_owned(), into)]
    name_prefix: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::read(&schema);
    let broken = form.as_ref().err().map(|fault| {
        let text = i18n.message(&fault.message());
        view! { <Callout tone=Tone::Warning>{text}</Callout> }
    });
    let form = form.ok().filter(|form| matches!(form.root.kind, Kind::Object(_)));
    match form {
        Some(form) => view! { <FormOrJson form value faults name_prefix /> }.into_any(),
        None => {
            let text = RwSignal::new(pretty(&value.read_untracked()));
            let problem = RwSignal::new(None);
            let mode = format!("{name_prefix}_mode");
            view! {
                {broken}
                <input type="hidden" name=mode value="json" />
                <JsonEditor name_prefix value text problem faults />
            }
            .into_any()
        }
    }
}

/// Both halves, and the choice between them. Styles show the chosen one, so that it works without a program; with one,
/// what was entered in one half comes along to the other.
#[component]
fn FormOrJson(form: Form, value: RwSignal<Value>, faults: Signal<Vec<Fault>>, name_prefix: String) -> impl IntoView {
    let i18n = use_i18n();
    let fields = StoredValue::new(form.root.clone());
    let editing = Editing::new(form, value, faults, &name_prefix);
    let mode = format!("{name_prefix}_mode");
    let as_json = submitted_value(&mode).map_or_else(|| !editing.shows(&value.read_untracked()), |mode| mode == "json");
    let text = RwSignal::new(pretty(&value.read_untracked()));
    let problem = RwSignal::new(None::<String>);
    let version = RwSignal::new(0_u32);
    let json_radio = NodeRef::<html::Input>::new();
    let to_json = move |_: Event| {
        text.set(pretty(&value.read_untracked()));
        problem.set(None);
    };
    let to_form = move |_: Event| {
        let read = read_json(&text.read_untracked(), i18n);
        let shown = read.and_then(|read| match editing.shows(&read) {
            true => Ok(read),
            false => Err(t!(i18n, "schema-form-cannot-show")),
        });
        match shown {
            Ok(read) => {
                editing.refill(read);
                version.update(|version| *version += 1);
            }
            Err(words) => {
                problem.set(Some(words));
                if let Some(radio) = json_radio.get_untracked() {
                    radio.set_checked(true);
                }
            }
        }
    };
    let on_input = move |event: Event| {
        // Inputs, lists and text areas all have the properties of an input that are read here.
        let control: HtmlInputElement = event_target(&event);
        let unchecked = control.type_() == "checkbox" && !control.checked();
        editing.control_changed(&control.name(), if unchecked { String::new() } else { control.value() });
    };
    let all = move || {
        version.track();
        fields.with_value(|root| match &root.kind {
            Kind::Object(object) => object_fields(editing, object, &Place::root()),
            _ => ().into_any(),
        })
    };
    let (form_id, json_id) = (format!("{name_prefix}-mode-form"), format!("{name_prefix}-mode-json"));
    view! {
        <div class="schema-form">
            <fieldset class="schema-form__mode">
                <legend class="visually-hidden">{t!(i18n, "schema-form-mode")}</legend>
                <input
                    type="radio"
                    id=form_id.clone()
                    name=mode.clone()
                    value="form"
                    checked=!as_json
                    on:change=to_form
                />
                <label for=form_id>{t!(i18n, "schema-form-form")}</label>
                <input
                    type="radio"
                    id=json_id.clone()
                    name=mode
                    value="json"
                    checked=as_json
                    node_ref=json_radio
                    on:change=to_json
                />
                <label for=json_id>{t!(i18n, "schema-form-json")}</label>
            </fieldset>
            <div class="schema-form__fields" on:input=on_input>
                {all}
            </div>
            <div class="schema-form__json">
                <JsonEditor name_prefix value text problem faults />
            </div>
        </div>
    }
}

/// The value as JSON.
#[component]
fn JsonEditor(
    name_prefix: String,
    value: RwSignal<Value>,
    text: RwSignal<String>,
    problem: RwSignal<Option<String>>,
    faults: Signal<Vec<Fault>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = format!("{name_prefix}_json");
    // What came back is in the text from the start: the other half and the value want it too.
    if let Some(submitted) = submitted_value(&name).filter(|submitted| !submitted.is_empty()) {
        text.set(submitted);
    }
    let at_fault = move || {
        let faults = faults.read();
        let lines: Vec<String> = faults.iter().map(|fault| located(fault, i18n)).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    let error = Signal::derive(move || problem.get().or_else(at_fault));
    let ids = FieldIds::new(&name, false, error.into());
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    let on_input = move |event: Event| {
        let entered = event_target_value(&event);
        match read_json(&entered, i18n) {
            Ok(read) => {
                problem.set(None);
                value.set(read);
            }
            Err(words) => problem.set(Some(words)),
        }
        text.set(entered);
    };
    view! {
        <Field ids=ids.clone() label=t!(i18n, "schema-form-json-label") required=true>
            <textarea
                class="input input--area input--mono"
                id=ids.control
                name=name
                rows="12"
                spellcheck="false"
                autocapitalize="none"
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=move || text.get()
                on:input=on_input
            >
                {text.get_untracked()}
            </textarea>
        </Field>
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}

/// The value of a text, or what is wrong with the text, in words.
fn read_json(text: &str, i18n: I18n) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        let fault = Fault::new("", FaultCode::Json).with("detail", error);
        i18n.message(&fault.message())
    })
}

/// A fault with its place before it.
fn located(fault: &Fault, i18n: I18n) -> String {
    let words = i18n.message(&fault.message());
    if fault.pointer.is_empty() { words } else { format!("{}: {words}", fault.pointer) }
}

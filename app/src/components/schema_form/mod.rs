//! A form for a JSON Schema, with a JSON editor beside it for what no form can say.

mod control;
mod field;
mod input;
mod place;
mod rows;
mod sending;

use leptos::html;
use leptos::prelude::*;
use model::schema_form::Kind;
use web_sys::{Event, HtmlInputElement};

use self::field::object_fields;
pub use self::input::{SchemaInput, start_of};
use self::place::Place;
pub use self::sending::{Sending, told};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Callout, Field, FieldIds, Tone, in_step};

/// The fields of a schema and the same value as JSON; one of the two is in sight.
///
/// It stands in a form with `novalidate`, for the half that is not in sight could not be corrected. With the prefix
/// `arguments` it sends `arguments[…]`, the entries of `model::schema_form` (a map of texts; `entry::posted` reads it),
/// `arguments_json`, the text of the editor, and `arguments_mode`, `form` or `json`, which says which one counts.
#[component]
pub fn SchemaForm(
    /// What is entered.
    input: SchemaInput,
) -> impl IntoView {
    // What was typed into a control stays there when only its first value changes: another input has other controls.
    view! { <For each=move || [input.number()] key=|number| *number children=move |_| whole(input) /> }
}

fn whole(input: SchemaInput) -> AnyView {
    if input.has_fields() {
        return view! { <FieldsOrJson input /> }.into_any();
    }
    let broken = input.broken(use_i18n()).map(|text| view! { <Callout tone=Tone::Warning>{text}</Callout> });
    view! {
        <div class="schema-form">
            {broken}
            <input type="hidden" name=input.beside("mode") value="json" />
            <JsonEditor input />
        </div>
    }
    .into_any()
}

/// Both halves, and the choice between them. Styles show the chosen one, so that it works without a program; with one,
/// what was entered in one half comes along to the other.
#[component]
fn FieldsOrJson(input: SchemaInput) -> impl IntoView {
    let i18n = use_i18n();
    let root = StoredValue::new(input.root());
    let mode = input.beside("mode");
    let as_json = input.in_json().get_untracked();
    let version = RwSignal::new(0_u32);
    let json_radio = NodeRef::<html::Input>::new();
    let to_fields = move |_: Event| {
        if input.to_fields() {
            version.update(|version| *version += 1);
        } else if let Some(radio) = json_radio.get_untracked() {
            radio.set_checked(true);
        }
    };
    let on_input = move |event: Event| {
        // Inputs, lists and text areas all have the properties of an input that are read here.
        let control: HtmlInputElement = event_target(&event);
        let unchecked = control.type_() == "checkbox" && !control.checked();
        input.control_changed(&control.name(), if unchecked { String::new() } else { control.value() });
    };
    let fields = move |_| {
        root.with_value(|root| match root.as_ref().map(|root| &root.kind) {
            Some(Kind::Object(object)) if object.is_empty() => {
                view! { <p class="field__help">{t!(i18n, "schema-form-nothing")}</p> }.into_any()
            }
            Some(Kind::Object(object)) => object_fields(input, object, &Place::root()),
            _ => ().into_any(),
        })
    };
    let problem = input.problem(&Place::root(), i18n);
    let (form_id, json_id) = (format!("{mode}-form"), format!("{mode}-json"));
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
                    on:change=to_fields
                />
                <label for=form_id>{t!(i18n, "schema-form-form")}</label>
                <input
                    type="radio"
                    id=json_id.clone()
                    name=mode
                    value="json"
                    checked=as_json
                    node_ref=json_radio
                    on:change=move |_| input.to_json()
                />
                <label for=json_id>{t!(i18n, "schema-form-json")}</label>
            </fieldset>
            <div class="schema-form__fields" on:input=on_input>
                {move || problem.get().map(|text| view! { <p class="field__error">{text}</p> })}
                <For each=move || [version.get()] key=|version| *version children=fields />
            </div>
            <div class="schema-form__json">
                <JsonEditor input />
            </div>
        </div>
    }
}

/// The value as JSON.
#[component]
fn JsonEditor(input: SchemaInput) -> impl IntoView {
    let i18n = use_i18n();
    let name = input.beside("json");
    let text = input.text_of_editor();
    let error = input.problem_of_text(i18n);
    let ids = FieldIds::new(&name, true, error.into());
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    let area = NodeRef::<html::Textarea>::new();
    in_step(area, move || text.get(), |area, text| area.set_value(text));
    let cannot_show = move || {
        let words = t!(i18n, "schema-form-cannot-show");
        input.cannot_show().get().then(|| view! { <p class="field__help">{words}</p> })
    };
    view! {
        <Field ids=ids.clone() label=t!(i18n, "schema-form-json-label") help=t!(i18n, "schema-form-json-help")>
            <textarea
                class="input input--area input--mono"
                id=ids.control
                name=name
                rows="12"
                spellcheck="false"
                autocapitalize="none"
                placeholder="{}"
                aria-invalid=invalid
                aria-describedby=described_by
                node_ref=area
                on:input=move |event| input.write(event_target_value(&event))
            >
                {text.get_untracked()}
            </textarea>
        </Field>
        <div role="status">{cannot_show}</div>
    }
}

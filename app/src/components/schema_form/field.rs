//! The field of a node, whatever its kind.

use leptos::prelude::*;
use model::schema_form::{Additional, ChoiceOption, Kind, Node, ObjectField, TextField, TextInput, entry};
use serde_json::Value;

use super::control::Control;
use super::input::SchemaInput;
use super::place::Place;
use super::rows::{array_rows, map_rows};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Checkbox, Choice};

/// What a field is called, and whether it may be left out.
#[derive(Clone)]
pub(super) struct Label {
    pub(super) words: String,
    pub(super) required: bool,
}

/// The field of a node at a place.
pub(super) fn field(input: SchemaInput, node: &Node, place: &Place, label: Label) -> AnyView {
    if label.required && node.constant().is_some() {
        return ().into_any();
    }
    let control = || Control {
        name: input.control(&place.at),
        value: input.entry(&place.at),
        label: label.words.clone(),
        help: node.description.clone(),
        required: label.required,
        problem: input.problem(place, use_i18n()),
    };
    let example =
        || node.examples.first().map(|example| example.as_str().map_or_else(|| example.to_string(), str::to_owned));
    match &node.kind {
        Kind::Text(text) => (text_control(control(), text, example()), presence(input, node, place)).into_any(),
        Kind::Number(_) => {
            (control().line("text", Some("decimal"), example()), presence(input, node, place)).into_any()
        }
        Kind::Integer(_) => {
            (control().line("text", Some("numeric"), example()), presence(input, node, place)).into_any()
        }
        Kind::Boolean => control().list(yes_or_no(node.nullable)),
        Kind::Choice(options) => control().list(choices(options, node.nullable)),
        Kind::Json => control().area(4, true, example()),
        Kind::Object(object) => {
            let fields = (object_fields(input, object, place), presence(input, node, place)).into_any();
            group(input, node, place, label, fields)
        }
        Kind::Array(array) => {
            let rows = (array_rows(input, array, place), presence(input, node, place)).into_any();
            group(input, node, place, label, rows)
        }
        Kind::OneOf(variants) => {
            let fields = variant_fields(input, variants, node.nullable, place);
            group(input, node, place, label, fields)
        }
    }
}

/// The fields of an object, and what it has beside them.
pub(super) fn object_fields(input: SchemaInput, object: &ObjectField, place: &Place) -> AnyView {
    let i18n = use_i18n();
    let fields = object.properties.iter().map(|property| {
        let words = property.node.title.clone().unwrap_or_else(|| property.name.clone());
        field(input, &property.node, &place.child(&property.name), Label { words, required: property.required })
    });
    let fields: Vec<AnyView> = fields.collect();
    let rest = entry::rest(&place.at);
    let text = input.entry(&rest);
    let others = match &object.additional {
        Additional::Map(node) => map_rows(input, node, place),
        // An object that may have more usually has not: it is asked for where there is nothing else, or something.
        Additional::Open if !text.is_empty() || (object.properties.is_empty() && !place.at.is_empty()) => Control {
            name: input.control(&rest),
            value: text,
            label: t!(i18n, "schema-form-rest"),
            help: None,
            required: false,
            // The object tells it.
            problem: Signal::stored(None),
        }
        .area(4, true, None),
        Additional::Open | Additional::Closed => ().into_any(),
    };
    (fields, others).into_any()
}

/// A frame with a legend around the parts of a field.
fn group(input: SchemaInput, node: &Node, place: &Place, label: Label, parts: AnyView) -> AnyView {
    let i18n = use_i18n();
    let optional = (!label.required).then(|| t!(i18n, "ui-optional"));
    let problem = input.problem(place, i18n);
    view! {
        <fieldset class="schema-form__group">
            <legend class="field__label">
                {label.words}
                {optional.map(|word| view! { <span class="field__optional">{word}</span> })}
            </legend>
            {node.description.clone().map(|text| view! { <p class="field__help">{text}</p> })}
            {move || problem.get().map(|text| view! { <p class="field__error">{text}</p> })}
            {parts}
        </fieldset>
    }
    .into_any()
}

/// That it is null, as a checkbox, or that it is there though blank.
fn presence(input: SchemaInput, node: &Node, place: &Place) -> AnyView {
    let name = entry::is(&place.at);
    let state = input.entry(&name);
    let control = input.control(&name);
    if node.nullable {
        let words = t!(use_i18n(), "schema-form-null");
        return view! { <Checkbox name=control label=words value="null" checked=state == "null" /> }.into_any();
    }
    (state == "given").then(|| view! { <input type="hidden" name=control value="given" /> }).into_any()
}

fn text_control(control: Control, text: &TextField, example: Option<String>) -> AnyView {
    match text.input {
        TextInput::Email => control.line("text", Some("email"), example),
        TextInput::Uri => control.line("text", Some("url"), example),
        TextInput::Date if control.value.is_empty() || control.value.len() == 10 => control.line("date", None, None),
        TextInput::Date => control.line("text", None, example.or_else(|| Some("2026-01-31".to_owned()))),
        TextInput::DateTime => control.line("text", None, example.or_else(|| Some("2026-01-31T12:00:00Z".to_owned()))),
        TextInput::Time => control.line("text", None, example.or_else(|| Some("12:00:00Z".to_owned()))),
        TextInput::Uuid => control.line("text", None, example),
        TextInput::Password => control.line("password", None, None),
        // A line cannot hold the line ends that a text may have, as long as nothing says that it is short.
        TextInput::Line if text.max_length.is_some() && !control.value.contains('\n') => {
            control.line("text", None, example)
        }
        TextInput::Line => control.area(1, false, example),
        TextInput::Area => control.area(6, false, example),
    }
}

fn yes_or_no(nullable: bool) -> Vec<Choice> {
    let i18n = use_i18n();
    let yes = [Choice::new("true", t!(i18n, "schema-form-yes")), Choice::new("false", t!(i18n, "schema-form-no"))];
    unset(nullable).into_iter().chain(yes).collect()
}

fn choices(options: &[ChoiceOption], nullable: bool) -> Vec<Choice> {
    let named = options.iter().map(|option| Choice::new(&option.key, words(option)));
    unset(nullable).into_iter().chain(named).collect()
}

/// What an option is called.
pub(super) fn words(option: &ChoiceOption) -> String {
    match (&option.title, &option.value) {
        (Some(title), _) => title.clone(),
        (None, Value::String(text)) if !text.is_empty() => text.clone(),
        (None, other) => other.to_string(),
    }
}

/// The choices that are no value.
fn unset(nullable: bool) -> Vec<Choice> {
    let i18n = use_i18n();
    let mut choices = vec![Choice::new("", t!(i18n, "schema-form-unset"))];
    if nullable {
        choices.push(Choice::new("null", t!(i18n, "schema-form-null")));
    }
    choices
}

/// Which variant, and its field. Before the browser's program arrives it is the one chosen at first; others are written
/// as JSON then.
fn variant_fields(input: SchemaInput, variants: &[Node], nullable: bool, place: &Place) -> AnyView {
    let i18n = use_i18n();
    let name = entry::variant(&place.at);
    let value = input.entry(&name);
    let chosen = RwSignal::new(value.clone());
    let title = move |i: usize, node: &Node| {
        node.title.clone().unwrap_or_else(|| t!(i18n, "schema-form-variant-number", number = i + 1))
    };
    let named = variants.iter().enumerate().map(|(i, node)| Choice::new(i.to_string(), title(i, node)));
    let select = Control {
        name: input.control(&name),
        value,
        label: t!(i18n, "schema-form-variant"),
        help: None,
        required: true,
        problem: Signal::stored(None),
    }
    .list(unset(nullable).into_iter().chain(named).collect());
    let (variants, place) = (StoredValue::new(variants.to_vec()), place.clone());
    let at = place.at.clone();
    let fields = move || {
        let i: usize = chosen.read().parse().ok()?;
        variants.with_value(|variants| {
            let node = variants.get(i)?;
            Some(match &node.kind {
                Kind::Object(object) => object_fields(input, object, &place),
                _ => field(input, node, &place, Label { words: title(i, node), required: true }),
            })
        })
    };
    view! {
        // The form around it writes the entry afterwards.
        <div on:input=move |event| {
            input.clear(&at);
            chosen.set(event_target_value(&event));
        }>{select}</div>
        {fields}
    }
    .into_any()
}

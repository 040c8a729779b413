//! What the keywords of a resolved schema say.

use serde_json::{Map, Value};

use super::entry::below;
use super::{
    ChoiceOption, Kind, MAX_OPTIONS, MAX_PROPERTIES, Node, NumberField, SchemaFault, SchemaFaultCode, TextField,
    TextInput,
};

/// The seven types of JSON Schema.
pub(super) const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "number", "string", "integer"];

/// The node with the labels of a schema, where it has not got its own.
pub(super) fn labelled(mut node: Node, schema: Option<&Map<String, Value>>) -> Node {
    let Some(schema) = schema else { return node };
    let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(str::to_owned);
    node.title = text("title").or(node.title);
    node.description = text("description").or(node.description);
    node.default = schema.get("default").cloned().or(node.default);
    if let Some(Value::Array(examples)) = schema.get("examples") {
        node.examples.clone_from(examples);
    }
    node
}

/// A label of a schema.
pub(super) fn label(schema: &Value, keyword: &str) -> Option<String> {
    schema.get(keyword)?.as_str().map(str::to_owned)
}

/// A schema that says nothing but which properties are required, or what must not be.
pub(super) fn only_requires(schema: &Value) -> bool {
    let known = ["required", "not", "title", "description", "$comment"];
    schema.as_object().is_some_and(|schema| schema.keys().all(|key| known.contains(&key.as_str())))
}

/// A schema that only null fits.
pub(super) fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|type_| type_ == "null") || schema.get("const") == Some(&Value::Null)
}

/// A choice; null among its options makes it nullable instead.
pub(super) fn choice(mut options: Vec<ChoiceOption>) -> Node {
    let all = options.len();
    if all > 1 {
        options.retain(|option| !option.value.is_null());
    }
    let nullable = options.len() < all;
    Node { nullable, ..Node::new(if options.len() > MAX_OPTIONS { Kind::Json } else { Kind::Choice(options) }) }
}

/// The options of `const` or `enum`.
pub(super) fn options(flat: &Map<String, Value>, at: &str) -> Result<Option<Vec<ChoiceOption>>, SchemaFault> {
    if let Some(only) = flat.get("const") {
        return Ok(Some(vec![ChoiceOption::new(only.clone(), None)]));
    }
    match flat.get("enum") {
        None => Ok(None),
        Some(Value::Array(values)) if !values.is_empty() => {
            let mut options: Vec<ChoiceOption> = Vec::with_capacity(values.len().min(MAX_OPTIONS + 2));
            for value in values.iter().take(MAX_OPTIONS + 2) {
                if !options.iter().any(|known| known.value == *value) {
                    options.push(ChoiceOption::new(value.clone(), None));
                }
            }
            Ok(Some(options))
        }
        Some(_) => Err(SchemaFault::keyword(at, "enum")),
    }
}

/// The types but null, and whether null is one. Where the schema names none, what its keywords are about.
pub(super) fn types<'f>(flat: &'f Map<String, Value>, at: &str) -> Result<(Vec<&'f str>, bool), SchemaFault> {
    let mut types: Vec<&str> = Vec::new();
    let named: &[Value] = match flat.get("type") {
        None => &[],
        Some(Value::Array(types)) if !types.is_empty() => types.as_slice(),
        Some(Value::Array(_)) => return Err(SchemaFault::keyword(at, "type")),
        Some(one) => std::slice::from_ref(one),
    };
    for type_ in named {
        let Some(word) = type_.as_str() else { return Err(SchemaFault::keyword(at, "type")) };
        if !TYPES.contains(&word) {
            return Err(SchemaFault::new(&below(at, "type"), SchemaFaultCode::UnknownType).with("type", word));
        }
        if !types.contains(&word) {
            types.push(word);
        }
    }
    if named.is_empty() {
        let says = |keywords: &[&str]| keywords.iter().any(|keyword| flat.contains_key(*keyword));
        if says(&["properties", "required", "additionalProperties"]) {
            types.push("object");
        } else if says(&["items", "prefixItems"]) {
            types.push("array");
        }
    }
    let all = types.len();
    types.retain(|type_| *type_ != "null");
    let nullable = types.len() < all;
    Ok((types, nullable))
}

/// The names in `required`, each once. Draft-03 had a boolean there, which is still met; it says nothing here.
pub(super) fn required<'f>(flat: &'f Map<String, Value>, at: &str) -> Result<Vec<&'f str>, SchemaFault> {
    let mut names: Vec<&str> = Vec::new();
    match flat.get("required") {
        None | Some(Value::Bool(_)) => {}
        Some(Value::Array(list)) => {
            for name in list {
                let Some(name) = name.as_str() else { return Err(SchemaFault::keyword(at, "required")) };
                if names.len() <= MAX_PROPERTIES && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        Some(_) => return Err(SchemaFault::keyword(at, "required")),
    }
    Ok(names)
}

/// The bounds of a text.
pub(super) fn text(flat: &Map<String, Value>) -> TextField {
    let length = |keyword: &str| flat.get(keyword).and_then(Value::as_u64);
    let long = |keyword: &str| length(keyword).is_some_and(|characters| characters > 255);
    let input = match flat.get("format").and_then(Value::as_str) {
        Some("email" | "idn-email") => TextInput::Email,
        Some("uri" | "iri" | "url") => TextInput::Uri,
        Some("date") => TextInput::Date,
        Some("date-time") => TextInput::DateTime,
        Some("time") => TextInput::Time,
        Some("uuid") => TextInput::Uuid,
        Some("password") => TextInput::Password,
        _ if flat.contains_key("contentMediaType") || long("minLength") || long("maxLength") => TextInput::Area,
        _ => TextInput::Line,
    };
    let pattern = flat.get("pattern").and_then(Value::as_str).map(str::to_owned);
    TextField { input, min_length: length("minLength"), max_length: length("maxLength"), pattern }
}

/// The bounds of a number.
pub(super) fn number(flat: &Map<String, Value>) -> NumberField {
    let bound = |keyword: &str| flat.get(keyword).and_then(Value::as_number).cloned();
    NumberField {
        minimum: bound("minimum"),
        maximum: bound("maximum"),
        exclusive_minimum: bound("exclusiveMinimum"),
        exclusive_maximum: bound("exclusiveMaximum"),
        multiple_of: bound("multipleOf").filter(|step| step.as_f64().is_some_and(|step| step > 0.0)),
    }
}

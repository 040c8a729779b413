//! From a value to the entries that show it.

use serde_json::{Map, Value};

use super::entry::{below, is, key, rest, variant};
use super::{Additional, Kind, Node, ObjectField};

/// What a new form starts with.
pub(super) fn start(node: &Node, required: bool) -> Option<Value> {
    if let Some(default) =
        node.default.as_ref().filter(|default| node.fits(default) && (required || !default.is_null()))
    {
        return Some(default.clone());
    }
    if !required {
        return None;
    }
    match &node.kind {
        Kind::Object(object) => {
            let fields = object.properties.iter();
            let filled = fields.filter_map(|p| Some((p.name.clone(), start(&p.node, p.required)?)));
            Some(Value::Object(filled.collect()))
        }
        Kind::Array(_) if !node.nullable => Some(Value::Array(Vec::new())),
        _ => node.constant().cloned(),
    }
}

/// The entries of a value.
pub(super) fn fill(root: &Node, value: &Value) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    put(root, value, "", &mut entries);
    entries
}

fn put(node: &Node, value: &Value, at: &str, entries: &mut Vec<(String, String)>) {
    let mut entry = |name: String, text: String| entries.push((name, text));
    if value.is_null() && node.nullable {
        match node.kind {
            Kind::Boolean | Kind::Choice(_) | Kind::Json => entry(at.to_owned(), "null".to_owned()),
            Kind::OneOf(_) => entry(variant(at), "null".to_owned()),
            _ => entry(is(at), "null".to_owned()),
        }
        return;
    }
    match (&node.kind, value) {
        (Kind::Text(_), Value::String(text)) => {
            if text.is_empty() {
                entry(is(at), "given".to_owned());
            }
            entry(at.to_owned(), text.clone());
        }
        (Kind::Number(_) | Kind::Integer(_), Value::Number(_)) | (Kind::Boolean, Value::Bool(_)) => {
            entry(at.to_owned(), value.to_string());
        }
        (Kind::Choice(options), _) => {
            if let Some(chosen) = options.iter().find(|option| option.value == *value) {
                entry(at.to_owned(), chosen.key.clone());
            }
        }
        (Kind::Object(object), Value::Object(values)) => {
            entry(is(at), "given".to_owned());
            put_object(object, values, at, entries);
        }
        (Kind::Array(array), Value::Array(items)) => {
            entry(is(at), "given".to_owned());
            for (i, item) in items.iter().enumerate() {
                if let Some(node) = array.item(i) {
                    put(node, item, &below(at, &i.to_string()), entries);
                }
            }
        }
        (Kind::OneOf(variants), _) => {
            if let Some((i, chosen)) = variants.iter().enumerate().find(|(_, node)| node.fits(value)) {
                entry(variant(at), i.to_string());
                put(chosen, value, at, entries);
            }
        }
        (Kind::Json, _) => entry(at.to_owned(), format!("{value:#}")),
        _ => {}
    }
}

fn put_object(object: &ObjectField, values: &Map<String, Value>, at: &str, entries: &mut Vec<(String, String)>) {
    for property in &object.properties {
        if let Some(value) = values.get(&property.name) {
            put(&property.node, value, &below(at, &property.name), entries);
        }
    }
    if let Additional::Map(node) = &object.additional {
        for (i, (name, value)) in values.iter().enumerate() {
            let row = below(at, &i.to_string());
            entries.push((key(&row), name.clone()));
            if name.is_empty() {
                entries.push((is(&row), "given".to_owned()));
            }
            put(node, value, &row, entries);
        }
        return;
    }
    let others = values.iter().filter(|(name, _)| object.property(name).is_none());
    let others: Map<String, Value> = others.map(|(name, value)| (name.clone(), value.clone())).collect();
    if !others.is_empty() {
        entries.push((rest(at), format!("{:#}", Value::Object(others))));
    }
}

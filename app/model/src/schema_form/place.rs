//! Places in a value: from the names of errors to pointers, and from pointers to the fields that show them.

use serde_json::Value;

use super::entry::below;
use super::{Additional, Kind, Node, SchemaForm};

/// The JSON Pointer of the place that an error names with dots, `user.sizes.1`. The value tells names with dots in them
/// from names within names; what it does not have is one name.
pub fn pointer_of(place: &str, value: &Value) -> String {
    let (mut pointer, mut value, mut rest) = (String::new(), value, place);
    while !rest.is_empty() {
        let (token, after) = step(rest, value);
        pointer = below(&pointer, token);
        value = match value {
            Value::Array(items) => token.parse().ok().and_then(|i: usize| items.get(i)).unwrap_or(&Value::Null),
            other => &other[token],
        };
        rest = after;
    }
    pointer
}

/// The name that a place begins with, and what comes after it.
fn step<'p>(place: &'p str, value: &Value) -> (&'p str, &'p str) {
    let mut ends = place.match_indices('.').map(|(at, _)| at).chain([place.len()]);
    let known = |end: &usize| match value {
        Value::Object(object) => object.contains_key(&place[..*end]),
        Value::Array(_) => place[..*end].parse::<usize>().is_ok(),
        _ => false,
    };
    let end = ends.rfind(known).unwrap_or(place.len());
    (&place[..end], place[end..].strip_prefix('.').unwrap_or_default())
}

impl SchemaForm {
    /// The pointer of the field that shows a place in the value: its own, else that of the nearest around it.
    pub fn field_of<'p>(&self, pointer: &'p str) -> &'p str {
        &pointer[..shown(&self.root, pointer)]
    }
}

/// How much of a pointer has a field.
fn shown(node: &Node, pointer: &str) -> usize {
    let Some(rest) = pointer.strip_prefix('/') else { return 0 };
    let token = rest.split('/').next().unwrap_or_default();
    let name = token.replace("~1", "/").replace("~0", "~");
    let length = 1 + token.len();
    let child = match &node.kind {
        Kind::Object(object) => match (object.property(&name), &object.additional) {
            // A required constant has no field.
            (Some(property), _) if property.required && property.node.constant().is_some() => None,
            (Some(property), _) => Some(&property.node),
            (None, Additional::Map(node)) => Some(&**node),
            (None, _) => None,
        },
        // Several choices are one field.
        Kind::Array(array) if array.options().is_none() => name.parse().ok().and_then(|i| array.item(i)),
        Kind::OneOf(variants) => return variants.iter().map(|variant| shown(variant, pointer)).max().unwrap_or(0),
        _ => None,
    };
    child.map_or(0, |child| length + shown(child, &pointer[length..]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_named_with_dots_become_pointers() {
        let value = json!({ "user": { "a.b": 1, "sizes": [1, { "x/y": 2 }] }, "user.name": 3 });
        assert_eq!(pointer_of("", &value), "");
        assert_eq!(pointer_of("user.a.b", &value), "/user/a.b");
        assert_eq!(pointer_of("user.sizes.1.x/y", &value), "/user/sizes/1/x~1y");
        assert_eq!(pointer_of("user.name", &value), "/user.name");
        assert_eq!(pointer_of("user.missing.too", &value), "/user/missing.too");
        assert_eq!(pointer_of("sizes.9", &json!(null)), "/sizes.9");
    }

    #[test]
    fn a_place_is_shown_by_the_nearest_field() {
        let schema = json!({
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": { "const": "a" },
                "any": {},
                "rows": { "type": "array", "items": { "type": "object", "properties": { "n": { "type": "integer" } } } },
                "tags": { "type": "array", "items": { "enum": ["a", "b"] } },
                "one": { "oneOf": [
                    { "type": "string" },
                    { "type": "object", "properties": { "deep": { "type": "string" } } }
                ] },
            }
        });
        let form = SchemaForm::read(&schema).unwrap();
        for (pointer, field) in [
            ("", ""),
            ("/kind", ""),
            ("/unknown/x", ""),
            ("/any/x/y", "/any"),
            ("/rows/0/n", "/rows/0/n"),
            ("/rows/0/m", "/rows/0"),
            ("/tags/1", "/tags"),
            ("/one/deep", "/one/deep"),
            ("/one/other", "/one"),
        ] {
            assert_eq!(form.field_of(pointer), field, "{pointer}");
        }
    }
}

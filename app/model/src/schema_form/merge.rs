//! One schema for what must hold of both of two: `allOf`, and what stands beside `$ref` or `oneOf`.

use serde_json::{Map, Value};

/// Joins two schemas that were both resolved; labels are those of the first where it has them.
///
/// `None` when no simple schema says both, or when both say so much about the same property that it is not worth it.
pub(super) fn merge(mut first: Map<String, Value>, second: Map<String, Value>) -> Option<Map<String, Value>> {
    for (keyword, theirs) in second {
        let Some(ours) = first.get_mut(&keyword) else {
            first.insert(keyword, theirs);
            continue;
        };
        if *ours == theirs {
            continue;
        }
        match keyword.as_str() {
            "properties" => properties(ours, theirs)?,
            "required" => required(ours, theirs)?,
            "type" => *ours = types(ours, &theirs)?,
            "enum" => common(ours, &theirs)?,
            "minimum" | "exclusiveMinimum" | "minLength" | "minItems" => bound(ours, theirs, |a, b| a < b)?,
            "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" => bound(ours, theirs, |a, b| a > b)?,
            "additionalProperties" | "unevaluatedProperties" => stricter(ours, theirs)?,
            "uniqueItems" => *ours = Value::Bool(true),
            "const" | "multipleOf" | "items" | "prefixItems" | "additionalItems" | "oneOf" | "anyOf" => return None,
            _ => {}
        }
    }
    Some(first)
}

/// The properties of both; one that both have holds what both say of it.
fn properties(ours: &mut Value, theirs: Value) -> Option<()> {
    let (Value::Object(ours), Value::Object(theirs)) = (ours, theirs) else { return None };
    for (name, schema) in theirs {
        match ours.get_mut(&name) {
            None => {
                ours.insert(name, schema);
            }
            Some(known) if *known == schema || schema == Value::Bool(true) => {}
            Some(known) => *known = serde_json::json!({ "allOf": [known.take(), schema] }),
        }
    }
    Some(())
}

fn required(ours: &mut Value, theirs: Value) -> Option<()> {
    let (Value::Array(ours), Value::Array(theirs)) = (ours, theirs) else { return None };
    for name in theirs {
        if !ours.contains(&name) {
            ours.push(name);
        }
    }
    Some(())
}

/// The types that both allow.
fn types(ours: &Value, theirs: &Value) -> Option<Value> {
    fn words(types: &Value) -> Vec<&Value> {
        types.as_array().map_or_else(|| vec![types], |list| list.iter().collect())
    }
    let theirs = words(theirs);
    let has = |word: &str| theirs.iter().any(|type_| type_.as_str() == Some(word));
    let mut both = Vec::new();
    for word in words(ours) {
        match word.as_str()? {
            "number" if !has("number") && has("integer") => both.push(Value::from("integer")),
            "integer" if has("number") || has("integer") => both.push(word.clone()),
            name if has(name) => both.push(word.clone()),
            _ => {}
        }
    }
    match both.len() {
        0 => None,
        1 => both.pop(),
        _ => Some(Value::Array(both)),
    }
}

fn common(ours: &mut Value, theirs: &Value) -> Option<()> {
    let (Value::Array(ours), Value::Array(theirs)) = (ours, theirs) else { return None };
    ours.retain(|option| theirs.contains(option));
    (!ours.is_empty()).then_some(())
}

/// Theirs, when ours is looser.
fn bound(ours: &mut Value, theirs: Value, looser: impl Fn(f64, f64) -> bool) -> Option<()> {
    if looser(ours.as_f64()?, theirs.as_f64()?) {
        *ours = theirs;
    }
    Some(())
}

/// The stricter of two schemas of further properties: `false`, then a schema, then `true`.
fn stricter(ours: &mut Value, theirs: Value) -> Option<()> {
    match (&*ours, &theirs) {
        (Value::Bool(false), _) | (_, Value::Bool(true)) => {}
        (Value::Bool(true), _) | (_, Value::Bool(false)) => *ours = theirs,
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn both(first: Value, second: Value) -> Option<Value> {
        let (Value::Object(first), Value::Object(second)) = (first, second) else { panic!("two objects") };
        merge(first, second).map(Value::Object)
    }

    #[test]
    fn the_stricter_bound_holds() {
        let merged = both(json!({"minimum": 1, "maximum": 9}), json!({"minimum": 3, "maximum": 20}));
        assert_eq!(merged, Some(json!({"minimum": 3, "maximum": 9})));
    }

    #[test]
    fn a_property_of_both_holds_what_both_say() {
        let merged =
            both(json!({"properties": {"a": {"minLength": 1}}}), json!({"properties": {"a": {"type": "string"}}}));
        assert_eq!(merged, Some(json!({"properties": {"a": {"allOf": [{"minLength": 1}, {"type": "string"}]}}})));
    }

    #[test]
    fn contradictions_are_none() {
        assert_eq!(both(json!({"type": "string"}), json!({"type": ["null", "integer"]})), None);
        assert_eq!(both(json!({"const": 1}), json!({"const": 2})), None);
        assert_eq!(both(json!({"type": "number"}), json!({"type": "integer"})), Some(json!({"type": "integer"})));
    }
}

//! What every call of an MCP tool keeps to, whatever the tool asks for.

use model::FieldCode;
use serde_json::{Map, Value};

use crate::field::Fields;

/// Longest name of an MCP tool, in characters.
const MAX_NAME: u32 = 256;
/// Largest arguments, in bytes of JSON.
const MAX_ARGUMENTS: u32 = 256 * 1024;

/// A name that an MCP tool may have, as it is: a space in it belongs to it.
pub(crate) fn check_name(fields: &mut Fields, field: &str, name: &str) {
    if name.trim().is_empty() {
        fields.push(field, FieldCode::Required);
    } else if name.chars().count() > MAX_NAME as usize {
        fields.push(field, FieldCode::TooLong { max: MAX_NAME });
    } else if name.chars().any(char::is_control) {
        fields.push(field, FieldCode::Characters);
    }
}

/// Arguments that can be stored: bounded, and without NUL, which Postgres does not take in JSON.
pub(crate) fn check_arguments(fields: &mut Fields, field: &str, arguments: &Map<String, Value>) {
    let json = serde_json::to_vec(arguments);
    if json.is_ok_and(|json| json.len() > MAX_ARGUMENTS as usize) {
        fields.push(field, FieldCode::TooLong { max: MAX_ARGUMENTS });
    } else if any_nul(arguments) {
        fields.push(field, FieldCode::Characters);
    }
}

fn any_nul(members: &Map<String, Value>) -> bool {
    members.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => any_nul(members),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Error;
    use serde_json::json;

    fn refused(name: &str, arguments: Value) -> Vec<&'static str> {
        let mut fields = Fields::default();
        check_name(&mut fields, "tool", name);
        check_arguments(&mut fields, "arguments", arguments.as_object().unwrap());
        match fields.finish() {
            Err(Error::Invalid { fields }) => fields.iter().map(|error| error.code.code()).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn calls_keep_to_their_bounds() {
        assert!(refused(&"ä".repeat(256), json!({ "path": "a\\u0000b", "n": 1 })).is_empty());
        assert_eq!(refused(&"ä".repeat(257), json!({ "x": "y".repeat(MAX_ARGUMENTS as usize) })), ["too_long"; 2]);
        assert_eq!(refused("a\nb", json!({ "x": [{ "y": "a\0b" }] })), ["characters"; 2]);
        assert_eq!(refused(" ", json!({ "a\0b": 1 })), ["required", "characters"]);
    }
}

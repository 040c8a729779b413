//! Arguments held against what an MCP tool asks for, before it is called. The schema comes from a server that may be
//! hostile: nothing is fetched for it, and what it may cost is known before it is read.

use std::collections::HashMap;
use std::time::Duration;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, ValidationError};
use model::{FieldCode, FieldError};
use serde_json::{Map, Value};

/// Longest look at arguments.
const PATIENCE: Duration = Duration::from_secs(2);
/// Most faults told at once.
const FAULTS: usize = 20;
/// Longest words about one, in characters.
const WORDS: usize = 300;
/// Largest schema with every reference followed, in values.
const MAX_SIZE: u64 = 100_000;
/// Deepest one.
const MAX_DEPTH: u32 = 100;

/// What is wrong with the arguments, each with its place: `arguments.user.name`. Nothing where the schema is none, refers
/// to what is elsewhere, or is too large to be looked at: then the server decides.
pub(super) async fn faults(schema: Value, arguments: &Map<String, Value>) -> Vec<FieldError> {
    if (Sizes { root: &schema, known: HashMap::new() }).of(&schema, 0).is_none_or(|size| size > MAX_SIZE) {
        return Vec::new();
    }
    let arguments = Value::Object(arguments.clone());
    let looking = tokio::task::spawn_blocking(move || look(&schema, &arguments));
    match tokio::time::timeout(PATIENCE, looking).await {
        Ok(Ok(faults)) => faults,
        _ => Vec::new(),
    }
}

fn look(schema: &Value, arguments: &Value) -> Vec<FieldError> {
    // Patterns that are matched in linear time; the crate is built without anything that fetches.
    let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
    let Ok(validator) = options.build(schema) else { return Vec::new() };
    validator.iter_errors(arguments).take(FAULTS).map(|error| fault(&error)).collect()
}

fn fault(error: &ValidationError<'_>) -> FieldError {
    let mut field = "arguments".to_owned();
    for step in error.instance_path().as_str().split('/').skip(1) {
        field.push('.');
        field.push_str(&step.replace("~1", "/").replace("~0", "~"));
    }
    if let ValidationErrorKind::Required { property: Value::String(name) } = error.kind() {
        return FieldError::new(&format!("{field}.{name}"), FieldCode::Required);
    }
    // Without the value, which may be long or a secret.
    let detail = error.masked().to_string().chars().take(WORDS).collect();
    FieldError::new(&field, FieldCode::Shape { detail })
}

/// How large schemas are when every reference in them is followed.
struct Sizes<'a> {
    root: &'a Value,
    /// By reference; 1 while it is being followed, for a circle ends where the arguments do.
    known: HashMap<&'a str, u64>,
}

impl<'a> Sizes<'a> {
    /// Values within a schema; `None` when it is too deep or refers to what is not in it by a pointer.
    fn of(&mut self, schema: &'a Value, depth: u32) -> Option<u64> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut size: u64 = 1;
        match schema {
            Value::Object(members) => {
                for (name, value) in members {
                    let more = match (name.as_str(), value) {
                        ("$ref", Value::String(target)) => self.behind(target, depth)?,
                        ("$dynamicRef" | "$recursiveRef", Value::String(_)) => return None,
                        _ => self.of(value, depth + 1)?,
                    };
                    size = size.saturating_add(more);
                }
            }
            Value::Array(items) => {
                for item in items {
                    size = size.saturating_add(self.of(item, depth + 1)?);
                }
            }
            _ => {}
        }
        Some(size)
    }

    fn behind(&mut self, target: &'a str, depth: u32) -> Option<u64> {
        if let Some(known) = self.known.get(target) {
            return Some(*known);
        }
        let schema = self.root.pointer(target.strip_prefix('#')?)?;
        self.known.insert(target, 1);
        let size = self.of(schema, depth + 1)?;
        self.known.insert(target, size);
        Some(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    async fn wrong(schema: Value, arguments: Value) -> Vec<(String, &'static str)> {
        let faults = faults(schema, arguments.as_object().unwrap()).await;
        faults.into_iter().map(|fault| (fault.field, fault.code.code())).collect()
    }

    #[tokio::test]
    async fn faults_have_their_place() {
        let schema = json!({
            "type": "object", "required": ["path"], "additionalProperties": false,
            "properties": { "path": { "type": "string" }, "sizes": { "type": "array", "items": { "$ref": "#/$defs/n" } } },
            "$defs": { "n": { "type": "integer", "minimum": 1 } },
        });
        assert!(wrong(schema.clone(), json!({ "path": "/", "sizes": [1, 2] })).await.is_empty());
        assert_eq!(wrong(schema.clone(), json!({})).await, [("arguments.path".to_owned(), "required")]);
        let found = wrong(schema, json!({ "path": "/", "sizes": [1, "planted-77"] })).await;
        assert_eq!(found, [("arguments.sizes.1".to_owned(), "shape")]);
    }

    #[tokio::test]
    async fn values_are_not_repeated() {
        let schema = json!({ "properties": { "key": { "type": "integer" } } });
        let arguments = json!({ "key": "planted-77" });
        let found = faults(schema, arguments.as_object().unwrap()).await;
        assert!(!format!("{found:?}").contains("planted-77") && found.len() == 1, "{found:?}");
    }

    #[tokio::test]
    async fn what_cannot_be_looked_at_is_left_to_the_server() {
        // Each definition is the one before twice: small to write, endless to read.
        let mut definitions = Map::new();
        definitions.insert("d0".to_owned(), json!({ "type": "integer" }));
        for n in 1..60 {
            let before = json!({ "$ref": format!("#/$defs/d{}", n - 1) });
            definitions.insert(format!("d{n}"), json!({ "allOf": [before.clone(), before] }));
        }
        let endless = json!({ "properties": { "a": { "$ref": "#/$defs/d59" } }, "$defs": definitions });
        for schema in [endless, json!({ "type": 7 }), json!({ "$ref": "http://127.0.0.1:9/schema.json" })] {
            assert!(wrong(schema, json!({ "a": "no" })).await.is_empty());
        }
    }

    #[tokio::test]
    async fn a_schema_may_go_in_circles() {
        let tree = json!({ "properties": { "child": { "$ref": "#" }, "n": { "type": "integer" } } });
        let found = wrong(tree, json!({ "child": { "child": { "n": "x" } } })).await;
        assert_eq!(found, [("arguments.child.child.n".to_owned(), "shape")]);
    }
}

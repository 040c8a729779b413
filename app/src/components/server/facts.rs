//! What a server tells of itself, as words.

use serde_json::Value;

/// Names of capabilities (`tools`, `resources`, …) with those of extensions among them, sorted.
pub fn capability_names(capabilities: &Value) -> Vec<String> {
    let Some(map) = capabilities.as_object() else { return Vec::new() };
    let mut names: Vec<String> = map.keys().filter(|k| !NESTED.contains(&k.as_str())).cloned().collect();
    for nested in NESTED {
        if let Some(map) = map.get(nested).and_then(Value::as_object) {
            names.extend(map.keys().cloned());
        }
    }
    names.sort();
    names
}

const NESTED: [&str; 2] = ["extensions", "experimental"];

/// Name and version of the implementation (`serverInfo` of MCP).
pub fn implementation(server_info: &Value) -> Option<String> {
    let word = |key: &str| server_info.get(key).and_then(Value::as_str).filter(|t| !t.is_empty());
    let name = word("title").or_else(|| word("name"))?;
    Some(match word("version") {
        Some(version) => format!("{name} {version}"),
        None => name.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn capabilities_with_extensions() {
        let value = json!({"tools": {"listChanged": true}, "extensions": {"io.example/exec": {}}, "logging": {}});
        assert_eq!(capability_names(&value), ["io.example/exec", "logging", "tools"]);
        assert!(capability_names(&Value::Null).is_empty());
    }

    #[test]
    fn name_and_version() {
        assert_eq!(implementation(&json!({"name": "x", "version": "1.2"})).as_deref(), Some("x 1.2"));
        assert_eq!(implementation(&json!({"name": "x", "title": "X server"})).as_deref(), Some("X server"));
        assert_eq!(implementation(&json!({})), None);
    }
}

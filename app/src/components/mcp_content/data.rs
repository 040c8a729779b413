//! How JSON is shown: a list of flat objects as a table, other lists and objects as a tree, all else as it is.

use serde_json::{Map, Value};

/// Most columns of a table.
const COLUMNS: usize = 12;
/// Longest JSON that becomes a table or a tree, in bytes. More is shown as JSON, which costs a page less.
const LARGEST: usize = 64 * 1024;
/// Deepest level of a tree; what lies deeper is JSON.
pub(super) const DEPTH: usize = 8;

/// How a value is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Data {
    /// Rows of cells under the names of the members.
    Table {
        /// Names of the members, in the order they are met.
        columns: Vec<String>,
        /// A cell for each column.
        rows: Vec<Vec<String>>,
    },
    /// Names with their values, level by level.
    Tree(Vec<(String, Value)>),
    /// As JSON.
    Json,
}

impl Data {
    pub(super) fn of(value: &Value) -> Self {
        if value.to_string().len() > LARGEST {
            return Self::Json;
        }
        table(value).or_else(|| entries(value).map(Self::Tree)).unwrap_or(Self::Json)
    }
}

/// What an object or a list holds, with its names or numbers; `None` for what holds nothing.
pub(super) fn entries(value: &Value) -> Option<Vec<(String, Value)>> {
    let entries: Vec<_> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        Value::Array(items) => (1..).zip(items).map(|(i, value)| (i.to_string(), value.clone())).collect(),
        _ => Vec::new(),
    };
    (!entries.is_empty()).then_some(entries)
}

/// A text that is a JSON object or list.
pub(super) fn read(text: &str) -> Option<Value> {
    let text = text.trim();
    let value = text.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(text).ok()).flatten()?;
    entries(&value).map(|_| value)
}

fn table(value: &Value) -> Option<Data> {
    let items: Vec<&Map<String, Value>> = value.as_array()?.iter().map(Value::as_object).collect::<Option<_>>()?;
    let mut columns: Vec<String> = Vec::new();
    for (name, cell) in items.iter().flat_map(|item| item.iter()) {
        if cell.is_object() || cell.is_array() {
            return None;
        }
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    if columns.is_empty() || columns.len() > COLUMNS {
        return None;
    }
    let cell = |item: &Map<String, Value>, name: &String| match item.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let rows = items.into_iter().map(|item| columns.iter().map(|name| cell(item, name)).collect()).collect();
    Some(Data::Table { columns, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn flat_objects_are_a_table() {
        let table = Data::of(&json!([{ "a": 1, "b": "x" }, { "a": null, "c": true }]));
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let columns = row(["a", "b", "c"]);
        assert_eq!(table, Data::Table { columns, rows: vec![row(["1", "x", ""]), row(["null", "", "true"])] });
    }

    #[test]
    fn what_is_nested_is_a_tree() {
        let nested = json!([{ "a": { "b": 1 } }]);
        assert_eq!(Data::of(&nested), Data::Tree(vec![("1".to_owned(), json!({ "a": { "b": 1 } }))]));
        assert!(matches!(Data::of(&json!({ "a": 1 })), Data::Tree(_)));
        assert!(matches!(Data::of(&json!([1, 2])), Data::Tree(_)));
        let wide: Map<String, Value> = (0..=COLUMNS).map(|i| (i.to_string(), json!(i))).collect();
        assert!(matches!(Data::of(&json!([wide])), Data::Tree(_)));
    }

    #[test]
    fn what_is_empty_bare_or_large_is_json() {
        for value in [json!([]), json!({}), json!(7), json!("x"), json!(["y".repeat(LARGEST)])] {
            assert_eq!(Data::of(&value), Data::Json);
        }
    }

    #[test]
    fn text_is_data_when_all_of_it_is() {
        assert_eq!(read(" {\"a\": 1}\n"), Some(json!({ "a": 1 })));
        for text in ["{}", "[", "7", "\"x\"", "[x] done", "{\"a\":1} and more"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}

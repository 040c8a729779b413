//! What the call of an MCP tool came to, as it is kept.

use model::{ExecutionState, Issue, IssueCode, McpContent, McpToolResult};
use serde_json::Value;

use super::output::Output;
use super::run::Stop;
use super::store::End;

/// Largest result kept beside the output, in bytes of JSON.
const MAX_RESULT: usize = 1024 * 1024;

/// Appends the words of a result to the output and tells how the execution ended. A result too large to be kept beside the
/// output is in it whole.
pub(super) async fn keep(output: &mut Output<'_>, result: &McpToolResult) -> Result<End, Stop> {
    output.append(words(result).into()).await?;
    let value = without_nul(serde_json::to_value(result)?);
    let json = serde_json::to_vec(&value)?;
    let kept = json.len() <= MAX_RESULT;
    if !kept {
        let note = format!("[the whole result: {} bytes of JSON, more than {MAX_RESULT}]\n", json.len());
        let whole = [note.into_bytes(), json, b"\n".to_vec()].concat();
        output.append(whole.into()).await?;
    }
    let mut end = End::new(ExecutionState::Succeeded);
    if result.is_error {
        end = End::failed(Issue::new(IssueCode::McpToolFailed, first_line(result)));
    }
    Ok(End { result: kept.then_some(value), ..end })
}

fn texts(result: &McpToolResult) -> impl Iterator<Item = &str> {
    result.content.iter().filter_map(|block| match block {
        McpContent::Text { text } => Some(text.as_str()),
        _ => None,
    })
}

/// The text blocks, each from the beginning of a line.
fn words(result: &McpToolResult) -> String {
    let mut words = String::new();
    for text in texts(result) {
        words.push_str(text);
        if !text.is_empty() && !text.ends_with('\n') {
            words.push('\n');
        }
    }
    words
}

fn first_line(result: &McpToolResult) -> &str {
    texts(result).flat_map(str::lines).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// The same without NUL, which Postgres does not take in JSON.
fn without_nul(value: Value) -> Value {
    let clean = |text: String| if text.contains('\0') { text.replace('\0', "") } else { text };
    match value {
        Value::String(text) => Value::String(clean(text)),
        Value::Array(items) => Value::Array(items.into_iter().map(without_nul).collect()),
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (clean(name), without_nul(value))).collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_line_says_why() {
        let text = |text: &str| McpContent::Text { text: text.to_owned() };
        let image = McpContent::Image { data: "AA==".to_owned(), mime_type: "image/png".to_owned() };
        let content = vec![image, text(""), text("\n  the disk is full\nat /srv"), text("2\n")];
        let result = McpToolResult { content, structured_content: None, is_error: true, duration_ms: 1 };
        assert_eq!(first_line(&result), "the disk is full");
        assert_eq!(words(&result), "\n  the disk is full\nat /srv\n2\n");
    }

    #[test]
    fn what_postgres_refuses_is_left_out() {
        assert_eq!(without_nul(json!({ "a\0": ["b\0c", 1, null] })), json!({ "a": ["bc", 1, null] }));
    }
}

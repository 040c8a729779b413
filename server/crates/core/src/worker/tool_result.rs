//! What the call of an MCP tool came to, as it is kept.

use model::{ExecutionState, Issue, IssueCode, McpContent, McpToolResult};
use serde_json::Value;

use super::output::Output;
use super::run::Stop;
use super::store::End;

/// Largest result kept beside the output, in bytes of JSON.
const MAX_RESULT: usize = 1024 * 1024;
/// Longest first line kept for lists, in characters.
const SUMMARY: usize = 200;
/// Longest text that is looked at for being JSON, in bytes.
const MAX_JSON: usize = 64 * 1024;

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
    Ok(End { result: kept.then_some(value), summary: summary(result), ..end })
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

/// The first line of the words; of data, also of data that is told as words, its beginning as JSON in one line.
fn summary(result: &McpToolResult) -> Option<String> {
    let text = texts(result).map(str::trim).find(|text| !text.is_empty());
    let line = match (text, &result.structured_content) {
        (Some(text), _) => json_in_a_line(text).unwrap_or_else(|| first_line(result).to_owned()),
        (None, Some(data)) => data.to_string(),
        (None, None) => return None,
    };
    // Also without NUL, which Postgres does not take in text.
    let mut plain = line.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = plain.by_ref().take(SUMMARY - 1).collect();
    match (plain.next(), plain.next()) {
        (Some(last), None) => short.push(last),
        (Some(_), Some(_)) => short.push('…'),
        (None, _) => {}
    }
    Some(short)
}

fn json_in_a_line(text: &str) -> Option<String> {
    let may_be = text.len() <= MAX_JSON && text.starts_with(['{', '[']);
    may_be.then(|| serde_json::from_str::<Value>(text).ok()).flatten().map(|data| data.to_string())
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
    fn a_list_shows_the_beginning() {
        let of = |texts: &[&str], structured_content: Option<Value>| {
            let content = texts.iter().map(|text| McpContent::Text { text: (*text).to_owned() }).collect();
            summary(&McpToolResult { content, structured_content, is_error: false, duration_ms: 1 })
        };
        assert_eq!(of(&["", "\n two\0words \nthree"], Some(json!(1))).as_deref(), Some("two words"));
        assert_eq!(of(&["{\n  \"sum\": 6\n}"], None).as_deref(), Some(r#"{"sum":6}"#));
        assert_eq!(of(&["[INFO] it began\nit ended"], None).as_deref(), Some("[INFO] it began"));
        assert_eq!(of(&[], Some(json!({ "sum": 6 }))).as_deref(), Some(r#"{"sum":6}"#));
        assert_eq!(of(&[" "], None), None);
        let whole = "é".repeat(SUMMARY);
        assert_eq!(of(&[whole.as_str()], None), Some(whole.clone()));
        let longer = whole + "é";
        let cut = of(&[longer.as_str()], None).unwrap();
        assert!(cut.ends_with("é…") && cut.chars().count() == SUMMARY, "{cut}");
    }

    #[test]
    fn what_postgres_refuses_is_left_out() {
        assert_eq!(without_nul(json!({ "a\0": ["b\0c", 1, null] })), json!({ "a": ["bc", 1, null] }));
    }
}

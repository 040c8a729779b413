//! The environment of a command as text, a variable a line: what pages show of it, and what the form of a task sends.

use std::collections::BTreeMap;

use crate::{FieldCode, Message, Result};

/// `NAME=value` a line. A value that does not fit on a line, or begins with a double quote, stands as a JSON string.
pub fn env_text(env: &BTreeMap<String, String>) -> String {
    let line = |(name, value): (&String, &String)| {
        let is_plain = !value.starts_with('"') && value.chars().all(|c| c == '\t' || !c.is_control());
        if is_plain { format!("{name}={value}") } else { format!("{name}={}", serde_json::Value::from(value.as_str())) }
    };
    env.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The variables of such a text; blank lines are passed over. Neither a name nor a value changes on the way: a name that
/// cannot stand on a line is refused.
pub fn env_of_text(text: &str) -> Result<BTreeMap<String, String>, FieldCode> {
    let rule = |message: Message| FieldCode::Rule { message };
    let mut env = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = || rule(Message::new("task-env-line").with("line", at + 1));
        let (name, value) = line.split_once('=').ok_or_else(wrong)?;
        if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(wrong());
        }
        let is_json = value.starts_with('"');
        let value = if is_json { serde_json::from_str(value).map_err(|_| wrong())? } else { value.to_owned() };
        if env.insert(name.to_owned(), value).is_some() {
            return Err(rule(Message::new("task-env-twice").with("name", name)));
        }
    }
    Ok(env)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        match env_of_text(text) {
            Err(FieldCode::Rule { message }) => format!("{} {:?}", message.key, message.params),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_value_comes_back_as_it_was() {
        let values = ["", " ", "a=b", "tab\tend ", "two\nlines\r\n", "\r", "\"quoted\"", "'", "é\\n", "\u{7f}"];
        let env: BTreeMap<_, _> =
            values.iter().enumerate().map(|(n, value)| (format!("V{n}"), (*value).to_owned())).collect();
        let text = env_text(&env);
        assert_eq!(text.lines().count(), values.len());
        assert_eq!(env_of_text(&text), Ok(env.clone()));
        // Browsers send CR LF.
        assert_eq!(env_of_text(&text.replace('\n', "\r\n")), Ok(env));
    }

    #[test]
    fn lines_that_are_no_variables_are_named() {
        assert_eq!(env_of_text(" \r\n\n"), Ok(BTreeMap::new()));
        assert_eq!(problem("A=1\n\nB"), r#"task-env-line {"line": "3"}"#);
        for line in ["=1", "export A=1", " A=1", "A =1", "A=\"open", "A=\"b\" c"] {
            assert_eq!(problem(line), r#"task-env-line {"line": "1"}"#, "{line}");
        }
        assert_eq!(problem("A=1\nA=2"), r#"task-env-twice {"name": "A"}"#);
    }
}

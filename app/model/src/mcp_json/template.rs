//! Text with placeholders: `${env:NAME}` (Cursor, Windsurf), `${NAME}` and `${NAME:-default}` (Claude Code),
//! `${input:id}` (VS Code).

use std::collections::BTreeMap;

use crate::Secret;

/// Text whose placeholders are still to be filled. Printing it shows no text, for that may be a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(Secret),
    Variable { key: String, default: Option<Secret> },
}

impl Template {
    /// Reads text. The error is a placeholder of a kind that nobody can be asked for, such as `${command:pick}`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        // An opening without its end is text as any other.
        while let Some((before, (inner, behind))) =
            rest.split_once("${").and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            let (name, default) = match inner.split_once(":-") {
                Some((name, default)) => (name, Some(Secret::from(default.to_owned()))),
                None => (inner, None),
            };
            let key = key(name).ok_or_else(|| format!("${{{name}}}"))?;
            parts.extend([text_part(before), Some(Part::Variable { key, default })].into_iter().flatten());
            rest = behind;
        }
        parts.extend(text_part(rest));
        Ok(Self(parts))
    }

    /// Puts in the place of a variable what the file itself says it is.
    pub(super) fn resolve(self, environment: &BTreeMap<String, Template>) -> Self {
        let known = |part: &Part| match part {
            Part::Variable { key, .. } => key.strip_prefix("env:").and_then(|name| environment.get(name)),
            Part::Text(_) => None,
        };
        let parts = self.0.into_iter().flat_map(|part| match known(&part) {
            Some(value) => value.0.clone(),
            None => vec![part],
        });
        Self(parts.collect())
    }

    /// The text it begins with.
    pub(super) fn beginning(&self) -> &str {
        match self.0.first() {
            Some(Part::Text(text)) => text.expose(),
            _ => "",
        }
    }

    /// The placeholders that need a value from outside: `env:NAME`, `input:id`.
    pub(super) fn wanted(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Variable { key, default: None } => Some(key.as_str()),
            _ => None,
        })
    }

    /// The text with its placeholders filled; `None` when a value is missing.
    pub(super) fn fill(&self, values: &BTreeMap<String, Secret>) -> Option<String> {
        let given = |key: &str| values.get(key).map(|value| value.expose().trim()).filter(|value| !value.is_empty());
        let text = self.0.iter().map(|part| match part {
            Part::Text(text) => Some(text.expose()),
            Part::Variable { key, default } => given(key).or(default.as_ref().map(Secret::expose)),
        });
        text.collect()
    }
}

fn text_part(text: &str) -> Option<Part> {
    (!text.is_empty()).then(|| Part::Text(text.to_owned().into()))
}

/// The key of a placeholder; one without a kind is an environment variable.
fn key(name: &str) -> Option<String> {
    let (kind, name) = name.split_once(':').unwrap_or(("env", name));
    let is_word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    (is_word && matches!(kind, "env" | "input")).then(|| format!("{kind}:{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, values: &[(&str, &str)]) -> Option<String> {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), Secret::from((*value).to_owned())));
        Template::parse(text).unwrap().fill(&values.collect())
    }

    #[test]
    fn placeholders_of_every_client_are_filled() {
        let values = [("env:A", " a "), ("input:b-c", "b"), ("env:EMPTY", " ")];
        assert_eq!(filled("x ${A}${env:A} ${input:b-c}.", &values).as_deref(), Some("x aa b."));
        assert_eq!(filled("${OTHER:-https://x}/mcp", &values).as_deref(), Some("https://x/mcp"));
        assert_eq!(filled("${A:-other}", &values).as_deref(), Some("a"));
        assert_eq!(filled("${EMPTY}", &values), None);
        assert_eq!(filled("$A {b} ${c", &values).as_deref(), Some("$A {b} ${c"));
    }

    #[test]
    fn what_nobody_can_be_asked_for_is_named() {
        for text in ["${command:pick}", "${file:/etc/x}", "${}", "${env:}", "${a b}"] {
            assert_eq!(Template::parse(&format!("x{text}y")).unwrap_err(), text);
        }
    }

    #[test]
    fn what_the_file_says_is_put_in() {
        let environment = BTreeMap::from([("HEADER".to_owned(), Template::parse("Bearer ${input:t}").unwrap())]);
        let template = Template::parse("${HEADER} ${OTHER}").unwrap().resolve(&environment);
        assert_eq!(template.wanted().collect::<Vec<_>>(), ["input:t", "env:OTHER"]);
        assert_eq!(template.beginning(), "Bearer ");
        assert!(!format!("{template:?}").contains("Bearer"));
    }
}

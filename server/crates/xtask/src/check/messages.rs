//! Messages: the same keys with the same variables in every language, each key that is used is there, and each that is
//! there is used.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use fluent_syntax::{ast, parser};

use super::strings::literals;
use crate::{
    layout::Layout,
    site::{LANGUAGES, message_files},
};

/// Key → variables.
type Messages = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check(layout: &Layout) -> Result<String> {
    let mut wrong = Vec::new();
    let reference = read(layout, LANGUAGES[0], &mut wrong)?;
    for lang in &LANGUAGES[1..] {
        compare(&reference, lang, &read(layout, lang, &mut wrong)?, &mut wrong);
    }
    let sources = sources(layout)?;
    for key in sources.iter().flat_map(|(_, text)| named_keys(text)) {
        if !reference.contains_key(key) {
            wrong.push(format!("{key} is used but is no message"));
        }
    }
    let literals: Vec<BTreeSet<&str>> = sources.iter().map(|(_, text)| literals(text).into_iter().collect()).collect();
    for key in reference.keys().filter(|key| !literals.iter().any(|in_file| is_used(key, in_file))) {
        wrong.push(format!("{key} is never used"));
    }
    wrong.sort();
    wrong.dedup();
    ensure!(wrong.is_empty(), "\n          {}", wrong.join("\n          "));
    Ok(format!("{} messages in {} languages", reference.len(), LANGUAGES.len()))
}

fn read(layout: &Layout, lang: &str, wrong: &mut Vec<String>) -> Result<Messages> {
    let mut messages = Messages::new();
    for file in message_files(layout, lang)? {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let place = format!("{lang}/{}", file.file_name().unwrap_or_default().to_string_lossy());
        let resource = parser::parse(text.as_str()).unwrap_or_else(|(partial, errors)| {
            wrong.extend(errors.iter().map(|error| format!("{place} cannot be read: {error}")));
            partial
        });
        for entry in resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            message.value.iter().for_each(|pattern| in_pattern(pattern, &mut variables));
            message.attributes.iter().for_each(|attribute| in_pattern(&attribute.value, &mut variables));
            if messages.insert(message.id.name.to_owned(), variables).is_some() {
                wrong.push(format!("{place} has {} a second time", message.id.name));
            }
        }
    }
    Ok(messages)
}

fn compare(reference: &Messages, lang: &str, other: &Messages, wrong: &mut Vec<String>) {
    for (key, variables) in reference {
        match other.get(key) {
            None => wrong.push(format!("{key} is missing in {lang}")),
            Some(found) if found != variables => {
                wrong
                    .push(format!("{key} has the variables {found:?} in {lang} but {variables:?} in {}", LANGUAGES[0]));
            }
            Some(_) => {}
        }
    }
    wrong.extend(
        other
            .keys()
            .filter(|key| !reference.contains_key(*key))
            .map(|key| format!("{key} is in {lang} but not in {}", LANGUAGES[0])),
    );
}

fn in_pattern(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, variables),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            variants.iter().for_each(|variant| in_pattern(&variant.value, variables));
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, variables),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| in_inline(argument, variables));
        }
        _ => {}
    }
}

/// The Rust sources that may name messages, tests aside.
fn sources(layout: &Layout) -> Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let crates = layout.source("server/crates");
    let mut folders: Vec<PathBuf> = ["app/src", "app/model/src", "server/src"].map(|path| layout.source(path)).into();
    for name in ["core/src", "mcp/src", "integrations/src"] {
        folders.push(crates.join(name));
    }
    for folder in folders {
        visit(&folder, &mut found)?;
    }
    if found.is_empty() {
        bail!("no Rust sources were found");
    }
    Ok(found)
}

fn visit(folder: &Path, found: &mut Vec<(PathBuf, String)>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            visit(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            found.push((path, without_tests(&text).to_owned()));
        }
    }
    Ok(())
}

/// A file's own tests stand at its end.
fn without_tests(source: &str) -> &str {
    source.split_once("#[cfg(test)]\nmod ").map_or(source, |(code, _)| code)
}

/// The keys in `t!(i18n, "key"…)`, `.text("key"…)` and `Message::new("key"…)`.
fn named_keys(source: &str) -> Vec<&str> {
    let mut keys = Vec::new();
    for (start, _) in source.match_indices("t!(") {
        let is_word = source[..start].ends_with(|last: char| last.is_alphanumeric() || last == '_');
        if let Some((_, rest)) = source[start + 3..].split_once(',').filter(|_| !is_word) {
            keys.extend(quoted(rest));
        }
    }
    for call in [".text(", "Message::new("] {
        keys.extend(source.match_indices(call).filter_map(|(start, _)| quoted(&source[start + call.len()..])));
    }
    keys.retain(|key| is_key(key));
    keys
}

fn quoted(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix('"')?.split('"').next()
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether some literal of a file is the key, or becomes it when its `{…}` are filled: by anything
/// (`execution-state-{word}`), or first by another literal of the file (`{key}-yes`).
fn is_used(key: &str, literals: &BTreeSet<&str>) -> bool {
    let formats = literals.iter().filter(|literal| literal.contains('{'));
    let with_beginning = |format: &str| {
        let Some((_, rest)) = format.strip_prefix('{').and_then(|format| format.split_once('}')) else { return false };
        let beginnings = literals.iter().filter(|literal| is_key(literal) && key.starts_with(**literal));
        rest.starts_with('-') && beginnings.into_iter().any(|beginning| fits(&format!("{beginning}{rest}"), key))
    };
    literals.contains(key) || formats.into_iter().any(|format| fits(format, key) || with_beginning(format))
}

/// Whether a format string with a telling beginning can give this key.
fn fits(format: &str, key: &str) -> bool {
    let mut pieces = format.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, after)| after));
    let Some(mut rest) = pieces.next().filter(|first| first.contains('-')).and_then(|first| key.strip_prefix(first))
    else {
        return false;
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) if !piece.is_empty() => rest = &rest[at + piece.len()..],
            Some(_) => {}
            None => return false,
        }
    }
    format.ends_with('}') || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_where_they_are_named() {
        let source = "t!(i18n, \"a-b\"); t!( use_i18n(), \n \"c-d\", n = 1); format!(\"d, {}\", \"e\"); i18n.text(\"f-g\", &[]); form.text(\"name\"); \
                      assert!(x, \"not\"); Message::new(\"g-h\")";
        assert_eq!(named_keys(source), ["a-b", "c-d", "f-g", "g-h"]);
    }

    #[test]
    fn a_format_string_uses_the_keys_it_can_give() {
        let literals =
            BTreeSet::from(["state-{word}", "issue-{}-remedy", "{x}-{y}", "plain", "fact-enabled", "{key}-yes"]);
        assert!(is_used("fact-enabled-yes", &literals) && !is_used("fact-other-yes", &literals));
        assert!(is_used("plain", &literals) && is_used("state-running", &literals));
        assert!(is_used("issue-tls-remedy", &literals));
        assert!(!is_used("issue-tls-other", &literals) && !is_used("unknown-key", &literals));
    }

    #[test]
    fn variables_are_found_in_selectors_and_variants() {
        let text = "a = { $n ->\n    [one] { $n } of { NUMBER($m) }\n   *[other] none\n }\n";
        let resource = parser::parse(text).unwrap();
        let ast::Entry::Message(message) = &resource.body[0] else { panic!("no message") };
        let mut variables = BTreeSet::new();
        in_pattern(message.value.as_ref().unwrap(), &mut variables);
        assert_eq!(variables, BTreeSet::from(["m".to_owned(), "n".to_owned()]));
    }
}

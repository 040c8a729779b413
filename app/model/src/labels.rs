//! Labels: words for what a server is or has, by which tasks choose one.

use crate::{FieldCode, Message};

/// Most labels of a server or a task.
pub const MAX_LABELS: usize = 20;

/// Whether a word can be a label: 1 to 40 of `a` to `z`, digits, `.`, `_`, `/`, `-` and `=`, of which the first and the last
/// are a letter or a digit.
pub fn is_label(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=40).contains(&word.len())
        && word.chars().all(|c| plain(c) || matches!(c, '.' | '_' | '/' | '-' | '='))
        && word.starts_with(plain)
        && word.ends_with(plain)
}

/// These words in lower case, in order, each once.
///
/// # Errors
/// One of them is no label, or there are too many.
pub fn labels(words: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Vec<String>, FieldCode> {
    let mut found: Vec<String> = words.into_iter().map(|word| word.as_ref().trim().to_lowercase()).collect();
    found.sort_unstable();
    found.dedup();
    if let Some(wrong) = found.iter().find(|word| !is_label(word)) {
        return Err(FieldCode::Rule { message: Message::new("label-wrong").with("label", wrong) });
    }
    if found.len() > MAX_LABELS {
        return Err(FieldCode::Rule { message: Message::new("label-too-many").with("max", MAX_LABELS.to_string()) });
    }
    Ok(found)
}

/// The words of a line, with commas or spaces between them.
pub fn words_of_text(text: &str) -> Vec<String> {
    text.split([',', ' ', '\t']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_words_in_order() {
        assert_eq!(labels(words_of_text("GPU, zone=eu-west.1  gpu")).unwrap(), ["gpu", "zone=eu-west.1"]);
        assert_eq!(labels(words_of_text("")).unwrap(), Vec::<String>::new());
        for wrong in ["-gpu", "gpu-", "größe", "a:b", &"a".repeat(41)] {
            assert!(labels([wrong]).is_err(), "{wrong}");
        }
        assert!(labels((0..21).map(|n| n.to_string())).is_err());
    }
}

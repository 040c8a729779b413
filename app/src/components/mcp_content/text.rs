//! How a text is shown, by what it plainly is.

use serde_json::Value;

use super::data;
use super::markdown::{self, Node};

/// Longest text that is looked at, in bytes; a longer one is shown as it is written.
const LARGEST: usize = 64 * 1024;

/// How a text is shown.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Text {
    /// Nothing stands in it.
    Empty,
    /// A JSON object or list.
    Data(Value),
    /// With titles, lists and links.
    Markdown(Vec<Node>),
    /// As it is written.
    Plain,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::Empty;
        }
        if text.len() > LARGEST {
            return Self::Plain;
        }
        if let Some(value) = data::read(text) {
            return Self::Data(value);
        }
        let nodes = markdown::is_markdown(text).then(|| markdown::parse(text)).flatten();
        nodes.map_or(Self::Plain, Self::Markdown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_what_it_plainly_is() {
        assert_eq!(Text::of(" \n"), Text::Empty);
        assert_eq!(Text::of("[1]"), Text::Data(serde_json::json!([1])));
        assert!(matches!(Text::of("# A\n\nb"), Text::Markdown(_)));
        assert_eq!(Text::of("The sum of 2 and 40 is 42."), Text::Plain);
        assert_eq!(Text::of(&"# A\n\n".repeat(LARGEST)), Text::Plain);
    }
}

//! How a piece of a resource is shown, by what it says it is and by what it is.

use model::{McpContent, McpResourceContents};

/// How a piece is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// As a block of content: Markdown, pictures, sounds.
    Content(McpContent),
    /// As it is written; JSON in lines.
    Text(String),
    /// To be saved.
    File {
        /// Its bytes in base64.
        data: String,
        /// Size in bytes.
        size: u64,
        /// A name for it.
        name: String,
    },
    /// It holds nothing.
    Empty,
}

impl Shape {
    pub(super) fn of(piece: McpResourceContents) -> Self {
        let mime_type = piece.mime_type.unwrap_or_default();
        // Without its parameters, such as `charset`.
        let kind = mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match (piece.text, piece.blob) {
            (Some(text), _) if text.is_empty() => Self::Empty,
            (Some(text), _) => Self::of_text(&kind, text),
            (None, Some(data)) if data.is_empty() => Self::Empty,
            (None, Some(data)) if kind.starts_with("image/") => {
                Self::Content(McpContent::Image { data, mime_type: kind })
            }
            (None, Some(data)) if kind.starts_with("audio/") => {
                Self::Content(McpContent::Audio { data, mime_type: kind })
            }
            (None, Some(data)) => Self::File { size: size(&data), name: file_name(&piece.uri), data },
            (None, None) => Self::Empty,
        }
    }

    fn of_text(kind: &str, text: String) -> Self {
        if matches!(kind, "text/markdown" | "text/x-markdown") {
            return Self::Content(McpContent::Text { text });
        }
        let is_json = matches!(kind, "application/json" | "text/json") || kind.ends_with("+json");
        let lines = is_json.then(|| serde_json::from_str::<serde_json::Value>(&text).ok()).flatten();
        Self::Text(lines.map_or(text, |value| format!("{value:#}")))
    }
}

/// Bytes that so much base64 (RFC 4648) stands for.
fn size(data: &str) -> u64 {
    let digits = data.bytes().filter(|byte| *byte != b'=' && !byte.is_ascii_whitespace()).count() as u64;
    digits * 3 / 4
}

/// The last part of a URI's path, or one that says nothing.
fn file_name(uri: &str) -> String {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    if name.is_empty() || name.contains(':') { "resource".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(mime_type: &str, text: Option<&str>, blob: Option<&str>) -> McpResourceContents {
        McpResourceContents {
            uri: "demo://files/a.bin?x=1".to_owned(),
            mime_type: Some(mime_type.to_owned()),
            text: text.map(str::to_owned),
            blob: blob.map(str::to_owned),
        }
    }

    #[test]
    fn text_is_shown_by_its_type() {
        let markdown = Shape::of(piece("text/markdown; charset=utf-8", Some("# A"), None));
        assert_eq!(markdown, Shape::Content(McpContent::Text { text: "# A".to_owned() }));
        let json = Shape::of(piece("application/ld+json", Some(r#"{"a":[1]}"#), None));
        assert_eq!(json, Shape::Text("{\n  \"a\": [\n    1\n  ]\n}".to_owned()));
        let broken = Shape::of(piece("application/json", Some("{"), None));
        assert_eq!(broken, Shape::Text("{".to_owned()));
        assert_eq!(Shape::of(piece("text/plain", Some("# no title"), None)), Shape::Text("# no title".to_owned()));
    }

    #[test]
    fn bytes_are_shown_or_saved() {
        let image = Shape::of(piece("Image/PNG", None, Some("AAAA")));
        assert!(matches!(image, Shape::Content(McpContent::Image { mime_type, .. }) if mime_type == "image/png"));
        let file = Shape::of(piece("text/plain", None, Some("QUJDRA==")));
        assert_eq!(file, Shape::File { data: "QUJDRA==".to_owned(), size: 4, name: "a.bin".to_owned() });
        assert_eq!(Shape::of(piece("text/plain", None, None)), Shape::Empty);
    }

    #[test]
    fn files_have_names() {
        assert_eq!(file_name("file:///a/b.txt/"), "b.txt");
        assert_eq!(file_name("urn:x"), "resource");
        assert_eq!(file_name("demo://"), "resource");
    }
}

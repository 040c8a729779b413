//! JSON with comments and trailing commas, as VS Code, Cursor and Zed let people write it.

/// The same text as plain JSON: comments and trailing commas become spaces, so that lines and columns stay true.
pub(super) fn to_json(text: &str) -> Vec<u8> {
    let mut json = text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes().to_vec();
    // A comma after which nothing but space has come so far.
    let mut comma = None;
    let mut at = 0;
    while at < json.len() {
        let next = json.get(at + 1).copied();
        let end = match json[at] {
            b'"' => end_of_string(&json, at + 1),
            b'/' if next == Some(b'/') => find(&json, at, b"\n").unwrap_or(json.len()),
            b'/' if next == Some(b'*') => find(&json, at + 2, b"*/").map_or(json.len(), |end| end + 2),
            _ => at + 1,
        };
        match json[at] {
            b'/' if end > at + 1 => blank(&mut json[at..end]),
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    json[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at = end;
    }
    json
}

/// Where the string ends whose text begins at `at`: behind its quote.
fn end_of_string(json: &[u8], mut at: usize) -> usize {
    while at < json.len() && json[at] != b'"' {
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(json.len())
}

fn find(json: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    json[from..].windows(what.len()).position(|window| window == what).map(|found| from + found)
}

/// Makes spaces of everything but the line breaks.
fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

#[cfg(test)]
mod tests {
    use super::to_json;

    fn read(text: &str) -> serde_json::Value {
        serde_json::from_slice(&to_json(text)).unwrap()
    }

    #[test]
    fn comments_and_trailing_commas_are_left_out() {
        let text = "\u{feff}{ // über\n \"a\": [1, 2, /* two, */ ],\n /* { */ \"b\": { \"c\": 3, }, // }\n}";
        assert_eq!(read(text), serde_json::json!({ "a": [1, 2], "b": { "c": 3 } }));
    }

    #[test]
    fn what_stands_in_a_string_stays() {
        let text = r#"{"u":"http://x/*,}*/","v":"\"//","w":[",]"]}"#;
        assert_eq!(read(text), serde_json::json!({ "u": "http://x/*,}*/", "v": "\"//", "w": [",]"] }));
    }

    #[test]
    fn positions_stay() {
        let error = serde_json::from_slice::<serde_json::Value>(&to_json("{ /* x\n */ \"a\": ?}")).unwrap_err();
        assert_eq!((error.line(), error.column()), (2, 10));
        for unended in ["/", "/*", "//", "\"", "\"\\", "{\"a\": 1, /* ", ","] {
            assert!(serde_json::from_slice::<serde_json::Value>(&to_json(unended)).is_err(), "{unended}");
        }
    }
}

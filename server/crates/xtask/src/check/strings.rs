//! The string literals of Rust source, told from comments and characters.

/// The plain and raw string literals of a source text, as written (escapes are not resolved).
pub(super) fn literals(source: &str) -> Vec<&str> {
    let bytes = source.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = find(source, at, "\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = find(source, at + 2, "*/") + 2,
            b'\'' => at = after_character(bytes, at),
            b'r' if is_raw_start(bytes, at) => {
                let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
                let start = at + hashes + 2;
                let end = find(source, start, &format!("\"{}", "#".repeat(hashes)));
                found.extend(source.get(start..end));
                at = end + hashes + 1;
            }
            b'"' => {
                let end = end_of_string(bytes, at + 1);
                found.extend(source.get(at + 1..end));
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_raw_start(bytes: &[u8], at: usize) -> bool {
    let in_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_') && bytes[at - 1] != b'b';
    let quote = bytes[at + 1..].iter().find(|byte| **byte != b'#');
    !in_word && quote == Some(&b'"')
}

/// A lifetime is one byte long; a character ends with its quote.
fn after_character(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at + 1) == Some(&b'\\') {
        return bytes[at + 3..].iter().position(|byte| *byte == b'\'').map_or(bytes.len(), |end| at + 3 + end + 1);
    }
    match bytes[at + 1..].iter().take(5).skip(1).position(|byte| *byte == b'\'') {
        Some(end) if end == 0 || !bytes[at + 1].is_ascii() => at + end + 3,
        _ => at + 1,
    }
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

fn find(source: &str, from: usize, what: &str) -> usize {
    source.get(from..).and_then(|rest| rest.find(what)).map_or(source.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::literals;

    #[test]
    fn literals_are_told_from_comments_characters_and_lifetimes() {
        let source = r####"
            // "no" 'n
            /* "no" */ fn f<'a>(x: &'a str) { ('"', 'x', '\'', 'é', "one", r#"two "quoted""#, "th\"ree", b"four") }
        "####;
        assert_eq!(literals(source), ["one", "two \"quoted\"", "th\\\"ree", "four"]);
    }
}

//! References within a schema.

use serde_json::Value;

/// The schema that a reference within the document points at: `None` for a reference to elsewhere, `Some(None)` for one
/// to nothing.
pub(super) fn target<'s>(root: &'s Value, reference: &str) -> Option<Option<&'s Value>> {
    let pointer = reference.strip_prefix('#')?;
    (pointer.is_empty() || pointer.starts_with('/')).then(|| root.pointer(&unescape(pointer)))
}

/// Undoes the percent-encoding of a URI fragment.
pub(super) fn unescape(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_stay_in_the_document() {
        let root = json!({"$defs": {"a b": 1, "c/d": 2}});
        assert_eq!(target(&root, "#/$defs/a%20b"), Some(Some(&json!(1))));
        assert_eq!(target(&root, "#/$defs/c~1d"), Some(Some(&json!(2))));
        assert_eq!(target(&root, "#"), Some(Some(&root)));
        assert_eq!(target(&root, "#/$defs/none"), Some(None));
        assert_eq!(target(&root, "https://example.org/a"), None);
        assert_eq!(target(&root, "#%"), None);
    }
}

//! Text that comes in pieces, which may end within a character.

/// How many bytes at the end begin a character that is not complete yet.
pub(super) fn incomplete(bytes: &[u8]) -> usize {
    // A character has at most four bytes.
    let begins = |count: &usize| {
        let tail = bytes.get(bytes.len() - count..).unwrap_or_default();
        std::str::from_utf8(tail).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    (1..=bytes.len().min(3)).find(begins).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::incomplete;

    #[test]
    fn only_the_beginning_of_a_character_counts() {
        assert_eq!(incomplete(b""), 0);
        assert_eq!(incomplete("aé".as_bytes()), 0);
        assert_eq!(incomplete(b"a\xc3"), 1);
        assert_eq!(incomplete(b"\xf0\x9f\x98"), 3);
        assert_eq!(incomplete("😀".as_bytes()), 0);
        assert_eq!(incomplete(b"a\xff"), 0, "begins nothing");
        assert_eq!(incomplete(b"\x80\x80"), 0, "continues nothing");
    }
}

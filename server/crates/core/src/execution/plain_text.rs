//! Output as plain text: what a terminal leaves of each line, without colours and other control sequences.

use anstream::adapter::StripBytes;

use super::utf8::incomplete;

/// A line is given out at its end, or after so many bytes.
const LONGEST: usize = 64 * 1024;

/// Makes plain text of output that comes in pieces. Escape sequences (ECMA-48) and control characters are left out, what
/// follows a carriage return takes the place of the line so far, and what is no UTF-8 becomes U+FFFD or nothing.
#[derive(Default)]
pub struct PlainText {
    escapes: StripBytes,
    line: Line,
}

#[derive(Default)]
struct Line {
    bytes: Vec<u8>,
    /// The next character stands in the first column again.
    returned: bool,
}

impl PlainText {
    /// The text of the bytes that come next, up to the last line that is whole.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        let mut out = String::with_capacity(bytes.len());
        for printable in self.escapes.strip_next(bytes) {
            self.line.push(printable, &mut out);
        }
        out
    }

    /// What is left: the last line, where no line feed ends it. What comes next is another text.
    pub fn end(&mut self) -> String {
        let mut out = String::new();
        self.line.give(self.line.bytes.len(), &mut out);
        *self = Self::default();
        out
    }
}

impl Line {
    fn push(&mut self, text: &[u8], out: &mut String) {
        for part in text.split_inclusive(|byte| matches!(byte, b'\n' | b'\r' | b'\x0c')) {
            let (words, control) = match part.split_last() {
                Some((control @ (b'\n' | b'\r' | b'\x0c'), words)) => (words, Some(control)),
                _ => (part, None),
            };
            if !words.is_empty() && std::mem::take(&mut self.returned) {
                self.bytes.clear();
            }
            self.bytes.extend_from_slice(words);
            match control {
                Some(b'\n') => {
                    self.give(self.bytes.len(), out);
                    self.returned = false;
                    out.push('\n');
                }
                Some(b'\r') => self.returned = true,
                _ => {}
            }
            if self.bytes.len() > LONGEST {
                self.give(self.bytes.len() - incomplete(&self.bytes), out);
            }
        }
    }

    fn give(&mut self, len: usize, out: &mut String) {
        out.push_str(&String::from_utf8_lossy(self.bytes.get(..len).unwrap_or_default()));
        self.bytes.drain(..len);
    }
}

/// The text of a few bytes that stand alone.
pub(super) fn plain(bytes: &[u8]) -> String {
    let mut text = PlainText::default();
    text.push(bytes) + text.end().as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_control_characters_disappear() {
        assert_eq!(plain(b"a\x1b[1;31mred\x1b[0m b\r\n\tc\x1b]0;title\x07d\x1b"), "ared b\n\tcd");
        assert_eq!(plain(b"\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\ \x00\x07\x08.\x0c"), "link .");
    }

    #[test]
    fn what_follows_a_carriage_return_takes_the_place_of_the_line() {
        assert_eq!(plain(b" 10 %\r 50 %\r100 %\ndone\r\n"), "100 %\ndone\n");
        assert_eq!(plain(b"kept\r"), "kept");
        assert_eq!(plain(b"kept\r\r\nnext\r\x1b[K"), "kept\nnext");
    }

    #[test]
    fn where_pieces_end_changes_nothing() {
        let bytes = "ä\x1b[38;5;196mred\x1b[0m\r\nprogress\rdone \u{1F600}\n\x1b]0;t\x07end".as_bytes();
        let whole = plain(bytes);
        assert_eq!(whole, "äred\ndone \u{1F600}\nend");
        for at in 0..bytes.len() {
            let mut text = PlainText::default();
            let pieces = text.push(&bytes[..at]) + text.push(&bytes[at..]).as_str() + text.end().as_str();
            assert_eq!(pieces, whole, "cut at {at}");
        }
    }

    #[test]
    fn a_line_without_end_is_not_kept_in_memory() {
        let mut text = PlainText::default();
        let mut given = String::new();
        // An odd number of bytes a piece cuts characters in two.
        for piece in "é".repeat(LONGEST).as_bytes().chunks(1001) {
            given += &text.push(piece);
            assert!(text.line.bytes.len() <= LONGEST);
        }
        assert_eq!(given + text.end().as_str(), "é".repeat(LONGEST));
    }

    #[test]
    fn what_is_no_utf_8_does_not_come_through() {
        assert_eq!(plain(b"caf\xe9 \xff\n"), "caf\u{fffd} \n");
    }
}

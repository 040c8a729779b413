//! The first line of an output that reports an error.
//!
//! A line does when, escape sequences aside, one of these words stands in it as a word of its own, in any case: error, fatal,
//! panic, panicked, exception, traceback, failed, failure; or a name that ends in `Error` or `Exception`, such as
//! `TypeError`. What says that there is none does not count: `0 failed`, `no error`, `failed: 0`, `failed=0`. Lines end at
//! line feeds and carriage returns; one of more than 64 KiB counts as several.

use std::sync::LazyLock;

use futures::TryStreamExt as _;
use model::ExecutionId;
use model::execution::{FirstError, OutputLine};
use regex::Regex;
use regex::bytes::Regex as BytesRegex;

use super::output;
use super::plain_text::plain;
use crate::{OrgCtx, Result};

/// A longer line counts as several.
const LONGEST: usize = 64 * 1024;
/// Characters of the line that are told.
const TOLD: usize = 200;

/// What no line without is looked at. Whether it is a word of its own is only seen without the escape sequences around it.
const CANDIDATE: &str = "(?i-u)error|fatal|panic|exception|traceback|failed|failure";

/// An error, or (without the group) that there is none.
const REPORT: &str = r"(?x)
    (?i: \b (?: 0 | no | without ) [\x20\t]+ (?: errors? | failed | failures? | exceptions? ) \b )
  | (?i: \b (?: errors? | failed | failures? ) [\x20\t]* [:=] [\x20\t]* 0 \b )
  | ( (?i: \b (?: error | fatal | panic | panicked | exception | traceback | failed | failure ) \b )
    | \b [A-Z] [A-Za-z0-9]* (?: Error | Exception ) \b )";

static CANDIDATES: LazyLock<Option<BytesRegex>> = LazyLock::new(|| BytesRegex::new(CANDIDATE).ok());
static REPORTS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(REPORT).ok());

/// Searches the stored output of an attempt (the latest when left out), a few MiB in memory at a time.
pub async fn first_error(ctx: &OrgCtx, id: ExecutionId, attempt: Option<i32>) -> Result<FirstError> {
    let first = output::read(ctx, id, attempt, 0).await?;
    let searched = first.end;
    let mut pieces = std::pin::pin!(output::pieces(ctx.clone(), id, first, searched));
    let mut search = Search::default();
    let mut line = None;
    while line.is_none()
        && let Some(piece) = pieces.try_next().await?
    {
        line = search.push(piece.offset, &piece.bytes);
        // A search of all of a long output leaves the thread to others in between.
        tokio::task::yield_now().await;
    }
    Ok(FirstError { line: line.or_else(|| search.end()), searched })
}

/// Whether a line without escape sequences reports an error.
fn reports_error(line: &str) -> bool {
    REPORTS.as_ref().is_some_and(|reports| reports.captures_iter(line).any(|found| found.get(1).is_some()))
}

/// A search of output that comes in pieces.
#[derive(Default)]
struct Search {
    /// A line whose end is still to come.
    begun: Vec<u8>,
    /// Offset of the next byte.
    next: u64,
}

impl Search {
    /// The first line that reports an error and ends in the piece.
    fn push(&mut self, offset: u64, bytes: &[u8]) -> Option<OutputLine> {
        // What is behind a gap goes on with no line.
        let before = if offset == self.next { None } else { self.end() };
        let mut lines = std::mem::take(&mut self.begun);
        let from = offset - lines.len() as u64;
        lines.extend_from_slice(bytes);
        self.next = offset + bytes.len() as u64;
        let whole = lines.iter().rposition(|byte| is_line_end(*byte)).map_or(0, |at| at + 1);
        let whole = if lines.len() - whole > LONGEST { lines.len() } else { whole };
        self.begun = lines.split_off(whole);
        before.or_else(|| search(from, &lines))
    }

    /// The last line, if it reports an error.
    fn end(&mut self) -> Option<OutputLine> {
        let line = std::mem::take(&mut self.begun);
        search(self.next - line.len() as u64, &line)
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The first line that reports an error; `from` is the offset of the first byte.
fn search(from: u64, lines: &[u8]) -> Option<OutputLine> {
    let candidates = CANDIDATES.as_ref()?;
    let mut at = 0;
    while let Some(found) = candidates.find_at(lines, at) {
        let before = lines.get(at..found.start())?;
        let start = before.iter().rposition(|byte| is_line_end(*byte)).map_or(at, |end| at + end + 1);
        let behind = lines.get(found.end()..)?;
        let end = behind.iter().position(|byte| is_line_end(*byte)).map_or(lines.len(), |end| found.end() + end);
        let line = plain(lines.get(start..end)?);
        if reports_error(&line) {
            return Some(OutputLine { offset: from + start as u64, text: line.trim().chars().take(TOLD).collect() });
        }
        at = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pieces: &[(u64, &[u8])]) -> Option<(u64, String)> {
        let mut search = Search::default();
        let line = pieces.iter().find_map(|(offset, bytes)| search.push(*offset, bytes));
        line.or_else(|| search.end()).map(|line| (line.offset, line.text))
    }

    #[test]
    fn the_rule_is_one() {
        assert!(CANDIDATES.is_some() && REPORTS.is_some());
        for line in [
            "error: no such file",
            "ERROR [main] refused",
            "error[E0308]: mismatched types",
            "thread 'main' panicked at src/main.rs:2:5",
            "Traceback (most recent call last):",
            "TypeError: x is not a function",
            "java.io.IOException: broken pipe",
            "Build FAILED in 3 s",
            "0 passed; 1 failed",
            "failed=10",
            "0 errors before, then an error",
        ] {
            assert!(reports_error(line), "{line}");
        }
        for line in [
            "all is well",
            "test result: ok. 12 passed; 0 failed; 0 ignored",
            "changed=1 unreachable=0 failed=0 skipped=1",
            "Errors: 0, Failures: 0",
            "finished without errors",
            "No errors found",
            "terror and mirrors",
            "ran errored_rows()",
            "gcc -Werror=unused is_error",
        ] {
            assert!(!reports_error(line), "{line}");
        }
    }

    #[test]
    fn a_line_is_found_by_its_first_byte() {
        assert_eq!(found(&[(0, b"one\ntwo\nerror: three\nfatal\n")]), Some((8, "error: three".to_owned())));
        assert_eq!(found(&[(0, b"\x1b[31merror\x1b[0m: red")]), Some((0, "error: red".to_owned())));
        assert_eq!(found(&[(0, b"50 %\r 90 %\rfailed\r\n")]), Some((11, "failed".to_owned())));
        assert_eq!(found(&[(0, b"0 failed\nno error\nfine\n")]), None);
        assert_eq!(found(&[]), None);
    }

    #[test]
    fn lines_go_over_pieces_but_not_over_gaps() {
        assert_eq!(found(&[(0, b"a\nan er"), (7, b"ror"), (10, b" here\n")]), Some((2, "an error here".to_owned())));
        assert_eq!(found(&[(0, b"an er"), (100, b"ror"), (103, b"\n")]), None);
        assert_eq!(found(&[(0, b"first: fatal"), (100, b"second: fatal\n")]), Some((0, "first: fatal".to_owned())));
        assert_eq!(found(&[(0, b"fine\n"), (100, b"error\n")]), Some((100, "error".to_owned())));
    }

    #[test]
    fn a_line_without_end_is_not_kept_in_memory() {
        let mut search = Search::default();
        let zeros = vec![b'0'; LONGEST + 1];
        for at in 0..4 {
            assert_eq!(search.push(at * zeros.len() as u64, &zeros), None);
            assert!(search.begun.len() <= LONGEST);
        }
        let line = search.push(4 * zeros.len() as u64, b" error\n");
        assert_eq!(line.map(|line| line.offset), Some(4 * zeros.len() as u64));
    }
}

//! Output as a recording: [asciicast v2](https://docs.asciinema.org/manual/asciicast/v2/), a line of JSON each.

use chrono::{DateTime, Utc};
use model::execution::TerminalSize;
use serde_json::json;

use super::output::Piece;
use super::utf8::incomplete;

/// What a recording is of.
pub(super) struct Recorded {
    /// Title of the execution.
    pub(super) title: String,
    /// When the attempt began.
    pub(super) start: DateTime<Utc>,
    /// Size of its terminal, as last asked for; `None` where the output comes from pipes.
    pub(super) terminal: Option<TerminalSize>,
}

/// Writes a recording of output that comes in pieces.
pub(super) struct Asciicast {
    recorded: Recorded,
    /// The first piece is still to come.
    header: bool,
    /// Offset of the next byte.
    next: u64,
    /// Microseconds from the beginning to the last event.
    last: i64,
    /// A character that is not complete yet.
    begun: Vec<u8>,
}

impl Asciicast {
    /// A recording that begins with the byte at an offset.
    pub(super) fn new(recorded: Recorded, from: u64) -> Self {
        Self { recorded, header: true, next: from, last: 0, begun: Vec::new() }
    }

    /// The lines of a piece.
    pub(super) fn push(&mut self, piece: &Piece) -> String {
        let mut out = self.header();
        if piece.offset > self.next {
            let missing = piece.offset - self.next;
            self.event(&format!("\r\n[{missing} bytes of output not kept]\r\n"), &mut out);
        }
        self.next = piece.next();
        let ends = piece.stored.iter().skip(1).map(|(from, _)| *from).chain([piece.next()]);
        for ((from, at), to) in piece.stored.iter().zip(ends) {
            let micros = (*at - self.recorded.start).num_microseconds().unwrap_or_default();
            self.last = self.last.max(micros);
            let within = |offset: u64| usize::try_from(offset - piece.offset).unwrap_or(usize::MAX);
            self.output(piece.bytes.get(within(*from)..within(to)).unwrap_or_default(), &mut out);
        }
        out
    }

    /// What is left when no more comes.
    pub(super) fn end(&mut self) -> String {
        let mut out = self.header();
        let begun = std::mem::take(&mut self.begun);
        self.event(&String::from_utf8_lossy(&begun), &mut out);
        out
    }

    fn header(&mut self) -> String {
        if !std::mem::take(&mut self.header) {
            return String::new();
        }
        let Recorded { title, start, terminal } = &self.recorded;
        let TerminalSize { cols, rows } = terminal.unwrap_or_default();
        let start = start.timestamp();
        format!("{}\n", json!({"version": 2, "width": cols, "height": rows, "timestamp": start, "title": title}))
    }

    fn output(&mut self, bytes: &[u8], out: &mut String) {
        let mut bytes = [std::mem::take(&mut self.begun).as_slice(), bytes].concat();
        self.begun = bytes.split_off(bytes.len() - incomplete(&bytes));
        let text = String::from_utf8_lossy(&bytes);
        match self.recorded.terminal {
            Some(_) => self.event(&text, out),
            // A terminal would have made it so.
            None => self.event(&text.replace('\n', "\r\n"), out),
        }
    }

    fn event(&self, text: &str, out: &mut String) {
        if !text.is_empty() {
            let event = json!([self.last as f64 / 1e6, "o", text]);
            out.push_str(&format!("{event}\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_800_000_000_000 + ms).unwrap_or_default()
    }

    fn piece(offset: u64, bytes: &[u8], stored: Vec<(u64, DateTime<Utc>)>) -> Piece {
        Piece { attempt: 1, offset, bytes: bytes.to_vec(), stored, end: 100, complete: true, gap: None }
    }

    fn recording(terminal: Option<TerminalSize>) -> Asciicast {
        Asciicast::new(Recorded { title: "make \"all\"".to_owned(), start: at(0), terminal }, 0)
    }

    #[test]
    fn a_recording_has_a_header_and_an_event_for_each_moment() {
        let mut cast = recording(Some(TerminalSize { cols: 80, rows: 24 }));
        let text = cast.push(&piece(0, b"one\r\ntwo\xc3", vec![(0, at(500)), (5, at(2250))]))
            + cast.push(&piece(9, b"\xa9\x1b[1m", vec![(9, at(2000))])).as_str()
            + cast.end().as_str();
        let lines: Vec<serde_json::Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let header =
            json!({"version": 2, "width": 80, "height": 24, "timestamp": 1_800_000_000, "title": "make \"all\""});
        let events = [
            json!([0.5, "o", "one\r\n"]),
            json!([2.25, "o", "two"]),
            // The clock went back; a recording never does.
            json!([2.25, "o", "é\u{1b}[1m"]),
        ];
        assert_eq!((lines.first(), &lines[1..]), (Some(&header), &events[..]));
    }

    #[test]
    fn lines_from_pipes_begin_in_the_first_column() {
        let mut cast = recording(None);
        let text = cast.push(&piece(0, b"a\nb\n", vec![(0, at(0))]));
        assert!(text.ends_with("[0.0,\"o\",\"a\\r\\nb\\r\\n\"]\n"), "{text}");
    }

    #[test]
    fn what_is_not_kept_is_told() {
        let mut cast = recording(None);
        cast.push(&piece(0, b"a", vec![(0, at(0))]));
        let text = cast.push(&piece(50, b"b", vec![(50, at(1000))]));
        assert_eq!(text, "[0.0,\"o\",\"\\r\\n[49 bytes of output not kept]\\r\\n\"]\n[1.0,\"o\",\"b\"]\n");
    }

    #[test]
    fn without_output_there_is_a_header_alone() {
        assert_eq!(recording(None).end().lines().count(), 1);
    }
}

//! Where in the output a viewer is: what came, what was drawn, what to tell the server.

use std::collections::VecDeque;

/// Bytes drawn before the server hears of it, unless nothing more is on its way to the screen.
const ACK_EVERY: u64 = 128 * 1024;

/// A line that begins before the first byte asked for is left out, unless it is longer than this.
const LONGEST_CUT: u64 = 4096;

/// Offsets, in bytes from the beginning of the output, of one viewer.
#[derive(Debug)]
pub(super) struct Feed {
    start: u64,
    received: u64,
    drawn: u64,
    acknowledged: u64,
    on_the_way: VecDeque<u64>,
    cutting: bool,
}

impl Feed {
    /// A viewer who begins at an offset. In the middle of the output the rest of the first line is left out.
    pub(super) fn starting_at(start: u64) -> Self {
        Self {
            start,
            received: start,
            drawn: start,
            acknowledged: start,
            on_the_way: VecDeque::new(),
            cutting: start > 0,
        }
    }

    /// The offset to go on from after a reconnect: no gap, nothing twice.
    pub(super) fn next(&self) -> u64 {
        self.received
    }

    /// Offset of the first byte that is not on the screen yet.
    pub(super) fn drawn_to(&self) -> u64 {
        self.drawn
    }

    /// Whether it stands where every output begins.
    pub(super) fn is_at_beginning(&self) -> bool {
        self.received == 0
    }

    /// `len` bytes came, the first line feed among them at `line_feed`. Returns how many at their beginning belong to a line
    /// that began before the first byte asked for, and are not to be drawn.
    pub(super) fn receive(&mut self, len: u64, line_feed: Option<u64>) -> u64 {
        let before = self.received - self.start;
        self.received += len;
        if !self.cutting {
            return 0;
        }
        let cut = line_feed.map_or(len, |at| at + 1);
        self.cutting = line_feed.is_none() && before + len < LONGEST_CUT;
        if before + cut > LONGEST_CUT { 0 } else { cut }
    }

    /// The output goes on at `to`, for what is before it is not kept. False when that lies behind: then the output is another
    /// one than before, and has to be shown anew.
    pub(super) fn skip_to(&mut self, to: u64) -> bool {
        self.cutting = false;
        if to < self.received {
            return false;
        }
        self.received = to;
        true
    }

    /// Everything received so far was handed to the screen.
    pub(super) fn hand_over(&mut self) {
        self.on_the_way.push_back(self.received);
    }

    /// The screen has taken in what was handed over longest ago. Returns the offset to acknowledge, when it is time.
    pub(super) fn drawn(&mut self) -> Option<u64> {
        self.drawn = self.on_the_way.pop_front().unwrap_or(self.drawn);
        let due = self.on_the_way.is_empty() || self.drawn - self.acknowledged >= ACK_EVERY;
        if !due || self.drawn == self.acknowledged {
            return None;
        }
        self.acknowledged = self.drawn;
        Some(self.drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reconnect_goes_on_where_the_last_byte_was() {
        let mut feed = Feed::starting_at(0);
        assert_eq!((feed.receive(10, None), feed.receive(5, Some(2))), (0, 0));
        assert_eq!(feed.next(), 15);
        assert!(feed.skip_to(100));
        assert_eq!(feed.next(), 100);
        assert!(!feed.skip_to(40), "another output");
    }

    #[test]
    fn acknowledges_what_was_drawn_now_and_then() {
        let mut feed = Feed::starting_at(0);
        for _ in 0..4 {
            feed.receive(64 * 1024, None);
            feed.hand_over();
        }
        assert_eq!(feed.drawn(), None);
        assert_eq!(feed.drawn(), Some(128 * 1024));
        assert_eq!(feed.drawn(), None);
        assert_eq!(feed.drawn(), Some(256 * 1024));
        assert_eq!(feed.drawn(), None, "nothing new");
    }

    #[test]
    fn in_the_middle_the_first_line_is_left_out() {
        let mut feed = Feed::starting_at(1000);
        assert!(!feed.is_at_beginning());
        assert_eq!(feed.receive(10, None), 10);
        assert_eq!(feed.receive(10, Some(3)), 4);
        assert_eq!(feed.receive(10, Some(3)), 0);
        assert_eq!(feed.next(), 1030);
    }

    #[test]
    fn a_very_long_first_line_is_shown() {
        let mut feed = Feed::starting_at(1);
        assert_eq!(feed.receive(10_000, None), 0);
        let mut feed = Feed::starting_at(1);
        assert_eq!(feed.receive(10_000, Some(9_000)), 0);
        assert_eq!(feed.receive(10, Some(1)), 0);
    }
}

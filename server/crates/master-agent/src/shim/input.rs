//! The run's input: what the daemon gives, in order, each piece once.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Write};

use agent_protocol::ToolErrorCode;

use crate::shim_protocol::Outcome;

/// Most bytes that wait for the run to read them.
const MOST_WAITING: usize = 1024 * 1024;
/// What a terminal takes as the end of its input (Ctrl-D).
const END_OF_FILE: u8 = 4;

/// The input of a run.
#[derive(Debug)]
pub struct Input {
    file: Option<File>,
    is_terminal: bool,
    waiting: VecDeque<u8>,
    closing: bool,
    next_seq: u64,
}

impl Input {
    /// Input that goes to `file`; without one every write is refused.
    pub fn new(file: Option<File>, is_terminal: bool) -> Self {
        Self { file, is_terminal, waiting: VecDeque::new(), closing: false, next_seq: 1 }
    }

    /// Takes a numbered write.
    pub fn write(&mut self, seq: u64, bytes: &[u8], close: bool) -> Outcome {
        let refused = |code, message: String| Outcome::Refused { code, message };
        if seq < self.next_seq {
            return Outcome::Written { applied: false, next_seq: self.next_seq };
        }
        if seq > self.next_seq {
            let message = format!("write {seq} came before write {}", self.next_seq);
            return refused(ToolErrorCode::OutOfOrder, message);
        }
        if self.file.is_none() || self.closing {
            let message = "the run's input is closed: it was started without `stdin`, or was closed since";
            return refused(ToolErrorCode::NotAvailable, message.into());
        }
        if self.waiting.len() + bytes.len() > MOST_WAITING {
            let message = "the run does not read its input and a megabyte waits for it already; try again later";
            return refused(ToolErrorCode::Busy, message.into());
        }
        self.next_seq += 1;
        self.waiting.extend(bytes);
        if close && self.is_terminal {
            self.waiting.push_back(END_OF_FILE);
        } else {
            self.closing = close;
        }
        self.flush();
        Outcome::Written { applied: true, next_seq: self.next_seq }
    }

    /// The file to wait for until it can be written, when there is something to write.
    pub fn wants_to_write(&self) -> Option<&File> {
        self.file.as_ref().filter(|_| !self.waiting.is_empty())
    }

    /// Passes on as much as the run takes now.
    pub fn flush(&mut self) {
        while let (Some(file), false) = (self.file.as_mut(), self.waiting.is_empty()) {
            match file.write(self.waiting.as_slices().0) {
                Ok(written) => drop(self.waiting.drain(..written)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Nobody reads any more.
                Err(_) => self.shut(),
            }
        }
        if self.closing {
            self.shut();
        }
    }

    fn shut(&mut self) {
        self.file = None;
        self.waiting = VecDeque::new();
        self.closing = true;
    }
}

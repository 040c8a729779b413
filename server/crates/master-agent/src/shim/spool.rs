//! Writing the output of a run, up to its bound.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

use agent_protocol::OutputStream;
use chrono::Utc;

use crate::run_files::RunFiles;
use crate::run_files::index::{RECORD_LEN, Record};

/// Output of one stream that arrives within this time is one piece of the index.
const MERGE_MS: i64 = 10;
const MERGE_BYTES: u32 = 1024 * 1024;

/// The spool and its index, open for writing.
#[derive(Debug)]
pub struct Spool {
    bytes: File,
    index: File,
    bound: u64,
    end: u64,
    records: u64,
    last: Option<Record>,
    /// Where it stopped taking bytes: its bound was reached or the disk refused them.
    pub truncated_at: Option<u64>,
    /// Bytes it did not take.
    pub dropped: u64,
}

impl Spool {
    /// Makes both files; together they will take at most `bound` bytes.
    pub fn create(files: &RunFiles, bound: u64) -> io::Result<Self> {
        Ok(Self {
            bytes: create(&files.spool())?,
            index: create(&files.index())?,
            bound,
            end: 0,
            records: 0,
            last: None,
            truncated_at: None,
            dropped: 0,
        })
    }

    /// Takes output that arrived now. From the first byte that has no room, all is counted and dropped.
    pub fn append(&mut self, bytes: &[u8], stream: OutputStream) {
        let now = Utc::now().timestamp_millis();
        let merges = self
            .last
            .is_some_and(|last| last.stream == stream && now - last.at_ms < MERGE_MS && last.len < MERGE_BYTES);
        let record_cost = if merges { 0 } else { RECORD_LEN };
        let room = self.bound.saturating_sub(self.end + self.records * RECORD_LEN + record_cost);
        let kept = match self.truncated_at {
            Some(_) => 0,
            None => usize::try_from(room).unwrap_or(usize::MAX).min(bytes.len()),
        };
        let stored = match bytes.get(..kept) {
            Some(head) if kept > 0 => self.store(head, stream, now, merges).map_or(0, |()| kept),
            _ => 0,
        };
        if stored < bytes.len() {
            self.truncated_at.get_or_insert(self.end);
            self.dropped += (bytes.len() - stored) as u64;
        }
    }

    fn store(&mut self, bytes: &[u8], stream: OutputStream, at_ms: i64, merges: bool) -> io::Result<()> {
        self.bytes.write_all_at(bytes, self.end)?;
        let len = u32::try_from(bytes.len()).map_err(io::Error::other)?;
        match self.last {
            Some(mut last) if merges => {
                last.len += len;
                last.write_len(&self.index, self.records - 1)?;
                self.last = Some(last);
            }
            _ => {
                let record = Record { offset: self.end, at_ms, len, stream };
                record.write(&self.index, self.records)?;
                self.records += 1;
                self.last = Some(record);
            }
        }
        self.end += u64::from(len);
        Ok(())
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

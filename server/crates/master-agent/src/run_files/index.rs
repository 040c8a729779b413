//! The index of a spool: one fixed-size record for each piece of output, in order, without gaps.
//!
//! A record is written after its bytes, so that what the index names can be read. While a piece grows, only the
//! four bytes of its length are written again.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use agent_protocol::{OutputChunk, OutputStream};
use chrono::{DateTime, Utc};

/// Bytes of a record: offset, time in milliseconds, length, stream, three of padding.
pub const RECORD_LEN: u64 = 24;
const LEN_AT: u64 = 16;

/// One piece of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// First byte in the spool.
    pub offset: u64,
    /// When it arrived, in milliseconds since 1970.
    pub at_ms: i64,
    /// Length in bytes.
    pub len: u32,
    /// Where it came from.
    pub stream: OutputStream,
}

impl Record {
    /// One past its last byte.
    pub fn end(&self) -> u64 {
        self.offset + u64::from(self.len)
    }

    /// Writes it as the record number `at`.
    pub fn write(&self, file: &File, at: u64) -> io::Result<()> {
        let mut bytes = [0; RECORD_LEN as usize];
        bytes[0..8].copy_from_slice(&self.offset.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.at_ms.to_le_bytes());
        bytes[16..20].copy_from_slice(&self.len.to_le_bytes());
        bytes[20] = match self.stream {
            OutputStream::Stdout => 1,
            OutputStream::Stderr => 2,
            OutputStream::Pty => 3,
        };
        file.write_all_at(&bytes, at * RECORD_LEN)
    }

    /// Writes its length again, in the record number `at`.
    pub fn write_len(&self, file: &File, at: u64) -> io::Result<()> {
        file.write_all_at(&self.len.to_le_bytes(), at * RECORD_LEN + LEN_AT)
    }

    fn parse(bytes: &[u8]) -> io::Result<Self> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "the index of the output is damaged");
        let field = |from: usize, to: usize| bytes.get(from..to).ok_or_else(broken);
        Ok(Self {
            offset: u64::from_le_bytes(field(0, 8)?.try_into().map_err(|_| broken())?),
            at_ms: i64::from_le_bytes(field(8, 16)?.try_into().map_err(|_| broken())?),
            len: u32::from_le_bytes(field(16, 20)?.try_into().map_err(|_| broken())?),
            stream: match bytes.get(20) {
                Some(1) => OutputStream::Stdout,
                Some(2) => OutputStream::Stderr,
                Some(3) => OutputStream::Pty,
                _ => return Err(broken()),
            },
        })
    }

    /// The part of it between two bytes of the spool, as the contract's type.
    pub fn clip(&self, from: u64, to: u64) -> OutputChunk {
        let offset = self.offset.max(from);
        OutputChunk {
            offset,
            len: self.end().min(to).saturating_sub(offset),
            at: DateTime::<Utc>::from_timestamp_millis(self.at_ms).unwrap_or_default(),
            stream: self.stream,
        }
    }
}

/// An index, read.
#[derive(Debug)]
pub struct Index {
    file: File,
    records: u64,
}

impl Index {
    /// The index in `file`, as far as it goes now.
    pub fn read(file: File) -> io::Result<Self> {
        let records = file.metadata()?.len() / RECORD_LEN;
        Ok(Self { file, records })
    }

    /// One past the last byte of output.
    pub fn end(&self) -> io::Result<u64> {
        match self.records {
            0 => Ok(0),
            n => Ok(self.record(n - 1)?.end()),
        }
    }

    /// At most `most` records from the one that holds the byte `offset` on.
    pub fn since(&self, offset: u64, most: usize) -> io::Result<Vec<Record>> {
        let first = self.first_past(offset)?;
        let count = (self.records - first).min(most as u64);
        let mut bytes = vec![0; (count * RECORD_LEN) as usize];
        self.file.read_exact_at(&mut bytes, first * RECORD_LEN)?;
        bytes.chunks_exact(RECORD_LEN as usize).map(Record::parse).collect()
    }

    /// Number of the first record that ends past `offset`.
    fn first_past(&self, offset: u64) -> io::Result<u64> {
        let (mut low, mut high) = (0, self.records);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.record(middle)?.end() > offset {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    fn record(&self, at: u64) -> io::Result<Record> {
        let mut bytes = [0; RECORD_LEN as usize];
        self.file.read_exact_at(&mut bytes, at * RECORD_LEN)?;
        Record::parse(&bytes)
    }
}

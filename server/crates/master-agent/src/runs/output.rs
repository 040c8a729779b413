//! Reading the output of a run.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use agent_protocol::OutputChunk;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::{Runs, forgotten};
use crate::refusal::Refusal;
use crate::run_files::index::Index;
use crate::run_files::{RunFiles, Status};

/// Pieces in one answer, so that a run that writes single bytes does not blow it up.
const MOST_PIECES: usize = 4096;

/// A part of a run's output, with where the run stood when it was read.
#[derive(Debug)]
pub struct Snapshot {
    /// Where it stood. Read first: when it is final, `end` is too.
    pub status: Status,
    /// One past the last byte there is.
    pub end: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their pieces.
    pub chunks: Vec<OutputChunk>,
}

/// The output of a run, read piece by piece from an offset on.
#[derive(Debug)]
pub struct Tail {
    run_id: Uuid,
    /// Where the next piece begins.
    pub offset: u64,
}

impl Tail {
    /// From this byte on.
    pub fn new(run_id: Uuid, offset: u64) -> Self {
        Self { run_id, offset }
    }

    /// The next piece of at most `most` bytes. With `wait` it is empty only at the end of a run that has ended,
    /// after that time, or when the daemon drains.
    pub async fn next(&mut self, runs: &Runs, most: u64, wait: Duration) -> Result<Snapshot, Refusal> {
        let end = Instant::now() + wait;
        let mut drained = wait.is_zero();
        loop {
            let mut changes = runs.live(self.run_id).map(|live| live.changes());
            let snapshot = runs.read(self.run_id, self.offset, most).await?;
            let nothing_yet = snapshot.end <= self.offset && !snapshot.status.state.is_final();
            if !nothing_yet || drained || Instant::now() >= end {
                self.offset += snapshot.bytes.len() as u64;
                return Ok(snapshot);
            }
            tokio::select! {
                _ = timeout_at(end, changed(changes.as_mut())) => {}
                () = runs.draining.cancelled() => drained = true,
            }
        }
    }
}

/// Resolves at a change; at once where nothing will change any more.
async fn changed(changes: Option<&mut watch::Receiver<u64>>) {
    if let Some(changes) = changes {
        // An error means that the run is over, which is a change.
        let _ = changes.changed().await;
    }
}

impl Runs {
    /// What there is from `offset` on, at most `most` bytes.
    pub async fn read(&self, run_id: Uuid, offset: u64, most: u64) -> Result<Snapshot, Refusal> {
        let status = self.status(run_id)?;
        let files = self.data.run(run_id);
        let read = tokio::task::spawn_blocking(move || read_spool(&files, offset, most))
            .await
            .map_err(|error| Refusal::internal("reading the output", &error))?;
        match read {
            Ok((end, _, _)) if offset > end => Err(Refusal::invalid(format!(
                "the output of the run {run_id} has {end} bytes so far; byte {offset} cannot be asked for yet"
            ))),
            Ok((end, bytes, chunks)) => Ok(Snapshot { status, end, bytes, chunks }),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !self.data.run(run_id).dir().exists() => {
                Err(forgotten(run_id))
            }
            Err(error) => Err(Refusal::internal("reading the output", &error)),
        }
    }

    /// The output's end and state, without waiting.
    pub async fn output_end(&self, run_id: Uuid) -> Result<u64, Refusal> {
        Ok(self.read(run_id, 0, 0).await?.end)
    }
}

fn read_spool(files: &RunFiles, offset: u64, most: u64) -> io::Result<(u64, Vec<u8>, Vec<OutputChunk>)> {
    let index = match File::open(files.index()) {
        Ok(file) => Index::read(file)?,
        // Not started yet, or never.
        Err(error) if error.kind() == io::ErrorKind::NotFound && files.dir().exists() => {
            return Ok((0, Vec::new(), Vec::new()));
        }
        Err(error) => return Err(error),
    };
    let end = index.end()?;
    if most == 0 || offset >= end {
        return Ok((end, Vec::new(), Vec::new()));
    }
    let wanted_to = end.min(offset.saturating_add(most));
    let mut chunks = Vec::new();
    for record in index.since(offset, MOST_PIECES)? {
        if record.offset >= wanted_to {
            break;
        }
        chunks.push(record.clip(offset, wanted_to));
    }
    let to = chunks.last().map_or(offset, |last| last.offset + last.len);
    let mut bytes = vec![0; usize::try_from(to - offset).map_err(io::Error::other)?];
    File::open(files.spool())?.read_exact_at(&mut bytes, offset)?;
    Ok((end, bytes, chunks))
}

//! Output throughput: from a command to one viewer, stored on the way, byte for byte.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use studio_bench::{Figure, Goal, quantile};

use crate::studio::Studio;
use crate::{local, terminal};

/// Prints 231,888,897 bytes: the master agent keeps 256 MiB of a run unless told otherwise.
const COMMAND: &str = "seq 1 27000000";
const RUNS: usize = 3;
const GOAL: Goal = Goal::AtLeast(50.0);

/// What has arrived, from the moment the command was asked for.
struct Flow {
    began: Instant,
    took: Duration,
    bytes: u64,
    checksum: crc32fast::Hasher,
}

impl Flow {
    fn begin() -> Self {
        Self { began: Instant::now(), took: Duration::ZERO, bytes: 0, checksum: crc32fast::Hasher::new() }
    }

    fn take(&mut self, piece: &[u8]) {
        self.checksum.update(piece);
        self.bytes += piece.len() as u64;
        self.took = self.began.elapsed();
    }

    /// MB/s.
    fn rate(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.took.as_secs_f64()
    }

    fn content(self) -> (u64, u32) {
        (self.bytes, self.checksum.finalize())
    }
}

/// Runs the command here and through the Studio in turns.
pub(crate) async fn measure(studio: &Studio, server: &str) -> Result<Vec<Figure>> {
    let task = studio.task(server, "Print a lot", COMMAND).await?;
    let (mut rates, mut raw) = (Vec::new(), Vec::new());
    for run in 1..=RUNS {
        let mut here = Flow::begin();
        local::follow(COMMAND, |piece, _| {
            here.take(piece);
            Ok(())
        })
        .await?;
        raw.push(here.rate());

        let mut there = Flow::begin();
        let execution = studio.run(&task).await?;
        terminal::follow(studio, &execution.id, |piece, _| {
            there.take(piece);
            Ok(())
        })
        .await?;
        rates.push(there.rate());
        eprintln!("bench: output, run {run} of {RUNS}: {:.1} MB/s", there.rate());
        let (expected, got) = (here.content(), there.content());
        ensure!(got == expected, "the output differs: {got:?} instead of {expected:?} (bytes, CRC-32)");
    }
    let median = |rates: &[f64]| quantile(rates, 0.5).context("nothing was measured");
    let figure = Figure::new("output throughput", median(&rates)?, "MB/s").goal(GOAL);
    Ok(vec![figure.against("pipe and TCP loopback", median(&raw)?)])
}

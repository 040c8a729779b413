//! How old a byte is when it reaches the viewer: the command prints its own clock, which is also ours.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, ensure};
use studio_bench::{Figure, Goal, quantile};

use crate::studio::Studio;
use crate::{local, terminal};

pub(crate) const SAMPLES: usize = 200;
/// Far enough apart that each line makes its way alone.
pub(crate) const COMMAND: &str = "i=0; while [ $i -lt 200 ]; do date +%s%N; sleep 0.05; i=$((i+1)); done";
const GOAL: Goal = Goal::AtMost(30.0);

/// Lines with a clock's nanoseconds, and how old each was when its first byte came.
pub(crate) struct Lines {
    line: Vec<u8>,
    arrived: SystemTime,
    pub(crate) ages_ms: Vec<f64>,
}

impl Lines {
    pub(crate) fn new() -> Self {
        Self { line: Vec::new(), arrived: UNIX_EPOCH, ages_ms: Vec::new() }
    }

    /// Takes what came at a moment.
    pub(crate) fn take(&mut self, piece: &[u8], at: SystemTime) -> Result<()> {
        for &byte in piece {
            if self.line.is_empty() {
                self.arrived = at;
            }
            if byte != b'\n' {
                self.line.push(byte);
                continue;
            }
            let line = String::from_utf8_lossy(&self.line).into_owned();
            let nanoseconds = line.trim().parse::<u64>().with_context(|| format!("`date +%s%N` printed {line:?}"))?;
            let written = UNIX_EPOCH + Duration::from_nanos(nanoseconds);
            let age = self.arrived.duration_since(written).context("the clock went back")?;
            self.ages_ms.push(age.as_secs_f64() * 1e3);
            self.line.clear();
        }
        Ok(())
    }

    fn quantile(&self, share: f64) -> Result<f64> {
        ensure!(self.ages_ms.len() == SAMPLES, "{} lines came instead of {SAMPLES}", self.ages_ms.len());
        quantile(&self.ages_ms, share).context("no line came")
    }
}

/// Follows the command here, then through the Studio.
pub(crate) async fn measure(studio: &Studio, server: &str) -> Result<Vec<Figure>> {
    let mut here = Lines::new();
    local::follow(COMMAND, |piece, at| here.take(piece, at)).await?;
    let task = studio.task(server, "Print the time", COMMAND).await?;
    let execution = studio.run(&task).await?;
    let mut there = Lines::new();
    terminal::follow(studio, &execution.id, |piece, at| there.take(piece, at)).await?;
    let figure = |name: &str, share: f64| -> Result<Figure> {
        Ok(Figure::new(name, there.quantile(share)?, "ms").against("pipe and TCP loopback", here.quantile(share)?))
    };
    Ok(vec![figure("first byte, p50", 0.5)?, figure("first byte, p99", 0.99)?.goal(GOAL)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_as_old_as_its_first_byte() {
        let mut lines = Lines::new();
        let at = |ms| UNIX_EPOCH + Duration::from_millis(ms);
        lines.take(b"5000", at(9)).unwrap();
        lines.take(b"000\n7000000\n", at(12)).unwrap();
        assert_eq!(lines.ages_ms, [4.0, 5.0]);
        assert!(lines.take(b"never\n", at(13)).is_err());
    }
}

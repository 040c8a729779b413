//! What an MCP tool tells while it works: kept at a pace that a database bears, however much it is.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::CallProgress;
use studio_mcp::Progress;
use tokio::sync::Notify;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::output::Output;
use super::run::Stop;
use super::store::Write;
use super::writer::Pen;

/// Between two writes.
const PACE: Duration = Duration::from_millis(250);
/// What waits for a write at most; older progress gives way.
const WAITING: usize = 1_000;
/// Longest message, in characters.
const MESSAGE: usize = 500;

/// Progress on its way from the connection to the database.
pub(super) struct News {
    told: Mutex<Told>,
    something: Notify,
    over: CancellationToken,
}

struct Told {
    /// Not yet written, oldest first.
    waiting: VecDeque<CallProgress>,
    /// How many gave way.
    skipped: u64,
    /// When something was told last.
    at: Instant,
}

impl News {
    /// Nothing was told yet.
    pub(super) fn new() -> Self {
        let told = Told { waiting: VecDeque::new(), skipped: 0, at: Instant::now() };
        Self { told: Mutex::new(told), something: Notify::new(), over: CancellationToken::new() }
    }

    /// Takes what the server tells.
    pub(super) fn tell(&self, progress: Progress) {
        let message = progress.message.map(|words| words.replace('\0', "").chars().take(MESSAGE).collect());
        let mut told = self.told();
        told.at = Instant::now();
        if told.waiting.len() >= WAITING {
            told.waiting.pop_front();
            told.skipped += 1;
        }
        told.waiting.push_back(CallProgress { current: progress.current, total: progress.total, message });
        drop(told);
        self.something.notify_one();
    }

    /// Nothing more comes: what waits is the last.
    pub(super) fn close(&self) {
        self.over.cancel();
    }

    /// Writes what is told, as lines of the output and as the execution's progress, until it is closed.
    pub(super) async fn write(&self, pen: Pen<'_>, output: &mut Output<'_>) -> Result<(), Stop> {
        loop {
            tokio::select! {
                () = self.something.notified() => {}
                () = self.over.cancelled() => {}
            }
            // Asked before what waits is taken: then nothing can come behind it.
            let over = self.over.is_cancelled();
            let (waiting, skipped) = self.take();
            if let Some(last) = waiting.back() {
                output.append(lines(&waiting, skipped).into()).await?;
                pen.write(Write::Progress(last.clone())).await?;
            }
            if over {
                return Ok(());
            }
            tokio::select! {
                () = tokio::time::sleep(PACE) => {}
                () = self.over.cancelled() => {}
            }
        }
    }

    /// Returns when nothing was told for so long.
    pub(super) async fn silence(&self, limit: Option<Duration>) {
        let Some(limit) = limit else { return std::future::pending().await };
        loop {
            let end = self.told().at + limit;
            if Instant::now() >= end {
                return;
            }
            tokio::time::sleep_until(end).await;
        }
    }

    fn take(&self) -> (VecDeque<CallProgress>, u64) {
        let mut told = self.told();
        (std::mem::take(&mut told.waiting), std::mem::take(&mut told.skipped))
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A line each: `3/10 message`.
fn lines(progress: &VecDeque<CallProgress>, skipped: u64) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    if skipped > 0 {
        _ = writeln!(text, "[{skipped} earlier]");
    }
    for CallProgress { current, total, message } in progress {
        _ = write!(text, "{current}");
        if let Some(total) = total {
            _ = write!(text, "/{total}");
        }
        if let Some(message) = message {
            _ = write!(text, " {message}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(current: f64, total: Option<f64>, message: Option<&str>) -> Progress {
        Progress { current, total, message: message.map(str::to_owned) }
    }

    #[test]
    fn progress_is_a_line_each() {
        let news = News::new();
        news.tell(progress(3.0, Some(10.0), Some("cop\0ying")));
        news.tell(progress(0.5, None, None));
        let (waiting, skipped) = news.take();
        assert_eq!(lines(&waiting, skipped), "3/10 copying\n0.5\n");
        assert!(news.take().0.is_empty());
    }

    #[test]
    fn a_flood_is_bounded_and_says_so() {
        let news = News::new();
        for n in 0..1_500 {
            news.tell(progress(f64::from(n), None, None));
        }
        let (waiting, skipped) = news.take();
        assert_eq!((waiting.len(), skipped), (1_000, 500));
        assert!(lines(&waiting, skipped).starts_with("[500 earlier]\n500\n"));
        assert!(lines(&waiting, skipped).ends_with("\n1499\n"));
    }
}

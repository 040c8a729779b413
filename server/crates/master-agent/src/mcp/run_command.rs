//! `run_command`: a run from start to end in one call, for ordinary MCP clients.

use std::sync::Arc;
use std::time::{Duration, Instant};

use agent_protocol::{ExecStartArgs, RunCommandArgs, RunCommandResult, TOOL_RUN_COMMAND, ToolErrorCode};
use chrono::Utc;
use nix::sys::signal::Signal;
use rmcp::model::{JsonObject, ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RequestContext, RoleServer};
use uuid::Uuid;

use super::{Agent, parse};
use crate::data_dir::new_id;
use crate::refusal::Refusal;
use crate::runs::{Runs, Tail};

const DEFAULT_TIMEOUT_MS: u64 = 600_000;
/// How much of the end of the output the answer holds.
const ANSWERED_BYTES: u64 = 64 * 1024;
const PIECE: u64 = 64 * 1024;
/// Progress is told at most this often.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(100);
const LEAST_WAIT: Duration = Duration::from_millis(5);
const LOOK: Duration = Duration::from_secs(30);

impl Agent {
    pub(super) async fn run_command(
        &self,
        args: JsonObject,
        context: &RequestContext<RoleServer>,
    ) -> Result<RunCommandResult, Refusal> {
        let args: RunCommandArgs = parse(TOOL_RUN_COMMAND, args)?;
        let run_id = new_id();
        let wanted = ExecStartArgs {
            run_id,
            command: args.command,
            argv: args.argv,
            cwd: args.cwd,
            env: args.env,
            timeout_ms: Some(args.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS)),
            idle_timeout_ms: args.idle_timeout_ms,
            ..ExecStartArgs::default()
        };
        let started = self.runs.start(self.runs.check(wanted)?).await?;
        let mut held = Held { runs: self.runs.clone(), run_id, ended: false };
        let mut progress = Progress::new(context.peer.clone(), context.meta.get_progress_token());
        let mut tail = Tail::new(run_id, 0);
        loop {
            let piece = tokio::select! {
                piece = tail.next(&self.runs, PIECE, progress.wait()) => piece?,
                () = context.ct.cancelled() => {
                    let message = format!("the call was cancelled, and the command with it (run {run_id})");
                    return Err(Refusal::new(ToolErrorCode::NotRunning, message));
                }
            };
            progress.tell(&piece.bytes, tail.offset).await;
            if piece.status.state.is_final() && tail.offset == piece.end {
                held.ended = true;
                let ended_at = piece.status.ended_at.unwrap_or_else(Utc::now);
                let from = piece.end.saturating_sub(ANSWERED_BYTES);
                let last = self.runs.read(run_id, from, ANSWERED_BYTES).await?;
                return Ok(RunCommandResult {
                    run_id,
                    output: String::from_utf8_lossy(&last.bytes).into_owned(),
                    output_cut: from > 0,
                    output_bytes: piece.end,
                    duration_ms: u64::try_from((ended_at - started.started_at).num_milliseconds()).unwrap_or(0),
                    state: piece.status.state,
                });
            }
            if self.runs.draining.is_cancelled() {
                held.ended = true;
                let message = format!("the master agent is stopping; the command goes on as the run {run_id}");
                return Err(Refusal::new(ToolErrorCode::Busy, message));
            }
        }
    }
}

/// Ends the run when its call is dropped before its end: nobody would see it.
struct Held {
    runs: Arc<Runs>,
    run_id: Uuid,
    ended: bool,
}

impl Drop for Held {
    fn drop(&mut self) {
        if !self.ended {
            let (runs, run_id) = (self.runs.clone(), self.run_id);
            tokio::spawn(async move {
                if let Err(refusal) = runs.signal(run_id, Signal::SIGTERM as i32, None).await {
                    tracing::warn!(%run_id, %refusal, "cannot end the run of a cancelled call");
                }
            });
        }
    }
}

/// Output as progress notifications: how many bytes there were, and the text since the last one.
struct Progress {
    peer: Peer<RoleServer>,
    token: Option<ProgressToken>,
    untold: Vec<u8>,
    told_at: Option<Instant>,
    told: u64,
}

impl Progress {
    fn new(peer: Peer<RoleServer>, token: Option<ProgressToken>) -> Self {
        Self { peer, token, untold: Vec::new(), told_at: None, told: 0 }
    }

    /// How long to wait for more: output that was held back is told soon.
    fn wait(&self) -> Duration {
        match self.told_at {
            Some(told_at) if !self.untold.is_empty() => {
                BETWEEN_PROGRESS.saturating_sub(told_at.elapsed()).max(LEAST_WAIT)
            }
            _ => LOOK,
        }
    }

    async fn tell(&mut self, bytes: &[u8], total: u64) {
        let Some(token) = &self.token else { return };
        self.untold.extend(bytes);
        let too_early = self.told_at.is_some_and(|told_at| told_at.elapsed() < BETWEEN_PROGRESS);
        if total == self.told || (too_early && self.untold.len() < ANSWERED_BYTES as usize) {
            return;
        }
        // A character may be cut by the end of the piece; its rest comes with the next.
        let whole = self.untold.len() - cut_character(&self.untold);
        let text: Vec<u8> = self.untold.drain(..whole).collect();
        let mut notification = ProgressNotificationParam::new(token.clone(), total as f64);
        notification.message = Some(String::from_utf8_lossy(&text).into_owned());
        self.told_at = Some(Instant::now());
        self.told = total;
        // Who does not listen any more cancels the call, which is seen elsewhere.
        let _ = self.peer.notify_progress(notification).await;
    }
}

/// Length of an unfinished UTF-8 character at the end, 0 to 3.
fn cut_character(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes.get(bytes.len().saturating_sub(4)..).unwrap_or_default()) {
        Ok(_) => 0,
        Err(_) => (1..=3.min(bytes.len()))
            .find(|back| bytes.get(bytes.len() - back).is_some_and(|byte| byte & 0b1100_0000 == 0b1100_0000))
            .filter(|back| bytes.get(bytes.len() - back).is_some_and(|byte| width(*byte) > *back))
            .unwrap_or(0),
    }
}

/// Bytes of the character that begins with this byte (RFC 3629).
fn width(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::cut_character;

    #[test]
    fn only_an_unfinished_character_is_held_back() {
        let text = "aé€😀".as_bytes();
        for (end, cut) in [(1, 0), (2, 1), (3, 0), (4, 1), (5, 2), (6, 0), (7, 1), (8, 2), (9, 3), (10, 0)] {
            assert_eq!(cut_character(&text[..end]), cut, "at {end}");
        }
        assert_eq!(cut_character(b"\xFF\x80"), 2, "broken text waits for at most three more bytes");
        assert_eq!(cut_character(b""), 0);
    }
}

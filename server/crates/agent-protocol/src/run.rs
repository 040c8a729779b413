use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a run stands. In JSON `{"state": "exited", "exit_code": 0}`, flat in the results that carry it.
///
/// Once it is final all output is readable and `end` no longer moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RunState {
    /// Its main process lives, or its output is still being drained.
    Running,
    /// Its main process ended by itself.
    Exited {
        /// The exit code, 0 to 255.
        exit_code: i32,
    },
    /// Its main process was ended by a signal that nobody sent through the master agent.
    Signaled {
        /// The signal's number, for example 11 for SEGV.
        signal: i32,
    },
    /// It was ended because a limit of time was reached.
    TimedOut {
        /// Which limit.
        timeout: TimeoutKind,
    },
    /// It ended after an `exec_signal` of TERM or KILL, or after a cancelled `run_command`.
    Killed,
    /// What became of it cannot be known: its supervisor or the host died, or it was never started.
    Lost,
    /// Its program could not be started; nothing ran.
    StartFailed {
        /// The cause, as a sentence.
        message: String,
    },
}

impl RunState {
    /// Whether nothing will change any more.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Running)
    }

    /// Whether it ended by itself with exit code 0.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Exited { exit_code: 0 })
    }

    /// The exit code, where its main process ended by itself.
    pub fn exit_code(&self) -> Option<i32> {
        match self {
            Self::Exited { exit_code } => Some(*exit_code),
            _ => None,
        }
    }
}

/// Which limit of time ended a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeoutKind {
    /// `idle_timeout_ms`: no output for that long.
    Idle,
    /// `timeout_ms`: since its start.
    Total,
}

/// Where a piece of output came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutputStream {
    /// Standard output, through a pipe.
    Stdout,
    /// Standard error, through a pipe.
    Stderr,
    /// The terminal, where both are one.
    Pty,
}

/// A piece of output that arrived at one time from one stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutputChunk {
    /// Byte of the run's output at which it begins.
    pub offset: u64,
    /// Length in bytes.
    pub len: u64,
    /// When its first byte arrived.
    pub at: DateTime<Utc>,
    /// Its stream.
    pub stream: OutputStream,
}

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunSummary {
    /// The caller's id of it.
    pub run_id: Uuid,
    /// Its command line, shortened; absent once forgotten.
    pub command: Option<String>,
    /// SHA-256, in hexadecimal, of what was started; kept when the command is not.
    pub command_hash: String,
    /// Process id of its main process, also after its end.
    pub pid: Option<u32>,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Bytes of output kept.
    pub end: u64,
    /// Whether its output was dropped.
    pub forgotten: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub state: RunState,
}

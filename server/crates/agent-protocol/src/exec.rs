use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Base64Bytes, OutputChunk, RunState, RunSummary};

/// Arguments of `exec_start`. Exactly one of `command` and `argv` is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecStartArgs {
    /// The caller's id of the run. A repeated call with it returns the same run and starts nothing.
    pub run_id: Uuid,
    /// Refuse unless the master agent is this instance (from its capabilities or `host_info`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_id: Option<Uuid>,
    /// A command line for `/bin/sh -c`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// A program and its arguments, started without a shell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argv: Option<Vec<String>>,
    /// Absolute working directory; the user's home when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwd: Option<String>,
    /// Environment variables, added to (and winning over) PATH, HOME, LANG, TERM.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub env: BTreeMap<String, String>,
    /// Longest time it may run, in milliseconds; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// Longest time without output, in milliseconds; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_timeout_ms: Option<u64>,
    /// Time between TERM and KILL when it is ended by a time-out or a signal, in milliseconds; 5000 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_ms: Option<u64>,
    /// Give it a terminal of this size instead of pipes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pty: Option<PtySize>,
    /// Keep its standard input open for `exec_write`; without it (and without `pty`) its input is empty.
    #[serde(default)]
    pub stdin: bool,
}

/// Size of a terminal in character cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PtySize {
    /// Columns, 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    pub cols: u16,
    /// Rows, 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    pub rows: u16,
}

/// Result of `exec_start`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecStartResult {
    /// The run.
    pub run_id: Uuid,
    /// Process id of its main process; absent when none was started (a `lost` run).
    pub pid: Option<u32>,
    /// When it was started, at the first call.
    pub started_at: DateTime<Utc>,
    /// Whether an earlier call had already started it.
    pub already_known: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub state: RunState,
}

/// Arguments of `exec_read`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecReadArgs {
    /// The run.
    pub run_id: Uuid,
    /// First byte wanted.
    #[serde(default)]
    pub offset: u64,
    /// Most bytes wanted; cut to 1048576, which also holds when absent. 0 asks for the state only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<u64>,
    /// Longest time to wait for a byte past `offset` or for the end, in milliseconds; cut to 30000.
    #[serde(default)]
    pub wait_ms: u64,
}

/// Result of `exec_read`. All was read when the state is final and `offset` + length of `bytes` = `end`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecReadResult {
    /// Offset of the first of `bytes`, as asked.
    pub offset: u64,
    /// The bytes; empty when the wait ended without any.
    pub bytes: Base64Bytes,
    /// The pieces `bytes` consists of, in order, without gaps.
    pub chunks: Vec<OutputChunk>,
    /// Bytes of output kept so far: one past the last readable byte.
    pub end: u64,
    /// Where output stopped being kept because the bound was reached; the run goes on.
    pub truncated_at: Option<u64>,
    /// Bytes not kept after `truncated_at`; counted up when the run has ended.
    pub dropped_bytes: u64,
    /// When the run ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: RunState,
}

/// Arguments of `exec_write`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecWriteArgs {
    /// The run.
    pub run_id: Uuid,
    /// Number of this write within the run: 1, 2, 3 … A number already taken is not typed again.
    pub seq: u64,
    /// What to type, at most 65536 bytes.
    #[serde(default)]
    pub bytes: Base64Bytes,
    /// Close the input after `bytes` (end of file; on a terminal the end-of-file character).
    #[serde(default)]
    pub close: bool,
}

/// Result of `exec_write`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecWriteResult {
    /// Whether this call's bytes were taken; `false` when its number had been taken before.
    pub applied: bool,
    /// The number the next write must carry.
    pub next_seq: u64,
}

/// Arguments of `exec_resize`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecResizeArgs {
    /// The run.
    pub run_id: Uuid,
    /// Columns, 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    pub cols: u16,
    /// Rows, 1 to 1000.
    #[schemars(range(min = 1, max = 1000))]
    pub rows: u16,
}

/// Result of `exec_resize`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecResizeResult {
    /// The size that now holds.
    pub size: PtySize,
}

/// Arguments of `exec_signal`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecSignalArgs {
    /// The run.
    pub run_id: Uuid,
    /// Which signal; TERM when absent.
    #[serde(default)]
    pub signal: RunSignal,
    /// With TERM: time until KILL follows, in milliseconds; that of `exec_start` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_ms: Option<u64>,
}

/// A signal to the run's whole process group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum RunSignal {
    /// End it; KILL follows after the grace.
    #[default]
    Term,
    /// End it at once.
    Kill,
    /// Interrupt, as Ctrl-C does.
    Int,
    /// Hang up.
    Hup,
    /// Quit.
    Quit,
    /// User-defined signal 1.
    Usr1,
    /// User-defined signal 2.
    Usr2,
    /// Stop it until CONT.
    Stop,
    /// Continue it after STOP.
    Cont,
}

/// Result of `exec_signal`. A run that had ended already is no error: `sent` is false and the state says how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecSignalResult {
    /// Whether the signal was sent.
    pub sent: bool,
    /// Where the run stands; it may still be `running`, follow it with `exec_read`.
    #[serde(flatten)]
    pub state: RunState,
}

/// Arguments of `exec_list`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecListArgs {
    /// Only runs that have not ended.
    #[serde(default)]
    pub running_only: bool,
    /// Most runs wanted, 1 to 1000; 100 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
}

/// Result of `exec_list`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecListResult {
    /// The runs, the latest started first.
    pub runs: Vec<RunSummary>,
    /// How many there are in all.
    pub total: u64,
}

/// Arguments of `exec_forget`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExecForgetArgs {
    /// The run; it must have ended.
    pub run_id: Uuid,
}

/// Result of `exec_forget`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExecForgetResult {
    /// Bytes of output dropped; 0 when it had been forgotten before.
    pub dropped_bytes: u64,
    /// Until when a repeated `exec_start` of this id is still recognized.
    pub remembered_until: DateTime<Utc>,
}

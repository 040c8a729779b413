//! The master agent's contract: tool names, and the arguments and results of each, with JSON Schema.
//!
//! A master agent is an MCP server (streamable HTTP at [`MCP_PATH`]) that announces itself by the
//! [`EXTENSION_KEY`] entry of its server capabilities, whose value is a [`MasterAgentExtension`].
//!
//! Conventions: offsets and lengths are bytes, durations are milliseconds in fields that end in `_ms`,
//! times are RFC 3339 in UTC. Bytes travel as base64 ([`Base64Bytes`]). A refused call is a result with
//! `isError`, a sentence as its text, and a [`ToolErrorCode`] under [`ERROR_META_KEY`] of its `_meta`.

mod base64_bytes;
mod exec;
mod host;
mod run;
mod run_command;

pub use base64_bytes::Base64Bytes;
pub use exec::{
    ExecForgetArgs, ExecForgetResult, ExecListArgs, ExecListResult, ExecReadArgs, ExecReadResult, ExecResizeArgs,
    ExecResizeResult, ExecSignalArgs, ExecSignalResult, ExecStartArgs, ExecStartResult, ExecWriteArgs, ExecWriteResult,
    PtySize, RunSignal,
};
pub use host::{
    CpuMetrics, DiskMetrics, HostInfo, HostInfoArgs, HostMetrics, HostMetricsArgs, LoadAverage, MemoryMetrics,
    NetworkMetrics, TcpConnections,
};
pub use run::{OutputChunk, OutputStream, RunState, RunSummary, TimeoutKind};
pub use run_command::{RunCommandArgs, RunCommandResult};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Key of the master agent's entry in the `extensions` of its server capabilities.
pub const EXTENSION_KEY: &str = "io.github.mcp-agent-studio/master-agent";
/// Version of this contract. A change that an older peer would misread raises it.
pub const CONTRACT_VERSION: u32 = 1;
/// Path of the MCP endpoint.
pub const MCP_PATH: &str = "/mcp";
/// Key in the `_meta` of an `isError` result under which the [`ToolErrorCode`] stands as a string.
pub const ERROR_META_KEY: &str = "io.github.mcp-agent-studio/error-code";

/// Most bytes that one [`TOOL_EXEC_READ`] returns; a larger wish is cut to it.
pub const MAX_READ_BYTES: u64 = 1024 * 1024;
/// Longest wait of one [`TOOL_EXEC_READ`]; a longer wish is cut to it.
pub const MAX_WAIT_MS: u64 = 30_000;
/// Most bytes of input that one [`TOOL_EXEC_WRITE`] takes; more is refused.
pub const MAX_WRITE_BYTES: usize = 64 * 1024;

/// What the host is; arguments [`HostInfoArgs`], result [`HostInfo`].
pub const TOOL_HOST_INFO: &str = "host_info";
/// What the host's resources are at this moment; arguments [`HostMetricsArgs`], result [`HostMetrics`].
pub const TOOL_HOST_METRICS: &str = "host_metrics";
/// Start a run, once per `run_id`; arguments [`ExecStartArgs`], result [`ExecStartResult`].
pub const TOOL_EXEC_START: &str = "exec_start";
/// Read a run's output and state; arguments [`ExecReadArgs`], result [`ExecReadResult`].
pub const TOOL_EXEC_READ: &str = "exec_read";
/// Give a run input; arguments [`ExecWriteArgs`], result [`ExecWriteResult`].
pub const TOOL_EXEC_WRITE: &str = "exec_write";
/// Change the size of a run's terminal; arguments [`ExecResizeArgs`], result [`ExecResizeResult`].
pub const TOOL_EXEC_RESIZE: &str = "exec_resize";
/// Signal a run's processes; arguments [`ExecSignalArgs`], result [`ExecSignalResult`].
pub const TOOL_EXEC_SIGNAL: &str = "exec_signal";
/// What runs or has run; arguments [`ExecListArgs`], result [`ExecListResult`].
pub const TOOL_EXEC_LIST: &str = "exec_list";
/// Drop a finished run's output; arguments [`ExecForgetArgs`], result [`ExecForgetResult`].
pub const TOOL_EXEC_FORGET: &str = "exec_forget";
/// Run a command to its end in one call; arguments [`RunCommandArgs`], result [`RunCommandResult`].
pub const TOOL_RUN_COMMAND: &str = "run_command";

/// The value under [`EXTENSION_KEY`] in the server capabilities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MasterAgentExtension {
    /// Version of the master agent's program.
    pub version: String,
    /// The [`CONTRACT_VERSION`] it speaks.
    pub contract: u32,
    /// Identity of its data folder: another one means that the runs it once knew are gone.
    pub instance_id: Uuid,
    /// Whether `GET /runs/{run_id}/output` ([`output_path`]) is served.
    #[serde(default)]
    pub output_stream: bool,
}

/// Path, with query, of the raw output of a run from byte `from`, following it to its end when `follow` is set.
///
/// Same host, port and bearer token as the MCP endpoint. 200 with the bytes as they come, 404 for an unknown run,
/// 410 when the output was forgotten, 416 when `from` lies past what there is.
pub fn output_path(run_id: Uuid, from: u64, follow: bool) -> String {
    format!("/runs/{run_id}/output?from={from}&follow={follow}")
}

/// Why a call was refused; see [`ERROR_META_KEY`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ToolErrorCode {
    /// The arguments do not fit the tool.
    InvalidInput,
    /// The caller named another `instance_id`: what it remembers of this host is no longer here.
    InstanceMismatch,
    /// No run of this id is known.
    UnknownRun,
    /// The `run_id` was used before for another command.
    RunIdConflict,
    /// The run's program could not be started (not found, not permitted, no such directory).
    StartFailed,
    /// The run has ended, so it takes no input, size or signal.
    NotRunning,
    /// The run has not ended, so it cannot be forgotten.
    StillRunning,
    /// The run was forgotten: its outcome is kept, its output is gone.
    Forgotten,
    /// The run was started without `stdin` or without a `pty`.
    NotAvailable,
    /// An `exec_write` came with a sequence number beyond the next one.
    OutOfOrder,
    /// A bound of the host was reached (concurrent runs, unread input); try again later.
    Busy,
    /// The master agent itself failed (disk full, permission); the sentence says at what.
    Internal,
}

impl ToolErrorCode {
    /// The code as it stands in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::InstanceMismatch => "instance_mismatch",
            Self::UnknownRun => "unknown_run",
            Self::RunIdConflict => "run_id_conflict",
            Self::StartFailed => "start_failed",
            Self::NotRunning => "not_running",
            Self::StillRunning => "still_running",
            Self::Forgotten => "forgotten",
            Self::NotAvailable => "not_available",
            Self::OutOfOrder => "out_of_order",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }
}

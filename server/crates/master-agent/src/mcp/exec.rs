//! The `exec_` tools.

use std::time::Duration;

use agent_protocol::{
    Base64Bytes, ExecForgetArgs, ExecForgetResult, ExecListArgs, ExecListResult, ExecReadArgs, ExecReadResult,
    ExecResizeArgs, ExecResizeResult, ExecSignalArgs, ExecSignalResult, ExecStartArgs, ExecStartResult, ExecWriteArgs,
    ExecWriteResult, MAX_READ_BYTES, MAX_WAIT_MS, MAX_WRITE_BYTES, PtySize, RunSignal, TOOL_EXEC_FORGET,
    TOOL_EXEC_LIST, TOOL_EXEC_READ, TOOL_EXEC_RESIZE, TOOL_EXEC_SIGNAL, TOOL_EXEC_START, TOOL_EXEC_WRITE,
    ToolErrorCode,
};
use nix::sys::signal::Signal;
use rmcp::model::{CallToolResult, JsonObject};

use super::{Agent, answer_briefly, parse};
use crate::refusal::Refusal;
use crate::runs::{Tail, check_grace, check_size};
use crate::shim_protocol::{Act, Outcome};

const DEFAULT_LIST: u32 = 100;
const LONGEST_LIST: u32 = 1000;

impl Agent {
    pub(super) async fn exec_start(&self, args: JsonObject) -> Result<ExecStartResult, Refusal> {
        let args: ExecStartArgs = parse(TOOL_EXEC_START, args)?;
        if let Some(known) = args.instance_id
            && known != self.host.instance_id
        {
            let message = format!(
                "this master agent is the instance {}, not {known}: the host was rebuilt or its data lost",
                self.host.instance_id
            );
            return Err(Refusal::new(ToolErrorCode::InstanceMismatch, message));
        }
        self.runs.start(self.runs.check(args)?).await
    }

    pub(super) async fn exec_read(&self, args: JsonObject) -> Result<CallToolResult, Refusal> {
        let args: ExecReadArgs = parse(TOOL_EXEC_READ, args)?;
        let most = args.max_bytes.unwrap_or(MAX_READ_BYTES).min(MAX_READ_BYTES);
        let wait = if most == 0 { 0 } else { args.wait_ms.min(MAX_WAIT_MS) };
        let mut tail = Tail::new(args.run_id, args.offset);
        let read = tail.next(&self.runs, most, Duration::from_millis(wait)).await?;
        let state =
            serde_json::to_value(&read.status.state).map_err(|error| Refusal::internal("writing the state", &error))?;
        let text = format!("{} bytes from byte {} of {} so far; {state}", read.bytes.len(), args.offset, read.end);
        let result = ExecReadResult {
            offset: args.offset,
            bytes: Base64Bytes(read.bytes),
            chunks: read.chunks,
            end: read.end,
            truncated_at: read.status.truncated_at,
            dropped_bytes: read.status.dropped_bytes,
            ended_at: read.status.ended_at,
            state: read.status.state,
        };
        answer_briefly(result, text)
    }

    pub(super) async fn exec_write(&self, args: JsonObject) -> Result<ExecWriteResult, Refusal> {
        let args: ExecWriteArgs = parse(TOOL_EXEC_WRITE, args)?;
        if args.seq == 0 {
            return Err(Refusal::invalid("`seq` counts from 1"));
        }
        if args.bytes.0.len() > MAX_WRITE_BYTES {
            return Err(Refusal::invalid(format!("one write takes at most {MAX_WRITE_BYTES} bytes; send several")));
        }
        let act = Act::Write { seq: args.seq, bytes: args.bytes, close: args.close };
        match self.runs.ask(args.run_id, act).await? {
            Outcome::Written { applied, next_seq } => Ok(ExecWriteResult { applied, next_seq }),
            _ => Err(misunderstood()),
        }
    }

    pub(super) async fn exec_resize(&self, args: JsonObject) -> Result<ExecResizeResult, Refusal> {
        let args: ExecResizeArgs = parse(TOOL_EXEC_RESIZE, args)?;
        let size = PtySize { cols: args.cols, rows: args.rows };
        check_size(size)?;
        match self.runs.ask(args.run_id, Act::Resize(size)).await? {
            Outcome::Done => Ok(ExecResizeResult { size }),
            _ => Err(misunderstood()),
        }
    }

    pub(super) async fn exec_signal(&self, args: JsonObject) -> Result<ExecSignalResult, Refusal> {
        let args: ExecSignalArgs = parse(TOOL_EXEC_SIGNAL, args)?;
        check_grace(args.grace_ms)?;
        self.runs.signal(args.run_id, number(args.signal) as i32, args.grace_ms).await
    }

    pub(super) async fn exec_list(&self, args: JsonObject) -> Result<ExecListResult, Refusal> {
        let args: ExecListArgs = parse(TOOL_EXEC_LIST, args)?;
        let most = args.limit.unwrap_or(DEFAULT_LIST);
        if !(1..=LONGEST_LIST).contains(&most) {
            return Err(Refusal::invalid(format!("`limit` must be from 1 to {LONGEST_LIST}")));
        }
        self.runs.list(args.running_only, most as usize).await
    }

    pub(super) async fn exec_forget(&self, args: JsonObject) -> Result<ExecForgetResult, Refusal> {
        let args: ExecForgetArgs = parse(TOOL_EXEC_FORGET, args)?;
        self.runs.forget(args.run_id).await
    }
}

fn number(signal: RunSignal) -> Signal {
    match signal {
        RunSignal::Term => Signal::SIGTERM,
        RunSignal::Kill => Signal::SIGKILL,
        RunSignal::Int => Signal::SIGINT,
        RunSignal::Hup => Signal::SIGHUP,
        RunSignal::Quit => Signal::SIGQUIT,
        RunSignal::Usr1 => Signal::SIGUSR1,
        RunSignal::Usr2 => Signal::SIGUSR2,
        RunSignal::Stop => Signal::SIGSTOP,
        RunSignal::Cont => Signal::SIGCONT,
    }
}

fn misunderstood() -> Refusal {
    Refusal::new(ToolErrorCode::Internal, "the run's shim answered something else than was asked")
}

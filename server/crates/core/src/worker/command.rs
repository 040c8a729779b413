//! A command on a master agent, from its start to its end: start (or find again), follow the output, tell how it ended.

use std::collections::BTreeMap;
use std::pin::pin;
use std::time::Duration;

use agent_protocol::{
    ExecForgetArgs, ExecReadArgs, ExecReadResult, ExecSignalArgs, ExecStartArgs, ExecStartResult, PtySize, RunSignal,
    RunState, TimeoutKind, ToolErrorCode,
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use model::{AttemptId, ExecutionState, Issue, IssueCode, TaskLimits};
use studio_mcp::{CallError, Endpoint, MasterAgentClient, PoolKey, Sent};
use tokio::time::Instant;

use super::input::Input;
use super::run::{BackOff, Job, START_PATIENCE, Stop, finish};
use super::store::{End, Write};
use super::writer::Pen;
use crate::Result;
use crate::execution::input::size_of;

/// How long a command that may be running is looked for before it is called lost.
const REATTACH_PATIENCE: Duration = Duration::from_secs(60 * 60);
/// Bytes asked for by one read.
const MAX_BYTES: u64 = 1024 * 1024;
/// A read waits so long for the next byte.
const WAIT_MS: u64 = 20_000;
/// The same after the raw stream, which has brought all there was.
const SHORT_WAIT_MS: u64 = 100;
/// Between TERM and KILL.
const GRACE_MS: u64 = 5_000;
/// Bytes of the raw stream that are read ahead while those before them are being stored.
const AHEAD: usize = 4 * 1024 * 1024;
/// A raw stream that is silent for so long may be cut: the run is asked how it stands.
const QUIET: Duration = Duration::from_secs(20);

/// What a shell is given (`model::TaskAction::Command`).
pub(super) struct Line {
    pub(super) command: String,
    pub(super) pty: bool,
    pub(super) cwd: Option<String>,
    pub(super) env: BTreeMap<String, String>,
}

/// A command under way.
struct Run<'a> {
    job: Job<'a>,
    line: Line,
    /// A start may have reached the host; an attempt that was taken over may have been started by whoever had it before.
    dispatched: bool,
    /// When the run was last heard of.
    contact: Instant,
    /// The host whose spool nobody needs any more: it has ended, and every byte is stored.
    spool: Option<(PoolKey, Endpoint)>,
}

/// Carries out a command and writes how it ended. Only then the host may drop what it knows of it: whoever has to take over
/// before that asks again.
pub(super) async fn carry_out(job: Job<'_>, line: Line) -> Result<(), Stop> {
    let dispatched = job.attempt.instance_id.is_some();
    let mut run = Run { job, line, dispatched, contact: Instant::now(), spool: None };
    let end = run.drive().await?;
    finish(run.job.pen, end).await?;
    run.forget().await;
    Ok(())
}

impl Run<'_> {
    async fn drive(&mut self) -> Result<End, Stop> {
        let (key, endpoint) = match self.job.endpoint(self.dispatched).await? {
            Ok(found) => found,
            Err(issue) => {
                // What may already run there cannot be followed any more; what has not begun is simply refused.
                return Ok(if self.dispatched { End::lost(issue) } else { End::failed(issue) });
            }
        };
        let started = match self.start(key, &endpoint).await? {
            Ok(started) => started,
            Err(end) => return Ok(end),
        };
        if self.job.attempt.started_at.is_none() {
            self.job.pen.write(Write::Started(started.started_at)).await?;
        }
        let size = size_of(&self.job.attempt);
        let Pen { ctx, claim, attempt, .. } = self.job.pen;
        let input = Input { ctx, claim, attempt, key, endpoint: &endpoint, size };
        let has_terminal = self.line.pty;
        tokio::select! {
            end = self.follow(key, &endpoint) => end,
            stop = input.hand_over(), if has_terminal => match stop? {},
        }
    }

    /// Starts the command, or finds it again: `exec_start` is idempotent by the attempt's id, so it is repeated until it
    /// is answered. Only a server that surely was never asked lets the execution fail.
    async fn start(&mut self, key: PoolKey, endpoint: &Endpoint) -> Result<Result<ExecStartResult, End>, Stop> {
        let begun = Instant::now();
        let mut back_off = BackOff::default();
        loop {
            let error = match self.try_start(key, endpoint).await? {
                Ok(started) => return Ok(Ok(started)),
                Err(error) => error,
            };
            match error.refusal {
                // The pooled connection still knew the master agent of before a rebuild; nothing ran, so ask the new one.
                Some(ToolErrorCode::InstanceMismatch) if !self.dispatched => self.job.attempt.instance_id = None,
                Some(ToolErrorCode::InstanceMismatch) => {
                    return Ok(Err(End::lost(Issue::new(IssueCode::HostReplaced, error.issue.detail))));
                }
                Some(ToolErrorCode::Busy) | None => {}
                // What failed there may have failed before or after the command began.
                Some(ToolErrorCode::Internal) if begun.elapsed() < START_PATIENCE => self.dispatched = true,
                Some(ToolErrorCode::Internal) if self.may_run(key, endpoint).await => {
                    return Ok(Err(End::lost(error.issue)));
                }
                Some(_) => return Ok(Err(End::failed(Issue::new(IssueCode::StartRefused, error.issue.detail)))),
            }
            self.dispatched |= error.sent == Sent::Maybe && error.refusal.is_none();
            let asked = self.dispatched;
            if asked && begun.elapsed() > REATTACH_PATIENCE {
                return Ok(Err(End::lost(error.issue)));
            }
            if !asked && self.job.is_cancelled() {
                return Ok(Err(End::new(ExecutionState::Cancelled)));
            }
            if !asked && (!error.issue.code.may_pass() || begun.elapsed() > START_PATIENCE) {
                return Ok(Err(End::failed(error.issue)));
            }
            back_off.sleep().await;
        }
    }

    /// Whether the host knows the run, or cannot be asked.
    async fn may_run(&self, key: PoolKey, endpoint: &Endpoint) -> bool {
        let Ok(client) = self.client(key, endpoint).await else { return true };
        let args = ExecReadArgs { run_id: self.job.attempt.id.0, offset: 0, max_bytes: Some(1), wait_ms: 0 };
        let asked = client.exec_read(&args).await;
        asked.map_or_else(|error| error.refusal != Some(ToolErrorCode::UnknownRun), |_| true)
    }

    async fn try_start(
        &mut self,
        key: PoolKey,
        endpoint: &Endpoint,
    ) -> Result<Result<ExecStartResult, CallError>, Stop> {
        let client = match self.client(key, endpoint).await {
            Ok(client) => client,
            Err(error) => return Ok(Err(error)),
        };
        // The same master agent as before, or the one that answers now: noted before it is asked.
        let instance = match &self.job.attempt.instance_id {
            Some(instance) => instance.clone(),
            None => {
                if self.job.is_cancelled() {
                    // Nothing was sent yet, so there is nothing to end.
                    return Ok(Err(CallError::unsent(Issue::new(IssueCode::RunUnknown, ""))));
                }
                let instance = client.announced().instance_id.to_string();
                self.job.pen.write(Write::Instance(instance.clone())).await?;
                self.job.attempt.instance_id = Some(instance.clone());
                instance
            }
        };
        let instance = instance.parse().map_err(anyhow::Error::from)?;
        Ok(client.exec_start(&self.start_args(instance)?).await)
    }

    fn start_args(&self, instance: uuid::Uuid) -> Result<ExecStartArgs> {
        let Line { command, pty, cwd, env } = &self.line;
        let size = size_of(&self.job.attempt);
        let limits: TaskLimits = serde_json::from_value(self.job.execution.limits.clone())?;
        Ok(ExecStartArgs {
            run_id: self.job.attempt.id.0,
            instance_id: Some(instance),
            command: Some(command.clone()),
            cwd: cwd.clone(),
            env: env.clone(),
            timeout_ms: limits.timeout_s.map(|s| u64::from(s) * 1000),
            idle_timeout_ms: limits.idle_timeout_s.map(|s| u64::from(s) * 1000),
            grace_ms: Some(GRACE_MS),
            pty: pty.then_some(PtySize { cols: size.cols, rows: size.rows }),
            ..Default::default()
        })
    }

    async fn client(&self, key: PoolKey, endpoint: &Endpoint) -> Result<MasterAgentClient, CallError> {
        self.job.pen.ctx.services().connector.master_agent(key, endpoint).await.map_err(CallError::unsent)
    }

    /// Stores the output as it comes until the command has ended and every byte is stored.
    async fn follow(&mut self, key: PoolKey, endpoint: &Endpoint) -> Result<End, Stop> {
        let mut back_off = BackOff::default();
        let mut signalled = false;
        self.contact = Instant::now();
        loop {
            let error = match self.step(key, endpoint, &mut signalled).await? {
                Ok(read) => {
                    (self.contact, back_off) = (Instant::now(), BackOff::default());
                    match read {
                        Some(read) if read.state.is_final() && self.job.output.end() >= read.end => {
                            self.spool = Some((key, endpoint.clone()));
                            return Ok(end_of(&read.state, signalled || self.job.is_cancelled()));
                        }
                        _ => continue,
                    }
                }
                Err(error) => error,
            };
            match error.refusal {
                Some(ToolErrorCode::UnknownRun | ToolErrorCode::Forgotten) => {
                    return Ok(End::lost(Issue::new(IssueCode::RunUnknown, error.issue.detail)));
                }
                Some(ToolErrorCode::InstanceMismatch) => {
                    return Ok(End::lost(Issue::new(IssueCode::HostReplaced, error.issue.detail)));
                }
                _ if self.contact.elapsed() > REATTACH_PATIENCE => return Ok(End::lost(error.issue)),
                _ => back_off.sleep().await,
            }
        }
    }

    /// One look at the run, what it brings stored; or the signal when the end was asked for. `None` when there is more to
    /// look at right away.
    async fn step(
        &mut self,
        key: PoolKey,
        endpoint: &Endpoint,
        signalled: &mut bool,
    ) -> Result<Result<Option<ExecReadResult>, CallError>, Stop> {
        let client = match self.client(key, endpoint).await {
            Ok(client) => client,
            Err(error) => return Ok(Err(error)),
        };
        if self.job.is_cancelled() && !*signalled {
            let args =
                ExecSignalArgs { run_id: self.job.attempt.id.0, signal: RunSignal::Term, grace_ms: Some(GRACE_MS) };
            if let Err(error) = client.exec_signal(&args).await
                && error.refusal != Some(ToolErrorCode::NotRunning)
            {
                return Ok(Err(error));
            }
            *signalled = true;
        }
        // A raw stream that fails says nothing about the run: a proxy may not let it through. MCP decides.
        let streamed = client.announced().output_stream && self.stream(&client, *signalled).await?.is_ok();
        if self.job.is_cancelled() && !*signalled {
            return Ok(Ok(None));
        }
        let wait_ms = if streamed { SHORT_WAIT_MS } else { WAIT_MS };
        let args = ExecReadArgs {
            run_id: self.job.attempt.id.0,
            offset: self.job.output.end(),
            max_bytes: Some(MAX_BYTES),
            wait_ms,
        };
        let mut cancel = self.job.cancel.clone();
        let waiting = !*signalled;
        let read = tokio::select! {
            read = client.exec_read(&args) => read,
            // Dropping the read is harmless: it is asked again from the same offset.
            _ = cancel.wait_for(|asked| *asked), if waiting => return Ok(Ok(None)),
        };
        let mut read = match read {
            Ok(read) => read,
            Err(error) => return Ok(Err(error)),
        };
        self.job.output.append(std::mem::take(&mut read.bytes.0).into()).await?;
        Ok(Ok(Some(read)))
    }

    /// Stores the raw stream from where the stored output ends, until the stream ends, is silent, or the end of the run
    /// is asked for. While one batch is being stored the next is read ahead, up to a bound: batches grow with the load, and
    /// a slow database slows the command down, as a slow terminal would.
    async fn stream(&mut self, client: &MasterAgentClient, signalled: bool) -> Result<Result<(), CallError>, Stop> {
        let mut pieces = match client.output_stream(self.job.attempt.id.0, self.job.output.end()).await {
            Ok(pieces) => pieces,
            Err(error) => return Ok(Err(error)),
        };
        let mut cancel = self.job.cancel.clone();
        let (mut batch, mut ahead) = (BytesMut::new(), BytesMut::new());
        loop {
            self.contact = Instant::now();
            let mut end = None;
            if batch.is_empty() {
                let piece = tokio::select! {
                    piece = pieces.next() => piece,
                    () = tokio::time::sleep(QUIET) => return Ok(Ok(())),
                    _ = cancel.wait_for(|asked| *asked), if !signalled => return Ok(Ok(())),
                };
                end = add(&mut batch, piece);
            }
            {
                let mut storing = pin!(self.job.output.append(batch.split().freeze()));
                loop {
                    tokio::select! {
                        biased;
                        stored = &mut storing => break stored?,
                        piece = pieces.next(), if end.is_none() && ahead.len() < AHEAD => end = add(&mut ahead, piece),
                    }
                }
            }
            std::mem::swap(&mut batch, &mut ahead);
            let cancelled = !signalled && self.job.is_cancelled();
            if let Some(end) = end.or_else(|| cancelled.then_some(Ok(()))) {
                self.job.output.append(batch.freeze()).await?;
                return Ok(end);
            }
        }
    }

    /// Lets the host drop the spool: every byte is stored here. If that fails the host's own bound does it later.
    async fn forget(&self) {
        let Some((key, endpoint)) = &self.spool else { return };
        let AttemptId(run_id) = self.job.attempt.id;
        let forgotten = match self.client(*key, endpoint).await {
            Ok(client) => client.exec_forget(&ExecForgetArgs { run_id }).await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = forgotten {
            tracing::debug!(attempt = %run_id, %error, "the host keeps a run's output");
        }
    }
}

/// Adds a piece of a stream to a batch, or says how the stream ended.
fn add(batch: &mut BytesMut, piece: Option<Result<Bytes, CallError>>) -> Option<Result<(), CallError>> {
    match piece {
        Some(Ok(bytes)) => batch.extend_from_slice(&bytes),
        Some(Err(error)) => return Some(Err(error)),
        None => return Some(Ok(())),
    }
    None
}

/// What the master agent's word for an end means to an execution.
fn end_of(state: &RunState, cancelled: bool) -> End {
    match state {
        RunState::Exited { exit_code: 0 } => End { exit_code: Some(0), ..End::new(ExecutionState::Succeeded) },
        RunState::Exited { exit_code } => End { exit_code: Some(*exit_code), ..End::new(ExecutionState::Failed) },
        RunState::TimedOut { timeout: TimeoutKind::Idle } => End::timed_out("idle"),
        RunState::TimedOut { timeout: TimeoutKind::Total } => End::timed_out("total"),
        RunState::Killed if cancelled => End::new(ExecutionState::Cancelled),
        RunState::Killed => End::failed(Issue::new(IssueCode::Signaled, "TERM")),
        RunState::Signaled { signal } => End::failed(Issue::new(IssueCode::Signaled, signal.to_string())),
        RunState::StartFailed { message } => End::failed(Issue::new(IssueCode::StartRefused, message.clone())),
        RunState::Lost | RunState::Running => End::lost(Issue::new(IssueCode::RunUnknown, "")),
    }
}

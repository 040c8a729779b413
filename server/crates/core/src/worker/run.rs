//! One execution from its claim to its end: start (or find again), follow the output, tell how it ended.

use std::pin::pin;
use std::time::Duration;

use agent_protocol::{
    ExecForgetArgs, ExecReadArgs, ExecReadResult, ExecSignalArgs, ExecStartArgs, ExecStartResult, PtySize, RunSignal,
    RunState, TimeoutKind, ToolErrorCode,
};
use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use model::{AttemptId, ExecutionState, Issue, IssueCode, TaskAction, TaskLimits};
use studio_db::models::attempt::Attempt;
use studio_db::models::execution::{Claim, Execution};
use studio_db::models::server;
use studio_mcp::{CallError, Endpoint, MasterAgentClient, PoolKey, Sent};
use tokio::sync::watch;
use tokio::time::Instant;

use super::input::Input;
use super::store::{self, End};
use crate::execution::input::size_of;
use crate::{OrgCtx, Result};

/// How long a command that surely has not begun waits for its server.
const START_PATIENCE: Duration = Duration::from_secs(20);
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

/// Why a worker lets go of an execution that is not final.
#[derive(Debug)]
pub(super) enum Stop {
    /// Another worker has it.
    Fenced,
    /// Something of ours failed.
    Error(crate::Error),
}

impl<E: Into<crate::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// What an execution needs to run.
struct Run<'a> {
    ctx: &'a OrgCtx,
    claim: Claim,
    execution: Execution,
    attempt: Attempt,
    /// A start may have reached the host; an attempt that was taken over may have been started by whoever had it before.
    dispatched: bool,
    cancel: watch::Receiver<bool>,
    /// When the run was last heard of.
    contact: Instant,
}

/// Carries out a claim.
pub(super) async fn run(ctx: &OrgCtx, claim: Claim, cancel: watch::Receiver<bool>) -> Result<(), Stop> {
    let Some((execution, attempt)) = store::take_up(ctx, &claim).await? else { return Ok(()) };
    let id = attempt.id;
    let dispatched = attempt.instance_id.is_some();
    let mut run = Run { ctx, claim, execution, attempt, dispatched, cancel, contact: Instant::now() };
    let end = run.drive().await?;
    tracing::info!(execution = %claim.id, attempt = %id, state = %end.state, "execution ended");
    store::finish(ctx, &claim, id, end).await
}

impl Run<'_> {
    async fn drive(&mut self) -> Result<End, Stop> {
        let (key, endpoint) = match self.endpoint().await? {
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
        if self.attempt.started_at.is_none() {
            store::started(self.ctx, &self.claim, self.attempt.id, started.started_at).await?;
        }
        let size = size_of(&self.attempt);
        let (ctx, claim, attempt) = (self.ctx, self.claim, self.attempt.id);
        let input = Input { ctx, claim, attempt, key, endpoint: &endpoint, size };
        let has_terminal = self.has_terminal()?;
        tokio::select! {
            end = self.follow(key, &endpoint) => end,
            stop = input.hand_over(), if has_terminal => match stop? {},
        }
    }

    /// Where the server is, or why it cannot be used.
    async fn endpoint(&self) -> Result<Result<(PoolKey, Endpoint), Issue>, Stop> {
        let Some(id) = self.execution.server_id else {
            return Ok(Err(Issue::new(IssueCode::NoMasterAgent, "")));
        };
        let mut tx = self.ctx.tx().await?;
        let row = server::get(&mut tx, id).await?;
        tx.done();
        if !row.enabled && !self.dispatched {
            return Ok(Err(Issue::new(IssueCode::Disabled, row.name)));
        }
        Ok(Ok(crate::server::endpoint(self.ctx, &row)?))
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
                Some(ToolErrorCode::InstanceMismatch) if !self.dispatched => self.attempt.instance_id = None,
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
            if !asked && *self.cancel.borrow() {
                let state = ExecutionState::Cancelled;
                return Ok(Err(End { state, exit_code: None, issue: None }));
            }
            if !asked && (is_hopeless(&error.issue) || begun.elapsed() > START_PATIENCE) {
                return Ok(Err(End::failed(error.issue)));
            }
            back_off.sleep().await;
        }
    }

    /// Whether the host knows the run, or cannot be asked.
    async fn may_run(&self, key: PoolKey, endpoint: &Endpoint) -> bool {
        let Ok(client) = self.client(key, endpoint).await else { return true };
        let args = ExecReadArgs { run_id: self.attempt.id.0, offset: 0, max_bytes: Some(1), wait_ms: 0 };
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
        let instance = match &self.attempt.instance_id {
            Some(instance) => instance.clone(),
            None => {
                if *self.cancel.borrow() {
                    // Nothing was sent yet, so there is nothing to end.
                    return Ok(Err(CallError {
                        issue: Issue::new(IssueCode::RunUnknown, ""),
                        sent: Sent::No,
                        refusal: None,
                    }));
                }
                let instance = client.announced().instance_id.to_string();
                store::set_instance(self.ctx, &self.claim, self.attempt.id, &instance).await?;
                self.attempt.instance_id = Some(instance.clone());
                instance
            }
        };
        let instance = instance.parse().map_err(anyhow::Error::from)?;
        Ok(client.exec_start(&self.start_args(instance)?).await)
    }

    fn has_terminal(&self) -> Result<bool> {
        let TaskAction::Command { pty, .. } = serde_json::from_value(self.execution.action.clone())?;
        Ok(pty)
    }

    fn start_args(&self, instance: uuid::Uuid) -> Result<ExecStartArgs> {
        let TaskAction::Command { command, pty, cwd, env } = serde_json::from_value(self.execution.action.clone())?;
        let size = size_of(&self.attempt);
        let limits: TaskLimits = serde_json::from_value(self.execution.limits.clone())?;
        Ok(ExecStartArgs {
            run_id: self.attempt.id.0,
            instance_id: Some(instance),
            command: Some(command),
            cwd,
            env,
            timeout_ms: limits.timeout_s.map(|s| u64::from(s) * 1000),
            idle_timeout_ms: limits.idle_timeout_s.map(|s| u64::from(s) * 1000),
            grace_ms: Some(GRACE_MS),
            pty: pty.then_some(PtySize { cols: size.cols, rows: size.rows }),
            ..Default::default()
        })
    }

    async fn client(&self, key: PoolKey, endpoint: &Endpoint) -> Result<MasterAgentClient, CallError> {
        let unsent = |issue| CallError { issue, sent: Sent::No, refusal: None };
        self.ctx.services().connector.master_agent(key, endpoint).await.map_err(unsent)
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
                        Some(read) if read.state.is_final() && self.stored() >= read.end => {
                            self.forget(key, endpoint).await;
                            return Ok(end_of(&read.state, signalled || *self.cancel.borrow()));
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
        if *self.cancel.borrow() && !*signalled {
            let args = ExecSignalArgs { run_id: self.attempt.id.0, signal: RunSignal::Term, grace_ms: Some(GRACE_MS) };
            if let Err(error) = client.exec_signal(&args).await
                && error.refusal != Some(ToolErrorCode::NotRunning)
            {
                return Ok(Err(error));
            }
            *signalled = true;
        }
        // A raw stream that fails says nothing about the run: a proxy may not let it through. MCP decides.
        let streamed = client.announced().output_stream && self.stream(&client, *signalled).await?.is_ok();
        if *self.cancel.borrow() && !*signalled {
            return Ok(Ok(None));
        }
        let wait_ms = if streamed { SHORT_WAIT_MS } else { WAIT_MS };
        let args =
            ExecReadArgs { run_id: self.attempt.id.0, offset: self.stored(), max_bytes: Some(MAX_BYTES), wait_ms };
        let mut cancel = self.cancel.clone();
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
        self.append(std::mem::take(&mut read.bytes.0).into()).await?;
        Ok(Ok(Some(read)))
    }

    /// Stores the raw stream from where the stored output ends, until the stream ends, is silent, or the end of the run
    /// is asked for. While one batch is being stored the next is read ahead, up to a bound: batches grow with the load, and
    /// a slow database slows the command down, as a slow terminal would.
    async fn stream(&mut self, client: &MasterAgentClient, signalled: bool) -> Result<Result<(), CallError>, Stop> {
        let mut pieces = match client.output_stream(self.attempt.id.0, self.stored()).await {
            Ok(pieces) => pieces,
            Err(error) => return Ok(Err(error)),
        };
        let mut cancel = self.cancel.clone();
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
                let mut storing = pin!(self.append(batch.split().freeze()));
                loop {
                    tokio::select! {
                        biased;
                        stored = &mut storing => break stored?,
                        piece = pieces.next(), if end.is_none() && ahead.len() < AHEAD => end = add(&mut ahead, piece),
                    }
                }
            }
            std::mem::swap(&mut batch, &mut ahead);
            let cancelled = !signalled && *self.cancel.borrow();
            if let Some(end) = end.or_else(|| cancelled.then_some(Ok(()))) {
                self.append(batch.freeze()).await?;
                return Ok(end);
            }
        }
    }

    /// Where the stored output ends.
    fn stored(&self) -> u64 {
        self.attempt.output_end.unsigned_abs()
    }

    async fn append(&mut self, bytes: Bytes) -> Result<(), Stop> {
        if !bytes.is_empty() {
            let (offset, from) = (self.attempt.output_end, self.stored());
            self.attempt.output_end = store::append(self.ctx, &self.claim, self.attempt.id, offset, &bytes).await?;
            let key = (self.ctx.organization_id, self.claim.id);
            self.ctx.services().tails.push(key, self.attempt.number, from, bytes);
        }
        Ok(())
    }

    /// Lets the host drop the spool: every byte is stored here. If that fails the host's own bound does it later.
    async fn forget(&self, key: PoolKey, endpoint: &Endpoint) {
        let AttemptId(run_id) = self.attempt.id;
        let forgotten = match self.client(key, endpoint).await {
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
    let end = |state, exit_code, issue| End { state, exit_code, issue };
    match state {
        RunState::Exited { exit_code: 0 } => end(ExecutionState::Succeeded, Some(0), None),
        RunState::Exited { exit_code } => end(ExecutionState::Failed, Some(*exit_code), None),
        RunState::TimedOut { timeout } => {
            let detail = match timeout {
                TimeoutKind::Idle => "idle",
                TimeoutKind::Total => "total",
            };
            end(ExecutionState::TimedOut, None, Some(Issue::new(IssueCode::TimedOut, detail)))
        }
        RunState::Killed if cancelled => end(ExecutionState::Cancelled, None, None),
        RunState::Killed => End::failed(Issue::new(IssueCode::Signaled, "TERM")),
        RunState::Signaled { signal } => End::failed(Issue::new(IssueCode::Signaled, signal.to_string())),
        RunState::StartFailed { message } => End::failed(Issue::new(IssueCode::StartRefused, message.clone())),
        RunState::Lost | RunState::Running => End::lost(Issue::new(IssueCode::RunUnknown, "")),
    }
}

/// Trying again would bring the same.
fn is_hopeless(issue: &Issue) -> bool {
    matches!(
        issue.code,
        IssueCode::AddressBlocked
            | IssueCode::Unauthorized
            | IssueCode::Forbidden
            | IssueCode::PathNotFound
            | IssueCode::NotMcp
            | IssueCode::LegacySse
            | IssueCode::ProtocolMismatch
            | IssueCode::NoMasterAgent
            | IssueCode::TlsFailed
    )
}

/// Doubles from 100 ms to 5 s.
struct BackOff(Duration);

impl Default for BackOff {
    fn default() -> Self {
        Self(Duration::from_millis(100))
    }
}

impl BackOff {
    async fn sleep(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(Duration::from_secs(5));
    }
}

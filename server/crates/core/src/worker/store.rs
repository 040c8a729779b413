//! What a worker writes: always under its fence number.

use chrono::{DateTime, Utc};
use model::{AttemptId, CallProgress, ExecutionState, Issue, IssueCode};
use serde_json::Value;
use studio_db::TenantTx;
use studio_db::models::attempt::{self, Attempt, AttemptChange};
use studio_db::models::execution::{self, Claim, Execution, ExecutionChange};
use studio_db::models::{execution_input, execution_output};

use super::run::Stop;
use crate::OrgCtx;
use crate::bus::{Topic, tell};
use crate::execution::transition;

/// Bytes of output kept from the beginning, and from the end once there are more than both.
const HEAD: i64 = 96 * 1024 * 1024;
const TAIL: i64 = 32 * 1024 * 1024;

/// Largest piece of output in one row: what is read is read in whole pieces.
const PIECE: usize = 1024 * 1024;

/// How an attempt ended.
#[derive(Debug)]
pub(super) struct End {
    pub(super) state: ExecutionState,
    pub(super) exit_code: Option<i32>,
    pub(super) issue: Option<Issue>,
    /// What the call of an MCP tool came to (`model::McpToolResult`), where it is kept.
    pub(super) result: Option<Value>,
    /// The first line of that, also where it is too large to be kept.
    pub(super) summary: Option<String>,
}

impl End {
    pub(super) fn new(state: ExecutionState) -> Self {
        Self { state, exit_code: None, issue: None, result: None, summary: None }
    }

    pub(super) fn failed(issue: Issue) -> Self {
        Self { issue: Some(issue), ..Self::new(ExecutionState::Failed) }
    }

    pub(super) fn lost(issue: Issue) -> Self {
        Self { issue: Some(issue), ..Self::new(ExecutionState::Lost) }
    }

    /// `which` is `idle` or `total`.
    pub(super) fn timed_out(which: &str) -> Self {
        let issue = Issue::new(IssueCode::TimedOut, which);
        Self { issue: Some(issue), ..Self::new(ExecutionState::TimedOut) }
    }
}

/// A transaction with the execution locked, if the claim still holds.
async fn fenced(ctx: &OrgCtx, claim: &Claim) -> Result<(TenantTx, Execution), Stop> {
    let mut tx = ctx.tx().await?;
    let row = execution::lock(&mut tx, claim.id).await?;
    if row.fence == claim.fence { Ok((tx, row)) } else { Err(Stop::Fenced) }
}

/// The execution with its attempt: a new attempt for one from the queue, the latest for one that was left behind.
/// `None` when there is nothing to do any more.
pub(super) async fn take_up(ctx: &OrgCtx, claim: &Claim) -> Result<Option<(Execution, Attempt)>, Stop> {
    let (mut tx, row) = fenced(ctx, claim).await?;
    if row.state.is_final() {
        return Ok(None);
    }
    if row.state != ExecutionState::Queued {
        let attempt = attempt::by_number(&mut tx, row.id, row.attempt).await?;
        tx.commit().await?;
        let attempt = attempt.ok_or_else(|| anyhow::anyhow!("execution {} has no attempt {}", row.id, row.attempt))?;
        return Ok(Some((row, attempt)));
    }
    let number = row.attempt + 1;
    let new = attempt::NewAttempt {
        organization_id: ctx.organization_id,
        id: ctx.new_id(),
        execution_id: row.id,
        number,
        state: ExecutionState::Claimed,
        created_at: ctx.now(),
    };
    let attempt = attempt::insert(&mut tx, &new).await?;
    let change = ExecutionChange { attempt: Some(number), output_bytes: Some(0), ..Default::default() };
    transition::apply(ctx, &mut tx, &row, ExecutionState::Claimed, None, change).await?;
    let row = execution::get(&mut tx, row.id).await?;
    tx.commit().await?;
    Ok(Some((row, attempt)))
}

/// Notes before the first call which master agent it goes to: a repeat must reach the same one.
pub(super) async fn set_instance(ctx: &OrgCtx, claim: &Claim, attempt: AttemptId, instance: &str) -> Result<(), Stop> {
    let (mut tx, _) = fenced(ctx, claim).await?;
    let change = AttemptChange { instance_id: Some(instance.to_owned()), ..Default::default() };
    attempt::update(&mut tx, attempt, &change).await?;
    Ok(tx.commit().await?)
}

/// The remote side works on it. An execution that is being cancelled stays so.
pub(super) async fn started(ctx: &OrgCtx, claim: &Claim, attempt: AttemptId, at: DateTime<Utc>) -> Result<(), Stop> {
    let change = AttemptChange { started_at: Some(at), ..Default::default() };
    begin(ctx, claim, attempt, change).await
}

/// Notes before the call of an MCP tool that from here on the server may hear of it.
pub(super) async fn sending(ctx: &OrgCtx, claim: &Claim, attempt: AttemptId) -> Result<(), Stop> {
    let now = Some(ctx.now());
    begin(ctx, claim, attempt, AttemptChange { started_at: now, sent_at: now, ..Default::default() }).await
}

async fn begin(ctx: &OrgCtx, claim: &Claim, attempt: AttemptId, change: AttemptChange) -> Result<(), Stop> {
    let at = change.started_at;
    let (mut tx, row) = fenced(ctx, claim).await?;
    let state = if row.state == ExecutionState::Claimed { ExecutionState::Running } else { row.state };
    attempt::update(&mut tx, attempt, &AttemptChange { state: Some(state), ..change }).await?;
    let change = ExecutionChange { started_at: at, ..Default::default() };
    if row.state == ExecutionState::Claimed {
        transition::apply(ctx, &mut tx, &row, ExecutionState::Running, None, change).await?;
    } else {
        execution::update(&mut tx, row.id, &change).await?;
    }
    Ok(tx.commit().await?)
}

/// How far the call of an MCP tool is.
pub(super) async fn progress(ctx: &OrgCtx, claim: &Claim, progress: &CallProgress) -> Result<(), Stop> {
    let (mut tx, row) = fenced(ctx, claim).await?;
    let change = ExecutionChange { progress: Some(serde_json::to_value(progress)?), ..Default::default() };
    execution::update(&mut tx, row.id, &change).await?;
    tell(&mut tx, Topic::Execution(row.id)).await?;
    Ok(tx.commit().await?)
}

/// Appends output at `offset`, which must be where the stored output ends; returns where it ends now.
pub(super) async fn append(
    ctx: &OrgCtx,
    claim: &Claim,
    attempt: AttemptId,
    offset: i64,
    bytes: &[u8],
) -> Result<i64, Stop> {
    let (mut tx, row) = fenced(ctx, claim).await?;
    let stored = attempt::get(&mut tx, attempt).await?;
    if stored.output_end != offset {
        return Err(anyhow::anyhow!("attempt {attempt}: output ends at {}, not at {offset}", stored.output_end).into());
    }
    let end = offset + i64::try_from(bytes.len()).unwrap_or_default();
    let (mut at, now) = (offset, ctx.now());
    for piece in bytes.chunks(PIECE) {
        execution_output::insert(&mut tx, attempt, at, piece, now).await?;
        at += i64::try_from(piece.len()).unwrap_or_default();
    }
    let (gap_from, gap_to) = make_room(&mut tx, &stored, end).await?.unzip();
    let change = AttemptChange { output_end: Some(end), gap_from, gap_to, ..Default::default() };
    attempt::update(&mut tx, attempt, &change).await?;
    let change = ExecutionChange { output_bytes: Some(end), ..Default::default() };
    execution::update(&mut tx, row.id, &change).await?;
    tell(&mut tx, Topic::Output(row.id)).await?;
    tx.commit().await?;
    Ok(end)
}

/// Drops whole batches of the middle once there is more than head and tail; gives the gap when it has grown.
async fn make_room(tx: &mut TenantTx, stored: &Attempt, end: i64) -> Result<Option<(i64, i64)>, Stop> {
    if end <= HEAD + TAIL {
        return Ok(None);
    }
    let from = match stored.gap_from {
        Some(from) => from,
        None => execution_output::first_offset(tx, stored.id, HEAD).await?.unwrap_or(end),
    };
    let to = execution_output::first_offset(tx, stored.id, end - TAIL).await?.unwrap_or(end);
    if to <= stored.gap_to.unwrap_or(from) {
        return Ok(None);
    }
    execution_output::delete(tx, stored.id, from, to).await?;
    Ok(Some((from, to)))
}

/// Writes how it ended, on the attempt and on the execution.
pub(super) async fn finish(ctx: &OrgCtx, claim: &Claim, attempt: AttemptId, end: End) -> Result<(), Stop> {
    let (mut tx, row) = fenced(ctx, claim).await?;
    if row.state.is_final() {
        return Ok(());
    }
    let change = AttemptChange {
        state: Some(end.state),
        exit_code: end.exit_code,
        error: end.issue.as_ref().map(serde_json::to_value).transpose()?,
        finished_at: Some(ctx.now()),
        ..Default::default()
    };
    attempt::update(&mut tx, attempt, &change).await?;
    // What was typed too late is nobody's business any more.
    execution_input::delete_through(&mut tx, attempt, i64::MAX).await?;
    let change =
        ExecutionChange { exit_code: end.exit_code, result: end.result, summary: end.summary, ..Default::default() };
    transition::apply(ctx, &mut tx, &row, end.state, end.issue.as_ref(), change).await?;
    Ok(tx.commit().await?)
}

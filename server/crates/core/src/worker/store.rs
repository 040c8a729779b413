//! What a worker writes: always under its fence number, and much at once.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Duration, Utc};
use model::organization::MIN_OUTPUT_CAP_MIB;
use model::{AttemptId, CallProgress, ExecutionId, ExecutionState, Issue, IssueCode, TaskLimits, WaitReason, retry};
use serde_json::Value;
use studio_db::TenantTx;
use studio_db::models::attempt::{self, Attempt, AttemptChange, AttemptWrite};
use studio_db::models::execution::{self, Execution, ExecutionChange, ExecutionWrite};
use studio_db::models::execution_output::{self, Piece};
use studio_db::models::{execution_input, organization, queue::Claim};

use super::run::Stop;
use super::writer::Entry;
use crate::bus::{Topic, tell_all};
use crate::execution::transition::{self, Step};
use crate::{OrgCtx, Result};

const MIB: i64 = 1024 * 1024;

/// Output up to here is kept in any case.
const LEAST_CAP: i64 = MIN_OUTPUT_CAP_MIB as i64 * MIB;

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

/// Something to write about an attempt under way.
#[derive(Debug)]
pub(super) enum Write {
    /// Before the first call: the master agent it goes to. A repeat must reach the same one.
    Instance(String),
    /// The remote side works on it, since then. An execution that is being cancelled stays so.
    Started(DateTime<Utc>),
    /// Before the call of an MCP tool: from here on the server may hear of it.
    Sending,
    /// How far the call of an MCP tool is.
    Progress(CallProgress),
    /// Output at this offset, where the stored output must end.
    Output(i64, Bytes),
    /// How the attempt ended. An execution that may come out better the next time has to wait for that.
    End(End),
}

/// An execution that was left behind, with its attempt under way. `None` when there is nothing to do any more.
pub(super) async fn take_over(ctx: &OrgCtx, claim: &Claim) -> Result<Option<(Execution, Attempt)>, Stop> {
    let mut tx = ctx.tx().await?;
    let row = execution::get(&mut tx, claim.id).await?;
    if row.fence != claim.fence {
        return Err(Stop::Fenced);
    }
    if !row.state.is_leased() {
        return Ok(None);
    }
    let attempt = attempt::by_number(&mut tx, row.id, row.attempt).await?;
    tx.done();
    let attempt = attempt.ok_or_else(|| anyhow::anyhow!("execution {} has no attempt {}", row.id, row.attempt))?;
    Ok(Some((row, attempt)))
}

/// Writes entries about executions of one organization, no two about the same one, in one transaction. Gives for each what
/// refused it, if something did; an error means that nothing was written.
pub(super) async fn write(ctx: &OrgCtx, entries: &[Entry]) -> Result<Vec<Result<(), Stop>>> {
    let mut tx = ctx.tx().await?;
    let ids: Vec<ExecutionId> = entries.iter().map(|entry| entry.claim.id).collect();
    let rows = execution::lock_all(&mut tx, &ids).await?;
    let rows: HashMap<ExecutionId, Execution> = rows.into_iter().map(|row| (row.id, row)).collect();
    let with_output = |entry: &&Entry| matches!(entry.write, Write::Output(..));
    let growing: Vec<AttemptId> = entries.iter().filter(with_output).map(|entry| entry.attempt).collect();
    let growing = if growing.is_empty() { Vec::new() } else { attempt::all(&mut tx, &growing).await? };
    let mut sheet = Sheet::default();
    let mut outcomes = Vec::with_capacity(entries.len());
    for entry in entries {
        outcomes.push(match rows.get(&entry.claim.id).filter(|row| row.fence == entry.claim.fence) {
            Some(row) => sheet.add(ctx, row, entry, growing.iter().find(|attempt| attempt.id == entry.attempt)),
            None => Err(Stop::Fenced),
        });
    }
    sheet.write(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(outcomes)
}

/// What one transaction writes.
#[derive(Default)]
struct Sheet<'a> {
    steps: Vec<Step<'a>>,
    /// Changes without another state.
    changes: Vec<ExecutionWrite>,
    attempts: Vec<AttemptWrite>,
    pieces: Vec<Piece<'a>>,
    /// Attempts that grow beyond what is kept, and where their output ends then.
    overflowing: Vec<(&'a Attempt, i64)>,
    over: Vec<AttemptId>,
    topics: Vec<Topic>,
}

impl<'a> Sheet<'a> {
    fn add(
        &mut self,
        ctx: &OrgCtx,
        row: &'a Execution,
        entry: &'a Entry,
        stored: Option<&'a Attempt>,
    ) -> Result<(), Stop> {
        let change = match &entry.write {
            Write::Instance(instance) => AttemptChange { instance_id: Some(instance.clone()), ..Default::default() },
            Write::Started(at) => AttemptChange { started_at: Some(*at), ..self.begin(row, *at) },
            Write::Sending => {
                let now = ctx.now();
                AttemptChange { started_at: Some(now), sent_at: Some(now), ..self.begin(row, now) }
            }
            Write::Progress(progress) => {
                let progress = Some(serde_json::to_value(progress)?);
                self.change(row, ExecutionChange { progress, ..Default::default() });
                self.topics.push(Topic::Execution(row.id));
                return Ok(());
            }
            Write::Output(offset, bytes) => self.grow(row, stored, *offset, bytes, ctx.now())?,
            Write::End(end) => {
                if row.state.is_final() {
                    return Ok(());
                }
                self.end(ctx, row, entry.attempt, end)?
            }
        };
        self.attempts.push(AttemptWrite { id: entry.attempt, change });
        Ok(())
    }

    fn change(&mut self, row: &Execution, change: ExecutionChange) {
        self.changes.push(transition::unchanged(row, change));
    }

    fn begin(&mut self, row: &'a Execution, at: DateTime<Utc>) -> AttemptChange {
        // The first attempt's counts: from then on it was under way.
        let change = ExecutionChange { started_at: row.started_at.is_none().then_some(at), ..Default::default() };
        let is_first = row.state == ExecutionState::Claimed;
        if is_first {
            self.steps.push(Step { row, to: ExecutionState::Running, issue: None, change });
        } else {
            self.change(row, change);
        }
        AttemptChange { state: Some(if is_first { ExecutionState::Running } else { row.state }), ..Default::default() }
    }

    fn grow(
        &mut self,
        row: &Execution,
        stored: Option<&'a Attempt>,
        offset: i64,
        bytes: &'a Bytes,
        stored_at: DateTime<Utc>,
    ) -> Result<AttemptChange, Stop> {
        let stored = stored.ok_or_else(|| anyhow::anyhow!("execution {}: the attempt is gone", row.id))?;
        let attempt = stored.id;
        if stored.output_end != offset {
            let end = stored.output_end;
            return Err(anyhow::anyhow!("attempt {attempt}: output ends at {end}, not at {offset}").into());
        }
        let mut end = offset;
        for bytes in bytes.chunks(PIECE) {
            self.pieces.push(Piece { attempt, offset: end, bytes, stored_at });
            end += i64::try_from(bytes.len()).unwrap_or_default();
        }
        if end > LEAST_CAP {
            self.overflowing.push((stored, end));
        }
        self.change(row, ExecutionChange { output_bytes: Some(end), ..Default::default() });
        self.topics.push(Topic::Output(row.id));
        Ok(AttemptChange { output_end: Some(end), ..Default::default() })
    }

    fn end(
        &mut self,
        ctx: &OrgCtx,
        row: &'a Execution,
        attempt: AttemptId,
        end: &'a End,
    ) -> Result<AttemptChange, Stop> {
        let again = next_attempt(ctx, row, end)?;
        let change = ExecutionChange {
            exit_code: end.exit_code,
            result: end.result.clone(),
            summary: end.summary.clone(),
            reason: again.map(|_| WaitReason::Retry),
            not_before: again,
            ..Default::default()
        };
        let to = again.map_or(end.state, |_| ExecutionState::Waiting);
        self.steps.push(Step { row, to, issue: end.issue.as_ref(), change });
        self.over.push(attempt);
        Ok(AttemptChange {
            state: Some(end.state),
            exit_code: end.exit_code,
            error: end.issue.as_ref().map(serde_json::to_value).transpose()?,
            finished_at: Some(ctx.now()),
            ..Default::default()
        })
    }

    async fn write(mut self, ctx: &OrgCtx, tx: &mut TenantTx) -> Result<()> {
        if !self.pieces.is_empty() {
            execution_output::insert_all(tx, &self.pieces).await?;
        }
        let cap = match self.overflowing.is_empty() {
            true => 0,
            false => i64::from(organization::get(tx).await?.output_cap_mib) * MIB,
        };
        for (stored, end) in self.overflowing.into_iter().filter(|(_, end)| *end > cap) {
            let gap = make_room(tx, stored, end, cap).await?;
            if let Some(write) = self.attempts.iter_mut().find(|write| write.id == stored.id) {
                (write.change.gap_from, write.change.gap_to) = gap.unzip();
            }
        }
        if !self.attempts.is_empty() {
            attempt::update_all(tx, &self.attempts).await?;
        }
        if !self.over.is_empty() {
            execution_input::delete_all(tx, &self.over).await?;
        }
        if !self.changes.is_empty() {
            execution::update_all(tx, &self.changes).await?;
        }
        if !self.topics.is_empty() {
            tell_all(tx, self.topics).await?;
        }
        if !self.steps.is_empty() {
            transition::apply_all(ctx, tx, self.steps).await?;
        }
        Ok(())
    }
}

/// Drops whole pieces of the middle once there is more than the cap: three quarters of it are kept from the beginning, the
/// rest from the end. Gives the gap when it has grown.
async fn make_room(tx: &mut TenantTx, stored: &Attempt, end: i64, cap: i64) -> Result<Option<(i64, i64)>> {
    let tail = cap / 4;
    let from = match stored.gap_from {
        Some(from) => from,
        None => execution_output::first_offset(tx, stored.id, cap - tail).await?.unwrap_or(end),
    };
    let to = execution_output::first_offset(tx, stored.id, end - tail).await?.unwrap_or(end);
    if to <= stored.gap_to.unwrap_or(from) {
        return Ok(None);
    }
    execution_output::delete(tx, stored.id, from, to).await?;
    Ok(Some((from, to)))
}

/// When an execution whose attempt ended like this is tried again, if it is.
fn next_attempt(ctx: &OrgCtx, row: &Execution, end: &End) -> Result<Option<DateTime<Utc>>, Stop> {
    let asked_to_end = row.cancel_requested_at.is_some();
    if asked_to_end || row.attempt >= row.max_attempts || !row.state.may_become(ExecutionState::Waiting) {
        return Ok(None);
    }
    let limits: TaskLimits = serde_json::from_value(row.limits.clone())?;
    if !limits.retry_on.allows(end.state, end.exit_code, end.issue.as_ref()) {
        return Ok(None);
    }
    let mut random = [0_u8; 4];
    ctx.services().random.fill(&mut random);
    let attempt = row.attempt.unsigned_abs();
    let delay_ms = retry::retry_delay_ms(limits.retry_delay_s, attempt, u32::from_le_bytes(random));
    Ok(Some(ctx.now() + Duration::milliseconds(i64::try_from(delay_ms).unwrap_or(i64::MAX / 2_000_000))))
}

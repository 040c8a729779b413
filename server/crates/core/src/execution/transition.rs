//! The only place where an execution's state is written.

use model::{ExecutionId, ExecutionState, Issue, WaitReason};
use studio_db::TenantTx;
use studio_db::models::execution::{self, Execution, ExecutionChange, Line};
use studio_db::models::queue::{self, Claim, Lease};

use crate::bus::{Topic, tell, tell_all};
use crate::{OrgCtx, Result};

/// Brings a locked execution into another state with what comes along, writes its history and tells the world with the
/// commit. A transition that the table does not have is a defect.
pub(crate) async fn apply(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    row: &Execution,
    to: ExecutionState,
    issue: Option<&Issue>,
    change: ExecutionChange,
) -> Result<()> {
    write(ctx, tx, row, to, issue, change).await?;
    match &row.concurrency_key {
        // Its key is free again.
        Some(key) if row.state.is_leased() && !to.is_leased() => let_next(ctx, tx, key).await,
        _ => Ok(()),
    }
}

/// Queues the next of those that wait for a concurrency key, if there is one.
pub(crate) async fn let_next(ctx: &OrgCtx, tx: &mut TenantTx, key: &str) -> Result<()> {
    let Some(next) = queue::next_of_key(tx, key).await? else { return Ok(()) };
    write(ctx, tx, &next, ExecutionState::Queued, None, ExecutionChange::default()).await
}

/// Takes locked executions from the queue, all at once.
pub(crate) async fn claim(ctx: &OrgCtx, tx: &mut TenantTx, rows: &[Execution], lease: &Lease) -> Result<Vec<Claim>> {
    let ids: Vec<ExecutionId> = rows.iter().map(|row| row.id).collect();
    let fences = queue::take(tx, &ids, lease).await?;
    let (at, to) = (ctx.now(), ExecutionState::Claimed);
    let line = |row: &Execution| Line { id: row.id, seq: row.transitions, from: Some(row.state), to, at, issue: None };
    execution::record(tx, &rows.iter().map(line).collect::<Vec<_>>()).await?;
    tell_all(tx, ids.into_iter().map(Topic::Execution)).await?;
    let organization_id = ctx.organization_id;
    Ok(fences.into_iter().map(|(id, fence)| Claim { organization_id, id, fence }).collect())
}

async fn write(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    row: &Execution,
    to: ExecutionState,
    issue: Option<&Issue>,
    mut change: ExecutionChange,
) -> Result<()> {
    if !row.state.may_become(to) {
        return Err(anyhow::anyhow!("execution {}: no transition from {} to {to}", row.id, row.state).into());
    }
    let now = ctx.now();
    let issue = issue.map(serde_json::to_value).transpose()?;
    change.state = Some(to);
    change.transitions = Some(row.transitions + 1);
    change.error = change.error.or_else(|| issue.clone());
    if to.is_final() {
        change.finished_at = Some(now);
    }
    if row.state.is_leased() && !to.is_leased() {
        change.lease_owner = Some(None);
        change.lease_until = Some(None);
    }
    if row.state == ExecutionState::Waiting {
        change.reason = Some(None);
        change.not_before = Some(None);
    }
    execution::update(tx, row.id, &change).await?;
    let line = Line { id: row.id, seq: row.transitions, from: Some(row.state), to, at: now, issue };
    execution::record(tx, &[line]).await?;
    if to == ExecutionState::Queued {
        tell(tx, Topic::Queue).await?;
    }
    tell(tx, Topic::Execution(row.id)).await
}

/// What comes along when an execution has to wait.
pub(crate) fn to_wait(reason: WaitReason) -> ExecutionChange {
    ExecutionChange { reason: Some(Some(reason)), ..Default::default() }
}

//! The only place where an execution's state is written.

use model::{ExecutionId, ExecutionState, Issue, WaitReason};
use studio_db::TenantTx;
use studio_db::models::execution::{self, Execution, ExecutionChange, ExecutionWrite, Line};
use studio_db::models::queue::{self, Claim, Lease};

use crate::bus::{Topic, tell_all};
use crate::{OrgCtx, Result};

/// A transition of a locked execution.
pub(crate) struct Step<'a> {
    pub(crate) row: &'a Execution,
    pub(crate) to: ExecutionState,
    /// Why.
    pub(crate) issue: Option<&'a Issue>,
    /// What comes along.
    pub(crate) change: ExecutionChange,
}

/// Brings locked executions into other states, each one once, writes their histories and tells the world with the commit. A
/// transition that the table does not have is a defect, and nothing is written.
pub(crate) async fn apply_all(ctx: &OrgCtx, tx: &mut TenantTx, steps: Vec<Step<'_>>) -> Result<()> {
    let is_end = |step: &&Step<'_>| step.row.state.is_leased() && !step.to.is_leased();
    let freed: Vec<String> = steps.iter().filter(is_end).filter_map(|step| step.row.concurrency_key.clone()).collect();
    write(ctx, tx, steps).await?;
    for key in freed {
        let_next(ctx, tx, &key).await?;
    }
    Ok(())
}

/// As `apply_all` for one.
pub(crate) async fn apply(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    row: &Execution,
    to: ExecutionState,
    issue: Option<&Issue>,
    change: ExecutionChange,
) -> Result<()> {
    apply_all(ctx, tx, vec![Step { row, to, issue, change }]).await
}

/// Queues the next of those that wait for a concurrency key, if there is one.
pub(crate) async fn let_next(ctx: &OrgCtx, tx: &mut TenantTx, key: &str) -> Result<()> {
    let Some(next) = queue::next_of_key(tx, key).await? else { return Ok(()) };
    let step = Step { row: &next, to: ExecutionState::Queued, issue: None, change: ExecutionChange::default() };
    write(ctx, tx, vec![step]).await
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

async fn write(ctx: &OrgCtx, tx: &mut TenantTx, steps: Vec<Step<'_>>) -> Result<()> {
    let at = ctx.now();
    let (mut writes, mut lines, mut topics) = (Vec::new(), Vec::new(), Vec::new());
    for Step { row, to, issue, mut change } in steps {
        if !row.state.may_become(to) {
            return Err(anyhow::anyhow!("execution {}: no transition from {} to {to}", row.id, row.state).into());
        }
        let issue = issue.map(serde_json::to_value).transpose()?;
        change.error = change.error.or_else(|| issue.clone());
        change.finished_at = to.is_final().then_some(at);
        let (leased, transitions) = (to.is_leased(), row.transitions + 1);
        writes.push(ExecutionWrite { id: row.id, state: to, leased, transitions, change });
        lines.push(Line { id: row.id, seq: row.transitions, from: Some(row.state), to, at, issue });
        topics.push(Topic::Execution(row.id));
        if to == ExecutionState::Queued {
            topics.push(Topic::Queue);
        }
    }
    execution::update_all(tx, &writes).await?;
    execution::record(tx, &lines).await?;
    tell_all(tx, topics).await
}

/// What stays in its state and changes otherwise.
pub(crate) fn unchanged(row: &Execution, change: ExecutionChange) -> ExecutionWrite {
    let (leased, transitions) = (row.state.is_leased(), row.transitions);
    ExecutionWrite { id: row.id, state: row.state, leased, transitions, change }
}

/// What comes along when an execution has to wait.
pub(crate) fn to_wait(reason: WaitReason) -> ExecutionChange {
    ExecutionChange { reason: Some(reason), ..Default::default() }
}

//! The only place where an execution's state is written.

use model::{ExecutionState, Issue};
use studio_db::TenantTx;
use studio_db::models::execution::{self, Execution, ExecutionChange};

use crate::bus::{Topic, tell};
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
    if !row.state.may_become(to) {
        return Err(anyhow::anyhow!("execution {}: no transition from {} to {to}", row.id, row.state).into());
    }
    let now = ctx.now();
    let issue = issue.map(serde_json::to_value).transpose()?;
    let mut change = ExecutionChange { state: Some(to), error: issue.clone().or(change.error), ..change };
    if to.is_final() {
        change.finished_at = Some(now);
        change.lease_owner = Some(None);
        change.lease_until = Some(None);
    }
    execution::update(tx, row.id, &change).await?;
    execution::record(tx, row.id, Some(row.state), to, now, issue).await?;
    tell(tx, Topic::Execution(row.id)).await
}

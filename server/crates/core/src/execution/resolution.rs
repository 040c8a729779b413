//! What people find out about executions that were lost.

use model::execution::NewResolution;
use model::{Action, Error, ExecutionId, ExecutionState, ExecutionView, Noun, Resolution, Verdict};
use studio_db::models::execution;
use studio_db::models::user;

use super::again;
use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::field::Fields;
use crate::{OrgCtx, Result, audit, view};

/// Records a verdict about a lost execution, once; it stays lost. The verdict to do it again queues the same work as a new
/// execution, which the resolution names.
pub async fn resolve(ctx: &OrgCtx, id: ExecutionId, new: NewResolution) -> Result<ExecutionView> {
    ctx.authorize(Action::ExecutionRetry)?;
    let mut fields = Fields::default();
    let note = fields.text("note", new.note.as_deref(), 2000);
    fields.finish()?;
    let (who, _) = ctx.user()?;
    let by = user::get(&mut ctx.services().db.system_each().await?, who).await?.name;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(execution::lock(&mut tx, id).await, Noun::Execution)?;
    if row.state != ExecutionState::Lost {
        return Err(Error::conflict("execution-resolve-not-lost").into());
    }
    if row.resolution.is_some() {
        return Err(Error::conflict("execution-resolve-twice").into());
    }
    let before = view::execution(execution::row(&mut tx, id).await?)?;
    let execution_id = match new.verdict {
        Verdict::Retry => Some(again(ctx, &mut tx, row).await?.id),
        Verdict::Done | Verdict::NotDone => None,
    };
    let resolution = Resolution { verdict: new.verdict, by, at: ctx.now(), note, execution_id };
    execution::resolve(&mut tx, id, &serde_json::to_value(resolution)?).await?;
    let after = view::execution(execution::row(&mut tx, id).await?)?;
    let change = audit::Change { action: "execution.resolve", kind: "execution", id: id.0 };
    audit::record(ctx, &mut tx, change, before.resolution.as_ref(), after.resolution.as_ref()).await?;
    tell(&mut tx, Topic::Execution(id)).await?;
    tx.commit().await?;
    Ok(after)
}

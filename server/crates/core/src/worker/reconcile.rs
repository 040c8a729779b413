//! What has to happen by itself: waits that are over, starts that came too late, concurrency keys that nobody holds, and
//! tasks whose time has come.

use std::time::Duration;

use model::{ExecutionId, ExecutionState, Issue, IssueCode};
use studio_db::models::execution::{self, ExecutionChange};
use studio_db::models::{queue, task};
use tokio_util::sync::CancellationToken;

use crate::execution::transition;
use crate::schedule::fire::fire;
use crate::{OpCtx, OrgCtx, Result};

/// Between two looks.
const PACE: Duration = Duration::from_secs(1);
/// Executions of one look; the rest waits for the next one.
const MANY: i64 = 500;

/// Looks again and again until told to stop. Every worker does: whoever is first has the row's lock.
pub(super) async fn run(ctx: &OpCtx, stop: &CancellationToken) {
    loop {
        if let Err(error) = look(ctx).await {
            tracing::warn!(error = format!("{error:#}"), "cannot look after what waits");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PACE) => {}
        }
    }
}

async fn look(ctx: &OpCtx) -> Result<()> {
    let mut db = ctx.services().db.system_each().await?;
    let due = queue::due(&mut db, ctx.now(), MANY).await?;
    let organizations = queue::organizations_with_keys(&mut db).await?;
    let tasks = task::due(&mut db, ctx.now(), MANY).await?;
    drop(db);
    for (organization, id) in due {
        settle(&OrgCtx::system(ctx, organization), id).await?;
    }
    for (organization, id) in tasks {
        let ctx = OrgCtx::system(ctx, organization);
        // One task that cannot be read does not keep the others from running.
        if let Err(error) = fire(&ctx, id).await {
            tracing::error!(task = %id, error = format!("{error:#}"), "a task cannot run by itself");
        }
    }
    for organization in organizations {
        free_keys(&OrgCtx::system(ctx, organization)).await?;
    }
    Ok(())
}

/// Ends what did not start in time, queues what has waited long enough.
async fn settle(ctx: &OrgCtx, id: ExecutionId) -> Result<()> {
    let mut tx = ctx.tx().await?;
    let row = execution::lock(&mut tx, id).await?;
    let now = ctx.now();
    let passed = |at: Option<chrono::DateTime<chrono::Utc>>| at.is_some_and(|at| at <= now);
    let change = ExecutionChange::default();
    match row.state {
        ExecutionState::Waiting | ExecutionState::Queued if passed(row.start_by) => {
            let issue = Issue::new(IssueCode::TimedOut, "queue");
            transition::apply(ctx, &mut tx, &row, ExecutionState::TimedOut, Some(&issue), change).await?;
        }
        ExecutionState::Waiting if passed(row.not_before) => {
            transition::apply(ctx, &mut tx, &row, ExecutionState::Queued, None, change).await?;
        }
        // Another worker was here first.
        _ => {
            tx.done();
            return Ok(());
        }
    }
    Ok(tx.commit().await?)
}

/// Whoever holds a key lets the next one in when it ends; one that began to wait at that very moment is let in here.
async fn free_keys(ctx: &OrgCtx) -> Result<()> {
    let mut tx = ctx.tx().await?;
    queue::lock(&mut tx).await?;
    for key in queue::free_keys(&mut tx).await? {
        transition::let_next(ctx, &mut tx, &key).await?;
    }
    Ok(tx.commit().await?)
}

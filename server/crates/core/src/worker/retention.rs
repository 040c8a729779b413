//! What an organization no longer keeps: executions that ended longer ago than its retention.

use std::time::Duration;

use chrono::Duration as Span;
use serde::Serialize;
use studio_db::models::{execution, organization};
use tokio_util::sync::CancellationToken;

use crate::{OpCtx, OrgCtx, Result, audit};

/// Between two looks.
const PACE: Duration = Duration::from_secs(600);
/// Executions deleted by one transaction: each may have much output.
const AT_ONCE: i64 = 50;

/// What the audit log keeps of a deletion.
#[derive(Serialize)]
struct Deleted {
    executions: usize,
    ended_before: chrono::DateTime<chrono::Utc>,
}

/// Looks again and again until told to stop. Every worker does; of two that meet one passes over what the other has.
pub(super) async fn run(ctx: &OpCtx, stop: &CancellationToken) {
    loop {
        if let Err(error) = sweep(ctx).await {
            tracing::warn!(error = format!("{error:#}"), "cannot delete old executions");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(PACE) => {}
        }
    }
}

async fn sweep(ctx: &OpCtx) -> Result<()> {
    let mut db = ctx.services().db.system_each().await?;
    let organizations = organization::with_retention(&mut db).await?;
    drop(db);
    for id in organizations {
        while of_organization(&OrgCtx::system(ctx, id)).await? {}
    }
    Ok(())
}

/// Deletes some; whether there may be more.
async fn of_organization(ctx: &OrgCtx) -> Result<bool> {
    let mut tx = ctx.tx().await?;
    let organization = organization::get(&mut tx).await?;
    // It may have been changed since.
    if organization.retention_days == 0 {
        tx.done();
        return Ok(false);
    }
    let ended_before = ctx.now() - Span::days(organization.retention_days.into());
    let executions = execution::delete_ended_before(&mut tx, ended_before, AT_ONCE).await?;
    if executions > 0 {
        let change = audit::Change { action: "execution.delete_old", kind: "organization", id: organization.id.0 };
        audit::record(ctx, &mut tx, change, None::<&Deleted>, Some(&Deleted { executions, ended_before })).await?;
    }
    tx.commit().await?;
    Ok(executions > 0)
}

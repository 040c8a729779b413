//! What an organization's first page shows.

use chrono::Duration;
use model::Action;
use model::dashboard::DashboardView;
use studio_db::models::execution::ExecutionSelection;
use studio_db::models::{execution, server, task};

use crate::{OrgCtx, Result, server_draft, view};

/// Counts, first steps and the latest executions.
pub async fn read(ctx: &OrgCtx) -> Result<DashboardView> {
    ctx.authorize(Action::OrganizationRead)?;
    let local_server_offered = server_draft::local_is_offered(ctx).await?;
    let mut tx = ctx.tx().await?;
    let (servers, servers_healthy) = server::count(&mut tx).await?;
    let tasks = task::count(&mut tx).await?;
    let counts = execution::count(&mut tx, ctx.now() - Duration::hours(24)).await?;
    let latest = execution::list(&mut tx, ExecutionSelection::default(), 8).await?;
    tx.done();
    Ok(DashboardView {
        servers,
        servers_healthy,
        tasks,
        executions_active: counts.active,
        executions_today: counts.finished,
        succeeded_today: counts.succeeded,
        executions: counts.total,
        latest: latest.into_iter().map(view::execution).collect::<Result<_>>()?,
        local_server_offered,
    })
}

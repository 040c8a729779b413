//! The times at which tasks were to run by themselves.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{ExecutionId, FireOutcome, OrganizationId, TaskId};

use crate::schema::schedule_fires;
use crate::{Result, TenantTx};

/// A time, and what became of it.
#[derive(Queryable, Selectable)]
#[diesel(table_name = schedule_fires, check_for_backend(diesel::pg::Pg))]
pub struct ScheduleFire {
    /// When, jitter aside.
    pub fire_time: DateTime<Utc>,
    /// What became of it.
    pub outcome: FireOutcome,
    /// The execution that was queued.
    pub execution_id: Option<ExecutionId>,
    /// When that was decided.
    pub at: DateTime<Utc>,
}

/// A time to write down.
#[derive(Insertable)]
#[diesel(table_name = schedule_fires)]
pub struct NewScheduleFire {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Of which task.
    pub task_id: TaskId,
    /// When, jitter aside.
    pub fire_time: DateTime<Utc>,
    /// What becomes of it.
    pub outcome: FireOutcome,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Writes one down; whether nobody had.
pub async fn insert(tx: &mut TenantTx, new: &NewScheduleFire) -> Result<bool> {
    let inserted = diesel::insert_into(schedule_fires::table).values(new).on_conflict_do_nothing().execute(tx).await?;
    Ok(inserted == 1)
}

/// Says what became of one.
pub async fn settle(
    tx: &mut TenantTx,
    task: TaskId,
    fire_time: DateTime<Utc>,
    outcome: FireOutcome,
    execution: Option<ExecutionId>,
) -> Result<()> {
    let organization = tx.organization();
    diesel::update(schedule_fires::table.find((organization, task, fire_time)))
        .set((schedule_fires::outcome.eq(outcome), schedule_fires::execution_id.eq(execution)))
        .execute(tx)
        .await?;
    Ok(())
}

/// The latest of a task, newest first.
pub async fn list(tx: &mut TenantTx, task: TaskId, limit: i64) -> Result<Vec<ScheduleFire>> {
    let organization = tx.organization();
    Ok(schedule_fires::table
        .filter(schedule_fires::organization_id.eq(organization))
        .filter(schedule_fires::task_id.eq(task))
        .order(schedule_fires::fire_time.desc())
        .limit(limit)
        .select(ScheduleFire::as_select())
        .load(tx)
        .await?)
}

//! What tasks said in each of their versions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{OrganizationId, TaskId, UserId};
use serde_json::Value;

use crate::schema::{task_versions, users};
use crate::{Result, TenantTx};

/// A version to keep.
#[derive(Insertable)]
#[diesel(table_name = task_versions)]
pub struct NewTaskVersion {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Of which task.
    pub task_id: TaskId,
    /// From 1.
    pub version: i32,
    /// `model::TaskView`.
    pub task: Value,
    /// Who wrote it.
    pub changed_by: Option<UserId>,
    /// Now.
    pub changed_at: DateTime<Utc>,
}

/// A version: its number, the task, who wrote it, when.
pub type TaskVersionRow = (i32, Value, Option<String>, DateTime<Utc>);

/// Keeps one.
pub async fn insert(tx: &mut TenantTx, new: &NewTaskVersion) -> Result<()> {
    diesel::insert_into(task_versions::table).values(new).execute(tx).await?;
    Ok(())
}

/// The newest versions of a task, newest first.
pub async fn list(tx: &mut TenantTx, task: TaskId, limit: i64) -> Result<Vec<TaskVersionRow>> {
    let organization = tx.organization();
    Ok(task_versions::table
        .left_join(users::table.on(users::id.nullable().eq(task_versions::changed_by)))
        .filter(task_versions::organization_id.eq(organization))
        .filter(task_versions::task_id.eq(task))
        .order(task_versions::version.desc())
        .limit(limit)
        .select((task_versions::version, task_versions::task, users::name.nullable(), task_versions::changed_at))
        .load(tx)
        .await?)
}

//! Tasks.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{ExecutionState, OrganizationId, Priority, ServerId, TaskId};
use serde_json::Value;

use crate::schema::{executions, servers, tasks};
use crate::{Result, SystemTx, TenantTx};

/// A task.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(diesel::pg::Pg))]
pub struct Task {
    /// Id.
    pub id: TaskId,
    /// Title.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// Where it runs; none for any server that fits.
    pub server_id: Option<ServerId>,
    /// What a server must have to be chosen.
    pub labels: Vec<String>,
    /// `model::TaskAction`.
    pub action: Value,
    /// How soon its runs are wanted.
    pub priority: Priority,
    /// `model::Schedule`.
    pub schedule: Value,
    /// It does not run by itself until it is resumed.
    pub paused: bool,
    /// When it runs by itself next.
    pub next_fire_at: Option<DateTime<Utc>>,
    /// The same with its jitter.
    pub due_at: Option<DateTime<Utc>>,
    /// `model::TaskLimits`.
    pub limits: Value,
    /// Of the runs with the same key one is under way at a time.
    pub concurrency_key: Option<String>,
    /// Grows with every change.
    pub version: i32,
    /// Written.
    pub created_at: DateTime<Utc>,
    /// Changed.
    pub updated_at: DateTime<Utc>,
}

/// A task to insert.
#[derive(Insertable)]
#[diesel(table_name = tasks)]
pub struct NewTask<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id.
    pub id: TaskId,
    /// Title.
    pub title: &'a str,
    /// What it is for.
    pub description: Option<&'a str>,
    /// Where it runs; none for any server that fits.
    pub server_id: Option<ServerId>,
    /// What a server must have to be chosen.
    pub labels: &'a [String],
    /// `model::TaskAction`.
    pub action: Value,
    /// How soon its runs are wanted.
    pub priority: Priority,
    /// `model::Schedule`.
    pub schedule: Value,
    /// When it runs by itself first.
    pub next_fire_at: Option<DateTime<Utc>>,
    /// The same with its jitter.
    pub due_at: Option<DateTime<Utc>>,
    /// `model::TaskLimits`.
    pub limits: Value,
    /// Of the runs with the same key one is under way at a time.
    pub concurrency_key: Option<&'a str>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Everything about a task, again.
#[derive(AsChangeset)]
#[diesel(table_name = tasks, treat_none_as_null = true)]
pub struct TaskChange<'a> {
    /// Title.
    pub title: &'a str,
    /// What it is for.
    pub description: Option<&'a str>,
    /// Where it runs; none for any server that fits.
    pub server_id: Option<ServerId>,
    /// What a server must have to be chosen.
    pub labels: &'a [String],
    /// `model::TaskAction`.
    pub action: Value,
    /// How soon its runs are wanted.
    pub priority: Priority,
    /// `model::Schedule`.
    pub schedule: Value,
    /// When it runs by itself next.
    pub next_fire_at: Option<DateTime<Utc>>,
    /// The same with its jitter.
    pub due_at: Option<DateTime<Utc>>,
    /// `model::TaskLimits`.
    pub limits: Value,
    /// Of the runs with the same key one is under way at a time.
    pub concurrency_key: Option<&'a str>,
    /// One more than before.
    pub version: i32,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// A task with the name of its server and how its latest execution stands.
pub type TaskRow = (Task, Option<String>, Option<(ExecutionState, DateTime<Utc>)>);

/// Inserts one; an unknown server is a foreign key violation.
pub async fn insert(tx: &mut TenantTx, new: &NewTask<'_>) -> Result<()> {
    diesel::insert_into(tasks::table).values(new).execute(tx).await?;
    Ok(())
}

/// The one with this id.
pub async fn get(tx: &mut TenantTx, id: TaskId) -> Result<TaskRow> {
    let organization = tx.organization();
    let (task, server): (Task, Option<String>) =
        tasks::table
            .left_join(servers::table.on(
                servers::organization_id.eq(tasks::organization_id).and(servers::id.nullable().eq(tasks::server_id)),
            ))
            .filter(tasks::organization_id.eq(organization))
            .filter(tasks::id.eq(id))
            .select((Task::as_select(), servers::name.nullable()))
            .first(tx)
            .await?;
    let mut latest = latest_executions(tx, &[id]).await?;
    Ok((task, server, latest.pop().map(|(_, state, at)| (state, at))))
}

/// Newest first, before `before`; `words` must occur in the title.
pub async fn list(tx: &mut TenantTx, words: Option<&str>, before: Option<TaskId>, limit: i64) -> Result<Vec<TaskRow>> {
    let organization = tx.organization();
    let mut query =
        tasks::table
            .left_join(servers::table.on(
                servers::organization_id.eq(tasks::organization_id).and(servers::id.nullable().eq(tasks::server_id)),
            ))
            .filter(tasks::organization_id.eq(organization))
            .order(tasks::id.desc())
            .limit(limit)
            .select((Task::as_select(), servers::name.nullable()))
            .into_boxed();
    if let Some(words) = words {
        query = query.filter(tasks::title.ilike(super::contains(words)));
    }
    if let Some(before) = before {
        query = query.filter(tasks::id.lt(before));
    }
    let rows: Vec<(Task, Option<String>)> = query.load(tx).await?;
    with_latest(tx, rows).await
}

/// Those with these words in the title: titles that begin with them first, then the newest.
pub async fn search(tx: &mut TenantTx, words: &str, limit: i64) -> Result<Vec<TaskRow>> {
    let organization = tx.organization();
    let rows: Vec<(Task, Option<String>)> =
        tasks::table
            .left_join(servers::table.on(
                servers::organization_id.eq(tasks::organization_id).and(servers::id.nullable().eq(tasks::server_id)),
            ))
            .filter(tasks::organization_id.eq(organization))
            .filter(tasks::title.ilike(super::contains(words)))
            .order((tasks::title.ilike(super::starts_with(words)).desc(), tasks::id.desc()))
            .limit(limit)
            .select((Task::as_select(), servers::name.nullable()))
            .load(tx)
            .await?;
    with_latest(tx, rows).await
}

/// Tasks and the names of their servers, with how the latest execution of each stands.
async fn with_latest(tx: &mut TenantTx, rows: Vec<(Task, Option<String>)>) -> Result<Vec<TaskRow>> {
    let ids: Vec<TaskId> = rows.iter().map(|(task, _)| task.id).collect();
    let latest = latest_executions(tx, &ids).await?;
    Ok(rows
        .into_iter()
        .map(|(task, server)| {
            let last = latest.iter().find(|(id, ..)| *id == Some(task.id)).map(|(_, state, at)| (*state, *at));
            (task, server, last)
        })
        .collect())
}

/// How the latest execution of each of these tasks stands.
async fn latest_executions(
    tx: &mut TenantTx,
    ids: &[TaskId],
) -> Result<Vec<(Option<TaskId>, ExecutionState, DateTime<Utc>)>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::task_id.eq_any(ids))
        .distinct_on(executions::task_id)
        .order((executions::task_id, executions::id.desc()))
        .select((executions::task_id, executions::state, executions::queued_at))
        .load(tx)
        .await?)
}

/// Replaces one.
pub async fn update(tx: &mut TenantTx, id: TaskId, change: &TaskChange<'_>) -> Result<()> {
    let organization = tx.organization();
    diesel::update(tasks::table.find((organization, id))).set(change).execute(tx).await?;
    Ok(())
}

/// Deletes one; its executions stay.
pub async fn delete(tx: &mut TenantTx, id: TaskId) -> Result<()> {
    let organization = tx.organization();
    diesel::delete(tasks::table.find((organization, id))).execute(tx).await?;
    Ok(())
}

/// How many there are.
pub async fn count(tx: &mut TenantTx) -> Result<i64> {
    let organization = tx.organization();
    Ok(tasks::table.filter(tasks::organization_id.eq(organization)).count().get_result(tx).await?)
}

/// How many there are for a server.
pub async fn count_on_server(tx: &mut TenantTx, server: ServerId) -> Result<i64> {
    let organization = tx.organization();
    let rows = tasks::table.filter(tasks::organization_id.eq(organization)).filter(tasks::server_id.eq(server));
    Ok(rows.count().get_result(tx).await?)
}

/// The one with this id, locked until the end of the transaction.
pub async fn lock(tx: &mut TenantTx, id: TaskId) -> Result<Task> {
    let organization = tx.organization();
    Ok(tasks::table.find((organization, id)).select(Task::as_select()).for_update().first(tx).await?)
}

/// Pauses or resumes one; what is paused is never due.
pub async fn pause(tx: &mut TenantTx, id: TaskId, paused: bool) -> Result<()> {
    let organization = tx.organization();
    diesel::update(tasks::table.find((organization, id))).set(tasks::paused.eq(paused)).execute(tx).await?;
    Ok(())
}

/// When one runs by itself next, without and with its jitter.
pub async fn set_next(
    tx: &mut TenantTx,
    id: TaskId,
    next_fire_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let organization = tx.organization();
    diesel::update(tasks::table.find((organization, id)))
        .set((tasks::next_fire_at.eq(next_fire_at), tasks::due_at.eq(due_at)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Those that are due, of whichever organization, longest first.
pub async fn due(db: &mut SystemTx, now: DateTime<Utc>, limit: i64) -> Result<Vec<(OrganizationId, TaskId)>> {
    Ok(tasks::table
        .filter(tasks::due_at.le(now))
        .filter(diesel::dsl::not(tasks::paused))
        .order(tasks::due_at)
        .limit(limit)
        .select((tasks::organization_id, tasks::id))
        .load(db)
        .await?)
}

//! Executions: the queue, the leases and the states.

use chrono::{DateTime, Utc};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use diesel_async::RunQueryDsl;
use model::{
    ExecutionId, ExecutionKind, ExecutionState, OrganizationId, ServerId, TaskId, Trigger, UserId, WaitReason,
};
use serde::Serialize;
use serde_json::Value;

use crate::schema::{execution_transitions, executions, servers, users};
use crate::{Result, TenantTx};

/// Work carried out.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = executions, check_for_backend(diesel::pg::Pg))]
pub struct Execution {
    /// Id.
    pub id: ExecutionId,
    /// What kind of work.
    pub kind: ExecutionKind,
    /// Its task.
    pub task_id: Option<TaskId>,
    /// Where it runs.
    pub server_id: Option<ServerId>,
    /// Title of the task at the time.
    pub title: String,
    /// `model::TaskAction`.
    pub action: Value,
    /// `model::TaskLimits`.
    pub limits: Value,
    /// Rank in the queue.
    pub priority: i16,
    /// State.
    pub state: ExecutionState,
    /// What it waits for.
    pub reason: Option<WaitReason>,
    /// The execution this one repeats.
    pub retry_of: Option<ExecutionId>,
    /// Number of the latest attempt.
    pub attempt: i32,
    /// Largest number of attempts.
    pub max_attempts: i32,
    /// Grows with every claim.
    pub fence: i64,
    /// Somebody asked for its end.
    pub cancel_requested_at: Option<DateTime<Utc>>,
    /// Exit code.
    pub exit_code: Option<i32>,
    /// Why it did not succeed (`model::Issue`).
    pub error: Option<Value>,
    /// Bytes of output of the latest attempt.
    pub output_bytes: i64,
    /// Who asked for it.
    pub triggered_by: Option<UserId>,
    /// Queued.
    pub queued_at: DateTime<Utc>,
    /// The remote side began.
    pub started_at: Option<DateTime<Utc>>,
    /// Final.
    pub finished_at: Option<DateTime<Utc>>,
    /// MCP tool that is called.
    pub tool: Option<String>,
    /// How far the call is (`model::CallProgress`).
    pub progress: Option<Value>,
    /// First line of what the call came to.
    pub summary: Option<String>,
    /// When the next attempt is due.
    pub not_before: Option<DateTime<Utc>>,
    /// Not started by then, it has timed out.
    pub start_by: Option<DateTime<Utc>>,
    /// Of those with the same key one is under way at a time.
    pub concurrency_key: Option<String>,
    /// Version of the task that ran.
    pub task_version: Option<i32>,
    /// What queued it.
    pub trigger: Trigger,
    /// What a person found out about a lost one (`model::Resolution`).
    pub resolution: Option<Value>,
    /// Lines of its history.
    pub transitions: i32,
    /// What a server must have to be chosen; none where it was given.
    pub labels: Option<Vec<String>>,
    /// Why the server was chosen (`model::Message`).
    pub placed: Option<Value>,
}

/// An execution with its server's name and the name of who asked for it.
pub type ExecutionRow = (Execution, Option<String>, Option<String>);

/// An execution to insert.
#[derive(Insertable)]
#[diesel(table_name = executions)]
pub struct NewExecution<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id.
    pub id: ExecutionId,
    /// What kind of work.
    pub kind: ExecutionKind,
    /// Its task.
    pub task_id: Option<TaskId>,
    /// Where it runs.
    pub server_id: Option<ServerId>,
    /// Title.
    pub title: &'a str,
    /// `model::TaskAction`.
    pub action: Value,
    /// `model::TaskLimits`.
    pub limits: Value,
    /// Rank in the queue.
    pub priority: i16,
    /// State.
    pub state: ExecutionState,
    /// The execution this one repeats.
    pub retry_of: Option<ExecutionId>,
    /// Who asked for it.
    pub triggered_by: Option<UserId>,
    /// Now.
    pub queued_at: DateTime<Utc>,
    /// MCP tool that is called.
    pub tool: Option<&'a str>,
    /// Its place in the queue.
    pub rank: DateTime<Utc>,
    /// Largest number of attempts.
    pub max_attempts: i32,
    /// Not started by then, it has timed out.
    pub start_by: Option<DateTime<Utc>>,
    /// Of those with the same key one is under way at a time.
    pub concurrency_key: Option<&'a str>,
    /// Version of the task.
    pub task_version: Option<i32>,
    /// What queues it.
    pub trigger: Trigger,
    /// What a server must have to be chosen; none where it is given.
    pub labels: Option<&'a [String]>,
}

/// What changes beside the state; `None` stays, but for what is told of those that wait.
#[derive(Clone, Default, Serialize)]
pub struct ExecutionChange {
    /// What it waits for; gone with the next change.
    pub reason: Option<WaitReason>,
    /// When the next attempt is due; gone with the next change.
    pub not_before: Option<DateTime<Utc>>,
    /// Somebody asked for its end.
    pub cancel_requested_at: Option<DateTime<Utc>>,
    /// Exit code.
    pub exit_code: Option<i32>,
    /// Why it did not succeed.
    pub error: Option<Value>,
    /// Bytes of output of the latest attempt.
    pub output_bytes: Option<i64>,
    /// The remote side began.
    pub started_at: Option<DateTime<Utc>>,
    /// Final.
    pub finished_at: Option<DateTime<Utc>>,
    /// How far the call is.
    pub progress: Option<Value>,
    /// What the call came to (`model::McpToolResult`).
    pub result: Option<Value>,
    /// The first line of that.
    pub summary: Option<String>,
}

/// A change of one execution.
#[derive(Serialize)]
pub struct ExecutionWrite {
    /// Which.
    pub id: ExecutionId,
    /// State.
    pub state: ExecutionState,
    /// A worker goes on holding its lease.
    pub leased: bool,
    /// Lines of its history.
    pub transitions: i32,
    /// What comes along.
    #[serde(flatten)]
    pub change: ExecutionChange,
}

/// Which executions are wanted.
#[derive(Clone, Copy, Default)]
pub struct ExecutionSelection<'a> {
    /// Only in this state.
    pub state: Option<ExecutionState>,
    /// Only of this task.
    pub task_id: Option<TaskId>,
    /// Only on this server.
    pub server_id: Option<ServerId>,
    /// Only calls of this MCP tool.
    pub tool: Option<&'a str>,
    /// Words in the title.
    pub words: Option<&'a str>,
    /// Only older than this one.
    pub before: Option<ExecutionId>,
}

/// Inserts one with the first line of its history.
pub async fn insert(tx: &mut TenantTx, new: &NewExecution<'_>) -> Result<()> {
    diesel::insert_into(executions::table).values((new, executions::transitions.eq(1))).execute(tx).await?;
    let line = Line { id: new.id, seq: 0, from: None, to: new.state, at: new.queued_at, issue: None };
    record(tx, &[line]).await
}

/// The one with this id.
pub async fn get(tx: &mut TenantTx, id: ExecutionId) -> Result<Execution> {
    let organization = tx.organization();
    Ok(executions::table.find((organization, id)).select(Execution::as_select()).first(tx).await?)
}

/// Those with these ids, locked until the end of the transaction. In the order of their ids, so that two who lock several
/// do not wait for each other.
pub async fn lock_all(tx: &mut TenantTx, ids: &[ExecutionId]) -> Result<Vec<Execution>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::id.eq_any(ids))
        .order(executions::id)
        .select(Execution::as_select())
        .for_update()
        .load(tx)
        .await?)
}

/// The one with this id, locked until the end of the transaction.
pub async fn lock(tx: &mut TenantTx, id: ExecutionId) -> Result<Execution> {
    let organization = tx.organization();
    Ok(executions::table.find((organization, id)).select(Execution::as_select()).for_update().first(tx).await?)
}

/// Executions beside the server and the user that they name; either may be gone.
#[auto_type]
pub(super) fn with_names() -> _ {
    executions::table
        .left_join(
            servers::table.on(servers::organization_id
                .eq(executions::organization_id)
                .and(servers::id.nullable().eq(executions::server_id))),
        )
        .left_join(users::table.on(users::id.nullable().eq(executions::triggered_by)))
}

/// The one with this id, with names.
pub async fn row(tx: &mut TenantTx, id: ExecutionId) -> Result<ExecutionRow> {
    let organization = tx.organization();
    Ok(with_names()
        .filter(executions::organization_id.eq(organization))
        .filter(executions::id.eq(id))
        .select((Execution::as_select(), servers::name.nullable(), users::name.nullable()))
        .first(tx)
        .await?)
}

/// Newest first.
pub async fn list(tx: &mut TenantTx, selection: ExecutionSelection<'_>, limit: i64) -> Result<Vec<ExecutionRow>> {
    let organization = tx.organization();
    let mut query = with_names()
        .filter(executions::organization_id.eq(organization))
        .order(executions::id.desc())
        .limit(limit)
        .select((Execution::as_select(), servers::name.nullable(), users::name.nullable()))
        .into_boxed();
    if let Some(state) = selection.state {
        query = query.filter(executions::state.eq(state));
    }
    if let Some(task) = selection.task_id {
        query = query.filter(executions::task_id.eq(task));
    }
    if let Some(server) = selection.server_id {
        query = query.filter(executions::server_id.eq(server));
    }
    if let Some(tool) = selection.tool {
        query = query.filter(executions::tool.eq(tool));
    }
    if let Some(words) = selection.words {
        query = query.filter(executions::title.ilike(super::contains(words)));
    }
    if let Some(before) = selection.before {
        query = query.filter(executions::id.lt(before));
    }
    Ok(query.load(tx).await?)
}

/// Of the newest `window`, those with these words in the title: titles that begin with them first, then the newest. Titles
/// have no index, and who looks for an old run finds it through its task.
pub async fn search(tx: &mut TenantTx, words: &str, window: i64, limit: i64) -> Result<Vec<ExecutionRow>> {
    let organization = tx.organization();
    let older: Option<ExecutionId> = executions::table
        .filter(executions::organization_id.eq(organization))
        .order(executions::id.desc())
        .offset(window)
        .select(executions::id)
        .first(tx)
        .await
        .optional()?;
    let mut query = with_names()
        .filter(executions::organization_id.eq(organization))
        .filter(executions::title.ilike(super::contains(words)))
        .order((executions::title.ilike(super::starts_with(words)).desc(), executions::id.desc()))
        .limit(limit)
        .select((Execution::as_select(), servers::name.nullable(), users::name.nullable()))
        .into_boxed();
    if let Some(older) = older {
        query = query.filter(executions::id.gt(older));
    }
    Ok(query.load(tx).await?)
}

/// Those whose id lies between these two, both included, newest first.
pub async fn between(
    tx: &mut TenantTx,
    first: ExecutionId,
    last: ExecutionId,
    limit: i64,
) -> Result<Vec<ExecutionRow>> {
    let organization = tx.organization();
    Ok(with_names()
        .filter(executions::organization_id.eq(organization))
        .filter(executions::id.between(first, last))
        .order(executions::id.desc())
        .limit(limit)
        .select((Execution::as_select(), servers::name.nullable(), users::name.nullable()))
        .load(tx)
        .await?)
}

/// What the call of an MCP tool came to (`model::McpToolResult`), if it is kept.
pub async fn result(tx: &mut TenantTx, id: ExecutionId) -> Result<Option<Value>> {
    let organization = tx.organization();
    Ok(executions::table.find((organization, id)).select(executions::result).first(tx).await?)
}

/// Whether anything that is not final runs on this server.
pub async fn active_on_server(tx: &mut TenantTx, server: ServerId) -> Result<bool> {
    let organization = tx.organization();
    let active = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::server_id.eq(server))
        .filter(executions::finished_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(active)).get_result(tx).await?)
}

/// Those of a task that are not final.
pub async fn unfinished_of_task(tx: &mut TenantTx, task: TaskId) -> Result<Vec<ExecutionId>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::task_id.eq(task))
        .filter(executions::finished_at.is_null())
        .order(executions::id)
        .select(executions::id)
        .load(tx)
        .await?)
}

/// Deletes up to so many that ended before a moment, with their attempts and output; how many were deleted. One that is just
/// being changed waits for the next time.
pub async fn delete_ended_before(tx: &mut TenantTx, moment: DateTime<Utc>, limit: i64) -> Result<usize> {
    let organization = tx.organization();
    let ended: Vec<ExecutionId> = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::finished_at.lt(moment))
        .order(executions::finished_at)
        .limit(limit)
        .select(executions::id)
        .for_update()
        .skip_locked()
        .load(tx)
        .await?;
    let rows =
        executions::table.filter(executions::organization_id.eq(organization)).filter(executions::id.eq_any(ended));
    Ok(diesel::delete(rows).execute(tx).await?)
}

/// How many there are on a server, past and present.
pub async fn count_on_server(tx: &mut TenantTx, server: ServerId) -> Result<i64> {
    let organization = tx.organization();
    let rows =
        executions::table.filter(executions::organization_id.eq(organization)).filter(executions::server_id.eq(server));
    Ok(rows.count().get_result(tx).await?)
}

/// Changes several. The caller holds their locks.
pub async fn update_all(tx: &mut TenantTx, writes: &[ExecutionWrite]) -> Result<()> {
    let organization = tx.organization();
    diesel::sql_query(
        "UPDATE executions e SET state = c.state, transitions = c.transitions,
            lease_owner = CASE WHEN c.leased THEN e.lease_owner END,
            lease_until = CASE WHEN c.leased THEN e.lease_until END,
            reason = c.reason, not_before = c.not_before,
            cancel_requested_at = coalesce(c.cancel_requested_at, e.cancel_requested_at),
            exit_code = coalesce(c.exit_code, e.exit_code), error = coalesce(c.error, e.error),
            output_bytes = coalesce(c.output_bytes, e.output_bytes),
            started_at = coalesce(c.started_at, e.started_at), finished_at = coalesce(c.finished_at, e.finished_at),
            progress = coalesce(c.progress, e.progress), result = coalesce(c.result, e.result),
            summary = coalesce(c.summary, e.summary)
        FROM jsonb_to_recordset($2) AS c (id uuid, state text, transitions integer, leased boolean, reason text,
            not_before timestamptz, cancel_requested_at timestamptz, exit_code integer, error jsonb,
            output_bytes bigint, started_at timestamptz, finished_at timestamptz, progress jsonb, result jsonb,
            summary text)
        WHERE e.organization_id = $1 AND e.id = c.id",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<Jsonb, _>(serde_json::to_value(writes)?)
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps what a person found out about a lost one (`model::Resolution`).
pub async fn resolve(tx: &mut TenantTx, id: ExecutionId, resolution: &Value) -> Result<()> {
    let organization = tx.organization();
    diesel::update(executions::table.find((organization, id)))
        .set(executions::resolution.eq(resolution))
        .execute(tx)
        .await?;
    Ok(())
}

/// A line to add to the history of an execution.
pub struct Line {
    /// Of which execution.
    pub id: ExecutionId,
    /// Its number, from 0: as many as there were before it.
    pub seq: i32,
    /// State before.
    pub from: Option<ExecutionState>,
    /// State after.
    pub to: ExecutionState,
    /// When.
    pub at: DateTime<Utc>,
    /// Why (`model::Issue`).
    pub issue: Option<Value>,
}

/// Adds lines to histories. The caller holds the rows' locks, or has just inserted them, and counts the lines there.
pub async fn record(tx: &mut TenantTx, lines: &[Line]) -> Result<()> {
    let organization = tx.organization();
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                execution_transitions::organization_id.eq(organization),
                execution_transitions::execution_id.eq(line.id),
                execution_transitions::seq.eq(line.seq),
                execution_transitions::from_state.eq(line.from),
                execution_transitions::to_state.eq(line.to),
                execution_transitions::at.eq(line.at),
                execution_transitions::issue.eq(line.issue.as_ref()),
            )
        })
        .collect();
    diesel::insert_into(execution_transitions::table).values(rows).execute(tx).await?;
    Ok(())
}

/// One line of the history: from, to, when, why.
pub type Transition = (Option<ExecutionState>, ExecutionState, DateTime<Utc>, Option<Value>);

/// The history, first to last.
pub async fn history(tx: &mut TenantTx, id: ExecutionId) -> Result<Vec<Transition>> {
    let organization = tx.organization();
    Ok(execution_transitions::table
        .filter(execution_transitions::organization_id.eq(organization))
        .filter(execution_transitions::execution_id.eq(id))
        .order(execution_transitions::seq)
        .select((
            execution_transitions::from_state,
            execution_transitions::to_state,
            execution_transitions::at,
            execution_transitions::issue,
        ))
        .load(tx)
        .await?)
}

//! Executions: the queue, the leases and the states.

use chrono::{DateTime, Utc};
use diesel::dsl::auto_type;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};
use diesel_async::RunQueryDsl;
use model::{ExecutionId, ExecutionKind, ExecutionState, OrganizationId, ServerId, TaskId, UserId, WaitReason};
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{execution_transitions, executions, servers, users};
use crate::{Result, SystemTx, TenantTx};

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
}

/// Changes that come with a new state; `None` stays.
#[derive(Default, AsChangeset)]
#[diesel(table_name = executions)]
pub struct ExecutionChange {
    /// State.
    pub state: Option<ExecutionState>,
    /// What it waits for.
    pub reason: Option<Option<WaitReason>>,
    /// Number of the latest attempt.
    pub attempt: Option<i32>,
    /// Owner of the lease.
    pub lease_owner: Option<Option<Uuid>>,
    /// End of the lease.
    pub lease_until: Option<Option<DateTime<Utc>>>,
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

/// A claim: what a worker has taken, and the number its writes must carry.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Claim {
    /// Whose.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub organization_id: OrganizationId,
    /// Which execution.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: ExecutionId,
    /// The fence number of this claim.
    #[diesel(sql_type = BigInt)]
    pub fence: i64,
}

/// Inserts one with the first line of its history.
pub async fn insert(tx: &mut TenantTx, new: &NewExecution<'_>) -> Result<()> {
    diesel::insert_into(executions::table).values(new).execute(tx).await?;
    record(tx, new.id, None, new.state, new.queued_at, None).await
}

/// The one with this id.
pub async fn get(tx: &mut TenantTx, id: ExecutionId) -> Result<Execution> {
    let organization = tx.organization();
    Ok(executions::table.find((organization, id)).select(Execution::as_select()).first(tx).await?)
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

/// How many there are on a server, past and present.
pub async fn count_on_server(tx: &mut TenantTx, server: ServerId) -> Result<i64> {
    let organization = tx.organization();
    let rows =
        executions::table.filter(executions::organization_id.eq(organization)).filter(executions::server_id.eq(server));
    Ok(rows.count().get_result(tx).await?)
}

/// Takes what is ready or was left behind: queued ones, and leased ones whose lease ran out. Every claim has a new
/// fence number, so that the writes of whoever had it before are refused.
pub async fn claim(
    tx: &mut SystemTx,
    owner: Uuid,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Claim>> {
    Ok(diesel::sql_query(
        "WITH ready AS (
            SELECT organization_id, id FROM executions
            WHERE state = 'queued' AND (lease_until IS NULL OR lease_until < $2)
            ORDER BY priority DESC, queued_at LIMIT $4 FOR UPDATE SKIP LOCKED
        ), left_behind AS (
            SELECT organization_id, id FROM executions
            WHERE state IN ('claimed', 'running', 'input_required', 'cancelling') AND lease_until < $2
            ORDER BY lease_until LIMIT $4 FOR UPDATE SKIP LOCKED
        ), chosen AS (
            SELECT * FROM left_behind UNION ALL SELECT * FROM ready LIMIT $4
        )
        UPDATE executions e SET lease_owner = $1, lease_until = $3, fence = fence + 1
        FROM chosen c WHERE e.organization_id = c.organization_id AND e.id = c.id
        RETURNING e.organization_id, e.id, e.fence",
    )
    .bind::<diesel::sql_types::Uuid, _>(owner)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(until)
    .bind::<BigInt, _>(limit)
    .load(tx)
    .await?)
}

/// Gives the leases of an owner back: what it had may be claimed at once.
pub async fn release(tx: &mut SystemTx, owner: Uuid, now: DateTime<Utc>) -> Result<()> {
    diesel::update(executions::table.filter(executions::lease_owner.eq(owner)).filter(executions::lease_until.gt(now)))
        .set(executions::lease_until.eq(now))
        .execute(tx)
        .await?;
    Ok(())
}

/// Renews a lease; `false` when it is no longer this claim's. Also tells whether cancel was asked for.
pub async fn renew(tx: &mut TenantTx, claim: &Claim, until: DateTime<Utc>) -> Result<Option<bool>> {
    let organization = tx.organization();
    let row = executions::table.find((organization, claim.id)).filter(executions::fence.eq(claim.fence));
    let cancel: Option<Option<DateTime<Utc>>> = diesel::update(row)
        .set(executions::lease_until.eq(until))
        .returning(executions::cancel_requested_at)
        .get_result(tx)
        .await
        .optional()?;
    Ok(cancel.map(|at| at.is_some()))
}

/// Changes one.
pub async fn update(tx: &mut TenantTx, id: ExecutionId, change: &ExecutionChange) -> Result<()> {
    let organization = tx.organization();
    diesel::update(executions::table.find((organization, id))).set(change).execute(tx).await?;
    Ok(())
}

/// Adds a line to the history. The caller holds the row's lock, or has just inserted it.
pub async fn record(
    tx: &mut TenantTx,
    id: ExecutionId,
    from: Option<ExecutionState>,
    to: ExecutionState,
    at: DateTime<Utc>,
    issue: Option<Value>,
) -> Result<()> {
    let organization = tx.organization();
    let seq: i64 = execution_transitions::table
        .filter(execution_transitions::organization_id.eq(organization))
        .filter(execution_transitions::execution_id.eq(id))
        .count()
        .get_result(tx)
        .await?;
    diesel::insert_into(execution_transitions::table)
        .values((
            execution_transitions::organization_id.eq(organization),
            execution_transitions::execution_id.eq(id),
            execution_transitions::seq.eq(i32::try_from(seq).unwrap_or(i32::MAX)),
            execution_transitions::from_state.eq(from),
            execution_transitions::to_state.eq(to),
            execution_transitions::at.eq(at),
            execution_transitions::issue.eq(issue),
        ))
        .execute(tx)
        .await?;
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

//! The queue: what is ready, who has taken it, what is due. Truth is the executions' own rows.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use model::{ExecutionId, ExecutionState, OrganizationId, ServerId, WaitReason};
use uuid::Uuid;

use super::execution::Execution;
use crate::schema::{executions, mcp_tools};
use crate::{Result, SystemTx, TenantTx};

/// The states in which a worker has a lease.
const LEASED: [ExecutionState; 4] =
    [ExecutionState::Claimed, ExecutionState::Running, ExecutionState::InputRequired, ExecutionState::Cancelling];

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

/// A lease that was renewed.
#[derive(Debug, QueryableByName)]
pub struct Renewed {
    /// Of what.
    #[diesel(embed)]
    pub claim: Claim,
    /// Somebody asked for its end.
    #[diesel(sql_type = Bool)]
    pub cancel_requested: bool,
}

/// How many of an organization's executions may be under way.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Of all servers together.
    pub organization: i64,
    /// Of one server.
    pub server: i64,
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
}

/// Organizations of which something is ready, by id. One look at the index for each of them, however long their queues.
pub async fn organizations(db: &mut SystemTx) -> Result<Vec<OrganizationId>> {
    let found: Vec<Named> = diesel::sql_query(
        "WITH RECURSIVE o (id) AS (
            (SELECT organization_id FROM executions WHERE state = 'queued' ORDER BY organization_id LIMIT 1)
            UNION ALL
            SELECT (SELECT e.organization_id FROM executions e WHERE e.state = 'queued' AND e.organization_id > o.id
                ORDER BY e.organization_id LIMIT 1)
            FROM o WHERE o.id IS NOT NULL
        ) SELECT id FROM o WHERE id IS NOT NULL",
    )
    .load(db)
    .await?;
    Ok(found.into_iter().map(|organization| organization.id.into()).collect())
}

/// One claims of an organization at a time, until the end of the transaction: so bounds are kept.
pub async fn lock(tx: &mut TenantTx) -> Result<()> {
    let organization = tx.organization();
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
        .bind::<Text, _>(format!("studio queue {organization}"))
        .execute(tx)
        .await?;
    Ok(())
}

/// What is next, in the order of the queue, at most `limit` and within the bounds; locked. The queue of each server is
/// looked at by itself: one that is at its bound costs one look, however many wait for it.
pub async fn ready(tx: &mut TenantTx, bounds: Bounds, limit: i64) -> Result<Vec<Execution>> {
    let organization = tx.organization();
    let ids: Vec<Named> = diesel::sql_query(
        "WITH RECURSIVE place (server_id) AS (
            (SELECT server_id FROM executions WHERE organization_id = $1 AND state = 'queued' AND server_id IS NOT NULL
                ORDER BY server_id LIMIT 1)
            UNION ALL
            SELECT (SELECT e.server_id FROM executions e WHERE e.organization_id = $1 AND e.state = 'queued'
                AND e.server_id > p.server_id ORDER BY e.server_id LIMIT 1)
            FROM place p WHERE p.server_id IS NOT NULL
        ), busy AS (
            SELECT server_id, count(*) AS n FROM executions
            WHERE organization_id = $1 AND finished_at IS NULL
                AND state IN ('claimed', 'running', 'input_required', 'cancelling')
            GROUP BY server_id
        ), places AS (
            SELECT p.server_id, $2 - coalesce(b.n, 0) AS room FROM place p
            LEFT JOIN busy b ON b.server_id = p.server_id WHERE p.server_id IS NOT NULL
            UNION ALL SELECT NULL, $2
        )
        SELECT e.id FROM places p CROSS JOIN LATERAL (
            SELECT id, rank FROM executions
            WHERE organization_id = $1 AND state = 'queued' AND server_id IS NOT DISTINCT FROM p.server_id
                AND (labels IS NULL OR placed_for = attempt + 1)
            ORDER BY rank LIMIT least(greatest(p.room, 0), $4)
        ) e
        ORDER BY e.rank
        LIMIT greatest(0, least($4, $3 - (SELECT coalesce(sum(n), 0) FROM busy)))",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<BigInt, _>(bounds.server)
    .bind::<BigInt, _>(bounds.organization)
    .bind::<BigInt, _>(limit)
    .load(tx)
    .await?;
    let ids: Vec<ExecutionId> = ids.into_iter().map(|found| found.id.into()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Looked at again under the lock: somebody may just have cancelled one.
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::id.eq_any(ids))
        .filter(executions::state.eq(ExecutionState::Queued))
        .order(executions::rank)
        .select(Execution::as_select())
        .for_no_key_update()
        .skip_locked()
        .load(tx)
        .await?)
}

/// A server that executions may be given to.
#[derive(Clone, Debug, QueryableByName)]
pub struct Candidate {
    /// Which.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: ServerId,
    /// What it is or has.
    #[diesel(sql_type = Array<Text>)]
    pub labels: Vec<String>,
    /// It has a master agent.
    #[diesel(sql_type = Bool)]
    pub runs_commands: bool,
    /// Executions that it has, under way or ready, counted up to the bound.
    #[diesel(sql_type = BigInt)]
    pub busy: i64,
}

/// Those that are ready but for a server to run on, in the order of the queue.
pub async fn placeless(tx: &mut TenantTx, limit: i64) -> Result<Vec<Execution>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::state.eq(ExecutionState::Queued))
        .filter(executions::labels.is_not_null())
        .filter(
            executions::server_id
                .is_null()
                .or(executions::placed_for.is_null())
                .or(executions::placed_for.assume_not_null().le(executions::attempt)),
        )
        .order(executions::rank)
        .limit(limit)
        .select(Execution::as_select())
        .for_no_key_update()
        .skip_locked()
        .load(tx)
        .await?)
}

/// Healthy servers, by name, with how much each has to do, counted up to `bound`.
pub async fn candidates(tx: &mut TenantTx, bound: i64) -> Result<Vec<Candidate>> {
    let organization = tx.organization();
    Ok(diesel::sql_query(
        "SELECT s.id, s.labels, s.master_agent IS NOT NULL AS runs_commands, (
            SELECT count(*) FROM (
                SELECT 1 FROM executions e WHERE e.organization_id = $1 AND e.server_id = s.id
                    AND e.finished_at IS NULL AND (
                        e.state IN ('claimed', 'running', 'input_required', 'cancelling')
                        OR e.state = 'queued' AND (e.labels IS NULL OR e.placed_for = e.attempt + 1))
                LIMIT $2
            ) has
        ) AS busy
        FROM servers s WHERE s.organization_id = $1 AND s.enabled AND s.reachable AND s.authenticated
        ORDER BY lower(s.name)",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<BigInt, _>(bound)
    .load(tx)
    .await?)
}

/// Which server offers which of these MCP tools.
pub async fn offers(tx: &mut TenantTx, tools: &[&str]) -> Result<Vec<(ServerId, String)>> {
    let organization = tx.organization();
    Ok(mcp_tools::table
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::name.eq_any(tools))
        .filter(mcp_tools::gone_at.is_null())
        .select((mcp_tools::server_id, mcp_tools::name))
        .load(tx)
        .await?)
}

/// Gives one, whose lock the caller holds, to a server for its next attempt.
pub async fn place(tx: &mut TenantTx, id: ExecutionId, server: ServerId, why: serde_json::Value) -> Result<()> {
    let organization = tx.organization();
    diesel::update(executions::table.find((organization, id)))
        .set((
            executions::server_id.eq(server),
            executions::placed_for.eq((executions::attempt + 1).nullable()),
            executions::placed.eq(why),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the servers away again that were chosen for these.
pub async fn unplace(tx: &mut TenantTx, ids: &[ExecutionId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let organization = tx.organization();
    let rows = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::id.eq_any(ids))
        .filter(executions::labels.is_not_null());
    diesel::update(rows).set(executions::placed_for.eq(None::<i32>)).execute(tx).await?;
    Ok(())
}

/// Of these keys, those of which one is under way.
pub async fn busy_keys(tx: &mut TenantTx, keys: &[&str]) -> Result<Vec<String>> {
    let organization = tx.organization();
    let found: Vec<Option<String>> = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::concurrency_key.eq_any(keys))
        .filter(executions::finished_at.is_null())
        .filter(executions::state.eq_any(LEASED))
        .select(executions::concurrency_key)
        .distinct()
        .load(tx)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

/// The next of those that wait for this key, locked.
pub async fn next_of_key(tx: &mut TenantTx, key: &str) -> Result<Option<Execution>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::concurrency_key.eq(key))
        .filter(executions::finished_at.is_null())
        .filter(executions::state.eq(ExecutionState::Waiting))
        .filter(executions::reason.eq(WaitReason::Concurrency))
        .order(executions::rank)
        .select(Execution::as_select())
        .for_no_key_update()
        .skip_locked()
        .first(tx)
        .await
        .optional()?)
}

/// Keys of an organization that something waits for while nothing with them is under way or ready.
pub async fn free_keys(tx: &mut TenantTx) -> Result<Vec<String>> {
    let organization = tx.organization();
    let holder = diesel::alias!(executions as holder);
    let found: Vec<Option<String>> = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::concurrency_key.is_not_null())
        .filter(executions::finished_at.is_null())
        .filter(executions::state.eq(ExecutionState::Waiting))
        .filter(executions::reason.eq(WaitReason::Concurrency))
        .filter(diesel::dsl::not(diesel::dsl::exists(
            holder
                .filter(holder.field(executions::organization_id).eq(organization))
                .filter(holder.field(executions::concurrency_key).eq(executions::concurrency_key))
                .filter(holder.field(executions::finished_at).is_null())
                .filter(holder.field(executions::state).ne(ExecutionState::Waiting)),
        )))
        .select(executions::concurrency_key)
        .distinct()
        .limit(100)
        .load(tx)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

/// What a claim writes.
pub struct Lease {
    /// Whose it is.
    pub owner: Uuid,
    /// Until when, unless it is renewed.
    pub until: DateTime<Utc>,
}

/// Takes these, whose locks the caller holds: a lease, a new fence number, the next attempt. Gives their fence numbers.
pub async fn take(tx: &mut TenantTx, ids: &[ExecutionId], lease: &Lease) -> Result<Vec<(ExecutionId, i64)>> {
    let organization = tx.organization();
    let rows =
        executions::table.filter(executions::organization_id.eq(organization)).filter(executions::id.eq_any(ids));
    Ok(diesel::update(rows)
        .set((
            executions::state.eq(ExecutionState::Claimed),
            executions::lease_owner.eq(lease.owner),
            executions::lease_until.eq(lease.until),
            executions::fence.eq(executions::fence + 1),
            executions::attempt.eq(executions::attempt + 1),
            executions::output_bytes.eq(0),
            // What the attempt before came to is with it.
            executions::exit_code.eq(None::<i32>),
            executions::error.eq(None::<serde_json::Value>),
            executions::progress.eq(None::<serde_json::Value>),
            executions::result.eq(None::<serde_json::Value>),
            executions::summary.eq(None::<String>),
            executions::start_by.eq(None::<DateTime<Utc>>),
            executions::transitions.eq(executions::transitions + 1),
        ))
        .returning((executions::id, executions::fence))
        .load(tx)
        .await?)
}

/// Takes what was left behind: leased, and not renewed in time. A new fence number refuses the writes of whoever had it.
pub async fn take_left_behind(db: &mut SystemTx, lease: &Lease, now: DateTime<Utc>, limit: i64) -> Result<Vec<Claim>> {
    Ok(diesel::sql_query(
        "WITH left_behind AS (
            SELECT organization_id, id FROM executions
            WHERE state IN ('claimed', 'running', 'input_required', 'cancelling') AND lease_until < $2
            ORDER BY lease_until LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE executions e SET lease_owner = $1, lease_until = $3, fence = fence + 1
        FROM left_behind c WHERE e.organization_id = c.organization_id AND e.id = c.id
        RETURNING e.organization_id, e.id, e.fence",
    )
    .bind::<diesel::sql_types::Uuid, _>(lease.owner)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(lease.until)
    .bind::<BigInt, _>(limit)
    .load(db)
    .await?)
}

/// Renews all leases of an owner; what is missing is no longer theirs.
pub async fn renew(db: &mut SystemTx, lease: &Lease) -> Result<Vec<Renewed>> {
    Ok(diesel::sql_query(
        "UPDATE executions SET lease_until = $2
        WHERE lease_owner = $1 AND state IN ('claimed', 'running', 'input_required', 'cancelling')
        RETURNING organization_id, id, fence, cancel_requested_at IS NOT NULL AS cancel_requested",
    )
    .bind::<diesel::sql_types::Uuid, _>(lease.owner)
    .bind::<Timestamptz, _>(lease.until)
    .load(db)
    .await?)
}

/// Gives the leases of an owner back: what it had may be taken over at once.
pub async fn release(db: &mut SystemTx, owner: Uuid, now: DateTime<Utc>) -> Result<()> {
    let rows = executions::table
        .filter(executions::lease_owner.eq(owner))
        .filter(executions::state.eq_any(LEASED))
        .filter(executions::lease_until.gt(now));
    diesel::update(rows).set(executions::lease_until.eq(now)).execute(db).await?;
    Ok(())
}

/// Waiting executions whose time has come, and those that did not start in time.
pub async fn due(db: &mut SystemTx, now: DateTime<Utc>, limit: i64) -> Result<Vec<(OrganizationId, ExecutionId)>> {
    let mut found: Vec<(OrganizationId, ExecutionId)> = executions::table
        .filter(executions::state.eq(ExecutionState::Waiting))
        .filter(executions::not_before.le(now))
        .order(executions::not_before)
        .limit(limit)
        .select((executions::organization_id, executions::id))
        .load(db)
        .await?;
    let late: Vec<(OrganizationId, ExecutionId)> = executions::table
        .filter(executions::state.eq_any([ExecutionState::Waiting, ExecutionState::Queued]))
        .filter(executions::start_by.le(now))
        .order(executions::start_by)
        .limit(limit)
        .select((executions::organization_id, executions::id))
        .load(db)
        .await?;
    found.extend(late);
    Ok(found)
}

/// Organizations of which something waits for a concurrency key.
pub async fn organizations_with_keys(db: &mut SystemTx) -> Result<Vec<OrganizationId>> {
    Ok(executions::table
        .filter(executions::state.eq(ExecutionState::Waiting))
        .filter(executions::reason.eq(WaitReason::Concurrency))
        .select(executions::organization_id)
        .distinct()
        .load(db)
        .await?)
}

/// How many are ahead of one in the queue of its server.
pub async fn ahead(tx: &mut TenantTx, id: ExecutionId, server: Option<ServerId>) -> Result<i64> {
    let organization = tx.organization();
    let rank: DateTime<Utc> = executions::table.find((organization, id)).select(executions::rank).first(tx).await?;
    let ahead = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::state.eq(ExecutionState::Queued))
        .filter(executions::rank.lt(rank))
        .into_boxed();
    let ahead = match server {
        Some(server) => ahead.filter(executions::server_id.eq(server)),
        None => ahead.filter(executions::server_id.is_null()),
    };
    Ok(ahead.count().get_result(tx).await?)
}

/// How many of an organization are under way, on one server where it is named.
pub async fn under_way(tx: &mut TenantTx, server: Option<ServerId>) -> Result<i64> {
    let organization = tx.organization();
    let rows = executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::finished_at.is_null())
        .filter(executions::state.eq_any(LEASED))
        .into_boxed();
    let rows = match server {
        Some(server) => rows.filter(executions::server_id.eq(server)),
        None => rows,
    };
    Ok(rows.count().get_result(tx).await?)
}

//! What the dashboard counts. Each query is answered from an index of its own, whatever the history holds.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use model::{ExecutionState, ServerId};
use serde_json::Value;

use crate::models::execution::{Execution, ExecutionRow, with_names};
use crate::schema::{executions, servers, users};
use crate::{Result, TenantTx};

/// How many executions ended in one state within a quarter of an hour.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Ended {
    /// Beginning of the quarter.
    #[diesel(sql_type = Timestamptz)]
    pub quarter: DateTime<Utc>,
    /// How they ended.
    #[diesel(sql_type = Text)]
    pub state: ExecutionState,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

/// Servers by *enabled*, *reachable* and *authenticated*.
pub async fn servers_by_facts(tx: &mut TenantTx) -> Result<Vec<(bool, Option<bool>, Option<bool>, i64)>> {
    let organization = tx.organization();
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .group_by((servers::enabled, servers::reachable, servers::authenticated))
        .select((servers::enabled, servers::reachable, servers::authenticated, count_star()))
        .load(tx)
        .await?)
}

/// A server with id, name, *reachable*, *authenticated* and why its last check failed (`model::Issue`).
pub type TroubledRow = (ServerId, String, Option<bool>, Option<bool>, Option<Value>);

/// Enabled servers that cannot be used, by name.
pub async fn troubled_servers(tx: &mut TenantTx, limit: i64) -> Result<Vec<TroubledRow>> {
    let organization = tx.organization();
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .filter(servers::enabled)
        .filter(servers::reachable.eq(false).or(servers::authenticated.eq(false)))
        .order((servers::name, servers::id))
        .limit(limit)
        .select((servers::id, servers::name, servers::reachable, servers::authenticated, servers::last_error))
        .load(tx)
        .await?)
}

/// Executions that are not in a final state, by state.
pub async fn active(tx: &mut TenantTx) -> Result<Vec<(ExecutionState, i64)>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::finished_at.is_null())
        .group_by(executions::state)
        .select((executions::state, count_star()))
        .load(tx)
        .await?)
}

/// Executions that ended from `from` on and before `until`, by state.
pub async fn finished(
    tx: &mut TenantTx,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<(ExecutionState, i64)>> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::finished_at.ge(from))
        .filter(executions::finished_at.lt(until))
        .group_by(executions::state)
        .select((executions::state, count_star()))
        .load(tx)
        .await?)
}

/// Executions that ended from `from` on and before `until`, by quarters of an hour that begin at `from`, first to last, and
/// by state.
pub async fn finished_by_quarter(tx: &mut TenantTx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Ended>> {
    let organization = tx.organization();
    Ok(diesel::sql_query(
        "SELECT date_bin('15 minutes', finished_at, $2) AS quarter, state, count(*) AS count FROM executions
        WHERE organization_id = $1 AND finished_at >= $2 AND finished_at < $3
        GROUP BY 1, 2 ORDER BY 1, 2",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(until)
    .load(tx)
    .await?)
}

/// Executions of which nobody knows what became, since a moment.
pub async fn lost(tx: &mut TenantTx, since: DateTime<Utc>) -> Result<i64> {
    let organization = tx.organization();
    Ok(executions::table
        .filter(executions::organization_id.eq(organization))
        .filter(executions::finished_at.ge(since))
        // Written out, as the condition of the index `executions_failed` is; also below.
        .filter(sql::<Bool>("executions.state = 'lost'"))
        .count()
        .get_result(tx)
        .await?)
}

/// The executions that ended badly last, newest end first.
pub async fn failures(tx: &mut TenantTx, limit: i64) -> Result<Vec<ExecutionRow>> {
    let organization = tx.organization();
    Ok(with_names()
        .filter(executions::organization_id.eq(organization))
        .filter(sql::<Bool>("executions.state IN ('failed', 'timed_out', 'lost')"))
        .order(executions::finished_at.desc())
        .limit(limit)
        .select((Execution::as_select(), servers::name.nullable(), users::name.nullable()))
        .load(tx)
        .await?)
}

/// Whether there ever was an execution.
pub async fn has_executions(tx: &mut TenantTx) -> Result<bool> {
    let organization = tx.organization();
    let any = executions::table.filter(executions::organization_id.eq(organization));
    Ok(diesel::select(exists(any)).get_result(tx).await?)
}

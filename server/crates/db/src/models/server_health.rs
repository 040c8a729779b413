//! Health checks one by one for a day, and summed up by the hour for long.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Double, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use model::{IssueCode, ServerId};

use crate::schema::{server_checks, server_health_hours};
use crate::{Result, TenantTx};

/// What one check of an enabled server found.
pub struct NewServerCheck {
    /// Which server.
    pub server_id: ServerId,
    /// When.
    pub checked_at: DateTime<Utc>,
    /// It answered.
    pub reachable: bool,
    /// It accepted the credentials.
    pub authenticated: Option<bool>,
    /// Round trip in milliseconds, when the check passed.
    pub latency_ms: Option<i32>,
    /// Why the check did not pass.
    pub issue: Option<IssueCode>,
}

/// Checks summed up over a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, QueryableByName)]
pub struct HealthSum {
    /// Beginning of the stretch.
    #[diesel(sql_type = Timestamptz)]
    pub start: DateTime<Utc>,
    /// Checks.
    #[diesel(sql_type = BigInt)]
    pub checks: i64,
    /// Those that passed.
    #[diesel(sql_type = BigInt)]
    pub passed: i64,
    /// Their round trips together, in milliseconds.
    #[diesel(sql_type = BigInt)]
    pub latency_sum_ms: i64,
    /// The longest of them.
    #[diesel(sql_type = Nullable<Integer>)]
    pub latency_max_ms: Option<i32>,
}

#[derive(QueryableByName)]
struct Hour {
    #[diesel(sql_type = Integer)]
    checks: i32,
}

/// Keeps a check and counts it in its hour; `true` when it is the first of the hour. The caller has locked the server's row.
pub async fn insert(tx: &mut TenantTx, new: &NewServerCheck) -> Result<bool> {
    let organization = tx.organization();
    let hours: Vec<Hour> = diesel::sql_query(
        "WITH kept AS (
            INSERT INTO server_checks (organization_id, server_id, checked_at, reachable, authenticated, latency_ms, issue)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            RETURNING organization_id, server_id, checked_at, latency_ms, issue
        )
        INSERT INTO server_health_hours AS h
            (organization_id, server_id, hour, checks, passed, latency_sum_ms, latency_max_ms)
        SELECT organization_id, server_id, date_trunc('hour', checked_at, 'UTC'), 1, (issue IS NULL)::integer,
            coalesce(latency_ms, 0), latency_ms
        FROM kept
        ON CONFLICT (organization_id, server_id, hour) DO UPDATE SET
            checks = h.checks + 1,
            passed = h.passed + excluded.passed,
            latency_sum_ms = h.latency_sum_ms + excluded.latency_sum_ms,
            latency_max_ms = greatest(h.latency_max_ms, excluded.latency_max_ms)
        RETURNING h.checks",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<diesel::sql_types::Uuid, _>(new.server_id)
    .bind::<Timestamptz, _>(new.checked_at)
    .bind::<Bool, _>(new.reachable)
    .bind::<Nullable<Bool>, _>(new.authenticated)
    .bind::<Nullable<Integer>, _>(new.latency_ms)
    .bind::<Nullable<Text>, _>(new.issue)
    .load(tx)
    .await?;
    Ok(hours.iter().any(|hour| hour.checks == 1))
}

/// Drops a server's checks and hours that ended before.
pub async fn delete_before(
    tx: &mut TenantTx,
    server: ServerId,
    checks_before: DateTime<Utc>,
    hours_before: DateTime<Utc>,
) -> Result<()> {
    let organization = tx.organization();
    let checks = server_checks::table
        .filter(server_checks::organization_id.eq(organization))
        .filter(server_checks::server_id.eq(server))
        .filter(server_checks::checked_at.lt(checks_before));
    diesel::delete(checks).execute(tx).await?;
    let hours = server_health_hours::table
        .filter(server_health_hours::organization_id.eq(organization))
        .filter(server_health_hours::server_id.eq(server))
        .filter(server_health_hours::hour.lt(hours_before));
    diesel::delete(hours).execute(tx).await?;
    Ok(())
}

/// The single checks since a moment, summed up over stretches of so many seconds that begin at multiples of them (Unix
/// time), oldest first. A stretch without a check is left out.
pub async fn sum_checks(
    tx: &mut TenantTx,
    server: ServerId,
    since: DateTime<Utc>,
    seconds: u32,
) -> Result<Vec<HealthSum>> {
    let organization = tx.organization();
    Ok(diesel::sql_query(
        "SELECT date_bin(make_interval(secs => $4), checked_at, to_timestamp(0)) AS start, count(*) AS checks,
            count(*) FILTER (WHERE issue IS NULL) AS passed,
            coalesce(sum(latency_ms), 0)::bigint AS latency_sum_ms, max(latency_ms) AS latency_max_ms
        FROM server_checks WHERE organization_id = $1 AND server_id = $2 AND checked_at >= $3
        GROUP BY 1 ORDER BY 1",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<diesel::sql_types::Uuid, _>(server)
    .bind::<Timestamptz, _>(since)
    .bind::<Double, _>(f64::from(seconds))
    .load(tx)
    .await?)
}

/// As [`sum_checks`], from the hours: for stretches of whole hours.
pub async fn sum_hours(
    tx: &mut TenantTx,
    server: ServerId,
    since: DateTime<Utc>,
    seconds: u32,
) -> Result<Vec<HealthSum>> {
    let organization = tx.organization();
    Ok(diesel::sql_query(
        "SELECT date_bin(make_interval(secs => $4), hour, to_timestamp(0)) AS start, sum(checks)::bigint AS checks,
            sum(passed)::bigint AS passed, sum(latency_sum_ms)::bigint AS latency_sum_ms,
            max(latency_max_ms) AS latency_max_ms
        FROM server_health_hours WHERE organization_id = $1 AND server_id = $2 AND hour >= $3
        GROUP BY 1 ORDER BY 1",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<diesel::sql_types::Uuid, _>(server)
    .bind::<Timestamptz, _>(since)
    .bind::<Double, _>(f64::from(seconds))
    .load(tx)
    .await?)
}

/// Checks since a moment, counted in whole hours, and those of them that passed.
pub async fn count_since(tx: &mut TenantTx, server: ServerId, since: DateTime<Utc>) -> Result<(i64, i64)> {
    use diesel::dsl::sum;
    let organization = tx.organization();
    let (checks, passed): (Option<i64>, Option<i64>) = server_health_hours::table
        .filter(server_health_hours::organization_id.eq(organization))
        .filter(server_health_hours::server_id.eq(server))
        .filter(server_health_hours::hour.ge(since))
        .select((sum(server_health_hours::checks), sum(server_health_hours::passed)))
        .first(tx)
        .await?;
    Ok((checks.unwrap_or_default(), passed.unwrap_or_default()))
}

//! Attempts: one try of an execution each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use diesel_async::RunQueryDsl;
use model::{AttemptId, ExecutionId, ExecutionState, OrganizationId};
use serde::Serialize;
use serde_json::Value;

use crate::schema::attempts;
use crate::{Result, TenantTx};

/// A try.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = attempts, check_for_backend(diesel::pg::Pg))]
pub struct Attempt {
    /// Id; the master agent knows it as `run_id`.
    pub id: AttemptId,
    /// Of which execution.
    pub execution_id: ExecutionId,
    /// From 1.
    pub number: i32,
    /// State.
    pub state: ExecutionState,
    /// Master agent that was asked.
    pub instance_id: Option<String>,
    /// Offset after the last stored byte.
    pub output_end: i64,
    /// Exit code.
    pub exit_code: Option<i32>,
    /// Why it did not succeed (`model::Issue`).
    pub error: Option<Value>,
    /// The remote side began.
    pub started_at: Option<DateTime<Utc>>,
    /// It ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// First byte of the output that is no longer kept.
    pub gap_from: Option<i64>,
    /// First byte that is kept again.
    pub gap_to: Option<i64>,
    /// Columns of its terminal, as last asked for.
    pub pty_cols: Option<i16>,
    /// Rows of its terminal, as last asked for.
    pub pty_rows: Option<i16>,
    /// Since then the server may have heard of the call of an MCP tool.
    pub sent_at: Option<DateTime<Utc>>,
}

/// A try to insert.
#[derive(Insertable)]
#[diesel(table_name = attempts)]
pub struct NewAttempt {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id.
    pub id: AttemptId,
    /// Of which execution.
    pub execution_id: ExecutionId,
    /// From 1.
    pub number: i32,
    /// State.
    pub state: ExecutionState,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Changes; `None` stays.
#[derive(Clone, Default, Serialize)]
pub struct AttemptChange {
    /// State.
    pub state: Option<ExecutionState>,
    /// Master agent that was asked.
    pub instance_id: Option<String>,
    /// Offset after the last stored byte.
    pub output_end: Option<i64>,
    /// Exit code.
    pub exit_code: Option<i32>,
    /// Why it did not succeed.
    pub error: Option<Value>,
    /// The remote side began.
    pub started_at: Option<DateTime<Utc>>,
    /// It ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// First byte of the output that is no longer kept.
    pub gap_from: Option<i64>,
    /// First byte that is kept again.
    pub gap_to: Option<i64>,
    /// Since then the server may have heard of the call of an MCP tool.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Inserts several.
pub async fn insert_all(tx: &mut TenantTx, new: &[NewAttempt]) -> Result<Vec<Attempt>> {
    Ok(diesel::insert_into(attempts::table).values(new).returning(Attempt::as_returning()).get_results(tx).await?)
}

/// The attempts of an execution, first to last.
pub async fn of_execution(tx: &mut TenantTx, execution: ExecutionId) -> Result<Vec<Attempt>> {
    let organization = tx.organization();
    Ok(attempts::table
        .filter(attempts::organization_id.eq(organization))
        .filter(attempts::execution_id.eq(execution))
        .order(attempts::number)
        .select(Attempt::as_select())
        .load(tx)
        .await?)
}

/// The attempt of an execution with this number.
pub async fn by_number(tx: &mut TenantTx, execution: ExecutionId, number: i32) -> Result<Option<Attempt>> {
    let organization = tx.organization();
    Ok(attempts::table
        .filter(attempts::organization_id.eq(organization))
        .filter(attempts::execution_id.eq(execution))
        .filter(attempts::number.eq(number))
        .select(Attempt::as_select())
        .first(tx)
        .await
        .optional()?)
}

/// The one with this id.
pub async fn get(tx: &mut TenantTx, id: AttemptId) -> Result<Attempt> {
    let organization = tx.organization();
    Ok(attempts::table.find((organization, id)).select(Attempt::as_select()).first(tx).await?)
}

/// Those with these ids.
pub async fn all(tx: &mut TenantTx, ids: &[AttemptId]) -> Result<Vec<Attempt>> {
    let organization = tx.organization();
    Ok(attempts::table
        .filter(attempts::organization_id.eq(organization))
        .filter(attempts::id.eq_any(ids))
        .select(Attempt::as_select())
        .load(tx)
        .await?)
}

/// A change of one attempt.
#[derive(Serialize)]
pub struct AttemptWrite {
    /// Which.
    pub id: AttemptId,
    /// What changes.
    #[serde(flatten)]
    pub change: AttemptChange,
}

/// Changes several. The caller holds the fences of their executions in the same transaction.
pub async fn update_all(tx: &mut TenantTx, writes: &[AttemptWrite]) -> Result<()> {
    let organization = tx.organization();
    diesel::sql_query(
        "UPDATE attempts a SET state = coalesce(c.state, a.state),
            instance_id = coalesce(c.instance_id, a.instance_id), output_end = coalesce(c.output_end, a.output_end),
            exit_code = coalesce(c.exit_code, a.exit_code), error = coalesce(c.error, a.error),
            started_at = coalesce(c.started_at, a.started_at), finished_at = coalesce(c.finished_at, a.finished_at),
            gap_from = coalesce(c.gap_from, a.gap_from), gap_to = coalesce(c.gap_to, a.gap_to),
            sent_at = coalesce(c.sent_at, a.sent_at)
        FROM jsonb_to_recordset($2) AS c (id uuid, state text, instance_id text, output_end bigint, exit_code integer,
            error jsonb, started_at timestamptz, finished_at timestamptz, gap_from bigint, gap_to bigint,
            sent_at timestamptz)
        WHERE a.organization_id = $1 AND a.id = c.id",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<Jsonb, _>(serde_json::to_value(writes)?)
    .execute(tx)
    .await?;
    Ok(())
}

/// Keeps the size its terminal was last asked to have.
pub async fn resize(tx: &mut TenantTx, id: AttemptId, cols: i16, rows: i16) -> Result<()> {
    let organization = tx.organization();
    diesel::update(attempts::table.find((organization, id)))
        .set((attempts::pty_cols.eq(cols), attempts::pty_rows.eq(rows)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the number of the next input, which also orders those who type at once; `None` for an attempt that is over.
pub async fn next_input(tx: &mut TenantTx, id: AttemptId) -> Result<Option<i64>> {
    let organization = tx.organization();
    Ok(diesel::update(attempts::table.find((organization, id)).filter(attempts::finished_at.is_null()))
        .set(attempts::input_seq.eq(attempts::input_seq + 1))
        .returning(attempts::input_seq)
        .get_result(tx)
        .await
        .optional()?)
}

//! Attempts: one try of an execution each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{AttemptId, ExecutionId, ExecutionState, OrganizationId};
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
#[derive(Default, AsChangeset)]
#[diesel(table_name = attempts)]
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
    /// Columns of its terminal.
    pub pty_cols: Option<i16>,
    /// Rows of its terminal.
    pub pty_rows: Option<i16>,
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

/// Changes one. The caller holds the fence of its execution in the same transaction.
pub async fn update(tx: &mut TenantTx, id: AttemptId, change: &AttemptChange) -> Result<()> {
    let organization = tx.organization();
    diesel::update(attempts::table.find((organization, id))).set(change).execute(tx).await?;
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

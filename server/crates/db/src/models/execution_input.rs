//! What was typed into a running command and not yet handed over.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::AttemptId;

use crate::schema::execution_input;
use crate::{Result, TenantTx};

/// Adds input under a number that [`super::attempt::next_input`] gave.
pub async fn insert(tx: &mut TenantTx, attempt: AttemptId, seq: i64, bytes: &[u8]) -> Result<()> {
    let organization = tx.organization();
    diesel::insert_into(execution_input::table)
        .values((
            execution_input::organization_id.eq(organization),
            execution_input::attempt_id.eq(attempt),
            execution_input::seq.eq(seq),
            execution_input::bytes.eq(bytes),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

/// What waits to be handed over, first to last.
pub async fn waiting(tx: &mut TenantTx, attempt: AttemptId, limit: i64) -> Result<Vec<(i64, Vec<u8>)>> {
    let organization = tx.organization();
    Ok(execution_input::table
        .filter(execution_input::organization_id.eq(organization))
        .filter(execution_input::attempt_id.eq(attempt))
        .order(execution_input::seq)
        .limit(limit)
        .select((execution_input::seq, execution_input::bytes))
        .load(tx)
        .await?)
}

/// Bytes that wait to be handed over.
pub async fn waiting_bytes(tx: &mut TenantTx, attempt: AttemptId) -> Result<i64> {
    use diesel::dsl::sql;
    use diesel::sql_types::{BigInt, Nullable};
    let organization = tx.organization();
    let bytes: Option<i64> = execution_input::table
        .filter(execution_input::organization_id.eq(organization))
        .filter(execution_input::attempt_id.eq(attempt))
        .select(sql::<Nullable<BigInt>>("sum(octet_length(bytes))::bigint"))
        .first(tx)
        .await?;
    Ok(bytes.unwrap_or_default())
}

/// Forgets input up to and with `seq`: it was handed over.
pub async fn delete_through(tx: &mut TenantTx, attempt: AttemptId, seq: i64) -> Result<()> {
    let organization = tx.organization();
    let of_attempt = execution_input::table
        .filter(execution_input::organization_id.eq(organization))
        .filter(execution_input::attempt_id.eq(attempt));
    diesel::delete(of_attempt.filter(execution_input::seq.le(seq))).execute(tx).await?;
    Ok(())
}

/// Forgets the input of attempts that are over: nobody will ever read it.
pub async fn delete_all(tx: &mut TenantTx, attempts: &[AttemptId]) -> Result<()> {
    let organization = tx.organization();
    let rows = execution_input::table
        .filter(execution_input::organization_id.eq(organization))
        .filter(execution_input::attempt_id.eq_any(attempts));
    diesel::delete(rows).execute(tx).await?;
    Ok(())
}

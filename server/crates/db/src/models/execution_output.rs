//! Output by byte offset.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::AttemptId;

use crate::schema::execution_output;
use crate::{Result, TenantTx};

/// A stored batch.
#[derive(Queryable, Selectable)]
#[diesel(table_name = execution_output, check_for_backend(diesel::pg::Pg))]
pub struct Batch {
    /// Offset of its first byte.
    pub offset: i64,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was stored; unknown of old ones.
    pub stored_at: Option<DateTime<Utc>>,
}

/// A piece of output.
pub struct Piece<'a> {
    /// Of which attempt.
    pub attempt: AttemptId,
    /// Of its first byte.
    pub offset: i64,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Now.
    pub stored_at: DateTime<Utc>,
}

/// Appends pieces. The caller holds the fences and has checked that each begins where the output ends.
pub async fn insert_all(tx: &mut TenantTx, pieces: &[Piece<'_>]) -> Result<()> {
    let organization = tx.organization();
    let rows: Vec<_> = pieces
        .iter()
        .map(|piece| {
            (
                execution_output::organization_id.eq(organization),
                execution_output::attempt_id.eq(piece.attempt),
                execution_output::offset.eq(piece.offset),
                execution_output::bytes.eq(piece.bytes),
                execution_output::stored_at.eq(piece.stored_at),
            )
        })
        .collect();
    diesel::insert_into(execution_output::table).values(rows).execute(tx).await?;
    Ok(())
}

/// The stored batches that hold the bytes from `from` up to `to`, first to last, at most so many; the first may begin before
/// `from` and the last end behind `to`.
pub async fn between(tx: &mut TenantTx, attempt: AttemptId, from: i64, to: i64, batches: i64) -> Result<Vec<Batch>> {
    let organization = tx.organization();
    let of_attempt = execution_output::table
        .filter(execution_output::organization_id.eq(organization))
        .filter(execution_output::attempt_id.eq(attempt));
    let start: Option<i64> = of_attempt
        .filter(execution_output::offset.le(from))
        .order(execution_output::offset.desc())
        .select(execution_output::offset)
        .first(tx)
        .await
        .optional()?;
    Ok(of_attempt
        .filter(execution_output::offset.ge(start.unwrap_or(from)))
        .filter(execution_output::offset.lt(to))
        .order(execution_output::offset)
        .limit(batches)
        .select(Batch::as_select())
        .load(tx)
        .await?)
}

/// Offset of the first batch that begins at `from` or later, if there is one.
pub async fn first_offset(tx: &mut TenantTx, attempt: AttemptId, from: i64) -> Result<Option<i64>> {
    let organization = tx.organization();
    Ok(execution_output::table
        .filter(execution_output::organization_id.eq(organization))
        .filter(execution_output::attempt_id.eq(attempt))
        .filter(execution_output::offset.ge(from))
        .order(execution_output::offset)
        .select(execution_output::offset)
        .first(tx)
        .await
        .optional()?)
}

/// Drops the batches that begin at `from` or later and before `to`.
pub async fn delete(tx: &mut TenantTx, attempt: AttemptId, from: i64, to: i64) -> Result<()> {
    let organization = tx.organization();
    let of_attempt = execution_output::table
        .filter(execution_output::organization_id.eq(organization))
        .filter(execution_output::attempt_id.eq(attempt));
    let between = of_attempt.filter(execution_output::offset.ge(from)).filter(execution_output::offset.lt(to));
    diesel::delete(between).execute(tx).await?;
    Ok(())
}

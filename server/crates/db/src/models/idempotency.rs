//! Answers to requests with an `Idempotency-Key`: global, a user's, reached through the system role.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::UserId;

use crate::schema::idempotency_keys;
use crate::{Result, SystemTx};

/// A request that was begun before.
#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys, check_for_backend(diesel::pg::Pg))]
pub struct IdempotencyKey {
    /// SHA-256 of method, path and body.
    pub fingerprint: Vec<u8>,
    /// HTTP status of the answer; `None` while it is still running.
    pub status: Option<i16>,
    /// Media type of the answer.
    pub content_type: Option<String>,
    /// The answer.
    pub body: Option<Vec<u8>>,
}

/// A request that begins.
#[derive(Insertable)]
#[diesel(table_name = idempotency_keys)]
pub struct NewIdempotencyKey<'a> {
    /// Whose.
    pub user_id: UserId,
    /// The client's word for it.
    pub key: &'a str,
    /// SHA-256 of method, path and body.
    pub fingerprint: &'a [u8],
    /// Now.
    pub created_at: DateTime<Utc>,
    /// When it is forgotten.
    pub expires_at: DateTime<Utc>,
}

/// What was answered.
#[derive(AsChangeset)]
#[diesel(table_name = idempotency_keys)]
pub struct Answered<'a> {
    /// HTTP status.
    pub status: i16,
    /// Media type.
    pub content_type: Option<&'a str>,
    /// The answer.
    pub body: &'a [u8],
}

/// Inserts one; `false` when the user has used the key before (a transaction that is just doing so is waited for).
pub async fn insert(tx: &mut SystemTx, new: &NewIdempotencyKey<'_>) -> Result<bool> {
    let inserted =
        diesel::insert_into(idempotency_keys::table).values(new).on_conflict_do_nothing().execute(tx).await?;
    Ok(inserted == 1)
}

/// Forgets the key if it is over, or still running since before `stale` (its replica died).
pub async fn delete_over(
    tx: &mut SystemTx,
    user: UserId,
    key: &str,
    now: DateTime<Utc>,
    stale: DateTime<Utc>,
) -> Result<()> {
    let running_for_long = idempotency_keys::status.is_null().and(idempotency_keys::created_at.lt(stale));
    diesel::delete(idempotency_keys::table)
        .filter(idempotency_keys::user_id.eq(user))
        .filter(idempotency_keys::key.eq(key))
        .filter(idempotency_keys::expires_at.le(now).or(running_for_long))
        .execute(tx)
        .await?;
    Ok(())
}

/// What is stored under a key of a user.
pub async fn get(tx: &mut SystemTx, user: UserId, key: &str) -> Result<Option<IdempotencyKey>> {
    Ok(idempotency_keys::table
        .filter(idempotency_keys::user_id.eq(user))
        .filter(idempotency_keys::key.eq(key))
        .select(IdempotencyKey::as_select())
        .first(tx)
        .await
        .optional()?)
}

/// Stores the answer to the request that was begun then, unless another has taken the key over since.
pub async fn answer(
    tx: &mut SystemTx,
    user: UserId,
    key: &str,
    begun_at: DateTime<Utc>,
    answered: &Answered<'_>,
) -> Result<()> {
    diesel::update(idempotency_keys::table)
        .filter(idempotency_keys::user_id.eq(user))
        .filter(idempotency_keys::key.eq(key))
        .filter(idempotency_keys::created_at.eq(begun_at))
        .set(answered)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets the request that was begun then: it may be tried again with the same key.
pub async fn delete(tx: &mut SystemTx, user: UserId, key: &str, begun_at: DateTime<Utc>) -> Result<()> {
    diesel::delete(idempotency_keys::table)
        .filter(idempotency_keys::user_id.eq(user))
        .filter(idempotency_keys::key.eq(key))
        .filter(idempotency_keys::created_at.eq(begun_at))
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets keys that ended before.
pub async fn delete_before(tx: &mut SystemTx, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(idempotency_keys::table.filter(idempotency_keys::expires_at.lt(before))).execute(tx).await?)
}

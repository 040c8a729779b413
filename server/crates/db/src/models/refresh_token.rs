//! Refresh tokens of programs' sessions: global, reached through the system role.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{SessionId, UserId};
use uuid::Uuid;

use crate::schema::{refresh_tokens, user_sessions};
use crate::{Result, SystemTx};

/// A refresh token to insert.
#[derive(Insertable)]
#[diesel(table_name = refresh_tokens)]
pub struct NewRefreshToken<'a> {
    /// Id.
    pub id: Uuid,
    /// Session it continues.
    pub session_id: SessionId,
    /// SHA-256 of the token.
    pub token_hash: &'a [u8],
    /// Now.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Inserts one.
pub async fn insert(tx: &mut SystemTx, new: &NewRefreshToken<'_>) -> Result<()> {
    diesel::insert_into(refresh_tokens::table).values(new).execute(tx).await?;
    Ok(())
}

/// Uses the token up and says whose session it continues; `None` when it is unknown, over or used. One statement, so of
/// two requests with the same token one rotates it.
pub async fn consume(tx: &mut SystemTx, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<SessionId>> {
    Ok(diesel::update(refresh_tokens::table)
        .filter(refresh_tokens::token_hash.eq(token_hash))
        .filter(refresh_tokens::used_at.is_null())
        .filter(refresh_tokens::expires_at.gt(now))
        .set(refresh_tokens::used_at.eq(now))
        .returning(refresh_tokens::session_id)
        .get_result(tx)
        .await
        .optional()?)
}

/// The session and user of a token that was used up before.
pub async fn used(tx: &mut SystemTx, token_hash: &[u8]) -> Result<Option<(SessionId, UserId)>> {
    Ok(refresh_tokens::table
        .inner_join(user_sessions::table.on(user_sessions::id.eq(refresh_tokens::session_id)))
        .filter(refresh_tokens::token_hash.eq(token_hash))
        .filter(refresh_tokens::used_at.is_not_null())
        .select((user_sessions::id, user_sessions::user_id))
        .first(tx)
        .await
        .optional()?)
}

/// Forgets tokens that ended before.
pub async fn delete_before(tx: &mut SystemTx, before: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(refresh_tokens::table.filter(refresh_tokens::expires_at.lt(before))).execute(tx).await?)
}

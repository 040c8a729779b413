//! Sessions of browsers and programs: global, reached through the system role.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{SessionId, UserId};

use crate::models::user::User;
use crate::schema::{user_sessions, users};
use crate::{Result, SystemTx};

/// A session.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = user_sessions, check_for_backend(diesel::pg::Pg))]
pub struct UserSession {
    /// Id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// When it was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// A session to insert.
#[derive(Insertable)]
#[diesel(table_name = user_sessions)]
pub struct NewUserSession<'a> {
    /// Id.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// SHA-256 of the cookie's token; `None` for a program.
    pub token_hash: Option<&'a [u8]>,
    /// Browser or program, as it calls itself.
    pub user_agent: Option<&'a str>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Inserts one.
pub async fn insert(tx: &mut SystemTx, new: &NewUserSession<'_>) -> Result<()> {
    diesel::insert_into(user_sessions::table).values(new).execute(tx).await?;
    Ok(())
}

/// The session of a token with its user, if it is neither over nor revoked.
pub async fn by_token(tx: &mut SystemTx, token_hash: &[u8], now: DateTime<Utc>) -> Result<Option<(UserSession, User)>> {
    Ok(user_sessions::table
        .inner_join(users::table.on(users::id.eq(user_sessions::user_id)))
        .filter(user_sessions::token_hash.eq(token_hash))
        .filter(user_sessions::revoked_at.is_null())
        .filter(user_sessions::expires_at.gt(now))
        .select((UserSession::as_select(), User::as_select()))
        .first(tx)
        .await
        .optional()?)
}

/// The session with this id and its user, if it is neither over nor revoked.
pub async fn by_id(tx: &mut SystemTx, id: SessionId, now: DateTime<Utc>) -> Result<Option<(UserSession, User)>> {
    Ok(user_sessions::table
        .inner_join(users::table.on(users::id.eq(user_sessions::user_id)))
        .filter(user_sessions::id.eq(id))
        .filter(user_sessions::revoked_at.is_null())
        .filter(user_sessions::expires_at.gt(now))
        .select((UserSession::as_select(), User::as_select()))
        .first(tx)
        .await
        .optional()?)
}

/// Says that it was used.
pub async fn touch(tx: &mut SystemTx, id: SessionId, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Result<()> {
    diesel::update(user_sessions::table.find(id))
        .set((user_sessions::last_seen_at.eq(now), user_sessions::expires_at.eq(expires_at)))
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends one; `false` when it was revoked already.
pub async fn revoke(tx: &mut SystemTx, id: SessionId, now: DateTime<Utc>) -> Result<bool> {
    let revoked = diesel::update(user_sessions::table)
        .filter(user_sessions::id.eq(id))
        .filter(user_sessions::revoked_at.is_null())
        .set(user_sessions::revoked_at.eq(now))
        .execute(tx)
        .await?;
    Ok(revoked == 1)
}

/// Ends all of a user but one.
pub async fn revoke_others(tx: &mut SystemTx, user: UserId, keep: SessionId, now: DateTime<Utc>) -> Result<()> {
    diesel::update(user_sessions::table)
        .filter(user_sessions::user_id.eq(user))
        .filter(user_sessions::id.ne(keep))
        .filter(user_sessions::revoked_at.is_null())
        .set(user_sessions::revoked_at.eq(now))
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends all of a user; says how many there were.
pub async fn revoke_all(tx: &mut SystemTx, user: UserId, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::update(user_sessions::table)
        .filter(user_sessions::user_id.eq(user))
        .filter(user_sessions::revoked_at.is_null())
        .filter(user_sessions::expires_at.gt(now))
        .set(user_sessions::revoked_at.eq(now))
        .execute(tx)
        .await?)
}

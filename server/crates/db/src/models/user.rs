//! Users: global, reached through the system role.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{Lang, Theme, UserId};

use crate::schema::users;
use crate::{Result, SystemTx};

/// A person.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::pg::Pg))]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Address in lower case.
    pub email: String,
    /// Name.
    pub name: String,
    /// argon2id, PHC string format.
    pub password_hash: String,
    /// Language; `None` follows the browser.
    pub lang: Option<Lang>,
    /// Theme.
    pub theme: Theme,
    /// Sign-up.
    pub created_at: DateTime<Utc>,
}

/// A user to insert.
#[derive(Insertable)]
#[diesel(table_name = users)]
pub struct NewUser<'a> {
    /// Id.
    pub id: UserId,
    /// Address in lower case.
    pub email: &'a str,
    /// Name.
    pub name: &'a str,
    /// argon2id, PHC string format.
    pub password_hash: &'a str,
    /// Language.
    pub lang: Option<Lang>,
    /// Theme.
    pub theme: Theme,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Changes to a user; `None` stays.
#[derive(Default, AsChangeset)]
#[diesel(table_name = users)]
pub struct UserChange<'a> {
    /// Name.
    pub name: Option<&'a str>,
    /// Password hash.
    pub password_hash: Option<&'a str>,
    /// Language.
    pub lang: Option<Option<Lang>>,
    /// Theme.
    pub theme: Option<Theme>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// Inserts one; a taken address is a unique violation of `users_email_key`.
pub async fn insert(tx: &mut SystemTx, new: &NewUser<'_>) -> Result<User> {
    Ok(diesel::insert_into(users::table).values(new).returning(User::as_returning()).get_result(tx).await?)
}

/// The one with this id.
pub async fn get(tx: &mut SystemTx, id: UserId) -> Result<User> {
    Ok(users::table.find(id).select(User::as_select()).first(tx).await?)
}

/// The one with this address (lower case).
pub async fn by_email(tx: &mut SystemTx, email: &str) -> Result<Option<User>> {
    Ok(users::table.filter(users::email.eq(email)).select(User::as_select()).first(tx).await.optional()?)
}

/// Whether anybody has signed up.
pub async fn exists_any(tx: &mut SystemTx) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(users::table.select(users::id))).get_result(tx).await?)
}

/// Waits until nobody else is making the first user; the lock ends with the transaction ("first" in ASCII).
pub async fn lock_first(tx: &mut SystemTx) -> Result<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(x'6669727374'::bigint)").execute(tx).await?;
    Ok(())
}

/// Changes one.
pub async fn update(tx: &mut SystemTx, id: UserId, change: &UserChange<'_>) -> Result<()> {
    diesel::update(users::table.find(id)).set(change).execute(tx).await?;
    Ok(())
}

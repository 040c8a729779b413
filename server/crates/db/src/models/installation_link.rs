//! Single-use first-run links.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::schema::installation_links;
use crate::{Result, SystemTx};

/// A link to insert.
#[derive(Insertable)]
#[diesel(table_name = installation_links)]
pub struct NewInstallationLink<'a> {
    /// Id.
    pub id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: &'a [u8],
    /// Now.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// Inserts one.
pub async fn insert(tx: &mut SystemTx, new: &NewInstallationLink<'_>) -> Result<()> {
    diesel::insert_into(installation_links::table).values(new).execute(tx).await?;
    Ok(())
}

/// Whether the link is still good.
pub async fn is_valid(tx: &mut SystemTx, token_hash: &[u8], now: DateTime<Utc>) -> Result<bool> {
    let good = installation_links::table
        .filter(installation_links::token_hash.eq(token_hash))
        .filter(installation_links::used_at.is_null())
        .filter(installation_links::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(good)).get_result(tx).await?)
}

/// Uses the link up; `false` when it was not good any more.
pub async fn consume(tx: &mut SystemTx, token_hash: &[u8], now: DateTime<Utc>) -> Result<bool> {
    let used = diesel::update(installation_links::table)
        .filter(installation_links::token_hash.eq(token_hash))
        .filter(installation_links::used_at.is_null())
        .filter(installation_links::expires_at.gt(now))
        .set(installation_links::used_at.eq(now))
        .execute(tx)
        .await?;
    Ok(used == 1)
}

/// Ends every link that was not used.
pub async fn expire_all(tx: &mut SystemTx, now: DateTime<Utc>) -> Result<()> {
    diesel::update(installation_links::table)
        .filter(installation_links::used_at.is_null())
        .set(installation_links::expires_at.eq(now))
        .execute(tx)
        .await?;
    Ok(())
}

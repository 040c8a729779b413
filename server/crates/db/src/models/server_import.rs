//! Files of servers between their preview and their import.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{OrganizationId, ServerImportId, UserId};

use crate::schema::server_imports;
use crate::{Result, TenantTx};

/// A file to insert.
#[derive(Insertable)]
#[diesel(table_name = server_imports)]
pub struct NewServerImport<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id.
    pub id: ServerImportId,
    /// Who sent it.
    pub created_by: UserId,
    /// The file, sealed.
    pub text_sealed: &'a [u8],
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Inserts one in the place of those that the user sent before, and drops those of others from before `expired`.
pub async fn replace(tx: &mut TenantTx, new: &NewServerImport<'_>, expired: DateTime<Utc>) -> Result<()> {
    let old = server_imports::table
        .filter(server_imports::organization_id.eq(new.organization_id))
        .filter(server_imports::created_by.eq(new.created_by).or(server_imports::created_at.lt(expired)));
    diesel::delete(old).execute(tx).await?;
    diesel::insert_into(server_imports::table).values(new).execute(tx).await?;
    Ok(())
}

/// The sealed file with this id, if this user sent it after `expired`.
pub async fn get(tx: &mut TenantTx, id: ServerImportId, user: UserId, expired: DateTime<Utc>) -> Result<Vec<u8>> {
    let organization = tx.organization();
    Ok(server_imports::table
        .find((organization, id))
        .filter(server_imports::created_by.eq(user))
        .filter(server_imports::created_at.ge(expired))
        .select(server_imports::text_sealed)
        .first(tx)
        .await?)
}

/// Deletes one; `false` when it is gone already.
pub async fn delete(tx: &mut TenantTx, id: ServerImportId) -> Result<bool> {
    let organization = tx.organization();
    Ok(diesel::delete(server_imports::table.find((organization, id))).execute(tx).await? == 1)
}

//! What was entered in the server wizard so far.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{OrganizationId, ServerAuthKind, ServerDraftId, UserId};
use serde_json::Value;

use crate::schema::server_drafts;
use crate::{Result, TenantTx};

/// A draft.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = server_drafts, check_for_backend(diesel::pg::Pg))]
pub struct ServerDraft {
    /// Id.
    pub id: ServerDraftId,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Address.
    pub url: String,
    /// Kind of credentials.
    pub auth_kind: ServerAuthKind,
    /// Credentials, sealed.
    pub auth_sealed: Option<Vec<u8>>,
    /// `model::ValidationReport` of exactly these values.
    pub validation: Option<Value>,
    /// Changed.
    pub updated_at: DateTime<Utc>,
}

/// A draft to insert.
#[derive(Insertable)]
#[diesel(table_name = server_drafts)]
pub struct NewServerDraft<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id.
    pub id: ServerDraftId,
    /// Who entered it.
    pub created_by: UserId,
    /// Name.
    pub name: &'a str,
    /// What it is for.
    pub description: Option<&'a str>,
    /// Address.
    pub url: &'a str,
    /// Kind of credentials.
    pub auth_kind: ServerAuthKind,
    /// Credentials, sealed.
    pub auth_sealed: Option<&'a [u8]>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Everything entered, again; a validation of the values before is void.
#[derive(AsChangeset)]
#[diesel(table_name = server_drafts, treat_none_as_null = true)]
pub struct ServerDraftChange<'a> {
    /// Name.
    pub name: &'a str,
    /// What it is for.
    pub description: Option<&'a str>,
    /// Address.
    pub url: &'a str,
    /// Kind of credentials.
    pub auth_kind: ServerAuthKind,
    /// Credentials, sealed.
    pub auth_sealed: Option<&'a [u8]>,
    /// Void.
    pub validation: Option<Value>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Inserts one.
pub async fn insert(tx: &mut TenantTx, new: &NewServerDraft<'_>) -> Result<ServerDraft> {
    Ok(diesel::insert_into(server_drafts::table)
        .values(new)
        .returning(ServerDraft::as_returning())
        .get_result(tx)
        .await?)
}

/// The one with this id, if this user entered it.
pub async fn get(tx: &mut TenantTx, id: ServerDraftId, user: UserId) -> Result<ServerDraft> {
    let organization = tx.organization();
    Ok(server_drafts::table
        .find((organization, id))
        .filter(server_drafts::created_by.eq(user))
        .select(ServerDraft::as_select())
        .first(tx)
        .await?)
}

/// Replaces what was entered.
pub async fn update(tx: &mut TenantTx, id: ServerDraftId, change: &ServerDraftChange<'_>) -> Result<ServerDraft> {
    let organization = tx.organization();
    Ok(diesel::update(server_drafts::table.find((organization, id)))
        .set(change)
        .returning(ServerDraft::as_returning())
        .get_result(tx)
        .await?)
}

/// Stores the validation of the values as they were at `updated_at`.
pub async fn set_validation(
    tx: &mut TenantTx,
    id: ServerDraftId,
    updated_at: DateTime<Utc>,
    validation: Value,
) -> Result<()> {
    let organization = tx.organization();
    diesel::update(server_drafts::table.find((organization, id)).filter(server_drafts::updated_at.eq(updated_at)))
        .set(server_drafts::validation.eq(validation))
        .execute(tx)
        .await?;
    Ok(())
}

/// Deletes one.
pub async fn delete(tx: &mut TenantTx, id: ServerDraftId) -> Result<()> {
    let organization = tx.organization();
    diesel::delete(server_drafts::table.find((organization, id))).execute(tx).await?;
    Ok(())
}

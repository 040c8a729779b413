//! The audit log: inserted with the change, never updated.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use model::audit::ActorKind;
use model::{AuditId, OrganizationId, UserId};
use uuid::Uuid;

use crate::Result;
use crate::schema::audit_log;

/// A row to insert.
#[derive(Insertable)]
#[diesel(table_name = audit_log)]
pub struct NewAudit<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id, ordered by time.
    pub id: AuditId,
    /// When.
    pub at: DateTime<Utc>,
    /// What kind of actor.
    pub actor_kind: ActorKind,
    /// Which user.
    pub actor_id: Option<UserId>,
    /// What was done, as `noun.verb`.
    pub action: &'a str,
    /// To what kind of thing.
    pub resource_kind: &'a str,
    /// To which.
    pub resource_id: Option<Uuid>,
    /// The thing before, without secrets.
    pub before: Option<serde_json::Value>,
    /// The thing after, without secrets.
    pub after: Option<serde_json::Value>,
    /// Request it came with.
    pub request_id: Cow<'a, str>,
}

/// Inserts one, in a transaction of the tenant or of the system.
pub async fn insert(conn: &mut AsyncPgConnection, new: &NewAudit<'_>) -> Result<()> {
    diesel::insert_into(audit_log::table).values(new).execute(conn).await?;
    Ok(())
}

/// Inserts several.
pub async fn insert_all(tx: &mut crate::TenantTx, new: &[NewAudit<'_>]) -> Result<()> {
    diesel::insert_into(audit_log::table).values(new).execute(tx).await?;
    Ok(())
}

/// What was done, to what, and by whom; newest first.
pub async fn latest(tx: &mut crate::TenantTx, limit: i64) -> Result<Vec<(String, Option<Uuid>, Option<UserId>)>> {
    Ok(audit_log::table
        .order(audit_log::id.desc())
        .limit(limit)
        .select((audit_log::action, audit_log::resource_id, audit_log::actor_id))
        .load(tx)
        .await?)
}

//! Audit rows, written in the transaction of the change.

use model::audit::ActorKind;
use serde::Serialize;
use studio_db::TenantTx;
use studio_db::models::audit::{self, NewAudit};
use uuid::Uuid;

use crate::{Actor, OrgCtx, Result};

/// What was done to what.
pub(crate) struct Change<'a> {
    /// `noun.verb`.
    pub action: &'a str,
    /// Kind of thing.
    pub kind: &'a str,
    /// Which.
    pub id: Uuid,
}

/// Records a change with the thing before and after (views, which hold no secrets).
pub(crate) async fn record(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    change: Change<'_>,
    before: Option<&impl Serialize>,
    after: Option<&impl Serialize>,
) -> Result<()> {
    let row = NewAudit {
        organization_id: ctx.organization_id,
        id: ctx.new_id(),
        at: ctx.now(),
        actor_kind: kind_of(&ctx.actor),
        actor_id: ctx.user().ok().map(|(id, _)| id),
        action: change.action,
        resource_kind: change.kind,
        resource_id: Some(change.id),
        before: before.map(serde_json::to_value).transpose()?,
        after: after.map(serde_json::to_value).transpose()?,
        request_id: &ctx.request_id,
    };
    Ok(audit::insert(tx, &row).await?)
}

/// What kind of actor it is.
pub(crate) fn kind_of(actor: &Actor) -> ActorKind {
    match actor {
        Actor::Anonymous => ActorKind::Anonymous,
        Actor::User { .. } => ActorKind::User,
        Actor::System => ActorKind::System,
    }
}

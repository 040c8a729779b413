//! Audit rows: in the transaction of the change, or soon where nothing else is written.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::OrganizationId;
use model::audit::ActorKind;
use serde::Serialize;
use serde_json::Value;
use studio_db::TenantTx;
use studio_db::models::audit::{self, NewAudit};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::{Actor, OrgCtx, Result, Services};

/// Most rows in one statement.
const BATCH: usize = 500;

/// What was done to what.
pub(crate) struct Change {
    /// `noun.verb`.
    pub action: &'static str,
    /// Kind of thing.
    pub kind: &'static str,
    /// Which.
    pub id: Uuid,
}

/// Records a change with the thing before and after (views, which hold no secrets).
pub(crate) async fn record(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    change: Change,
    before: Option<&impl Serialize>,
    after: Option<&impl Serialize>,
) -> Result<()> {
    let (before, after) = (before.map(serde_json::to_value).transpose()?, after.map(serde_json::to_value).transpose()?);
    Ok(audit::insert(tx, &row(ctx, change, before, after)).await?)
}

/// Records what changes nothing here, beside what is done meanwhile; also when nobody waits for it any more. Committed
/// without waiting for the disk.
pub(crate) fn record_soon(ctx: &OrgCtx, change: Change, after: Value) -> Recorded {
    let row = row(ctx, change, None, Some(after));
    let (told, answer) = oneshot::channel();
    if ctx.services().journal.add(ctx.organization_id, Waiting { row, told }) {
        tokio::spawn(write(ctx.services().clone(), ctx.organization_id));
    }
    Recorded(answer)
}

/// An audit row on its way.
pub(crate) struct Recorded(oneshot::Receiver<Result<()>>);

impl Recorded {
    /// Waits until it is on record.
    pub(crate) async fn wait(self) -> Result<()> {
        self.0.await.map_err(anyhow::Error::from)?
    }
}

/// Audit rows on their way, by organization. Those that come while others are written go together in the next commit.
#[derive(Default)]
pub struct Journal {
    /// An organization is here while someone writes for it.
    lines: Mutex<HashMap<OrganizationId, Vec<Waiting>>>,
}

struct Waiting {
    row: NewAudit<'static>,
    told: oneshot::Sender<Result<()>>,
}

impl Journal {
    /// Whether somebody is needed who writes.
    fn add(&self, organization: OrganizationId, waiting: Waiting) -> bool {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = !lines.contains_key(&organization);
        lines.entry(organization).or_default().push(waiting);
        idle
    }

    /// What to write next; with nothing left the organization's line is closed.
    fn next(&self, organization: OrganizationId) -> Vec<Waiting> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(line) = lines.get_mut(&organization) else { return Vec::new() };
        let batch: Vec<Waiting> = line.drain(..line.len().min(BATCH)).collect();
        if batch.is_empty() {
            lines.remove(&organization);
        }
        batch
    }
}

async fn write(services: Arc<Services>, organization: OrganizationId) {
    loop {
        let (rows, told): (Vec<_>, Vec<_>) =
            services.journal.next(organization).into_iter().map(|waiting| (waiting.row, waiting.told)).unzip();
        if rows.is_empty() {
            return;
        }
        let written = insert(&services, organization, &rows).await;
        if let Err(error) = &written {
            // Of those for whom nobody waits any more, nobody else would tell.
            tracing::error!(%organization, rows = rows.len(), error = format!("{error:#}"), "audit rows were not written");
        }
        for told in told {
            // Nobody waiting is fine.
            drop(told.send(match &written {
                Ok(()) => Ok(()),
                Err(crate::Error::Public(error)) => Err(error.clone().into()),
                Err(crate::Error::Internal(cause)) => Err(anyhow::anyhow!("no audit row: {cause:#}").into()),
            }));
        }
    }
}

async fn insert(services: &Services, organization: OrganizationId, rows: &[NewAudit<'_>]) -> Result<()> {
    let mut tx = services.db.tenant(organization).await?;
    audit::insert_all(&mut tx, rows).await?;
    Ok(tx.commit_soon().await?)
}

fn row(ctx: &OrgCtx, change: Change, before: Option<Value>, after: Option<Value>) -> NewAudit<'static> {
    NewAudit {
        organization_id: ctx.organization_id,
        id: ctx.new_id(),
        at: ctx.now(),
        actor_kind: kind_of(&ctx.actor),
        actor_id: ctx.user().ok().map(|(id, _)| id),
        action: change.action,
        resource_kind: change.kind,
        resource_id: Some(change.id),
        before,
        after,
        request_id: ctx.request_id.clone().into(),
    }
}

/// What kind of actor it is.
pub(crate) fn kind_of(actor: &Actor) -> ActorKind {
    match actor {
        Actor::Anonymous => ActorKind::Anonymous,
        Actor::User { .. } => ActorKind::User,
        Actor::System => ActorKind::System,
    }
}

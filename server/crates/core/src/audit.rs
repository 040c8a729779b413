//! Audit rows: in the transaction of the change, or soon where nothing else is written.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::audit::ActorKind;
use model::{Error, OrganizationId};
use serde::Serialize;
use serde_json::Value;
use studio_db::TenantTx;
use studio_db::models::audit::{self, NewAudit};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{Actor, OrgCtx, Result, Services};

/// Rows that come within so long go together.
const GROUP: Duration = Duration::from_millis(50);
/// Most rows in one statement.
const BATCH: usize = 500;
/// Most rows that wait for a database that takes nothing.
const MOST: usize = 20_000;
/// Until rows that were not taken are tried again.
const AGAIN: Duration = Duration::from_secs(1);

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

/// Records what changes nothing here, soon: together with what comes within [`GROUP`]. Refused where the database takes
/// nothing any more and too much waits already, so that nothing is done that will not be on record.
pub(crate) fn record_soon(ctx: &OrgCtx, change: Change, after: Value) -> Result<()> {
    let row = row(ctx, change, None, Some(after));
    if ctx.services().journal.add(ctx.organization_id, row)? {
        tokio::spawn(write(ctx.services().clone(), ctx.organization_id));
    }
    Ok(())
}

/// Audit rows on their way, by organization. Those of one group go together in one commit; while the database takes nothing
/// they are tried again. A process that is killed loses those of the last moment. A group of which a row breaks a rule of the
/// schema is given up, and told in the log.
#[derive(Default)]
pub struct Journal {
    lines: Mutex<Lines>,
    /// The process ends: nothing more is gathered.
    ending: CancellationToken,
    /// A line was closed.
    closed: Notify,
}

#[derive(Default)]
struct Lines {
    /// An organization is here while someone writes for it.
    of: HashMap<OrganizationId, VecDeque<NewAudit<'static>>>,
    /// Rows that wait, of all organizations.
    waiting: usize,
}

impl Journal {
    /// Writes what waits without gathering more; returns when nothing waits any more.
    pub async fn finish(&self) {
        self.ending.cancel();
        loop {
            let closed = self.closed.notified();
            if self.lines().of.is_empty() {
                return;
            }
            closed.await;
        }
    }

    /// Whether somebody is needed who writes.
    fn add(&self, organization: OrganizationId, row: NewAudit<'static>) -> Result<bool> {
        let mut lines = self.lines();
        if lines.waiting >= MOST {
            return Err(Error::Unavailable.into());
        }
        lines.waiting += 1;
        let idle = !lines.of.contains_key(&organization);
        lines.of.entry(organization).or_default().push_back(row);
        Ok(idle)
    }

    /// What to write next; with nothing left the organization's line is closed.
    fn next(&self, organization: OrganizationId) -> Vec<NewAudit<'static>> {
        let mut lines = self.lines();
        let Some(line) = lines.of.get_mut(&organization) else { return Vec::new() };
        let batch: Vec<_> = line.drain(..line.len().min(BATCH)).collect();
        if batch.is_empty() {
            lines.of.remove(&organization);
            self.closed.notify_waiters();
        }
        batch
    }

    fn written(&self, rows: usize) {
        let mut lines = self.lines();
        lines.waiting = lines.waiting.saturating_sub(rows);
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(services: Arc<Services>, organization: OrganizationId) {
    let journal = &services.journal;
    loop {
        tokio::select! {
            () = tokio::time::sleep(GROUP) => {}
            () = journal.ending.cancelled() => {}
        }
        let rows = journal.next(organization);
        if rows.is_empty() {
            return;
        }
        while let Err(error) = insert(&services, organization, &rows).await {
            let lost = error.is_refusal();
            let error = anyhow::Error::from(error);
            tracing::error!(%organization, rows = rows.len(), lost, error = format!("{error:#}"), "audit rows not written");
            if lost {
                break;
            }
            tokio::time::sleep(AGAIN).await;
        }
        journal.written(rows.len());
    }
}

async fn insert(services: &Services, organization: OrganizationId, rows: &[NewAudit<'_>]) -> studio_db::Result<()> {
    let mut tx = services.db.tenant(organization).await?;
    audit::insert_all(&mut tx, rows).await?;
    tx.commit_soon().await
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn row() -> NewAudit<'static> {
        NewAudit {
            organization_id: Uuid::nil().into(),
            id: Uuid::nil().into(),
            at: DateTime::UNIX_EPOCH,
            actor_kind: ActorKind::User,
            actor_id: None,
            action: "mcp_tool.call",
            resource_kind: "server",
            resource_id: None,
            before: None,
            after: None,
            request_id: "".into(),
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused_and_no_row_is_lost() {
        let journal = Journal::default();
        let organization = OrganizationId::from(Uuid::nil());
        assert!(journal.add(organization, row()).unwrap(), "the first one needs a writer");
        for _ in 1..MOST {
            assert!(!journal.add(organization, row()).unwrap());
        }
        let refused = journal.add(organization, row());
        assert!(matches!(refused, Err(crate::Error::Public(Error::Unavailable))));
        let mut rows = 0;
        loop {
            let batch = journal.next(organization).len();
            if batch == 0 {
                break;
            }
            journal.written(batch);
            rows += batch;
        }
        assert_eq!(rows, MOST);
        assert!(journal.add(organization, row()).unwrap(), "the line was closed");
    }
}

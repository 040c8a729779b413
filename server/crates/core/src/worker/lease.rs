//! The leases of a worker, renewed together as long as it lives.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use model::ExecutionId;
use studio_db::models::queue::{self, Claim, Lease, Renewed};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::LEASE;
use crate::bus::Topic;
use crate::{OpCtx, Result};

/// Renewed this often: a lease survives two failures.
const RENEW: Duration = Duration::from_secs(4);

/// What a worker holds.
pub(super) struct Leases {
    ctx: OpCtx,
    owner: Uuid,
    held: Mutex<HashMap<ExecutionId, Entry>>,
}

struct Entry {
    fence: i64,
    cancel: watch::Sender<bool>,
    lost: CancellationToken,
}

/// A held lease. Dropped, it is no longer looked after.
pub(super) struct Held {
    leases: Arc<Leases>,
    claim: Claim,
    cancel: watch::Receiver<bool>,
    lost: CancellationToken,
}

impl Held {
    /// Turns true when somebody asks for the end of the execution.
    pub(super) fn cancel_requested(&self) -> watch::Receiver<bool> {
        self.cancel.clone()
    }

    /// Returns when another worker has taken over.
    pub(super) async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.leases.held();
        if held.get(&self.claim.id).is_some_and(|entry| entry.fence == self.claim.fence) {
            held.remove(&self.claim.id);
        }
    }
}

impl Leases {
    /// Of a worker that holds nothing yet.
    pub(super) fn new(ctx: OpCtx, owner: Uuid) -> Arc<Self> {
        Arc::new(Self { ctx, owner, held: Mutex::default() })
    }

    /// Looks after the lease of a claim.
    pub(super) fn hold(self: &Arc<Self>, claim: Claim) -> Held {
        let (sender, cancel) = watch::channel(false);
        let lost = CancellationToken::new();
        let entry = Entry { fence: claim.fence, cancel: sender, lost: lost.clone() };
        self.held().insert(claim.id, entry);
        Held { leases: self.clone(), claim, cancel, lost }
    }

    /// Renews what is held, now and then, until told to stop.
    pub(super) async fn keep(&self, stop: CancellationToken) {
        let mut bus = self.ctx.services().bus.subscribe();
        loop {
            // Those that are claimed while the database is asked are not missing from its answer.
            let asked: HashSet<(ExecutionId, i64)> = self.held().iter().map(|(id, entry)| (*id, entry.fence)).collect();
            if !asked.is_empty() {
                match self.renew().await {
                    Ok(renewed) => self.compare(asked, &renewed),
                    Err(error) => tracing::warn!(error = format!("{error:#}"), "cannot renew leases"),
                }
            }
            let next = tokio::time::sleep(RENEW);
            tokio::pin!(next);
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = &mut next => break,
                    event = bus.recv() => match event {
                        Ok(event) => match event.topic {
                            Topic::Cancel(id) if self.held().contains_key(&id) => break,
                            _ => {}
                        },
                        Err(RecvError::Lagged(_)) => break,
                        Err(RecvError::Closed) => return,
                    },
                }
            }
        }
    }

    async fn renew(&self) -> Result<Vec<Renewed>> {
        let mut db = self.ctx.services().db.system_each().await?;
        let lease = Lease { owner: self.owner, until: self.ctx.now() + LEASE };
        Ok(queue::renew(&mut db, &lease).await?)
    }

    /// Tells those whose end is asked for, and those whose lease is gone.
    fn compare(&self, mut asked: HashSet<(ExecutionId, i64)>, renewed: &[Renewed]) {
        let held = self.held();
        for Renewed { claim, cancel_requested } in renewed {
            asked.remove(&(claim.id, claim.fence));
            if let Some(entry) = held.get(&claim.id).filter(|entry| entry.fence == claim.fence) {
                entry
                    .cancel
                    .send_if_modified(|seen| !std::mem::replace(seen, *seen || *cancel_requested) && *cancel_requested);
            }
        }
        for (id, fence) in asked {
            if let Some(entry) = held.get(&id).filter(|entry| entry.fence == fence) {
                entry.lost.cancel();
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<ExecutionId, Entry>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Claiming: from each organization's queue in turn, so that nobody's backlog delays another's.

use std::collections::HashSet;

use model::{ExecutionState, OrganizationId, WaitReason};
use studio_db::models::attempt::{self, Attempt, NewAttempt};
use studio_db::models::execution::Execution;
use studio_db::models::queue::{self, Bounds, Claim, Lease};
use uuid::Uuid;

use super::LEASE;
use super::place::place;
use crate::execution::transition;
use crate::{OpCtx, OrgCtx, Result};

/// Executions claimed by one transaction.
const BATCH: usize = 64;
/// Of one organization under way at a time, on all workers together.
pub(crate) const PER_ORGANIZATION: i64 = 128;
/// The same on one server: a server that is slow or dead delays what runs on it and leaves room for the others.
pub(crate) const PER_SERVER: i64 = 32;

/// A claimed execution.
pub(super) struct Claimed {
    pub(super) claim: Claim,
    /// With its new attempt; without where it was left behind by another worker, with an attempt under way.
    pub(super) fresh: Option<(Execution, Attempt)>,
}

/// Claims for one worker.
pub(super) struct Claimer {
    ctx: OpCtx,
    owner: Uuid,
    /// Whose turn it was last.
    last: Option<OrganizationId>,
}

impl Claimer {
    pub(super) fn new(ctx: OpCtx, owner: Uuid) -> Self {
        Self { ctx, owner, last: None }
    }

    fn lease(&self) -> Lease {
        Lease { owner: self.owner, until: self.ctx.now() + LEASE }
    }

    /// One round: what others left behind, then a fair share of the free places from each organization's queue. With it,
    /// whether another round may find more.
    pub(super) async fn round(&mut self, free: usize) -> Result<(Vec<Claimed>, bool)> {
        if free == 0 {
            return Ok((Vec::new(), false));
        }
        let mut db = self.ctx.services().db.system_each().await?;
        let limit = i64::try_from(free.min(BATCH)).unwrap_or_default();
        let left_behind = queue::take_left_behind(&mut db, &self.lease(), self.ctx.now(), limit).await?;
        let mut organizations = queue::organizations(&mut db).await?;
        drop(db);
        let mut claimed: Vec<Claimed> = left_behind.into_iter().map(|claim| Claimed { claim, fresh: None }).collect();
        // Whoever comes after the last one is next.
        let turn = self.last.map_or(0, |last| organizations.partition_point(|id| *id <= last));
        organizations.rotate_left(turn);
        let mut more = false;
        for (position, id) in organizations.iter().enumerate() {
            let left = free.saturating_sub(claimed.len());
            if left == 0 {
                break;
            }
            let share = left.div_ceil(organizations.len() - position).min(BATCH);
            let ctx = OrgCtx::system(&self.ctx, *id);
            let (found, went_on) = of_organization(&ctx, &self.lease(), share).await?;
            claimed.extend(found);
            more |= went_on;
            self.last = Some(*id);
        }
        Ok((claimed, more))
    }
}

/// Claims what is next of one organization. With it, whether it was as much as asked for, or something made way.
async fn of_organization(ctx: &OrgCtx, lease: &Lease, share: usize) -> Result<(Vec<Claimed>, bool)> {
    let mut tx = ctx.tx().await?;
    queue::lock(&mut tx).await?;
    place(&mut tx).await?;
    let bounds = Bounds { organization: PER_ORGANIZATION, server: PER_SERVER };
    let ready = queue::ready(&mut tx, bounds, i64::try_from(share).unwrap_or_default()).await?;
    if ready.is_empty() {
        tx.commit().await?;
        return Ok((Vec::new(), false));
    }
    let full = ready.len() == share;
    let (free, blocked) = by_key(&mut tx, ready).await?;
    for row in &blocked {
        let change = transition::to_wait(WaitReason::Concurrency);
        transition::apply(ctx, &mut tx, row, ExecutionState::Waiting, None, change).await?;
    }
    // By then another server may fit better.
    queue::unplace(&mut tx, &blocked.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let mut claimed = Vec::new();
    if !free.is_empty() {
        let claims = transition::claim(ctx, &mut tx, &free, lease).await?;
        let attempts = attempt::insert_all(&mut tx, &attempts(ctx, &free)).await?;
        for claim in claims {
            let execution = free.iter().find(|row| row.id == claim.id);
            let attempt = attempts.iter().find(|attempt| attempt.execution_id == claim.id);
            if let Some((execution, attempt)) = execution.zip(attempt) {
                let execution = as_claimed(execution.clone(), &claim, attempt);
                claimed.push(Claimed { claim, fresh: Some((execution, attempt.clone())) });
            }
        }
    }
    tx.commit().await?;
    Ok((claimed, full || !blocked.is_empty()))
}

/// Of each concurrency key that is free the first one; the others have to wait.
async fn by_key(tx: &mut studio_db::TenantTx, ready: Vec<Execution>) -> Result<(Vec<Execution>, Vec<Execution>)> {
    let keys: Vec<&str> = ready.iter().filter_map(|row| row.concurrency_key.as_deref()).collect();
    let mut busy: HashSet<String> = match keys.is_empty() {
        true => HashSet::new(),
        false => queue::busy_keys(tx, &keys).await?.into_iter().collect(),
    };
    Ok(ready.into_iter().partition(|row| row.concurrency_key.as_ref().is_none_or(|key| busy.insert(key.clone()))))
}

fn attempts(ctx: &OrgCtx, rows: &[Execution]) -> Vec<NewAttempt> {
    let attempt = |row: &Execution| NewAttempt {
        organization_id: ctx.organization_id,
        id: ctx.new_id(),
        execution_id: row.id,
        number: row.attempt + 1,
        state: ExecutionState::Claimed,
        created_at: ctx.now(),
    };
    rows.iter().map(attempt).collect()
}

/// As the row is now.
fn as_claimed(row: Execution, claim: &Claim, attempt: &Attempt) -> Execution {
    Execution {
        state: ExecutionState::Claimed,
        fence: claim.fence,
        attempt: attempt.number,
        transitions: row.transitions + 1,
        ..row
    }
}

//! The worker: claims executions, carries each out in a task of its own, takes over what others left behind.

mod command;
mod input;
mod lease;
mod news;
mod output;
mod run;
mod store;
mod tool_call;
mod tool_result;

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use studio_db::models::execution::{self, Claim};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::bus::{Event, Topic};
use crate::{Actor, OpCtx, OrgCtx, Result, Services};

/// A worker that was not heard of for so long has lost its executions.
pub(crate) const LEASE: Span = Span::seconds(15);
/// Executions a worker carries out at once.
const AT_ONCE: usize = 128;
/// Executions claimed by one query.
const BATCH: i64 = 16;
/// The queue is looked at this often even when nobody says that something is in it.
const POLL: Duration = Duration::from_secs(1);

/// Works until told to stop. Executions under way are left to the lease: their commands go on remotely, and the next
/// worker follows them from the stored offset; calls of MCP tools are given up.
pub async fn run(services: Arc<Services>, stop: CancellationToken) {
    let ctx = OpCtx::new(services, Actor::System, "worker".to_owned());
    let owner: Uuid = ctx.new_id();
    let mut bus = ctx.services().bus.subscribe();
    let mut running = JoinSet::new();
    loop {
        let free = AT_ONCE.saturating_sub(running.len());
        let claimed = match claim(&ctx, owner, free).await {
            Ok(claims) => claims,
            Err(error) => {
                tracing::warn!(error = format!("{error:#}"), "cannot claim executions");
                Vec::new()
            }
        };
        let full_batch = claimed.len() as i64 == BATCH;
        for claim in claimed {
            let ctx = OrgCtx::system(&ctx, claim.organization_id);
            running.spawn(carry_out(ctx, claim));
        }
        if full_batch {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(POLL) => {}
            () = wait_for_queue(&mut bus) => {}
            Some(_) = running.join_next() => {}
        }
        while running.try_join_next().is_some() {}
    }
    // Leases are given back, so that a restart goes on at once instead of after the lease.
    running.abort_all();
    while running.join_next().await.is_some() {}
    if let Err(error) = release(&ctx, owner).await {
        tracing::warn!(error = format!("{error:#}"), "cannot give leases back; they run out by themselves");
    }
}

async fn claim(ctx: &OpCtx, owner: Uuid, free: usize) -> Result<Vec<Claim>> {
    let limit = BATCH.min(i64::try_from(free).unwrap_or(BATCH));
    if limit == 0 {
        return Ok(Vec::new());
    }
    let mut tx = ctx.services().db.system().await?;
    let claims = execution::claim(&mut tx, owner, ctx.now(), ctx.now() + LEASE, limit).await?;
    tx.commit().await?;
    Ok(claims)
}

async fn release(ctx: &OpCtx, owner: Uuid) -> Result<()> {
    let mut tx = ctx.services().db.system().await?;
    execution::release(&mut tx, owner, ctx.now()).await?;
    Ok(tx.commit().await?)
}

async fn wait_for_queue(bus: &mut tokio::sync::broadcast::Receiver<Event>) {
    loop {
        match bus.recv().await {
            Ok(Event { topic: Topic::Queue, .. }) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// Carries one claim out, with its lease renewed beside it.
async fn carry_out(ctx: OrgCtx, claim: Claim) {
    let lease = lease::hold(ctx.clone(), claim);
    let outcome = tokio::select! {
        outcome = run::run(&ctx, claim, lease.cancel_requested()) => outcome,
        () = lease.lost() => Err(run::Stop::Fenced),
    };
    match outcome {
        Ok(()) => {}
        Err(run::Stop::Fenced) => {
            tracing::info!(execution = %claim.id, fence = claim.fence, "another worker has it now")
        }
        // The lease runs out and the execution is taken up again, from what is stored.
        Err(run::Stop::Error(error)) => {
            tracing::error!(execution = %claim.id, error = format!("{error:#}"), "an execution could not be carried on; trying again");
        }
    }
}

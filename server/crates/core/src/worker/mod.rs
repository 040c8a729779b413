//! The worker: claims executions, carries each out in a task of its own, takes over what others left behind.

pub(crate) mod claim;
mod command;
mod input;
mod lease;
mod news;
mod output;
mod place;
mod reconcile;
mod retention;
mod run;
mod store;
mod tool_call;
mod tool_result;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use studio_db::models::queue;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use self::claim::{Claimed, Claimer};
use self::lease::{Held, Leases};
use self::writer::Writer;
use crate::bus::{Event, Topic};
use crate::{Actor, OpCtx, OrgCtx, Result, Services};

/// A worker that was not heard of for so long has lost its executions.
pub(crate) const LEASE: Span = Span::seconds(15);
/// Executions a worker carries out at once.
const AT_ONCE: usize = 256;
/// The queue is looked at this often even when nobody says that something is in it.
const POLL: Duration = Duration::from_secs(1);

/// Works until told to stop. Executions under way are left to the lease: their commands go on remotely, and the next
/// worker follows them from the stored offset; calls of MCP tools are given up.
pub async fn run(services: Arc<Services>, stop: CancellationToken) {
    let ctx = OpCtx::new(services, Actor::System, "worker".to_owned());
    let owner: Uuid = ctx.new_id();
    let leases = Leases::new(ctx.clone(), owner);
    let mut claimer = Claimer::new(ctx.clone(), owner);
    let mut bus = ctx.services().bus.subscribe();
    let (writer, writing) = Writer::new();
    let writing = tokio::spawn(writing);
    let mut running = JoinSet::new();
    let working = async {
        loop {
            let free = AT_ONCE.saturating_sub(running.len());
            let (claimed, more) = match claimer.round(free).await {
                Ok(found) => found,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "cannot claim executions");
                    (Vec::new(), false)
                }
            };
            for claimed in claimed {
                let ctx = OrgCtx::system(&ctx, claimed.claim.organization_id);
                running.spawn(carry_out(ctx, writer.clone(), leases.hold(claimed.claim), claimed));
            }
            while running.try_join_next().is_some() {}
            if more && running.len() < AT_ONCE {
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(POLL) => {}
                () = wait_for_queue(&mut bus) => {}
                Some(_) = running.join_next() => {}
            }
        }
    };
    tokio::select! {
        () = stop.cancelled() => {}
        () = working => {}
        () = leases.keep(stop.clone()) => {}
        () = reconcile::run(&ctx, &stop) => {}
        () = retention::run(&ctx, &stop) => {}
    }
    // Leases are given back, so that a restart goes on at once instead of after the lease.
    running.abort_all();
    while running.join_next().await.is_some() {}
    drop(writer);
    if let Err(error) = writing.await {
        tracing::error!(%error, "the writer of executions has failed");
    }
    if let Err(error) = release(&ctx, owner).await {
        tracing::warn!(error = format!("{error:#}"), "cannot give leases back; they run out by themselves");
    }
}

async fn release(ctx: &OpCtx, owner: Uuid) -> Result<()> {
    let mut tx = ctx.services().db.system().await?;
    queue::release(&mut tx, owner, ctx.now()).await?;
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

/// Carries one claim out while its lease is held.
async fn carry_out(ctx: OrgCtx, writer: Writer, lease: Held, claimed: Claimed) {
    let claim = claimed.claim;
    let outcome = tokio::select! {
        outcome = run::run(&ctx, &writer, claimed, lease.cancel_requested()) => outcome,
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

//! A lease that is renewed as long as its holder lives.

use std::time::Duration;

use studio_db::models::execution::{self, Claim};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::LEASE;
use crate::bus::Topic;
use crate::{OrgCtx, Result};

/// Renewed this often: a lease survives two failures.
const RENEW: Duration = Duration::from_secs(4);

/// A held lease. Dropped, it is no longer renewed.
pub(super) struct Lease {
    cancel: watch::Receiver<bool>,
    lost: CancellationToken,
    _stop: DropGuard,
}

impl Lease {
    /// Turns true when somebody asks for the end of the execution.
    pub(super) fn cancel_requested(&self) -> watch::Receiver<bool> {
        self.cancel.clone()
    }

    /// Returns when another worker has taken over.
    pub(super) async fn lost(&self) {
        self.lost.cancelled().await;
    }
}

/// Holds the lease of a claim.
pub(super) fn hold(ctx: OrgCtx, claim: Claim) -> Lease {
    let (sender, cancel) = watch::channel(false);
    let lost = CancellationToken::new();
    let stop = CancellationToken::new();
    tokio::spawn(keep(ctx, claim, sender, lost.clone(), stop.clone()));
    Lease { cancel, lost, _stop: stop.drop_guard() }
}

async fn keep(
    ctx: OrgCtx,
    claim: Claim,
    cancel: watch::Sender<bool>,
    lost: CancellationToken,
    stop: CancellationToken,
) {
    let mut bus = ctx.services().bus.subscribe();
    loop {
        match renew(&ctx, &claim).await {
            Ok(Some(requested)) => {
                cancel.send_if_modified(|seen| std::mem::replace(seen, *seen || requested) != (*seen || requested));
            }
            Ok(None) => return lost.cancel(),
            Err(error) => tracing::warn!(execution = %claim.id, error = format!("{error:#}"), "cannot renew a lease"),
        }
        let next = tokio::time::sleep(RENEW);
        tokio::pin!(next);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = &mut next => break,
                event = bus.recv() => match event {
                    // Somebody changed it: perhaps asked for its end.
                    Ok(event) if event.topic == Topic::Execution(claim.id) => break,
                    Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => break,
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
                    Ok(_) => {}
                },
            }
        }
    }
}

async fn renew(ctx: &OrgCtx, claim: &Claim) -> Result<Option<bool>> {
    let mut tx = ctx.tx().await?;
    let held = execution::renew(&mut tx, claim, ctx.now() + LEASE).await?;
    tx.commit().await?;
    Ok(held)
}

//! Servers that say that their MCP tools changed, or whose stream ended, are checked at once, each every few seconds at most.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use model::ServerId;
use studio_db::models::server;
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{OpCtx, OrgCtx, Result};

/// Between two checks of a server that speaks up all the time.
const PACE: Duration = Duration::from_secs(2);
/// Checks under way at once; what else is heard waits.
const AT_ONCE: usize = 16;

/// Checks who speaks up until told to stop.
pub(super) async fn run(ctx: OpCtx, stop: CancellationToken) {
    let mut checks = Checks { ctx, running: JoinSet::new(), servers: HashMap::new(), again: HashSet::new() };
    loop {
        let connector = &checks.ctx.services().connector;
        tokio::select! {
            () = stop.cancelled() => return,
            told = connector.told(), if checks.running.len() < AT_ONCE => checks.begin(told).await,
            Some(ended) = checks.running.join_next_with_id() => {
                checks.ended(match &ended {
                    Ok((id, ())) => *id,
                    Err(error) => error.id(),
                }).await;
            }
        }
    }
}

struct Checks {
    ctx: OpCtx,
    running: JoinSet<()>,
    servers: HashMap<Id, ServerId>,
    /// They spoke up while they were checked.
    again: HashSet<ServerId>,
}

impl Checks {
    async fn begin(&mut self, told: HashSet<ServerId>) {
        let (again, new): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|told| self.servers.values().any(|running| running == told));
        self.again.extend(again);
        if let Err(error) = self.check(new).await {
            tracing::warn!(error = format!("{error:#}"), "cannot look for servers that spoke up");
        }
    }

    async fn ended(&mut self, id: Id) {
        if let Some(server) = self.servers.remove(&id).filter(|server| self.again.remove(server)) {
            self.begin(HashSet::from([server])).await;
        }
    }

    async fn check(&mut self, servers: Vec<ServerId>) -> Result<()> {
        if servers.is_empty() {
            return Ok(());
        }
        let mut db = self.ctx.services().db.system_each().await?;
        let found = server::healthy(&mut db, &servers).await?;
        drop(db);
        for (organization, id) in found {
            let ctx = OrgCtx::system(&self.ctx, organization);
            let task = self.running.spawn(async move {
                super::in_background(&ctx, id).await;
                tokio::time::sleep(PACE).await;
            });
            self.servers.insert(task.id(), id);
        }
        Ok(())
    }
}

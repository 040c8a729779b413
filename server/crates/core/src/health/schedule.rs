//! Who is checked when: two lanes, so that servers that fail (and may hang) never stand in the way of those that work, and
//! in each a bound an organization, so that none stands in the way of another.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use model::OrganizationId;
use studio_db::models::server::{self, DueChecks};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::task::{Id, JoinError, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::bus::{Event, Topic};
use crate::{Actor, OpCtx, OrgCtx, Result, Services};

/// Seconds between two checks of a server that works, unless the settings say another number. A thousand servers are then
/// 17 checks a second, of two short transactions and one round trip each.
const INTERVAL: u32 = 60;
/// A check that was begun and never ended (its replica died) is begun again after this.
const PATIENCE: Span = Span::seconds(60);
/// Checks under way at once in a lane.
const AT_ONCE: usize = 64;
/// The same of one organization.
const OF_ONE: usize = 32;
/// What is due is looked for this often even when nobody says that something changed.
const POLL: Duration = Duration::from_secs(1);

/// Checks what is due until told to stop. Checks under way are dropped then; another replica does them again.
pub async fn run(services: Arc<Services>, stop: CancellationToken) {
    let ctx = OpCtx::new(services, Actor::System, "health".to_owned());
    let lane = |failing| Lane::new(ctx.clone(), failing).run(stop.clone());
    tokio::join!(lane(false), lane(true), super::heard::run(ctx.clone(), stop.clone()));
}

/// The time between two checks of a server that works.
pub(crate) fn usual_interval(ctx: &OrgCtx) -> Span {
    Span::seconds(ctx.services().settings.check_interval.unwrap_or(INTERVAL).into())
}

/// How long until a server that works is checked again: the interval, a tenth more or less.
pub(super) fn interval(ctx: &OrgCtx) -> Span {
    spread(usual_interval(ctx), super::chance(ctx))
}

fn spread(interval: Span, chance: f64) -> Span {
    Span::milliseconds((interval.num_milliseconds() as f64 * (0.9 + 0.2 * chance)) as i64)
}

/// How long until a server that failed so many times in a row is checked again, for `chance` from 0 to 1: anything from one
/// second to a bound that doubles from 5 seconds to 5 minutes and stays there ("full jitter",
/// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>).
pub(super) fn back_off(attempt: i32, chance: f64) -> Span {
    let bound = 5_000_i64.saturating_mul(1 << (attempt.clamp(1, 7) - 1)).min(300_000);
    Span::milliseconds(1_000 + ((bound - 1_000) as f64 * chance) as i64)
}

/// The checks of servers of one kind.
struct Lane {
    ctx: OpCtx,
    /// Of servers whose last check failed; else of the others.
    failing: bool,
    running: JoinSet<()>,
    /// Whose each running check is.
    owners: HashMap<Id, OrganizationId>,
}

impl Lane {
    fn new(ctx: OpCtx, failing: bool) -> Self {
        Self { ctx, failing, running: JoinSet::new(), owners: HashMap::new() }
    }

    async fn run(mut self, stop: CancellationToken) {
        let mut bus = self.ctx.services().bus.subscribe();
        loop {
            if let Err(error) = self.begin_due().await {
                tracing::warn!(error = format!("{error:#}"), "cannot look for servers to check");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.wait(&mut bus) => {}
            }
        }
    }

    /// Returns when something may be due that can be begun.
    async fn wait(&mut self, bus: &mut Receiver<Event>) {
        let poll = tokio::time::sleep(POLL);
        tokio::pin!(poll);
        loop {
            tokio::select! {
                () = &mut poll => return,
                () = server_changed(bus) => return,
                Some(ended) = self.running.join_next_with_id() => {
                    if self.ended(ended) {
                        return;
                    }
                }
            }
        }
    }

    /// Forgets a check that ended; `true` when others may have waited for its place.
    fn ended(&mut self, ended: Result<(Id, ()), JoinError>) -> bool {
        let id = match &ended {
            Ok((id, ())) => *id,
            Err(error) => error.id(),
        };
        let lane_was_full = self.owners.len() >= AT_ONCE;
        let Some(owner) = self.owners.remove(&id) else { return false };
        lane_was_full || self.owners.values().filter(|other| **other == owner).count() + 1 >= OF_ONE
    }

    /// Begins as many checks as there are places for.
    async fn begin_due(&mut self) -> Result<()> {
        while let Some(ended) = self.running.try_join_next_with_id() {
            self.ended(ended);
        }
        let free = AT_ONCE.saturating_sub(self.owners.len());
        if free == 0 {
            return Ok(());
        }
        let mut busy = HashMap::<OrganizationId, i64>::new();
        for owner in self.owners.values() {
            *busy.entry(*owner).or_default() += 1;
        }
        let (busy, under_way): (Vec<_>, Vec<_>) = busy.into_iter().unzip();
        let now = self.ctx.now();
        let wanted = DueChecks {
            failing: self.failing,
            now,
            until: now + PATIENCE,
            busy,
            under_way,
            most: OF_ONE as i64,
            limit: free as i64,
        };
        let mut db = self.ctx.services().db.system_each().await?;
        let claimed = server::claim_due(&mut db, wanted).await?;
        drop(db);
        for (organization, id) in claimed {
            let ctx = OrgCtx::system(&self.ctx, organization);
            let task = self.running.spawn(async move { super::in_background(&ctx, id).await });
            self.owners.insert(task.id(), organization);
        }
        Ok(())
    }
}

/// Returns when some server changed: it may be due now.
async fn server_changed(bus: &mut Receiver<Event>) {
    loop {
        match bus.recv().await {
            Ok(event) if !matches!(event.topic, Topic::Server(_)) => {}
            Err(RecvError::Closed) => std::future::pending().await,
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_grows_to_a_bound_and_is_spread_below_it() {
        let longest: Vec<_> = (1..=9).map(|attempt| back_off(attempt, 1.0).num_seconds()).collect();
        assert_eq!(longest, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
        for attempt in [0, 1, 4, 7, 100, i32::MAX] {
            let (least, middle, most) = (back_off(attempt, 0.0), back_off(attempt, 0.5), back_off(attempt, 1.0));
            assert_eq!(least, Span::seconds(1), "{attempt}");
            assert!(least < middle && middle < most && most <= Span::minutes(5), "{attempt}");
        }
    }

    #[test]
    fn servers_that_work_are_not_checked_all_at_once() {
        assert_eq!(spread(Span::minutes(1), 0.0), Span::seconds(54));
        assert_eq!(spread(Span::minutes(1), 1.0), Span::seconds(66));
    }
}

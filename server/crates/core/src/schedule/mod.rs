//! Tasks that run by themselves.

pub(crate) mod fire;
mod local;
pub(crate) mod times;

use chrono::{DateTime, Duration, Utc};
use model::{Action, FireView, Noun, Schedule, TaskId};
use studio_db::models::{schedule_fire, task};

pub use self::local::{local, moment};
use self::times::{Times, require_next};
use crate::error::or_not_found;
use crate::field::Fields;
use crate::{OrgCtx, Result, view};

/// Times that are told beforehand.
const NEXT: usize = 5;
/// Times that are told afterwards.
const LATEST: i64 = 50;

/// The next five times of a schedule, for who is about to write it.
pub async fn preview(ctx: &OrgCtx, schedule: &Schedule) -> Result<Vec<DateTime<Utc>>> {
    ctx.authorize(Action::TaskRead)?;
    let mut fields = Fields::default();
    let times = Times::of(schedule, &mut fields);
    require_next(schedule, &times, ctx.now(), &mut fields);
    fields.finish()?;
    Ok(times.next(ctx.now(), NEXT))
}

/// The next five times at which a task runs by itself; none while it is paused.
pub async fn next(ctx: &OrgCtx, id: TaskId) -> Result<Vec<DateTime<Utc>>> {
    let task = crate::task::get(ctx, id).await?;
    // The next one may be held back by its jitter, and has not come yet.
    let Some(first) = task.next_fire_at.filter(|_| !task.paused) else { return Ok(Vec::new()) };
    let times = Times::of(&task.schedule, &mut Fields::default());
    Ok(std::iter::once(first).chain(times.next(first, NEXT - 1)).collect())
}

/// The latest times at which a task was to run by itself, newest first.
pub async fn fires(ctx: &OrgCtx, id: TaskId) -> Result<Vec<FireView>> {
    ctx.authorize(Action::TaskRead)?;
    let mut tx = ctx.tx().await?;
    or_not_found(task::get(&mut tx, id).await, Noun::Task)?;
    let rows = schedule_fire::list(&mut tx, id, LATEST).await?;
    tx.done();
    Ok(rows.into_iter().map(view::fire).collect())
}

/// The first time of a schedule after a moment, and the same with its jitter.
pub(crate) fn first(
    ctx: &OrgCtx,
    schedule: &Schedule,
    moment: DateTime<Utc>,
) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    // Whoever wrote it was told what is wrong with it; zones may be renamed since, and then it does not run.
    let next = Times::of(schedule, &mut Fields::default()).after(moment);
    (next, next.map(|at| at + jitter(ctx, schedule.jitter_s())))
}

/// A random time up to so many seconds.
fn jitter(ctx: &OrgCtx, most_s: u32) -> Duration {
    let mut random = [0_u8; 4];
    ctx.services().random.fill(&mut random);
    let share = f64::from(u32::from_le_bytes(random)) / f64::from(u32::MAX);
    Duration::milliseconds((share * f64::from(most_s) * 1e3) as i64)
}

//! What happens when the time of a task has come.

use chrono::{DateTime, Duration, Utc};
use model::{CatchUp, ExecutionId, FireOutcome, Overlap, Schedule, TaskId, Trigger};
use studio_db::TenantTx;
use studio_db::models::schedule_fire::{self, NewScheduleFire};
use studio_db::models::{execution, task};

use super::times::Times;
use crate::execution::end;
use crate::field::Fields;
use crate::task::enqueue;
use crate::{OrgCtx, Result};

/// What is later than this was missed: nothing worked at its time.
const LATE: Duration = Duration::seconds(60);
/// Times that are looked at, the latest ones: more than can be made up for. Of what was missed before nothing is told.
const LOOKED_AT: usize = 200;

/// Queues what a task is due for, and says when it is due next. Nothing when another replica was first.
pub(crate) async fn fire(ctx: &OrgCtx, id: TaskId) -> Result<()> {
    let mut tx = ctx.tx().await?;
    let row = match task::lock(&mut tx, id).await {
        Ok(row) => row,
        // Deleted meanwhile.
        Err(error) if error.is_not_found() => {
            tx.done();
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    let now = ctx.now();
    let due = row.due_at.is_some_and(|due| due <= now) && !row.paused;
    let Some(first) = row.next_fire_at.filter(|_| due) else {
        tx.done();
        return Ok(());
    };
    let schedule: Schedule = serde_json::from_value(row.schedule.clone())?;
    let times = Times::of(&schedule, &mut Fields::default());
    let mut passed = times.latest(now, first, LOOKED_AT);
    if passed.is_empty() {
        passed.push(first);
    }
    let (overlap, catch_up) = match &schedule {
        Schedule::Cron(cron) => (cron.overlap, cron.catch_up),
        // Once is once, however late.
        Schedule::Manual | Schedule::At { .. } => (Overlap::Queue, CatchUp::Last),
    };
    let jitter = Duration::seconds(schedule.jitter_s().into());
    let missed = passed.len() - kept(&passed, catch_up, now - LATE - jitter);
    let to_run = passed.split_off(missed);
    for at in passed {
        write_down(ctx, &mut tx, id, at, FireOutcome::Missed).await?;
    }
    for at in to_run {
        if write_down(ctx, &mut tx, id, at, FireOutcome::Queued).await? {
            let (outcome, execution) = run(ctx, &mut tx, id, overlap).await?;
            schedule_fire::settle(&mut tx, id, at, outcome, execution).await?;
        }
    }
    let (next, due) = super::first(ctx, &schedule, now.max(first));
    task::set_next(&mut tx, id, next, due).await?;
    Ok(tx.commit().await?)
}

/// How many of the times that have passed, the last ones, are run: those in time, and what is made up for.
fn kept(passed: &[DateTime<Utc>], catch_up: CatchUp, in_time: DateTime<Utc>) -> usize {
    let in_time = passed.iter().filter(|at| **at >= in_time).count();
    let made_up = match catch_up {
        CatchUp::None => 0,
        CatchUp::Last => 1,
        CatchUp::All { most } => usize::try_from(most).unwrap_or(usize::MAX),
    };
    in_time.max(made_up).min(passed.len())
}

async fn write_down(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    task_id: TaskId,
    fire_time: DateTime<Utc>,
    outcome: FireOutcome,
) -> Result<bool> {
    let new = NewScheduleFire { organization_id: ctx.organization_id, task_id, fire_time, outcome, at: ctx.now() };
    Ok(schedule_fire::insert(tx, &new).await?)
}

/// Queues a run, unless another one is in its way.
async fn run(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    id: TaskId,
    overlap: Overlap,
) -> Result<(FireOutcome, Option<ExecutionId>)> {
    let unfinished = execution::unfinished_of_task(tx, id).await?;
    match overlap {
        Overlap::Skip if !unfinished.is_empty() => return Ok((FireOutcome::Skipped, None)),
        Overlap::Cancel => {
            for other in unfinished {
                end(ctx, tx, other).await?;
            }
        }
        Overlap::Skip | Overlap::Queue => {}
    }
    let view = enqueue(ctx, tx, id, Trigger::Schedule).await?;
    Ok((FireOutcome::Queued, Some(view.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_missed_is_made_up_for_as_far_as_wanted() {
        let now = DateTime::<Utc>::from_timestamp(1_800_000_000, 0).unwrap_or_default();
        let passed: Vec<_> = (0..10).rev().map(|hours| now - Duration::hours(hours) - Duration::minutes(30)).collect();
        let in_time = now - LATE;
        assert_eq!(kept(&passed, CatchUp::None, in_time), 0);
        assert_eq!(kept(&passed, CatchUp::Last, in_time), 1);
        assert_eq!(kept(&passed, CatchUp::All { most: 3 }, in_time), 3);
        assert_eq!(kept(&passed, CatchUp::All { most: 30 }, in_time), 10);
        let just_now = [now - Duration::hours(1), now - Duration::seconds(2), now - Duration::seconds(1)];
        assert_eq!(kept(&just_now, CatchUp::None, in_time), 2, "those that are in time run in any case");
    }
}

//! What an organization's first page shows.

use chrono::{DateTime, TimeDelta, Utc};
use model::dashboard::{DashboardView, Outcomes, Quarter, TroubledServer};
use model::{Action, Error, ExecutionState, FieldCode, ServerStatus};
use studio_db::models::dashboard::{self, Ended, TroubledRow};
use studio_db::models::execution::ExecutionSelection;
use studio_db::models::{execution, task};

use crate::view::stored;
use crate::{OrgCtx, Result, server_draft, view};

/// Failures and servers in trouble that are told of one by one.
const FEW: i64 = 5;
/// The latest executions.
const LATEST: i64 = 8;

/// Seconds of a minute, a quarter of an hour and a day.
const MINUTE: i64 = 60;
const QUARTER: i64 = 15 * MINUTE;
const DAY: i64 = 24 * 60 * MINUTE;

/// Numbers of now and of today, what waits for somebody, first steps and the latest executions. The day is that of a reader
/// whose clock is `utc_offset` minutes ahead of UTC, a multiple of 15.
pub async fn read(ctx: &OrgCtx, utc_offset: i32) -> Result<DashboardView> {
    ctx.authorize(Action::OrganizationRead)?;
    let times = Times::new(ctx.now(), utc_offset)?;
    let local_server_offered = server_draft::local_is_offered(ctx).await?;
    let mut tx = ctx.tx().await?;
    let servers = dashboard::servers_by_facts(&mut tx).await?;
    let troubled = dashboard::troubled_servers(&mut tx, FEW).await?;
    let tasks = task::count(&mut tx).await?;
    let active = dashboard::active(&mut tx).await?;
    let ended = dashboard::finished_by_quarter(&mut tx, times.first(), times.until).await?;
    let lost = dashboard::lost(&mut tx, ctx.now() - TimeDelta::days(7)).await?;
    let failures = dashboard::failures(&mut tx, FEW).await?;
    let latest = execution::list(&mut tx, ExecutionSelection::default(), LATEST).await?;
    let has_executions = dashboard::has_executions(&mut tx).await?;
    tx.done();
    let (today, quarters) = times.sort(&ended);
    Ok(DashboardView {
        servers: by_status(&servers),
        troubled: troubled.into_iter().map(in_trouble).collect::<Result<_>>()?,
        tasks,
        active: in_order(ExecutionState::ALL, &active),
        today,
        quarters,
        quarters_until: times.until,
        lost,
        failures: failures.into_iter().map(view::execution).collect::<Result<_>>()?,
        latest: latest.into_iter().map(view::execution).collect::<Result<_>>()?,
        has_executions,
        local_server_offered,
    })
}

/// How executions ended in the seven days before the reader's day; see [`read`]. Apart from it, because it stays the same all
/// day and counts more.
pub async fn week_before(ctx: &OrgCtx, utc_offset: i32) -> Result<Outcomes> {
    ctx.authorize(Action::OrganizationRead)?;
    let Times { day, .. } = Times::new(ctx.now(), utc_offset)?;
    let mut tx = ctx.tx().await?;
    let ended = dashboard::finished(&mut tx, day - TimeDelta::days(7), day).await?;
    tx.done();
    let mut outcomes = Outcomes::default();
    ended.into_iter().for_each(|(state, count)| outcomes.add(state, count));
    Ok(outcomes)
}

/// What is counted from when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Times {
    /// The reader's day began.
    day: DateTime<Utc>,
    /// The first of the quarters of an hour began.
    quarters: DateTime<Utc>,
    /// The last of them, which is the one under way, ends.
    until: DateTime<Utc>,
}

impl Times {
    /// UTC offsets reach from −12 to +14 hours. Today all of them are whole quarters of an hour, so that a day begins with a
    /// quarter wherever it begins.
    fn new(now: DateTime<Utc>, utc_offset: i32) -> Result<Self, Error> {
        const FIELD: &str = "utc_offset";
        if !(-720..=840).contains(&utc_offset) {
            return Err(Error::invalid(FIELD, FieldCode::OutOfRange { min: -720, max: 840 }));
        }
        if utc_offset % 15 != 0 {
            let detail = format!("{utc_offset} is not a multiple of 15");
            return Err(Error::invalid(FIELD, FieldCode::Shape { detail }));
        }
        let offset = i64::from(utc_offset) * MINUTE;
        let now = now.timestamp();
        let until = (now.div_euclid(QUARTER) + 1) * QUARTER;
        let day = (now + offset).div_euclid(DAY) * DAY - offset;
        Ok(Self { day: at(day), quarters: at(until - DAY), until: at(until) })
    }

    /// The first moment that matters.
    fn first(self) -> DateTime<Utc> {
        self.day.min(self.quarters)
    }

    /// The day's sum, and the quarters of an hour; `ended` is in their order.
    fn sort(self, ended: &[Ended]) -> (Outcomes, Vec<Quarter>) {
        let mut today = Outcomes::default();
        let mut quarters: Vec<Quarter> = Vec::new();
        for Ended { quarter, state, count } in ended.iter().copied() {
            if quarter >= self.day {
                today.add(state, count);
            }
            if quarter < self.quarters {
                continue;
            }
            match quarters.last_mut().filter(|last| last.at == quarter) {
                Some(last) => last.ended.add(state, count),
                None => {
                    let mut ended = Outcomes::default();
                    ended.add(state, count);
                    quarters.push(Quarter { at: quarter, ended });
                }
            }
        }
        (today, quarters)
    }
}

/// The moment of a Unix time near the present.
fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

fn by_status(facts: &[(bool, Option<bool>, Option<bool>, i64)]) -> Vec<(ServerStatus, i64)> {
    let counts: Vec<_> = facts
        .iter()
        .map(|(enabled, reachable, authenticated, count)| {
            (ServerStatus::of(*enabled, *reachable, *authenticated), *count)
        })
        .collect();
    in_order(ServerStatus::ALL, &counts)
}

/// The counts of each word that has any.
fn in_order<T: Copy + PartialEq>(words: &[T], counts: &[(T, i64)]) -> Vec<(T, i64)> {
    let sum = |word: T| counts.iter().filter(|(of, _)| *of == word).map(|(_, count)| count).sum::<i64>();
    words.iter().map(|word| (*word, sum(*word))).filter(|(_, count): &(T, i64)| *count > 0).collect()
}

fn in_trouble((id, name, reachable, authenticated, error): TroubledRow) -> Result<TroubledServer> {
    Ok(TroubledServer { id, name, status: ServerStatus::of(true, reachable, authenticated), issue: stored(error)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_the_readers_midnight() {
        let now = moment("2026-11-23T03:20:30.5Z");
        let day = |offset| Times::new(now, offset).unwrap().day;
        assert_eq!(day(0), moment("2026-11-23T00:00:00Z"));
        assert_eq!(day(60), moment("2026-11-22T23:00:00Z"));
        assert_eq!(day(-5 * 60), moment("2026-11-22T05:00:00Z"));
        assert_eq!(day(5 * 60 + 45), moment("2026-11-22T18:15:00Z"));
        assert_eq!(day(14 * 60), moment("2026-11-22T10:00:00Z"));
    }

    #[test]
    fn quarters_end_with_the_one_under_way() {
        let times = Times::new(moment("2026-11-23T03:20:30.5Z"), 0).unwrap();
        assert_eq!((times.quarters, times.until), (moment("2026-11-22T03:30:00Z"), moment("2026-11-23T03:30:00Z")));
        // At half past a quarter is new, and none of the day is left out just before midnight.
        let times = Times::new(moment("2026-11-23T03:30:00Z"), 0).unwrap();
        assert_eq!(times.until, moment("2026-11-23T03:45:00Z"));
        let times = Times::new(moment("2026-11-23T23:59:59Z"), 0).unwrap();
        assert_eq!(times.first(), moment("2026-11-23T00:00:00Z"));
    }

    #[test]
    fn offsets_that_no_place_has_are_refused() {
        for offset in [-735, 855, 7, i32::MAX] {
            assert!(matches!(Times::new(DateTime::UNIX_EPOCH, offset), Err(Error::Invalid { .. })), "{offset}");
        }
    }
}

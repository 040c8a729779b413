//! A server's health over time, for people.

use chrono::{DateTime, Duration as Span, Utc};
use model::{Action, HealthCell, HealthRange, Noun, ServerHealthView, ServerId, ServerTransitionView, Uptime};
use studio_db::TenantTx;
use studio_db::models::server_health::HealthSum;
use studio_db::models::server_transition::ServerTransition;
use studio_db::models::{server, server_health, server_transition};

use crate::error::or_not_found;
use crate::{OrgCtx, Result, view};

/// Transitions told at once.
const TRANSITIONS: i64 = 50;

/// A server's health over a range that ends now.
pub async fn get(ctx: &OrgCtx, id: ServerId, range: HealthRange) -> Result<ServerHealthView> {
    ctx.authorize(Action::ServerRead)?;
    let now = ctx.now();
    let first = first_cell(range, now);
    let seconds = range.cell_seconds();
    let mut tx = ctx.tx().await?;
    or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    let sums = match range {
        HealthRange::Day => server_health::sum_checks(&mut tx, id, first, seconds).await?,
        HealthRange::Week | HealthRange::Month => server_health::sum_hours(&mut tx, id, first, seconds).await?,
    };
    let uptime = Uptime {
        day: share_since(&mut tx, id, now - Span::days(1)).await?,
        week: share_since(&mut tx, id, now - Span::days(7)).await?,
        month: share_since(&mut tx, id, now - Span::days(30)).await?,
    };
    let latest = server_transition::latest(&mut tx, id, TRANSITIONS).await?;
    tx.done();
    Ok(ServerHealthView {
        range,
        cell_seconds: seconds,
        cells: cells(range, first, &sums),
        uptime,
        transitions: transitions(latest, first)?,
    })
}

async fn share_since(tx: &mut TenantTx, id: ServerId, since: DateTime<Utc>) -> Result<Option<f64>> {
    let (checks, passed) = server_health::count_since(tx, id, since).await?;
    Ok((checks > 0).then(|| passed as f64 / checks as f64))
}

/// Where the first cell begins: the last one is the one that holds `now`.
fn first_cell(range: HealthRange, now: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = i64::from(range.cell_seconds());
    let last = now.timestamp().div_euclid(seconds) * seconds;
    DateTime::from_timestamp(last - seconds * i64::from(range.cells() - 1), 0).unwrap_or(now)
}

/// The cells from the first on; those without a sum are empty.
fn cells(range: HealthRange, first: DateTime<Utc>, sums: &[HealthSum]) -> Vec<HealthCell> {
    let length = Span::seconds(i64::from(range.cell_seconds()));
    let starts = (0..range.cells()).scan(first, |next, _| {
        let start = *next;
        *next += length;
        Some(start)
    });
    let cell = |start| match sums.iter().find(|sum| sum.start == start) {
        Some(sum) => HealthCell {
            start,
            checks: sum.checks,
            passed: sum.passed,
            latency_ms: (sum.passed > 0).then(|| sum.latency_sum_ms / sum.passed),
            latency_max_ms: sum.latency_max_ms,
        },
        None => HealthCell { start, checks: 0, passed: 0, latency_ms: None, latency_max_ms: None },
    };
    starts.map(cell).collect()
}

/// Transitions (newest first) with their ends, as far as they held after `from`.
fn transitions(latest: Vec<ServerTransition>, from: DateTime<Utc>) -> Result<Vec<ServerTransitionView>> {
    let mut until = None;
    let mut views = Vec::new();
    for (at, status, issue) in latest {
        if until.is_some_and(|until| until <= from) {
            break;
        }
        views.push(ServerTransitionView { status, at, until, issue: view::stored(issue)? });
        until = Some(at);
    }
    Ok(views)
}

#[cfg(test)]
mod tests {
    use model::ServerStatus;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_cell_holds_this_moment() {
        for range in HealthRange::ALL {
            for now in [at("2026-11-23T10:29:59.999Z"), at("2026-11-23T12:00:00Z")] {
                let cells = cells(*range, first_cell(*range, now), &[]);
                let last = cells.last().unwrap().start;
                let length = Span::seconds(i64::from(range.cell_seconds()));
                assert!(last <= now && now < last + length, "{range}");
                assert!(cells.windows(2).all(|two| two[0].start + length == two[1].start), "{range}");
                assert_eq!(cells.len(), range.cells() as usize, "{range}");
            }
        }
    }

    #[test]
    fn a_sum_becomes_its_cell() {
        let first = first_cell(HealthRange::Day, at("2026-11-23T10:29:00Z"));
        let start = at("2026-11-23T09:30:00Z");
        let sum = HealthSum { start, checks: 4, passed: 3, latency_sum_ms: 31, latency_max_ms: Some(20) };
        let cells = cells(HealthRange::Day, first, &[sum]);
        let expected = HealthCell { start, checks: 4, passed: 3, latency_ms: Some(10), latency_max_ms: Some(20) };
        assert_eq!(cells.iter().filter(|cell| cell.checks > 0).collect::<Vec<_>>(), [&expected]);
    }

    #[test]
    fn what_held_when_the_range_began_is_told_too() {
        let line = |time: &str, status| (at(time), status, None);
        let latest = vec![
            line("2026-11-23T09:00:00Z", ServerStatus::Healthy),
            line("2026-11-22T08:00:00Z", ServerStatus::Unreachable),
            line("2026-11-20T08:00:00Z", ServerStatus::Healthy),
        ];
        let told = transitions(latest, at("2026-11-22T10:00:00Z")).unwrap();
        let told: Vec<_> = told.iter().map(|t| (t.status, t.until)).collect();
        let end = at("2026-11-23T09:00:00Z");
        assert_eq!(told, [(ServerStatus::Healthy, None), (ServerStatus::Unreachable, Some(end))]);
    }
}

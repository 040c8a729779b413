//! How healthy a server was: uptime, timeline, round trips, and what changed.

use leptos::prelude::*;
use model::server_health::CellState;
use model::{HealthCell, HealthRange, ServerHealthView, ServerId, ServerTransitionView, Uptime};

use crate::components::server::ServerState;
use crate::components::server::sparkline::{HEIGHT, round_trips, sparkline};
use crate::i18n::{I18n, format, use_i18n};
use crate::ui::{Card, Column, Duration, Stat, Stats, Table, Time, use_exact_time};
use crate::{paths, t};

/// A server's health over a range.
#[component]
pub(super) fn Health(
    /// Slug of the organization.
    org: String,
    /// The server.
    id: ServerId,
    /// Its health.
    health: ServerHealthView,
) -> impl IntoView {
    let i18n = use_i18n();
    let ServerHealthView { range, cells, uptime, transitions, .. } = health;
    let timeline = if cells.iter().any(|cell| cell.checks > 0) {
        view! {
            <Strip range cells=cells.clone() />
            <RoundTrips cells=cells.clone() />
            <CellTable cells />
        }
        .into_any()
    } else {
        view! { <p>{t!(i18n, "server-health-none")}</p> }.into_any()
    };
    view! {
        <Card title=t!(i18n, "server-health") actions=move || view! { <Ranges org id range /> }>
            <div class="health">
                <UptimeStats uptime />
                {timeline}
                <Changes transitions />
            </div>
        </Card>
    }
}

/// Links to the other ranges; each has its URL.
#[component]
fn Ranges(org: String, id: ServerId, range: HealthRange) -> impl IntoView {
    let i18n = use_i18n();
    let links: Vec<_> = HealthRange::ALL
        .iter()
        .map(|other| {
            let current = (*other == range).then_some("true");
            let href = paths::server_over(&org, id, *other);
            view! {
                <a class="health-ranges__range" href=href aria-current=current data-noscroll="true">
                    {range_words(&i18n, *other)}
                </a>
            }
        })
        .collect();
    view! {
        <nav class="health-ranges" aria-label=t!(i18n, "server-health-range")>
            {links}
        </nav>
    }
}

/// The shares of checks that passed.
#[component]
fn UptimeStats(uptime: Uptime) -> impl IntoView {
    let i18n = use_i18n();
    let shares = [(HealthRange::Day, uptime.day), (HealthRange::Week, uptime.week), (HealthRange::Month, uptime.month)];
    let stats: Vec<_> = shares
        .into_iter()
        .map(|(range, share)| {
            let label = t!(i18n, "server-health-uptime", range = range_words(&i18n, range));
            let value = match share {
                Some(share) => format::percent_at_least(i18n.lang(), share),
                None => t!(i18n, "server-none"),
            };
            view! { <Stat label value /> }
        })
        .collect();
    view! {
        <div>
            <Stats>{stats}</Stats>
            <p class="health__note">{t!(i18n, "server-health-uptime-help")}</p>
        </div>
    }
}

/// A cell a stretch of time, oldest first: its height and pattern say what its colour says.
#[component]
fn Strip(range: HealthRange, cells: Vec<HealthCell>) -> impl IntoView {
    let i18n = use_i18n();
    let exact = use_exact_time();
    let checks: i64 = cells.iter().map(|cell| cell.checks).sum();
    let passed: i64 = cells.iter().map(|cell| cell.passed).sum();
    let range = range_words(&i18n, range);
    let label = t!(i18n, "server-health-summary", range = range, checks = checks, passed = passed);
    let first = cells.first().map(|cell| cell.start);
    let bars: Vec<_> = cells
        .into_iter()
        .map(|cell| {
            let class = format!("health-strip__cell health-strip__cell--{}", state_word(cell.state()));
            view! { <span class=class title=move || cell_words(&i18n, &cell, exact(cell.start))></span> }
        })
        .collect();
    let legend: Vec<_> = [CellState::Up, CellState::Mixed, CellState::Down, CellState::Empty]
        .into_iter()
        .map(|state| {
            let word = state_word(state);
            view! {
                <li class="health-legend__item">
                    <span class=format!("health-strip__cell health-strip__cell--{word}")></span>
                    {i18n.text(&format!("server-health-legend-{word}"), &[])}
                </li>
            }
        })
        .collect();
    view! {
        <div>
            <div class="health-strip" role="img" aria-label=label>
                {bars}
            </div>
            <p class="health__ends">
                {first.map(|at| view! { <Time at /> })} <span>{t!(i18n, "server-health-now")}</span>
            </p>
            <ul class="health-legend">{legend}</ul>
        </div>
    }
}

/// The round trips of the checks that passed: in words, and as a line.
#[component]
fn RoundTrips(cells: Vec<HealthCell>) -> impl IntoView {
    let i18n = use_i18n();
    let (mean, slowest) = round_trips(&cells)?;
    let [mean, slowest] = [mean, slowest].map(|ms| format::duration(i18n.lang(), ms));
    let (width, path) = (cells.len().saturating_sub(1), sparkline(&cells));
    let drawing = format!("<svg viewBox='0 0 {width} {HEIGHT}' preserveAspectRatio='none'><path d='{path}'/></svg>");
    Some(view! {
        <div>
            <p class="health__note">
                {t!(i18n, "server-health-round-trip", mean = mean, slowest = slowest)}
            </p>
            <div class="health-line" aria-hidden="true" inner_html=drawing></div>
        </div>
    })
}

/// The same figures to read, newest first.
#[component]
fn CellTable(cells: Vec<HealthCell>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "server-health-column-start")),
        Column::number(t!(i18n, "server-health-column-passed")),
        Column::number(t!(i18n, "server-health-column-mean")),
        Column::number(t!(i18n, "server-health-column-slowest")),
    ];
    let rows: Vec<_> = cells
        .into_iter()
        .rev()
        .filter(|cell| cell.checks > 0)
        .map(|cell| {
            let mean = cell.latency_ms.map(|ms| view! { <Duration ms=ms.unsigned_abs() /> });
            let slowest = cell.latency_max_ms.map(|ms| view! { <Duration ms=u64::from(ms.unsigned_abs()) /> });
            view! {
                <tr>
                    <td><Time at=cell.start /></td>
                    <td class="table__number">
                        {t!(i18n, "server-health-passed", passed = cell.passed, checks = cell.checks)}
                    </td>
                    <td class="table__number">{mean}</td>
                    <td class="table__number">{slowest}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <details class="health-table">
            <summary>{t!(i18n, "server-health-table")}</summary>
            <Table label=t!(i18n, "server-health-table") columns>
                {rows}
            </Table>
        </details>
    }
}

/// What it became and when, newest first, with the reason and how long it stayed so.
#[component]
fn Changes(transitions: Vec<ServerTransitionView>) -> impl IntoView {
    let i18n = use_i18n();
    let items: Vec<_> = transitions
        .into_iter()
        .map(|transition| {
            let ServerTransitionView { status, at, until, issue } = transition;
            let lasted = until.map(|until| {
                let ms = (until - at).num_milliseconds().max(0).unsigned_abs();
                t!(i18n, "server-health-lasted", duration = format::duration(i18n.lang(), ms))
            });
            let why = issue.map(|issue| i18n.message(&issue.message()));
            view! {
                <li class="timeline__item">
                    <ServerState status />
                    <span class="timeline__after">{lasted}</span>
                    <Time at />
                    {why.map(|why| view! { <span class="timeline__why">{why}</span> })}
                </li>
            }
        })
        .collect();
    let title = t!(i18n, "server-health-changes");
    (!items.is_empty()).then(|| {
        view! {
            <div>
                <h3 class="health__title">{title.clone()}</h3>
                <ol class="timeline" aria-label=title>
                    {items}
                </ol>
            </div>
        }
    })
}

/// The exact figures of a cell that begins at `start`.
fn cell_words(i18n: &I18n, cell: &HealthCell, start: String) -> String {
    let (passed, checks) = (cell.passed, cell.checks);
    let ms = |ms: u64| format::duration(i18n.lang(), ms);
    match cell.latency_ms.zip(cell.latency_max_ms) {
        _ if checks == 0 => t!(i18n, "server-health-cell-empty", start = start),
        None => t!(i18n, "server-health-cell", start = start, passed = passed, checks = checks),
        Some((mean, slowest)) => {
            let (mean, slowest) = (ms(mean.unsigned_abs()), ms(u64::from(slowest.unsigned_abs())));
            t!(
                i18n,
                "server-health-cell-round-trip",
                start = start,
                passed = passed,
                checks = checks,
                mean = mean,
                slowest = slowest
            )
        }
    }
}

fn range_words(i18n: &I18n, range: HealthRange) -> String {
    i18n.text(&format!("server-health-range-{range}"), &[])
}

/// The word of a state in class names and message keys.
fn state_word(state: CellState) -> &'static str {
    match state {
        CellState::Empty => "empty",
        CellState::Up => "up",
        CellState::Mixed => "mixed",
        CellState::Down => "down",
    }
}

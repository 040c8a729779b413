//! API reads at a fixed rate, whatever the answers take: each connection has its own timetable, and a request is timed
//! from when it was due. One that waits behind a slow answer counts its waiting (no coordinated omission).

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use hyper::{Method, StatusCode};
use studio_bench::{Figure, Goal, quantile};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::http::Connection;
use crate::studio::Studio;

/// Requests a second.
const RATE: u32 = 500;
const CONNECTIONS: u32 = 50;
/// Not counted: pools fill, statements are prepared.
const WARM_UP: Duration = Duration::from_secs(2);
const MEASURED: Duration = Duration::from_secs(20);
/// Executions to list; a page shows 25.
const HISTORY: usize = 30;
const GOAL: Goal = Goal::AtMost(20.0);

/// What a timetable brought.
#[derive(Default)]
struct Load {
    latencies_ms: Vec<f64>,
    errors: u32,
    first_error: Option<String>,
}

impl Load {
    fn append(&mut self, other: Self) {
        self.latencies_ms.extend(other.latencies_ms);
        self.errors += other.errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }

    fn fail(&mut self, error: &anyhow::Error) {
        self.errors += 1;
        self.first_error.get_or_insert_with(|| format!("{error:#}"));
    }

    fn quantile(&self, share: f64) -> Result<f64> {
        let why = || format!("no request was answered: {}", self.first_error.as_deref().unwrap_or("nothing was sent"));
        quantile(&self.latencies_ms, share).with_context(why)
    }
}

/// A task and the list of executions in turns; then what the web server alone can do.
pub(crate) async fn measure(studio: &Arc<Studio>, server: &str) -> Result<Vec<Figure>> {
    let task = studio.task(server, "Do nothing", "true").await?;
    let mut runs = Vec::new();
    for _ in 0..HISTORY {
        runs.push(studio.run(&task).await?.id);
    }
    for run in &runs {
        studio.until(run, &["succeeded"]).await?;
    }
    let paths = Arc::new([studio.path(&format!("/tasks/{task}")), studio.path("/executions")]);
    load(studio, &paths, WARM_UP).await?;
    let reads = load(studio, &paths, MEASURED).await?;
    let health = Arc::new(["/healthz".to_owned(), "/healthz".to_owned()]);
    let floor = load(studio, &health, MEASURED).await?;
    for (name, load) in [("reads", &reads), ("healthz", &floor)] {
        if let Some(error) = &load.first_error {
            eprintln!("bench: api, {name}: {} errors, the first: {error}", load.errors);
        }
    }
    let figure = |name: &str, share: f64| -> Result<Figure> {
        Ok(Figure::new(name, reads.quantile(share)?, "ms").against("GET /healthz", floor.quantile(share)?))
    };
    let errors = Figure::new(format!("API reads at {RATE}/s, errors"), f64::from(reads.errors), "requests");
    Ok(vec![
        figure(&format!("API reads at {RATE}/s, p50"), 0.5)?,
        figure(&format!("API reads at {RATE}/s, p99"), 0.99)?.goal(GOAL),
        errors.goal(Goal::AtMost(0.0)).against("GET /healthz", f64::from(floor.errors)),
    ])
}

/// Sends at the rate for so long, over connections that are kept.
async fn load(studio: &Arc<Studio>, paths: &Arc<[String; 2]>, duration: Duration) -> Result<Load> {
    let requests = u32::try_from(duration.as_secs())? * RATE;
    // Until then every connection is open.
    let began = Instant::now() + Duration::from_millis(500);
    let mut lanes = JoinSet::new();
    for first in 0..CONNECTIONS {
        let (studio, paths) = (studio.clone(), paths.clone());
        lanes.spawn(async move { lane(&studio, &paths, first, requests, began).await });
    }
    let mut all = Load::default();
    while let Some(done) = lanes.join_next().await {
        all.append(done?);
    }
    Ok(all)
}

/// Every `CONNECTIONS`th request from the `first` on, on a connection of its own.
async fn lane(studio: &Studio, paths: &[String; 2], first: u32, requests: u32, began: Instant) -> Load {
    let mut load = Load::default();
    let mut connection = Connection::open(studio.address).await.ok();
    for (round, number) in (0..).zip((first..requests).step_by(CONNECTIONS as usize)) {
        let due = began + Duration::from_secs(1) * number / RATE;
        // By round too: a lane sees only odd or only even numbers.
        let path = if (number + round).is_multiple_of(2) { &paths[0] } else { &paths[1] };
        tokio::time::sleep_until(due).await;
        match read(studio, &mut connection, path).await {
            Ok(()) => load.latencies_ms.push(due.elapsed().as_secs_f64() * 1e3),
            Err(error) => {
                load.fail(&error);
                connection = None;
            }
        }
    }
    load
}

async fn read(studio: &Studio, connection: &mut Option<Connection>, path: &str) -> Result<()> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(Connection::open(studio.address).await?),
    };
    let answer = connection.send(studio.request(Method::GET, path, None)?).await?;
    ensure!(answer.status == StatusCode::OK, "{path} is answered {}", answer.status);
    Ok(())
}

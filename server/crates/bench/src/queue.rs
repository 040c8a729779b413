//! Short executions through the whole queue: asked for through REST by several at once, claimed, started, carried out by
//! calling an MCP tool, and ended, each step in the database. Beside it two queues of others on the same Postgres, whose
//! jobs do nothing at all. And how soon one starts when nothing else is to be done, with a long queue beside it and without.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use embedded_postgres::Connection;
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use studio_bench::{Figure, Goal, quantile};
use tokio::process::Command;
use tokio::task::JoinSet;

use crate::http::Connection as Http;
use crate::mcp_server::{HOLD, McpServer, TOOL};
use crate::studio::{Execution, Run, Studio};

/// Executions of the measurement of the rate.
const JOBS: usize = 5_000;
/// Those that are not counted: connections open.
const WARM_UP: usize = 200;
/// Who ask at once.
const SENDERS: usize = 16;
/// Servers on which they run, so that the bound of one does not decide.
const SERVERS: u16 = 4;
/// Workers of the other queues: as many as work at once here.
const WORKERS: usize = 32;
/// Executions of the measurement of the start, one at a time.
const STARTS: usize = 300;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(15);
/// Executions that wait beside them.
const BACKLOG: u32 = 100_000;
/// As many are under way on one server: so many are held to keep the backlog waiting.
const PER_SERVER: usize = 32;
/// What never comes so far fails the measurement.
const LIMIT: Duration = Duration::from_secs(180);

const RATE: Goal = Goal::AtLeast(1_000.0);
const START: Goal = Goal::AtMost(20.0);

/// What the script prints of another queue.
#[derive(Deserialize)]
struct Other {
    name: String,
    rate: f64,
}

/// The database and the scripts that know it.
pub(crate) struct Scripts<'a> {
    pub(crate) folder: &'a Path,
    /// Folder of the private Postgres.
    pub(crate) postgres: &'a Path,
}

impl Scripts<'_> {
    async fn run(&self, name: &str, arguments: &[String]) -> Result<String> {
        let running = Connection::of_running(self.postgres)?.context("the private Postgres is not running")?;
        let mut node = Command::new("node");
        node.current_dir(self.folder).arg(name).arg(running.superuser_url("postgres")).args(arguments);
        node.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let output = node.spawn().context("cannot start node")?.wait_with_output().await?;
        ensure!(output.status.success(), "{name} failed ({})", output.status);
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// Measures the rate and the start.
pub(crate) async fn measure(studio: &Arc<Studio>, scripts: &Scripts<'_>) -> Result<Vec<Figure>> {
    let remote = McpServer::start(SERVERS + 1).await?;
    let mut tasks = Vec::new();
    for number in 0..SERVERS {
        let server = studio.add_server(&format!("Queue {number}"), &remote.url(number)).await?;
        tasks.push(call(studio, &server, TOOL, &json!({ "message": "done" })).await?);
    }
    let limit = |what: &'static str| move |_| anyhow::anyhow!("{what} did not come to an end in time");
    tokio::time::timeout(LIMIT, rate(studio, &tasks, WARM_UP)).await.map_err(limit("the warm-up"))??;
    let rate = tokio::time::timeout(LIMIT, rate(studio, &tasks, JOBS)).await.map_err(limit("the queue"))??;
    let starts = starts(studio, &tasks[0]).await?;
    let behind = starts_beside(studio, &remote.url(SERVERS), &tasks[0], scripts).await?;
    let arguments = [JOBS, SENDERS, WORKERS].map(|number| number.to_string());
    let others = scripts.run("queues.mjs", &arguments).await?;
    let mut figures = Vec::new();
    for line in others.lines() {
        let Other { name, rate: theirs } = serde_json::from_str(line)?;
        figures.push(Figure::new("short executions", rate, "1/s").goal(RATE).against(name, theirs));
    }
    let at = |samples: &[f64], share| quantile(samples, share).context("nothing was started");
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
        figures
            .push(Figure::new(format!("from the queue to the start, {name}"), at(&starts, share)?, "ms").goal(START));
        let name = format!("the same beside {BACKLOG} queued, {name}");
        figures.push(Figure::new(name, at(&behind, share)?, "ms").goal(START).against("alone", at(&starts, share)?));
    }
    Ok(figures)
}

/// A task that calls a tool; gives its id.
async fn call(studio: &Studio, server: &str, tool: &str, arguments: &Value) -> Result<String> {
    studio.until_offered(server, tool).await?;
    studio.task_of(server, "Short", &json!({ "kind": "tool_call", "tool": tool, "arguments": arguments })).await
}

/// Executions a second, from the first that is asked for to the last that has ended.
async fn rate(studio: &Arc<Studio>, tasks: &[String], jobs: usize) -> Result<f64> {
    let begun = Arc::new(AtomicUsize::new(0));
    let mut lanes = JoinSet::new();
    for _ in 0..SENDERS {
        let (studio, begun, tasks) = (studio.clone(), begun.clone(), tasks.to_vec());
        lanes.spawn(async move {
            let mut connection = Http::open(studio.address).await?;
            loop {
                let number = begun.fetch_add(1, Ordering::Relaxed);
                if number >= jobs {
                    return anyhow::Ok(());
                }
                let path = studio.path(&format!("/tasks/{}/executions", tasks[number % tasks.len()]));
                let answer = connection.send(studio.request(Method::POST, &path, None)?).await?;
                let words = || String::from_utf8_lossy(&answer.body).into_owned();
                ensure!(answer.status == StatusCode::ACCEPTED, "{path} is answered {}: {}", answer.status, words());
            }
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    while studio.works(tasks).await? {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let runs = studio.runs(tasks, jobs / tasks.len()).await?;
    if let Some(run) = runs.iter().find(|run| run.state != "succeeded") {
        bail!("an execution {}: {:?}", run.state, run.error);
    }
    let first = runs.iter().map(Run::queued_ms).fold(f64::MAX, f64::min);
    let last = runs.iter().filter_map(Run::finished_ms).fold(0.0, f64::max);
    Ok(jobs as f64 * 1e3 / (last - first))
}

/// How long each waited from the moment it was queued until its call was sent, in milliseconds, one after the other.
async fn starts(studio: &Arc<Studio>, task: &str) -> Result<Vec<f64>> {
    for _ in 0..STARTS {
        studio.run(task).await?;
        tokio::time::sleep(PAUSE).await;
    }
    let task = [task.to_owned()];
    let began = Instant::now();
    while studio.works(&task).await? {
        ensure!(began.elapsed() < LIMIT, "some executions did not end in time");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let runs = studio.runs(&task, STARTS).await?;
    Ok(runs.iter().filter_map(|run| Some(run.started_ms()? - run.queued_ms())).collect())
}

/// The same while very many wait for a server that has no room.
async fn starts_beside(studio: &Arc<Studio>, url: &str, task: &str, scripts: &Scripts<'_>) -> Result<Vec<f64>> {
    let server = studio.add_server("Full", url).await?;
    let hold = call(studio, &server, HOLD, &json!({})).await?;
    let mut held = Vec::new();
    for _ in 0..PER_SERVER {
        let Execution { id, .. } = studio.run(&hold).await?;
        studio.until(&id, &["running"]).await?;
        held.push(id);
    }
    let Execution { id, .. } = studio.run(&hold).await?;
    scripts.run("backlog.mjs", &[id.clone(), BACKLOG.to_string()]).await?;
    let found = starts(studio, task).await;
    scripts.run("backlog.mjs", &[id, "0".to_owned()]).await?;
    for id in held {
        studio.cancel(&id).await?;
    }
    found
}

//! What a thousand registered servers cost that are checked for ever and do nothing else: memory and processor time of the
//! Studio's server, beside what it took just before they came. Each is a host of its own, without TLS.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use studio_bench::{Figure, Goal};

use crate::mcp_server::McpServer;
use crate::process::{Resident, Used};
use crate::studio::{Server, Studio};

const SERVERS: u16 = 1_000;
/// Before they are registered.
const BEFORE: Duration = Duration::from_secs(20);
/// How long it may take until all were checked once.
const CHECK_LIMIT: Duration = Duration::from_secs(240);
/// What the last first checks leave to be done.
const SETTLE: Duration = Duration::from_secs(10);
const MEASURED: Duration = Duration::from_secs(60);
/// Requests under way at once, to register and to delete.
const AT_ONCE: usize = 8;
const MEMORY: Goal = Goal::AtMost(200.0);
/// Per cent of one core.
const CPU: Goal = Goal::AtMost(5.0);

/// Registers the servers, measures and deletes them.
pub(crate) async fn measure(studio: &Studio, server_pid: u32) -> Result<Vec<Figure>> {
    let before = Cost::over(BEFORE, server_pid).await?;
    let remote = McpServer::start(SERVERS).await?;
    let cost = cost(studio, &remote, server_pid).await;
    // Whatever was found: nothing else is to be measured beside their checks.
    let deleted = delete(studio).await;
    let (with, checked) = cost?;
    deleted?;
    Ok(figures(&before, &with, checked))
}

/// What a process took over some time.
struct Cost {
    /// In the end.
    memory: Resident,
    /// Per cent of one core.
    cpu: f64,
    /// The same of Postgres.
    postgres_cpu: f64,
}

impl Cost {
    /// Waits so long and looks.
    async fn over(duration: Duration, pid: u32) -> Result<Self> {
        let (began, used) = (Instant::now(), Used::of(pid)?);
        tokio::time::sleep(duration).await;
        let (used, took) = (Used::of(pid)?.since(used), began.elapsed());
        Ok(Self {
            memory: Resident::of(pid)?,
            cpu: per_cent(used.own, took),
            // The private Postgres is all that the server starts.
            postgres_cpu: per_cent(used.below, took),
        })
    }
}

/// Seconds of a core's time in some time.
fn per_cent(used: f64, took: Duration) -> f64 {
    used / took.as_secs_f64() * 100.0
}

/// What they cost, and how many of them were checked while that was measured.
async fn cost(studio: &Studio, remote: &McpServer, server_pid: u32) -> Result<(Cost, usize)> {
    let registering = stream::iter(0..SERVERS)
        .map(|number| async move { studio.add_server(&name(number), &remote.url(number)).await });
    registering.buffer_unordered(AT_ONCE).try_collect::<Vec<String>>().await?;
    until_checked(studio).await?;
    tokio::time::sleep(SETTLE).await;
    let earlier = ours(studio).await?;
    let cost = Cost::over(MEASURED, server_pid).await?;
    let later = ours(studio).await?;
    for Server { name, reachable, last_error, .. } in &later {
        ensure!(*reachable == Some(true), "{name} is not healthy: {last_error:?}");
    }
    Ok((cost, checked_since(&earlier, &later)))
}

fn name(number: u16) -> String {
    format!("Echo {number:04}")
}

/// The servers that we registered.
async fn ours(studio: &Studio) -> Result<Vec<Server>> {
    let mut servers = studio.servers().await?;
    servers.retain(|server| server.name.starts_with("Echo "));
    Ok(servers)
}

async fn until_checked(studio: &Studio) -> Result<()> {
    let began = Instant::now();
    loop {
        let servers = ours(studio).await?;
        ensure!(servers.len() == usize::from(SERVERS), "{} servers are listed instead of {SERVERS}", servers.len());
        let waiting = servers.iter().filter(|server| server.last_checked_at.is_none()).count();
        if waiting == 0 {
            return Ok(());
        }
        if began.elapsed() > CHECK_LIMIT {
            bail!("{waiting} of {SERVERS} servers were not checked within {} s", CHECK_LIMIT.as_secs());
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// How many have another time of their last check.
fn checked_since(earlier: &[Server], later: &[Server]) -> usize {
    let earlier: HashMap<&str, _> = earlier.iter().map(|server| (&*server.id, &server.last_checked_at)).collect();
    later.iter().filter(|server| earlier.get(&*server.id) != Some(&&server.last_checked_at)).count()
}

async fn delete(studio: &Studio) -> Result<()> {
    let servers = ours(studio).await?;
    let deleting = stream::iter(&servers).map(|server| studio.delete_server(&server.id));
    deleting.buffer_unordered(AT_ONCE).try_collect().await
}

fn figures(before: &Cost, with: &Cost, checked: usize) -> Vec<Figure> {
    let figure = |name: &str, value: f64, unit: &str, before: f64| {
        Figure::new(format!("{SERVERS} servers, {name}"), value, unit).against("without them", before)
    };
    let checks = format!("{SERVERS} servers, checked in those {} s", MEASURED.as_secs());
    vec![
        figure("RSS", with.memory.all, "MB", before.memory.all).goal(MEMORY),
        figure("PSS", with.memory.fair, "MB", before.memory.fair),
        figure("CPU", with.cpu, "% of a core", before.cpu).goal(CPU),
        figure("CPU of Postgres", with.postgres_cpu, "% of a core", before.postgres_cpu),
        Figure::new(checks, checked as f64, "servers"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(id: &str, last_checked_at: Option<&str>) -> Server {
        let last_checked_at = last_checked_at.map(str::to_owned);
        Server { id: id.to_owned(), name: name(7), reachable: Some(true), last_checked_at, last_error: None }
    }

    #[test]
    fn three_seconds_of_work_in_a_minute_are_the_goal() {
        assert_eq!(per_cent(3.0, Duration::from_secs(60)), 5.0);
    }

    #[test]
    fn a_server_counts_when_it_was_checked_again() {
        let earlier = [server("a", Some("10:00:01")), server("b", Some("10:00:02")), server("c", Some("10:00:03"))];
        let later = [server("b", Some("10:00:32")), server("a", Some("10:00:31")), server("c", Some("10:00:03"))];
        assert_eq!(checked_since(&earlier, &later), 2);
    }

    #[test]
    fn figures_are_held_to_their_goals() {
        let cost = |mb: f64, cpu| Cost { memory: Resident { all: mb, fair: mb - 5.0 }, cpu, postgres_cpu: 2.0 * cpu };
        let figures = figures(&cost(50.0, 0.5), &cost(201.0, 4.0), 990);
        let met: Vec<Option<bool>> = figures.iter().map(Figure::met).collect();
        assert_eq!(met, [Some(false), None, Some(true), None, None]);
        assert_eq!((figures[3].value, figures[3].ratio(), figures[4].value), (8.0, Some(8.0), 990.0));
    }
}

//! What many executions under way at once take in memory of the Studio's process.

use std::time::Duration;

use anyhow::{Context as _, Result};
use studio_bench::Figure;

use crate::process::Resident;
use crate::studio::Studio;

const EXECUTIONS: usize = 100;
/// More than a quarter of them would not run on one server at once.
const SERVERS: usize = 4;
/// A line a second each, for longer than is measured.
const COMMAND: &str = "i=0; while [ $i -lt 600 ]; do echo line $i; sleep 1; i=$((i+1)); done";
/// From the moment all run.
const SETTLE: Duration = Duration::from_secs(10);

/// Registers the master agent under more names, runs commands there and measures the Studio before and meanwhile.
pub(crate) async fn measure(studio: &Studio, agent: (&str, &str), server_pid: u32) -> Result<Vec<Figure>> {
    let (url, token) = agent;
    let mut tasks = Vec::new();
    for number in 0..SERVERS {
        let server = studio.add_agent(&format!("local {number}"), url, token).await?;
        tasks.push(studio.task(&server, "Print lines", COMMAND).await?);
    }
    let before = Resident::of(server_pid)?;
    let mut under_way = Vec::new();
    for task in tasks.iter().cycle().take(EXECUTIONS) {
        under_way.push(studio.run(task).await?.id);
    }
    let found = meanwhile(studio, &under_way, server_pid).await;
    for execution in &under_way {
        studio.cancel(execution).await?;
    }
    for execution in &under_way {
        studio.until(execution, &["cancelled"]).await?;
    }
    let found = found.context("while all ran")?;
    let each = (found.all - before.all) * 1e3 / EXECUTIONS as f64;
    Ok(vec![
        Figure::new(format!("{EXECUTIONS} executions under way, RSS"), found.all, "MB").against("before", before.all),
        Figure::new("each of them, RSS", each, "kB"),
    ])
}

async fn meanwhile(studio: &Studio, under_way: &[String], server_pid: u32) -> Result<Resident> {
    for execution in under_way {
        studio.until(execution, &["running"]).await?;
    }
    tokio::time::sleep(SETTLE).await;
    Resident::of(server_pid)
}

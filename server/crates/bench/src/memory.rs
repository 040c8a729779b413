//! What the processes take in memory while nothing happens.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use studio_bench::{Figure, Goal};

use crate::process::Resident;
use crate::studio::Studio;

/// From the moment the server listens, without a request.
const IDLE: Duration = Duration::from_secs(20);
const SLEEPERS: usize = 10;
const GOAL: Goal = Goal::AtMost(60.0);

/// The server and the master agent before anybody asks anything of them.
pub(crate) async fn idle(server: u32, agent: u32) -> Result<(Resident, Resident)> {
    tokio::time::sleep(IDLE).await;
    Ok((Resident::of(server)?, Resident::of(agent)?))
}

/// What was found idle, and what commands add that only sleep.
pub(crate) async fn measure(
    studio: &Studio,
    server: &str,
    agent_data: &Path,
    (studio_idle, agent_idle): (Resident, Resident),
) -> Result<Vec<Figure>> {
    let task = studio.task(server, "Sleep", "sleep 600").await?;
    let mut sleeping = Vec::new();
    for _ in 0..SLEEPERS {
        sleeping.push(studio.run(&task).await?.id);
    }
    let found = found(studio, &sleeping, agent_data).await;
    // Whatever was found: commands outlive the master agent.
    for execution in &sleeping {
        studio.cancel(execution).await?;
    }
    for execution in &sleeping {
        studio.until(execution, &["cancelled"]).await?;
    }
    let shims = found?;
    ensure!(shims.len() == SLEEPERS, "{} shims were found for {SLEEPERS} commands", shims.len());
    let sum: f64 = shims.iter().map(|shim| shim.fair).sum();
    let figure = |name: &str, value: f64| Figure::new(name, value, "MB");
    Ok(vec![
        figure("idle server, RSS", studio_idle.all).goal(GOAL).against("idle master agent, RSS", agent_idle.all),
        figure("idle server, PSS", studio_idle.fair).against("idle master agent, PSS", agent_idle.fair),
        figure("shims of 10 sleeping commands, PSS", sum).against("idle master agent, PSS", agent_idle.fair),
    ])
}

/// The shims, once every command sleeps.
async fn found(studio: &Studio, sleeping: &[String], agent_data: &Path) -> Result<Vec<Resident>> {
    for execution in sleeping {
        studio.until(execution, &["running"]).await?;
    }
    shims(agent_data)
}

/// The shims of this master agent: its program, called `shim`, at work in a folder of a run.
fn shims(agent_data: &Path) -> Result<Vec<Resident>> {
    let runs = agent_data.join("runs");
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let path = entry?.path();
        let Some(pid) = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        // A process may end while we look, and those of others may be closed to us.
        let (Ok(folder), Ok(arguments)) = (fs::read_link(path.join("cwd")), fs::read(path.join("cmdline"))) else {
            continue;
        };
        if folder.starts_with(&runs) && arguments.split(|byte| *byte == 0).nth(1).is_some_and(|name| name == b"shim") {
            found.push(Resident::of(pid)?);
        }
    }
    Ok(found)
}

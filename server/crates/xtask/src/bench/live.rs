//! What is measured of a running Studio, built in release: the client is the crate `studio-bench`, a program of its own,
//! because its HTTP and WebSockets would otherwise be compiled by everyone before `./studio up`.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result, ensure};
use studio_bench::Outcome;

use super::studio::{Running, with_studio};
use crate::{
    UpArgs,
    build::cargo,
    layout::Layout,
    run::{run, timed},
    site,
    up::command,
};

/// What the client can measure, as it calls it.
pub(super) const NAMES: [&str; 11] = [
    "output",
    "first-byte",
    "api",
    "mcp-call",
    "disturbance",
    "events",
    "memory",
    "servers",
    "under-way",
    "viewers",
    "queue",
];

/// Starts a Studio as `up` does, lets the client measure it and ends it.
pub(super) fn measure(layout: &Layout, args: &UpArgs, names: &[&str]) -> Result<Outcome> {
    let client = build_client(layout)?;
    let scripts = layout.source("end2end");
    if names.contains(&"queue") {
        site::install(&scripts)?;
    }
    with_studio(layout, args, |running| run_client(&client, running, &scripts, names))
}

fn build_client(layout: &Layout) -> Result<PathBuf> {
    timed("benchmark client", || {
        run(cargo(&layout.root).args(["build", "--quiet", "--release", "-p", "studio-bench"]))
    })?;
    Ok(layout.target.join("release/studio-bench"))
}

/// Starts the client; what it found is the future's. Dropped, it ends the client.
fn run_client(
    client: &Path,
    running: &Running<'_>,
    scripts: &Path,
    names: &[&str],
) -> Result<impl Future<Output = Result<Outcome>> + use<>> {
    let Running { port, server, agent, data } = running;
    let agent_pid = agent.child.id().context("the local master agent has ended")?;
    let mut client = command(client, None);
    client.arg("--port").arg(port.to_string()).arg("--server-pid").arg(server.to_string());
    client.arg("--agent-pid").arg(agent_pid.to_string()).arg("--agent-url").arg(agent.url());
    client.arg("--agent-data").arg(agent.data()).arg("--postgres").arg(data.join("postgres"));
    client.arg("--scripts").arg(scripts).args(names);
    client.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let client = client.spawn().context("cannot start the benchmark client")?;
    Ok(async move {
        let output = client.wait_with_output().await?;
        ensure!(output.status.success(), "the benchmark client failed ({})", output.status);
        serde_json::from_slice(&output.stdout).context("what the benchmark client printed")
    })
}

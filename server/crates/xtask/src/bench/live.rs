//! What is measured of a running Studio, built in release: the client is the crate `studio-bench`, a program of its own,
//! because its HTTP and WebSockets would otherwise be compiled by everyone before `./studio up`.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result, anyhow, ensure};
use studio_bench::Outcome;

use crate::{
    UpArgs,
    build::cargo,
    layout::Layout,
    run::{run, timed},
    up::{Agent, Signals, build_apart, command, data_folder, on_runtime, start_server},
};

/// What the client can measure, as it calls it.
pub(super) const NAMES: [&str; 8] =
    ["output", "first-byte", "api", "mcp-call", "disturbance", "events", "memory", "servers"];

/// Starts a Studio as `up` does, lets the client measure it and ends it.
pub(super) fn measure(layout: &Layout, args: &UpArgs, names: &[&str]) -> Result<Outcome> {
    let (programs, site) = build_apart(layout, args.release)?;
    let client = build_client(layout)?;
    let data = data_folder(args)?;
    on_runtime(async {
        let mut signals = Signals::new()?;
        let mut agent = Agent::start(&programs.agent, &data).await?;
        let mut server = start_server(&programs, &site, &data, args.port, Some(&agent))?;
        let measuring = run_client(&client, args.port, server.id(), &agent, names);
        let measured = match measuring {
            Ok(measuring) => tokio::select! {
                () = signals.next() => Err(anyhow!("interrupted")),
                status = server.ended() => Err(anyhow!("the Studio's server ended by itself ({status})")),
                status = agent.child.ended() => Err(anyhow!("the local master agent ended by itself ({status})")),
                measured = measuring => measured,
            },
            Err(error) => Err(error),
        };
        server.stop().await;
        agent.child.stop().await;
        measured
    })
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
    port: u16,
    server: Option<u32>,
    agent: &Agent,
    names: &[&str],
) -> Result<impl Future<Output = Result<Outcome>> + use<>> {
    let server = server.context("the Studio's server has ended")?;
    let agent_pid = agent.child.id().context("the local master agent has ended")?;
    let mut client = command(client, None);
    client.arg("--port").arg(port.to_string()).arg("--server-pid").arg(server.to_string());
    client.arg("--agent-pid").arg(agent_pid.to_string()).arg("--agent-url").arg(agent.url());
    client.arg("--agent-data").arg(agent.data()).args(names);
    client.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let client = client.spawn().context("cannot start the benchmark client")?;
    Ok(async move {
        let output = client.wait_with_output().await?;
        ensure!(output.status.success(), "the benchmark client failed ({})", output.status);
        serde_json::from_slice(&output.stdout).context("what the benchmark client printed")
    })
}

//! How long `./studio up` takes when there is nothing to build, as people run it: the script, in the dev profile.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use studio_bench::{Figure, Goal, quantile};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::{
    UpArgs,
    build::cargo,
    layout::Layout,
    run::run,
    up::{Child, Signals, command, data_folder, on_runtime},
};

const RUNS: usize = 3;
/// Seconds; past that people look what hangs.
const GOAL: Goal = Goal::AtMost(10.0);
const READY: &str = "Studio is ready at ";

/// Starts it once to build and to make the database, then for the figure.
pub(super) fn measure(layout: &Layout, args: &UpArgs) -> Result<Vec<Figure>> {
    let starts = on_runtime(async {
        let mut signals = Signals::new()?;
        tokio::select! {
            () = signals.next() => bail!("interrupted"),
            starts = starts(layout, args) => starts,
        }
    })?;
    let mut builds = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        run(cargo(&layout.root).args(["build", "--quiet", "-p", "server", "-p", "master-agent"]))?;
        builds.push(began.elapsed().as_secs_f64());
    }
    let median = |samples: &[f64]| quantile(samples, 0.5).context("nothing was measured");
    let figure = Figure::new("warm ./studio up until ready", median(&starts)?, "s").goal(GOAL);
    Ok(vec![figure.against("cargo build, nothing to do", median(&builds)?)])
}

async fn starts(layout: &Layout, args: &UpArgs) -> Result<Vec<f64>> {
    start(layout, args).await?;
    let mut starts = Vec::new();
    for _ in 0..RUNS {
        starts.push(start(layout, args).await?.as_secs_f64());
    }
    Ok(starts)
}

/// From the call to the ready line; then it is ended.
async fn start(layout: &Layout, args: &UpArgs) -> Result<Duration> {
    let mut up = command(layout.source("studio"), None);
    up.arg("up").arg("--port").arg(args.port.to_string()).arg("--data").arg(data_folder(args)?);
    up.current_dir(&layout.root).env("CARGO_TARGET_DIR", &layout.target).stdout(Stdio::piped());
    let began = Instant::now();
    let mut child = Child::spawn("./studio up", up)?;
    // Kept until the end: it prints more after the line.
    let mut lines = BufReader::new(child.stdout().context("./studio up has no stdout")?).lines();
    let mut took = None;
    while let Some(line) = lines.next_line().await? {
        if line.starts_with(READY) {
            took = Some(began.elapsed());
            break;
        }
    }
    child.stop().await;
    took.context("./studio up ended without being ready")
}

//! `dev`: the Studio, built and started again after each change of a source file.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use anyhow::Result;

use crate::{
    UpArgs,
    build::{self, Programs},
    layout::Layout,
    site::{self, Mode},
    up::{Agent, Signals, data_folder, on_runtime, start_server},
};

const WATCHED: [&str; 6] = ["app", "server", "style", "public", "migrations", "frontend"];

/// Builds and starts, and again when something changed. A build that fails leaves the last one running.
pub fn dev(layout: &Layout, args: &UpArgs) -> Result<()> {
    let data = data_folder(args)?;
    on_runtime(async {
        let mut signals = Signals::new()?;
        let mut seen = newest(layout)?;
        let mut built = build_all(layout, args)?;
        let agent = match args.no_agent {
            true => None,
            false => Some(Agent::start(&built.0.agent, &data).await?),
        };
        loop {
            let mut server = start_server(&built.0, &built.1, &data, args.port, agent.as_ref())?;
            let again = tokio::select! {
                () = signals.next() => None,
                status = server.ended() => {
                    eprintln!("studio: the server ended ({status}); waiting for a change");
                    tokio::select! {
                        () = signals.next() => None,
                        next = next_build(layout, args, &mut seen) => Some(next?),
                    }
                }
                next = next_build(layout, args, &mut seen) => Some(next?),
            };
            server.stop().await;
            match again {
                Some(next) => built = next,
                None => break,
            }
        }
        if let Some(agent) = agent {
            agent.child.stop().await;
        }
        Ok(())
    })
}

type Built = (Programs, std::path::PathBuf);

fn build_all(layout: &Layout, args: &UpArgs) -> Result<Built> {
    Ok((build::programs(layout, args.release)?, site::build(layout, Mode::Quick)?.folder))
}

/// Waits for a change that builds.
async fn next_build(layout: &Layout, args: &UpArgs, seen: &mut SystemTime) -> Result<Built> {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = newest(layout)?;
        if now <= *seen {
            continue;
        }
        *seen = now;
        let (layout, args) = (layout.clone(), args.clone());
        match tokio::task::spawn_blocking(move || build_all(&layout, &args)).await? {
            Ok(built) => return Ok(built),
            Err(error) => eprintln!("studio: {error:#}"),
        }
    }
}

/// When the youngest source file was written.
fn newest(layout: &Layout) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for name in WATCHED {
        visit(&layout.source(name), &mut newest)?;
    }
    Ok(newest)
}

fn visit(folder: &Path, newest: &mut SystemTime) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        // A file may vanish while an editor replaces it.
        let Ok(metadata) = entry.metadata() else { continue };
        *newest = (*newest).max(metadata.modified()?);
        if metadata.is_dir() && name != "node_modules" && !name.to_string_lossy().starts_with('.') {
            visit(&entry.path(), newest)?;
        }
    }
    Ok(())
}

//! A Studio of our own, as `up` starts it, for as long as something is measured of it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::{
    UpArgs,
    layout::Layout,
    up::{Agent, Signals, build_apart, data_folder, on_runtime, start_server},
};

/// The processes that run.
pub(super) struct Running<'a> {
    /// Where the Studio listens, or will soon.
    pub port: u16,
    /// Id of its process.
    pub server: u32,
    /// The local master agent.
    pub agent: &'a Agent,
    /// Folder of its data.
    pub data: &'a Path,
}

/// Starts a Studio, lets it be measured and ends it. What `measuring` gives, dropped, ends what it started.
pub(super) fn with_studio<T, M>(
    layout: &Layout,
    args: &UpArgs,
    measuring: impl FnOnce(&Running<'_>) -> Result<M>,
) -> Result<T>
where
    M: Future<Output = Result<T>>,
{
    let (programs, site) = build_apart(layout, args.release)?;
    let data: PathBuf = data_folder(args)?;
    on_runtime(async {
        let mut signals = Signals::new()?;
        let mut agent = Agent::start(&programs.agent, &data).await?;
        let mut server = start_server(&programs, &site, &data, args.port, Some(&agent))?;
        let started = server
            .id()
            .context("the Studio's server has ended")
            .and_then(|id| measuring(&Running { port: args.port, server: id, agent: &agent, data: &data }));
        let measured = match started {
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

//! The Studio on this machine: server and local master agent, started and ended together.

mod agent;
mod child;

use std::{
    env, fs,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use nix::unistd::geteuid;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub use agent::Agent;
pub use child::{Child, command};

use crate::{UpArgs, build::Programs, layout::Layout};

/// `up`: builds, starts, waits for a signal or for the end of a child.
pub fn up(layout: &Layout, args: &UpArgs) -> Result<()> {
    let (programs, site) = build_apart(layout, args.release)?;
    let data = data_folder(args)?;
    on_runtime(async {
        let mut signals = Signals::new()?;
        let mut agent = match args.no_agent {
            true => None,
            false => Some(Agent::start(&programs.agent, &data).await?),
        };
        let mut server = start_server(&programs, &site, &data, args.port, agent.as_ref())?;
        let ended = tokio::select! {
            () = signals.next() => Ok(()),
            status = server.ended() => Err(format!("the Studio's server ended by itself ({status})")),
            status = ended(agent.as_mut()) => Err(format!("the local master agent ended by itself ({status})")),
        };
        // The server first: it is the agent's client.
        server.stop().await;
        if let Some(agent) = agent {
            agent.child.stop().await;
        }
        ended.or_else(|why| bail!(why))
    })
}

/// Builds in a process of its own: what the wasm tools take in memory would stay with us for as long as the Studio runs.
pub fn build_apart(layout: &Layout, release: bool) -> Result<(Programs, PathBuf)> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("build").args(release.then_some("--release"));
    if !command.status().context("cannot run the build")?.success() {
        bail!("the build failed");
    }
    let link = layout.site();
    let site = link.canonicalize().with_context(|| format!("cannot resolve {}", link.display()))?;
    Ok((Programs::of(layout, release), site))
}

/// Runs on this thread only: children ask to be signalled when the thread that started them ends.
pub fn on_runtime<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(work)
}

/// Starts `studio-server serve`; it prints by itself when it is ready and where.
pub fn start_server(programs: &Programs, site: &Path, data: &Path, port: u16, agent: Option<&Agent>) -> Result<Child> {
    let mut command = child::command(&programs.server, None);
    command.arg("serve");
    command.env("STUDIO_PORT", port.to_string()).env("STUDIO_DATA", data).env("STUDIO_SITE", site);
    command.env("STUDIO_ALLOW_NETWORKS", env::var("STUDIO_ALLOW_NETWORKS").unwrap_or("127.0.0.0/8,::1/128".into()));
    if let Some(agent) = agent {
        command.env("STUDIO_LOCAL_AGENT_URL", agent.url()).env("STUDIO_LOCAL_AGENT_TOKEN_FILE", agent.token_file());
    }
    Child::spawn("the Studio's server", command)
}

async fn ended(agent: Option<&mut Agent>) -> String {
    match agent {
        Some(agent) => agent.child.ended().await,
        None => std::future::pending().await,
    }
}

/// SIGTERM, SIGINT and SIGHUP.
pub struct Signals([Signal; 3]);

impl Signals {
    /// From here on they no longer end the process.
    pub fn new() -> Result<Self> {
        let on = |kind| signal(kind).context("cannot listen to signals");
        Ok(Self([on(SignalKind::terminate())?, on(SignalKind::interrupt())?, on(SignalKind::hangup())?]))
    }

    /// Waits for one of them.
    pub async fn next(&mut self) {
        let [terminate, interrupt, hangup] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

/// The data folder, made when missing. Root's may be passed through by the accounts of Postgres and of the agent.
pub fn data_folder(args: &UpArgs) -> Result<PathBuf> {
    let folder = match &args.data {
        Some(folder) => folder.clone(),
        None => default_data_folder()?,
    };
    let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
    fs::DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(&folder)
        .and_then(|()| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)))
        .with_context(|| format!("cannot make the data folder {}", folder.display()))?;
    folder.canonicalize().with_context(|| format!("cannot resolve {}", folder.display()))
}

/// Root's home is closed to the other accounts, so root's default is the machine's place for data.
fn default_data_folder() -> Result<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = match set("XDG_DATA_HOME") {
        Some(base) => base,
        None if geteuid().is_root() => PathBuf::from("/var/lib"),
        None => set("HOME").context("HOME is not set; give the data folder with --data")?.join(".local/share"),
    };
    Ok(base.join("mcp-agent-studio"))
}

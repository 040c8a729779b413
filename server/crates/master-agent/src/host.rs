//! What this host is.

use std::fs;
use std::path::Path;
use std::time::Duration;

use agent_protocol::{CONTRACT_VERSION, HostInfo};
use chrono::{DateTime, Utc};
use nix::sys::utsname::uname;
use nix::unistd::{Uid, User};
use tokio::process::Command;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::metrics;
use crate::runs::Runs;

const PACKAGE_MANAGERS: [&str; 14] = [
    "apt-get", "dnf", "yum", "zypper", "apk", "pacman", "brew", "snap", "flatpak", "npm", "pip3", "pipx", "cargo", "go",
];
const SUDO_TIME: Duration = Duration::from_secs(3);

/// Knows the host.
#[derive(Debug)]
pub struct Host {
    /// Identity of the data folder.
    pub instance_id: Uuid,
    started_at: DateTime<Utc>,
    search_path: String,
    has_sudo: OnceCell<bool>,
}

impl Host {
    /// The host of this process, where programs are looked for in `search_path`.
    pub fn new(instance_id: Uuid, search_path: &str) -> Self {
        Self { instance_id, started_at: Utc::now(), search_path: search_path.into(), has_sudo: OnceCell::new() }
    }

    /// The result of `host_info`.
    pub async fn info(&self, runs: &Runs) -> std::io::Result<HostInfo> {
        let system = uname()?;
        let text = |field: &std::ffi::OsStr| field.to_string_lossy().into_owned();
        let uid = Uid::effective();
        Ok(HostInfo {
            os: os_name().unwrap_or_else(|| text(system.sysname())),
            kernel: text(system.release()),
            architecture: text(system.machine()),
            hostname: text(system.nodename()),
            cpus: metrics::cpus(),
            memory_bytes: metrics::memory()?.total_bytes,
            agent_version: env!("CARGO_PKG_VERSION").into(),
            contract: CONTRACT_VERSION,
            instance_id: self.instance_id,
            agent_started_at: self.started_at,
            uptime_seconds: metrics::uptime_seconds()?,
            user: User::from_uid(uid)?.map_or_else(|| uid.to_string(), |user| user.name),
            is_root: uid.is_root(),
            has_sudo: *self.has_sudo.get_or_init(|| self.find_sudo()).await,
            package_managers: PACKAGE_MANAGERS.into_iter().filter(|name| self.has(name)).map(Into::into).collect(),
            running: u32::try_from(runs.running()).unwrap_or(u32::MAX),
            max_running: u32::try_from(runs.most_running()).unwrap_or(u32::MAX),
        })
    }

    fn has(&self, program: &str) -> bool {
        self.search_path.split(':').any(|dir| Path::new(dir).join(program).is_file())
    }

    async fn find_sudo(&self) -> bool {
        if !self.has("sudo") {
            return false;
        }
        let mut command = Command::new("sudo");
        command.args(["-n", "true"]).kill_on_drop(true);
        command
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        matches!(tokio::time::timeout(SUDO_TIME, command.status()).await, Ok(Ok(status)) if status.success())
    }
}

/// Name and version from os-release(5).
fn os_name() -> Option<String> {
    let release = fs::read_to_string("/etc/os-release").ok()?;
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').to_owned())
}

//! What a former postmaster left: its pid file, and perhaps itself.

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    cluster::Folder,
    error::{Context, Error},
};

/// `postmaster.pid`, as Postgres writes it (`miscadmin.h`, `LOCK_FILE_LINE_*`).
#[derive(Debug)]
pub(crate) struct PidFile {
    pub(crate) pid: u32,
    pub(crate) socket_dir: PathBuf,
    pub(crate) ready: bool,
    cluster: PathBuf,
}

impl PidFile {
    /// `None` when there is none, or it is not complete yet.
    pub(crate) fn read(cluster: &Path) -> Option<Self> {
        let text = fs::read_to_string(cluster.join("postmaster.pid")).ok()?;
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        Some(Self {
            pid: lines.first()?.parse().ok()?,
            socket_dir: PathBuf::from(lines.get(4).copied().unwrap_or_default()),
            ready: lines.get(7) == Some(&"ready"),
            cluster: cluster.canonicalize().ok()?,
        })
    }

    /// Whether that process lives and works in this cluster (a number alone may have been given to another program).
    pub(crate) fn is_alive(&self) -> bool {
        works_in(self.pid, &self.cluster)
    }
}

/// Ends what is left of a former postmaster in this folder. The caller holds the folder's lock, so nobody needs it.
pub(crate) async fn clear(folder: &Folder) -> Result<(), Error> {
    let Ok(cluster) = folder.cluster().canonicalize() else { return Ok(()) };
    let file = PidFile::read(&cluster);
    if let Some(file) = file.as_ref().filter(|file| file.is_alive()) {
        tracing::info!(pid = file.pid, "stopping the postgres a former process left behind");
        signal(file.pid, Signal::SIGINT);
        if wait_for_none(&cluster, Duration::from_secs(30)).await {
            return Ok(());
        }
    }
    // Backends whose postmaster was killed; or one that would not stop.
    for (told, limit) in [(Signal::SIGQUIT, 10), (Signal::SIGKILL, 5)] {
        let left = processes_in(&cluster);
        if left.is_empty() {
            break;
        }
        left.iter().for_each(|pid| signal(*pid, told));
        wait_for_none(&cluster, Duration::from_secs(limit)).await;
    }
    if let Some(pid) = processes_in(&cluster).first() {
        return Err(Error::StillRunning(*pid));
    }
    // Postgres itself would take any living process with the number in the file for a running postmaster.
    let path = cluster.join("postmaster.pid");
    match file {
        Some(file) if path.exists() && Path::new("/proc").join(file.pid.to_string()).exists() => {
            fs::remove_file(&path).at("remove", &path)
        }
        _ => Ok(()),
    }
}

fn signal(pid: u32, signal: Signal) {
    if let Err(error) = kill(Pid::from_raw(pid.cast_signed()), signal) {
        tracing::debug!(pid, %error, "could not signal a left-over postgres");
    }
}

async fn wait_for_none(cluster: &Path, limit: Duration) -> bool {
    let began = Instant::now();
    while began.elapsed() < limit {
        if processes_in(cluster).is_empty() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

/// The Postgres processes of a cluster: each of them has it as its working directory.
fn processes_in(cluster: &Path) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| works_in(*pid, cluster)).collect()
}

fn works_in(pid: u32, cluster: &Path) -> bool {
    let proc = Path::new("/proc").join(pid.to_string());
    let is_postgres = fs::read_to_string(proc.join("comm")).is_ok_and(|name| name.trim() == "postgres");
    is_postgres && fs::read_link(proc.join("cwd")).is_ok_and(|cwd| cwd == cluster)
}

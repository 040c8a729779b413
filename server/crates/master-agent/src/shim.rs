//! The shim: one small process for each run, which owns its pipes or terminal, its limits and its output.
//!
//! It is this program again (`master-agent shim`), started by the daemon in the folder of the run, in a session of
//! its own, single-threaded and without an async runtime. It outlives the daemon; the daemon finds it again by the
//! run's folder and socket.

mod child;
mod control;
mod input;
mod kill;

pub use kill::kill_orphan;
mod spool;
mod supervisor;

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use agent_protocol::RunState;
use anyhow::Context;
use chrono::{DateTime, Utc};
use nix::sys::prctl;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::unistd;

use crate::run_files::{RunFiles, Status};
use crate::shim_protocol::{Launch, Launched};
use control::Control;
use spool::Spool;
use supervisor::Supervisor;

/// Runs the shim to the end of its run.
pub fn main() -> ExitCode {
    match start().and_then(|supervisor| supervisor.map_or(Ok(()), Supervisor::run)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The daemon reads the first line only; once it was told that the run goes on, nobody listens here.
            let answered = answer(&Launched::Failed(format!("{error:#}")));
            if answered.is_err() { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// Starts the run. None when its program could not be started, which is then its recorded end.
fn start() -> anyhow::Result<Option<Supervisor>> {
    let launch: Launch = serde_json::from_reader(io::stdin().lock()).context("reading what to start")?;
    // The daemon starts a shim outside any session or group leadership, so this cannot fail but for a leader.
    unistd::setsid().context("making a session")?;
    prctl::set_child_subreaper(true).context("becoming the reaper of the run")?;
    let files = RunFiles::new(env::current_dir().context("finding the run's folder")?);
    // The socket comes first: whoever sees the start claimed can rely on it to tell whether the shim lives.
    let control = Control::listen().context("making the run's socket")?;
    if !files.claim_start().context("claiming the start")? {
        anyhow::bail!("the run was given up before it started");
    }
    files.reserve_room().context("reserving room for the end")?;
    let spool = Spool::create(&files, launch.spool_bytes).context("making the spool")?;
    let started_at = Utc::now();
    let child = match child::spawn(&launch) {
        Ok(child) => child,
        Err(message) => {
            let state = RunState::StartFailed { message: message.clone() };
            files.write_status(&Status::ended_without_process(started_at, state)).context("recording the failure")?;
            answer(&Launched::Failed(message)).context("telling the daemon")?;
            return Ok(None);
        }
    };
    let (status, signals) = record_start(&files, &child, started_at).inspect_err(|_| {
        // What cannot be supervised must not run.
        kill::signal_all(child.pid, kill::Reach::Descendants, Signal::SIGKILL);
    })?;
    // A daemon that died meanwhile finds the run by its folder.
    let _ = answer(&Launched::Running { pid: child.pid.as_raw().cast_unsigned(), started_at });
    Ok(Some(Supervisor::new(launch, files, status, child, spool, control, signals)))
}

fn record_start(
    files: &RunFiles,
    child: &child::Child,
    started_at: DateTime<Utc>,
) -> anyhow::Result<(Status, SignalFd)> {
    let signals = watch_signals().context("watching signals")?;
    let status = Status {
        pid: Some(child.pid.as_raw().cast_unsigned()),
        pid_start: kill::start_time(child.pid),
        started_at,
        ended_at: None,
        truncated_at: None,
        dropped_bytes: 0,
        state: RunState::Running,
    };
    files.write_status(&status).context("recording the start")?;
    Ok((status, signals))
}

fn answer(launched: &Launched) -> io::Result<()> {
    let mut line = serde_json::to_vec(launched)?;
    line.push(b'\n');
    io::stdout().lock().write_all(&line)
}

/// Blocks the signals that concern a shim and makes them readable. Called after the run's process was started,
/// because a process inherits what is blocked.
fn watch_signals() -> nix::Result<SignalFd> {
    let mut blocked = SigSet::empty();
    for signal in [
        Signal::SIGCHLD,
        Signal::SIGTERM,
        Signal::SIGHUP,
        Signal::SIGINT,
        Signal::SIGQUIT,
        Signal::SIGTSTP,
        Signal::SIGTTIN,
        Signal::SIGTTOU,
        Signal::SIGPIPE,
    ] {
        blocked.add(signal);
    }
    blocked.thread_block()?;
    SignalFd::with_flags(&blocked, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC)
}

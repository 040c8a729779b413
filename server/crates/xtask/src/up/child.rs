//! A program that lives as long as we do.

use std::{ffi::OsStr, process::Stdio, time::Duration};

use anyhow::{Context, Result};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use tokio::process::{ChildStdout, Command};

/// How long a program may take to end before it is killed.
const GRACE: Duration = Duration::from_secs(10);

/// A running program.
pub struct Child {
    name: &'static str,
    process: tokio::process::Child,
}

impl Child {
    /// Starts it in a process group of its own: Ctrl-C is for us, and we tell it in our order.
    pub fn spawn(name: &'static str, mut command: Command) -> Result<Self> {
        command.stdin(Stdio::null()).process_group(0).kill_on_drop(true);
        let process = command.spawn().with_context(|| format!("cannot start {name}"))?;
        Ok(Self { name, process })
    }

    /// Its process id, until its end was waited for.
    pub fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// What it prints, when its command has a pipe for it; the first caller gets it.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.process.stdout.take()
    }

    /// Waits for its end and says how it was.
    pub async fn ended(&mut self) -> String {
        match self.process.wait().await {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Asks it to end, waits, and kills it when it does not.
    pub async fn stop(mut self) {
        let Some(pid) = self.process.id() else { return };
        if let Err(error) = kill(Pid::from_raw(pid.cast_signed()), Signal::SIGTERM) {
            eprintln!("studio: cannot signal {}: {error}", self.name);
        }
        if tokio::time::timeout(GRACE, self.process.wait()).await.is_err() {
            eprintln!("studio: {} did not end within {} s and is killed", self.name, GRACE.as_secs());
            if let Err(error) = self.process.kill().await {
                eprintln!("studio: cannot kill {}: {error}", self.name);
            }
        }
    }
}

/// A command, as another account when given (uid, gid), that the kernel terminates when we die without a word
/// (`setpriv` of util-linux; where it is missing such a child stays).
pub fn command(program: impl AsRef<OsStr>, account: Option<(u32, u32)>) -> Command {
    let mut command = if has_setpriv() {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    if let Some((uid, gid)) = account {
        command.uid(uid).gid(gid);
    }
    command
}

fn has_setpriv() -> bool {
    let mut test = std::process::Command::new("setpriv");
    test.args(["--pdeathsig", "TERM", "--", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    test.status().is_ok_and(|status| status.success())
}

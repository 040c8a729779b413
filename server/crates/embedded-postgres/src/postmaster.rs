//! The postmaster as our child.

use std::{
    fs::{self, File, OpenOptions},
    os::unix::{
        fs::OpenOptionsExt,
        process::{CommandExt, ExitStatusExt},
    },
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::sync::{oneshot, watch};

use crate::{
    Options,
    account::Account,
    binaries::Binaries,
    cluster::Folder,
    error::{Context, Error},
    remains::PidFile,
};

const STOP_LIMIT: Duration = Duration::from_secs(60);

/// The child, watched by a thread of its own.
#[derive(Debug)]
pub(crate) struct Postmaster {
    pid: u32,
    fsync: bool,
    folder: Folder,
    end: watch::Receiver<Option<ExitStatus>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Postmaster {
    pub(crate) async fn start(
        folder: &Folder,
        binaries: &Binaries,
        account: &Account,
        socket_dir: &Path,
        options: &Options,
    ) -> Result<Self, Error> {
        let program = binaries.dir.join("postgres");
        let mut command = if dies_with_us(account) {
            let mut command = account.command("setpriv");
            command.args(["--pdeathsig", "INT", "--"]).arg(&program);
            command
        } else {
            account.command(&program)
        };
        command.arg("-D").arg(folder.cluster().canonicalize().at("resolve", &folder.cluster())?);
        for setting in settings(socket_dir, options) {
            command.arg("-c").arg(setting);
        }
        let log = open_log(&folder.log())?;
        command.stdin(Stdio::null()).stdout(log.try_clone().at("open", &folder.log())?).stderr(log);
        // A group of its own: Ctrl-C in a terminal is for us, and we stop Postgres last.
        command.process_group(0);
        let mut postmaster = Self::spawn(command, folder, options.fsync).await.at("run", &program)?;
        postmaster.wait_until_ready(options.startup_timeout).await?;
        Ok(postmaster)
    }

    /// The kernel ties `pdeathsig` to the thread that made the child: hence a thread that lives as long as the child.
    async fn spawn(mut command: Command, folder: &Folder, fsync: bool) -> std::io::Result<Self> {
        let (tell_pid, pid) = oneshot::channel();
        let (tell_end, end) = watch::channel(None);
        let thread = thread::Builder::new().name("postgres".into()).spawn(move || match command.spawn() {
            Ok(child) => {
                if tell_pid.send(Ok(child.id())).is_err() {
                    tracing::debug!("the start of postgres was given up");
                }
                tell_end.send_replace(Some(wait(child)));
            }
            Err(error) => drop(tell_pid.send(Err(error))),
        })?;
        let pid = pid.await.map_err(std::io::Error::other)??;
        Ok(Self { pid, fsync, folder: folder.clone(), end, thread: Some(thread) })
    }

    async fn wait_until_ready(&mut self, limit: Duration) -> Result<(), Error> {
        let began = Instant::now();
        loop {
            let ended = *self.end.borrow();
            if let Some(status) = ended {
                let log = self.folder.log();
                let tail = tail_of(&log);
                return Err(Error::EndedEarly { status: status.to_string(), log, tail });
            }
            if PidFile::read(&self.folder.cluster()).is_some_and(|file| file.ready && file.pid == self.pid) {
                return Ok(());
            }
            if began.elapsed() > limit {
                return Err(Error::NotReady { seconds: limit.as_secs(), log: self.folder.log() });
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    pub(crate) async fn ended(&self) {
        let mut end = self.end.clone();
        // An error means the thread is gone, and with it the child.
        let _gone = end.wait_for(Option::is_some).await;
    }

    pub(crate) async fn stop(self) -> Result<(), Error> {
        self.signal(Signal::SIGINT);
        if tokio::time::timeout(STOP_LIMIT, self.ended()).await.is_err() {
            return Err(Error::StillRunning(self.pid));
        }
        Ok(())
    }

    fn signal(&self, signal: Signal) {
        if self.end.borrow().is_none()
            && let Err(error) = kill(Pid::from_raw(self.pid.cast_signed()), signal)
        {
            tracing::warn!(pid = self.pid, %error, "could not signal postgres");
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        // Without fsync nobody will open the cluster again: no final checkpoint.
        self.signal(if self.fsync { Signal::SIGINT } else { Signal::SIGQUIT });
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!(pid = self.pid, "the thread that watched postgres panicked");
        }
        if let Err(error) = self.folder.remove_socket_dir() {
            tracing::warn!(%error, "could not tidy up after postgres");
        }
    }
}

fn wait(mut child: Child) -> ExitStatus {
    child.wait().unwrap_or_else(|error| {
        tracing::error!(pid = child.id(), %error, "cannot wait for postgres");
        ExitStatus::from_raw(1 << 8)
    })
}

/// Whether the program that asks the kernel to signal the child at our death is here (util-linux has it, busybox not).
fn dies_with_us(account: &Account) -> bool {
    let mut test = account.command("setpriv");
    test.args(["--pdeathsig", "INT", "--", "true"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    test.status().is_ok_and(|status| status.success())
}

fn settings(socket_dir: &Path, options: &Options) -> Vec<String> {
    let mut settings = vec![
        "listen_addresses=".to_owned(),
        format!("unix_socket_directories={}", socket_dir.display()),
        "unix_socket_permissions=0700".to_owned(),
        format!("max_connections={}", options.max_connections),
        "password_encryption=scram-sha-256".to_owned(),
        "timezone=UTC".to_owned(),
        "log_timezone=UTC".to_owned(),
        "jit=off".to_owned(),
        // The log must not hold what people stored: no statements, no row values.
        "log_min_error_statement=panic".to_owned(),
        "log_error_verbosity=terse".to_owned(),
    ];
    if !options.fsync {
        settings.extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
    }
    settings.extend(options.settings.iter().map(|(name, value)| format!("{name}={value}")));
    settings
}

/// A fresh log a start; the one before is kept as `.1`.
fn open_log(path: &Path) -> Result<File, Error> {
    if path.exists() {
        let former = PathBuf::from(format!("{}.1", path.display()));
        fs::rename(path, &former).at("rotate", path)?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path).at("open", path)
}

fn tail_of(path: &Path) -> String {
    let text = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

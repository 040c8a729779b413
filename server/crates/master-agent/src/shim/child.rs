//! Starting the run's main process.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use agent_protocol::{OutputStream, PtySize};
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::pty::{grantpt, posix_openpt, ptsname_r, unlockpt};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::{Pid, tcsetpgrp};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::shim_protocol::Launch;

/// What a pipe is made to hold, so that a burst does not stop the writer.
const PIPE_BYTES: i32 = 1024 * 1024;

/// A started main process with our ends of its streams, none of which blocks.
#[derive(Debug)]
pub struct Child {
    /// Its id, which is also that of its process group.
    pub pid: Pid,
    /// Where its output comes from.
    pub outputs: Vec<(File, OutputStream)>,
    /// Where its input goes, when it has one.
    pub input: Option<File>,
    /// Its terminal, when it has one.
    pub terminal: Option<File>,
}

/// Starts it; an error is a sentence for people.
pub fn spawn(launch: &Launch) -> Result<Child, String> {
    let Some((program, arguments)) = launch.argv.split_first() else {
        return Err("no program was named".into());
    };
    if let Err(error) = std::fs::metadata(&launch.cwd)
        .and_then(|found| if found.is_dir() { Ok(()) } else { Err(io::Error::from(io::ErrorKind::NotADirectory)) })
    {
        return Err(format!("the working directory {} cannot be entered: {error}", launch.cwd));
    }
    let mut command = Command::new(program);
    command.args(arguments).current_dir(&launch.cwd).env_clear().envs(launch.env.iter().cloned()).process_group(0);
    match launch.pty {
        Some(size) => with_terminal(command, size, launch),
        None => with_pipes(command, launch),
    }
}

fn with_pipes(mut command: Command, launch: &Launch) -> Result<Child, String> {
    command.stdin(if launch.stdin { Stdio::piped() } else { Stdio::null() });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_start(launch, &error))?;
    let mut outputs = Vec::new();
    for (pipe, stream) in [
        (child.stdout.take().map(OwnedFd::from), OutputStream::Stdout),
        (child.stderr.take().map(OwnedFd::from), OutputStream::Stderr),
    ] {
        if let Some(pipe) = pipe {
            // Only a wish: beyond /proc/sys/fs/pipe-user-pages-soft it is refused, and the pipe works all the same.
            let _ = fcntl(&pipe, FcntlArg::F_SETPIPE_SZ(PIPE_BYTES));
            outputs.push((unblocked(pipe).map_err(|error| cannot_start(launch, &error))?, stream));
        }
    }
    let input = match child.stdin.take() {
        Some(pipe) => Some(unblocked(pipe.into()).map_err(|error| cannot_start(launch, &error))?),
        None => None,
    };
    Ok(Child { pid: Pid::from_raw(child.id().cast_signed()), outputs, input, terminal: None })
}

/// The shim leads the session, so the terminal it opens becomes that session's; the run's group is then put in its
/// foreground. It may have stopped itself before it got there, hence the CONT.
fn with_terminal(mut command: Command, size: PtySize, launch: &Launch) -> Result<Child, String> {
    let open = || -> io::Result<(OwnedFd, File)> {
        let master = posix_openpt(OFlag::O_RDWR | OFlag::O_NOCTTY | OFlag::O_CLOEXEC)?;
        grantpt(&master)?;
        unlockpt(&master)?;
        let slave = OpenOptions::new().read(true).write(true).open(ptsname_r(&master)?)?;
        resize(&slave, size)?;
        Ok((master.as_fd().try_clone_to_owned()?, slave))
    };
    let (master, slave) = open().map_err(|error| format!("no terminal could be made: {error}"))?;
    let mut start = || -> io::Result<Child> {
        command.stdin(slave.try_clone()?).stdout(slave.try_clone()?).stderr(slave.try_clone()?);
        let child = command.spawn()?;
        let pid = Pid::from_raw(child.id().cast_signed());
        let master = unblocked(master.try_clone()?)?;
        // Both fail only when it has ended already.
        let _ = tcsetpgrp(&slave, pid);
        let _ = killpg(pid, Signal::SIGCONT);
        Ok(Child {
            pid,
            outputs: vec![(master.try_clone()?, OutputStream::Pty)],
            input: Some(master.try_clone()?),
            terminal: Some(master),
        })
    };
    start().map_err(|error| cannot_start(launch, &error))
}

/// Gives a terminal another size; its foreground processes get WINCH.
pub fn resize(terminal: &File, size: PtySize) -> io::Result<()> {
    Ok(tcsetwinsize(terminal, Winsize { ws_row: size.rows, ws_col: size.cols, ws_xpixel: 0, ws_ypixel: 0 })?)
}

fn unblocked(fd: OwnedFd) -> io::Result<File> {
    let flags = OFlag::from_bits_retain(fcntl(&fd, FcntlArg::F_GETFL)?);
    fcntl(&fd, FcntlArg::F_SETFL(flags | OFlag::O_NONBLOCK))?;
    Ok(fd.into())
}

fn cannot_start(launch: &Launch, error: &io::Error) -> String {
    let program = launch.argv.first().map_or("the program", String::as_str);
    match error.kind() {
        io::ErrorKind::NotFound => format!("{program} was not found"),
        io::ErrorKind::PermissionDenied => format!("{program} may not be executed by this user"),
        _ => format!("{program} could not be started: {error}"),
    }
}

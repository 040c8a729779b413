//! Ending processes, all of them.

use std::fs;

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill, killpg};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// What /proc tells of a process.
#[derive(Debug, Clone, Copy)]
struct Process {
    pid: Pid,
    parent: Pid,
    session: Pid,
    zombie: bool,
    start_time: u64,
}

/// Which processes an act concerns, besides the run's process group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those of the run's session: a daemon that made a session of its own is spared.
    Session,
    /// Every descendant: nothing escapes.
    Descendants,
}

/// Sends a signal to the run's group and to every other process within reach. Returns how many were found.
pub fn signal_all(group: Pid, reach: Reach, signal: Signal) -> usize {
    let me = Pid::this();
    let mut found = usize::from(killpg(group, signal).is_ok());
    let all = processes();
    for process in all.iter().filter(|process| process.pid != me && process.pid != group && !process.zombie) {
        let concerned = match reach {
            Reach::Session => process.session == me,
            Reach::Descendants => descends(&all, *process, me),
        };
        if concerned && kill(process.pid, signal).is_ok() {
            found += 1;
        }
    }
    found
}

/// Kills a main process and its group, if it still is the process that was started at `start_time`.
pub fn kill_orphan(pid: Pid, start: u64) {
    if start_time(pid) == Some(start) {
        // The group may be gone in this very moment, which is what is wanted.
        let _ = killpg(pid, Signal::SIGKILL);
    }
}

/// What waiting for children brought.
#[derive(Debug, Default)]
pub struct Reaped {
    /// How the main process ended, if it did.
    pub main: Option<WaitStatus>,
    /// Whether no child is left at all.
    pub none_left: bool,
}

/// Takes the exit of every child that has ended.
pub fn reap(main: Pid) -> Reaped {
    let mut reaped = Reaped::default();
    loop {
        match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
            Ok(WaitStatus::StillAlive) => return reaped,
            Ok(status) if status.pid() == Some(main) => reaped.main = Some(status),
            Ok(_) | Err(Errno::EINTR) => {}
            Err(_) => {
                reaped.none_left = true;
                return reaped;
            }
        }
    }
}

/// When a process was started, in clock ticks since boot.
pub fn start_time(pid: Pid) -> Option<u64> {
    process(pid).map(|process| process.start_time)
}

fn descends(all: &[Process], of: Process, ancestor: Pid) -> bool {
    let mut parent = of.parent;
    // A chain longer than the list of processes would be a circle, read while it changed.
    for _ in 0..all.len() {
        if parent == ancestor {
            return true;
        }
        match all.iter().find(|process| process.pid == parent) {
            Some(next) => parent = next.parent,
            None => return false,
        }
    }
    false
}

fn processes() -> Vec<Process> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid| process(Pid::from_raw(pid)))
        .collect()
}

/// Reads /proc/PID/stat, proc(5): fields are counted behind the command's name, which may hold anything.
fn process(pid: Pid) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse().ok();
    Some(Process {
        pid,
        zombie: matches!(*fields.first()?, "Z" | "X"),
        parent: Pid::from_raw(number(1)?),
        session: Pid::from_raw(number(3)?),
        start_time: fields.get(19)?.parse().ok()?,
    })
}

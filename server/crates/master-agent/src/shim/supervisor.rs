//! A run from its start to its end: output in, requests answered, limits kept.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsFd;
use std::thread;
use std::time::{Duration, Instant};

use agent_protocol::{OutputStream, RunState, TimeoutKind, ToolErrorCode};
use chrono::Utc;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, killpg};
use nix::sys::signalfd::SignalFd;
use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;

use super::child::{self, Child};
use super::control::Control;
use super::input::Input;
use super::kill::{self, Reach};
use super::spool::Spool;
use crate::run_files::{RunFiles, Status};
use crate::shim_protocol::{Act, Launch, Outcome, Reply};

const READ_BYTES: usize = 128 * 1024;
/// More than the pipes hold.
const MOST_LAST_READS: usize = 64;
/// How long processes that survived their main process are pursued before the run is closed without them.
const PURSUIT: Duration = Duration::from_secs(2);
/// How long the output of a spared daemon is waited for after the end of the main process.
const LAST_OUTPUT: Duration = Duration::from_millis(50);

/// Supervises one run.
#[derive(Debug)]
pub struct Supervisor {
    files: RunFiles,
    status: Status,
    main: Pid,
    outputs: Vec<(File, OutputStream)>,
    terminal: Option<File>,
    input: Input,
    spool: Spool,
    control: Control,
    signals: SignalFd,
    buffer: Vec<u8>,
    grace: Duration,
    total_end: Option<Instant>,
    idle_limit: Option<Duration>,
    last_output: Instant,
    /// Why it is being ended, once it is.
    ending: Option<RunState>,
    /// When what is being ended is killed.
    kill_at: Option<Instant>,
}

impl Supervisor {
    /// Takes over a run that has just been started.
    pub fn new(
        launch: Launch,
        files: RunFiles,
        status: Status,
        child: Child,
        spool: Spool,
        control: Control,
        signals: SignalFd,
    ) -> Self {
        let now = Instant::now();
        Self {
            files,
            status,
            main: child.pid,
            outputs: child.outputs,
            input: Input::new(child.input, child.terminal.is_some()),
            terminal: child.terminal,
            spool,
            control,
            signals,
            buffer: vec![0; READ_BYTES],
            grace: Duration::from_millis(launch.grace_ms),
            total_end: launch.timeout_ms.and_then(|limit| now.checked_add(Duration::from_millis(limit))),
            idle_limit: launch.idle_timeout_ms.map(Duration::from_millis),
            last_output: now,
            ending: None,
            kill_at: None,
        }
    }

    /// Supervises it to its end.
    pub fn run(mut self) -> anyhow::Result<()> {
        // It may have ended before its signals were watched.
        let mut ended = kill::reap(self.main).main;
        while ended.is_none() {
            ended = self.step()?;
            self.enforce_limits();
        }
        self.finish(ended)
    }

    /// Waits for something to happen and deals with it. Returns how the main process ended, once it has.
    fn step(&mut self) -> anyhow::Result<Option<WaitStatus>> {
        let ready = self.wait()?;
        let mut ended = Vec::new();
        for at in ready.outputs.iter().copied() {
            if !self.read_output(at) {
                ended.push(at);
            }
        }
        for at in ended.into_iter().rev() {
            self.outputs.remove(at);
        }
        if !ready.outputs.is_empty() {
            self.after_output();
        }
        if ready.input {
            self.input.flush();
        }
        for at in ready.connections {
            self.serve(at);
        }
        if ready.listener {
            self.control.accept();
        }
        self.control.sweep();
        Ok(if ready.signals { self.take_signals() } else { None })
    }

    fn wait(&self) -> anyhow::Result<Ready> {
        let mut fds = vec![
            PollFd::new(self.signals.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.control.listener.as_fd(), PollFlags::POLLIN),
        ];
        fds.extend(self.outputs.iter().map(|(file, _)| PollFd::new(file.as_fd(), PollFlags::POLLIN)));
        for connection in &self.control.connections {
            let mut events = PollFlags::POLLIN;
            events.set(PollFlags::POLLOUT, connection.wants_to_write());
            fds.push(PollFd::new(connection.stream.as_fd(), events));
        }
        let input = self.input.wants_to_write();
        fds.extend(input.map(|file| PollFd::new(file.as_fd(), PollFlags::POLLOUT)));
        match poll(&mut fds, self.timeout()) {
            Ok(_) => {}
            Err(Errno::EINTR) => return Ok(Ready::default()),
            Err(error) => return Err(anyhow::Error::new(error).context("waiting for the run")),
        }
        let mut any = fds.iter().map(|fd| fd.any().unwrap_or(true));
        Ok(Ready {
            signals: any.next().unwrap_or(false),
            listener: any.next().unwrap_or(false),
            outputs: positions(any.by_ref().take(self.outputs.len())),
            connections: positions(any.by_ref().take(self.control.connections.len())),
            input: any.next().unwrap_or(false),
        })
    }

    /// Until the next limit.
    fn timeout(&self) -> PollTimeout {
        let idle_end = self.idle_limit.and_then(|limit| self.last_output.checked_add(limit));
        let limits = if self.ending.is_some() { [self.kill_at, None] } else { [self.total_end, idle_end] };
        match limits.into_iter().flatten().min() {
            // One millisecond more, so that it does not wake just before.
            Some(end) => {
                let wait = end.saturating_duration_since(Instant::now()) + Duration::from_millis(1);
                PollTimeout::try_from(wait).unwrap_or(PollTimeout::MAX)
            }
            None => PollTimeout::NONE,
        }
    }

    fn enforce_limits(&mut self) {
        let now = Instant::now();
        if self.ending.is_some() {
            if self.kill_at.is_some_and(|end| now >= end) {
                // Again each second, for what was started between the list and the kill.
                self.kill_at = now.checked_add(Duration::from_secs(1));
                kill::signal_all(self.main, Reach::Descendants, Signal::SIGKILL);
            }
        } else if self.total_end.is_some_and(|end| now >= end) {
            self.end_gently(RunState::TimedOut { timeout: TimeoutKind::Total }, self.grace);
        } else if self.idle_limit.is_some_and(|limit| now.duration_since(self.last_output) >= limit) {
            self.end_gently(RunState::TimedOut { timeout: TimeoutKind::Idle }, self.grace);
        }
    }

    /// TERM now, KILL after the grace. The first cause stands.
    fn end_gently(&mut self, cause: RunState, grace: Duration) {
        self.ending.get_or_insert(cause);
        let kill_at = Instant::now().checked_add(grace);
        self.kill_at = self.kill_at.min(kill_at).or(kill_at);
        kill::signal_all(self.main, Reach::Session, Signal::SIGTERM);
        // A stopped process does not see TERM.
        kill::signal_all(self.main, Reach::Session, Signal::SIGCONT);
    }

    /// Reads once from an output; `false` when it has ended.
    fn read_output(&mut self, at: usize) -> bool {
        let Some((file, stream)) = self.outputs.get_mut(at) else { return false };
        match file.read(&mut self.buffer) {
            Ok(0) => false,
            Ok(count) => {
                if let Some(bytes) = self.buffer.get(..count) {
                    self.spool.append(bytes, *stream);
                }
                true
            }
            Err(error) => matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted),
        }
    }

    fn after_output(&mut self) {
        self.last_output = Instant::now();
        if self.status.truncated_at != self.spool.truncated_at {
            self.status.truncated_at = self.spool.truncated_at;
            // The final status says it again.
            let _ = self.files.write_status(&self.status);
        }
        self.control.announce();
    }

    fn serve(&mut self, at: usize) {
        let Some(connection) = self.control.connections.get_mut(at) else { return };
        connection.flush();
        for request in connection.receive() {
            let outcome = self.carry_out(request.act);
            if let Some(connection) = self.control.connections.get_mut(at) {
                connection.reply(&Reply { id: request.id, outcome });
            }
        }
    }

    fn carry_out(&mut self, act: Act) -> Outcome {
        match act {
            Act::Signal { signal, grace_ms } => match Signal::try_from(signal) {
                Ok(signal) => self.signal(signal, grace_ms.map_or(self.grace, Duration::from_millis)),
                Err(_) => Outcome::Refused {
                    code: ToolErrorCode::InvalidInput,
                    message: format!("there is no signal {signal}"),
                },
            },
            Act::Write { seq, bytes, close } => self.input.write(seq, &bytes.0, close),
            Act::Resize(size) => match self.terminal.as_ref().map(|terminal| child::resize(terminal, size)) {
                Some(Ok(())) => Outcome::Done,
                Some(Err(error)) => Outcome::Refused {
                    code: ToolErrorCode::Internal,
                    message: format!("the terminal's size could not be changed: {error}"),
                },
                None => Outcome::Refused {
                    code: ToolErrorCode::NotAvailable,
                    message: "the run has no terminal: it was started without `pty`".into(),
                },
            },
        }
    }

    fn signal(&mut self, signal: Signal, grace: Duration) -> Outcome {
        match signal {
            Signal::SIGTERM => self.end_gently(RunState::Killed, grace),
            Signal::SIGKILL => {
                self.ending.get_or_insert(RunState::Killed);
                self.kill_at = Some(Instant::now());
            }
            // The main process is not reaped yet, so its group exists.
            other => {
                if let Err(error) = killpg(self.main, other) {
                    let message = format!("the signal could not be sent: {error}");
                    return Outcome::Refused { code: ToolErrorCode::Internal, message };
                }
            }
        }
        Outcome::Done
    }

    fn take_signals(&mut self) -> Option<WaitStatus> {
        while let Ok(Some(info)) = self.signals.read_signal() {
            // The host is going down, or an administrator wants the run away.
            if info.ssi_signo == Signal::SIGTERM as u32 {
                self.end_gently(RunState::Killed, self.grace);
            }
        }
        kill::reap(self.main).main
    }

    /// The main process has ended: ends what it left, takes the last output, records the end.
    fn finish(mut self, ended: Option<WaitStatus>) -> anyhow::Result<()> {
        let reach = if self.ending.is_some() { Reach::Descendants } else { Reach::Session };
        let pursuit_end = Instant::now() + PURSUIT;
        while !kill::reap(self.main).none_left
            && kill::signal_all(self.main, reach, Signal::SIGKILL) > 0
            && Instant::now() < pursuit_end
        {
            self.drain();
            thread::sleep(Duration::from_millis(2));
        }
        let last_output_end = Instant::now() + LAST_OUTPUT;
        while !self.drain() && Instant::now() < last_output_end {
            thread::sleep(Duration::from_millis(2));
        }
        self.status.truncated_at = self.spool.truncated_at;
        self.status.dropped_bytes = self.spool.dropped;
        self.status.ended_at = Some(Utc::now());
        self.status.state = match (self.ending, ended) {
            (Some(cause), _) => cause,
            (None, Some(WaitStatus::Exited(_, exit_code))) => RunState::Exited { exit_code },
            (None, Some(WaitStatus::Signaled(_, signal, _))) => RunState::Signaled { signal: signal as i32 },
            (None, _) => RunState::Lost,
        };
        // A status that cannot be written leaves the run to be found lost, which is then the truth.
        Ok(self.files.write_last_status(&self.status)?)
    }

    /// Reads what is there; `true` when every output has ended. Bounded, as a spared daemon may write for ever.
    fn drain(&mut self) -> bool {
        let mut at = 0;
        for _ in 0..MOST_LAST_READS {
            let Some((file, stream)) = self.outputs.get_mut(at) else { break };
            match file.read(&mut self.buffer) {
                Ok(count) if count > 0 => {
                    if let Some(bytes) = self.buffer.get(..count) {
                        self.spool.append(bytes, *stream);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => at += 1,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => drop(self.outputs.remove(at)),
            }
        }
        self.outputs.is_empty()
    }
}

/// What is ready after a wait.
#[derive(Debug, Default)]
struct Ready {
    signals: bool,
    listener: bool,
    outputs: Vec<usize>,
    connections: Vec<usize>,
    input: bool,
}

fn positions(ready: impl Iterator<Item = bool>) -> Vec<usize> {
    ready.enumerate().filter_map(|(at, ready)| ready.then_some(at)).collect()
}

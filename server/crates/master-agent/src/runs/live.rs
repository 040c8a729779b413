//! A run that goes on, as the daemon sees it: through the socket of its shim.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;

use agent_protocol::RunState;
use chrono::Utc;
use nix::unistd::Pid;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use uuid::Uuid;

use crate::run_files::{RunFiles, Status};
use crate::shim::kill_orphan;
use crate::shim_protocol::{Act, Outcome, Reply, Request};

/// Longest path of a socket that the system takes.
const LONGEST_SOCKET_PATH: usize = 100;
const MOST_WAITING: usize = 64;

type Question = (Act, oneshot::Sender<Outcome>);

/// A run that goes on.
#[derive(Debug)]
pub struct LiveRun {
    /// Its id.
    pub run_id: Uuid,
    changed: watch::Sender<u64>,
    ask: mpsc::Sender<Question>,
    questions: Mutex<mpsc::Receiver<Question>>,
}

impl LiveRun {
    /// A run that is about to be followed.
    pub fn new(run_id: Uuid) -> Self {
        let (ask, questions) = mpsc::channel(MOST_WAITING);
        Self { run_id, changed: watch::Sender::new(0), ask, questions: Mutex::new(questions) }
    }

    /// Something that changes whenever there may be more output or the run has ended.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Asks its shim; none when the run ended before it answered.
    pub async fn ask(&self, act: Act) -> Option<Outcome> {
        let (answer, answered) = oneshot::channel();
        self.ask.send((act, answer)).await.ok()?;
        answered.await.ok()
    }

    /// Follows it until it has ended and its end is recorded.
    pub async fn follow(&self, files: &RunFiles, socket: UnixStream) {
        let mut questions = self.questions.lock().await;
        let mut socket = Some(socket);
        while let Some(open) = socket.take() {
            if let Err(error) = self.talk(open, &mut questions).await {
                tracing::debug!(run_id = %self.run_id, %error, "lost the connection to a shim");
            }
            socket = attach_or_bury(files).await.unwrap_or_else(|error| {
                // Without a record of its end it is reported as lost all the same.
                tracing::error!(run_id = %self.run_id, %error, "cannot record the end of a run");
                None
            });
        }
        questions.close();
        while questions.recv().await.is_some() {}
    }

    /// Wakes everybody who waits for it, when it is no longer among the living.
    pub fn end(&self) {
        self.tick();
    }

    fn tick(&self) {
        self.changed.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Passes questions and answers until the socket closes.
    async fn talk(&self, socket: UnixStream, questions: &mut mpsc::Receiver<Question>) -> io::Result<()> {
        let (read, mut write) = socket.into_split();
        let mut read = BufReader::new(read);
        let mut line = Vec::new();
        let mut waiting: Vec<(u64, oneshot::Sender<Outcome>)> = Vec::new();
        let mut next_id = 1;
        loop {
            tokio::select! {
                received = read.read_until(b'\n', &mut line) => {
                    if received? == 0 {
                        return Ok(());
                    }
                    // Whatever it is: its shim had no room for an announcement beside it.
                    self.tick();
                    if line.len() > 1 {
                        let reply: Reply = serde_json::from_slice(&line)?;
                        if let Some(at) = waiting.iter().position(|(id, _)| *id == reply.id) {
                            // Who asked may have gone.
                            let _ = waiting.swap_remove(at).1.send(reply.outcome);
                        }
                    }
                    line.clear();
                }
                Some((act, answer)) = questions.recv() => {
                    let mut request = serde_json::to_vec(&Request { id: next_id, act })?;
                    request.push(b'\n');
                    waiting.retain(|(_, answer)| !answer.is_closed());
                    waiting.push((next_id, answer));
                    next_id += 1;
                    write.write_all(&request).await?;
                }
            }
        }
    }
}

/// Connects to the shim of a run that is not known to have ended. None when it has ended, or is recorded as lost now
/// because its shim died or was never started.
pub async fn attach_or_bury(files: &RunFiles) -> io::Result<Option<UnixStream>> {
    use io::ErrorKind::{ConnectionRefused, ConnectionReset, NotFound};
    if ended(files)?.is_some_and(|status| status.state.is_final()) {
        return Ok(None);
    }
    // Whoever claims the start decides it: from now on no shim will start this run.
    if files.claim_start()? {
        let started_at = files.read_meta().map_or_else(|_| Utc::now(), |meta| meta.created_at);
        files.write_status(&Status::ended_without_process(started_at, RunState::Lost))?;
        return Ok(None);
    }
    match connect(files).await {
        Ok(socket) => Ok(Some(socket)),
        // A shim listens from before its claim until its death; who waited to be let in when it ended is reset.
        Err(error) if matches!(error.kind(), ConnectionRefused | ConnectionReset | NotFound) => {
            bury(files)?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Records a run whose shim is dead as lost, unless the shim had recorded its end, and ends what it left running.
fn bury(files: &RunFiles) -> io::Result<()> {
    let lost = match ended(files)? {
        Some(status) if status.state.is_final() => return Ok(()),
        Some(status) => {
            if let (Some(pid), Some(start)) = (status.pid, status.pid_start) {
                kill_orphan(Pid::from_raw(pid.cast_signed()), start);
            }
            Status { ended_at: Some(Utc::now()), state: RunState::Lost, ..status }
        }
        None => {
            let started_at = files.read_meta().map_or_else(|_| Utc::now(), |meta| meta.created_at);
            Status::ended_without_process(started_at, RunState::Lost)
        }
    };
    files.write_status(&lost)
}

/// Its status; a damaged one (the host died while it was written) counts as none.
fn ended(files: &RunFiles) -> io::Result<Option<Status>> {
    match files.read_status() {
        Err(error) if error.kind() == io::ErrorKind::InvalidData || error.kind() == io::ErrorKind::UnexpectedEof => {
            Ok(None)
        }
        other => other,
    }
}

async fn connect(files: &RunFiles) -> io::Result<UnixStream> {
    let path = files.socket();
    if path.as_os_str().as_bytes().len() <= LONGEST_SOCKET_PATH {
        return UnixStream::connect(path).await;
    }
    let dir = File::open(files.dir())?;
    UnixStream::connect(format!("/proc/self/fd/{}/socket", dir.as_raw_fd())).await
}

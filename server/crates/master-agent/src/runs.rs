//! The runs of this host: started once each, followed while they live, found again on disk.

mod command;
mod launch;
mod list;
mod live;
mod output;
mod retention;
mod tombstone;

pub use command::{HostEnvironment, Wanted, check_grace, check_size};
pub use output::Tail;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use agent_protocol::{ExecSignalResult, ExecStartArgs, ExecStartResult, RunState, ToolErrorCode};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::data_dir::DataDir;
use crate::refusal::Refusal;
use crate::run_files::{RunFiles, Status};
use crate::shim_protocol::{Act, Outcome};
use live::LiveRun;
use tombstone::Tombstone;

/// Bounds.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Runs at a time.
    pub runs: usize,
    /// Bytes of output kept of a run.
    pub spool: u64,
    /// Bytes of output kept of all finished runs.
    pub total_spool: u64,
}

/// All runs.
#[derive(Debug)]
pub struct Runs {
    data: DataDir,
    limits: Limits,
    environment: HostEnvironment,
    live: Mutex<HashMap<Uuid, Arc<LiveRun>>>,
    doors: Vec<tokio::sync::Mutex<()>>,
    /// Cancelled when the daemon drains: waits end, runs do not.
    pub draining: CancellationToken,
}

/// Starts and forgettings of one id exclude each other through one of these.
const DOORS: usize = 64;
/// Within this time a shim answers a request, or something is badly wrong.
const REPLY_TIME: Duration = Duration::from_secs(10);

impl Runs {
    /// The runs of a data folder. Those that go on are followed again.
    pub async fn open(
        data: DataDir,
        limits: Limits,
        environment: HostEnvironment,
        draining: CancellationToken,
    ) -> anyhow::Result<Arc<Self>> {
        let runs = Arc::new(Self {
            data,
            limits,
            environment,
            live: Mutex::default(),
            doors: (0..DOORS).map(|_| tokio::sync::Mutex::default()).collect(),
            draining,
        });
        runs.find_again().await?;
        tokio::spawn(retention::keep(runs.clone()));
        Ok(runs)
    }

    /// How many go on.
    pub fn running(&self) -> usize {
        self.lock_live().len()
    }

    /// How many may go on at a time.
    pub fn most_running(&self) -> usize {
        self.limits.runs
    }

    /// Checks what a caller wants to run.
    pub fn check(&self, args: ExecStartArgs) -> Result<Wanted, Refusal> {
        Wanted::new(args, &self.environment, self.limits.spool)
    }

    /// Starts a run, or finds the one that an earlier call started.
    pub async fn start(self: &Arc<Self>, wanted: Wanted) -> Result<ExecStartResult, Refusal> {
        let runs = self.clone();
        // A task of its own: a caller that hangs up in the middle must not leave half a run.
        let started = tokio::spawn(async move {
            let _door = runs.door(wanted.run_id).lock().await;
            match runs.known(wanted.run_id, &wanted.hash)? {
                Some(known) => Ok(known),
                None => runs.start_new(wanted).await,
            }
        });
        started.await.map_err(|error| Refusal::internal("starting the run", &error))?
    }

    /// Sends a signal to a run's process group.
    pub async fn signal(&self, run_id: Uuid, signal: i32, grace_ms: Option<u64>) -> Result<ExecSignalResult, Refusal> {
        let state = self.state(run_id).await?;
        if state.is_final() {
            return Ok(ExecSignalResult { sent: false, state });
        }
        match self.ask(run_id, Act::Signal { signal, grace_ms }).await {
            Ok(_) => Ok(ExecSignalResult { sent: true, state: self.state(run_id).await? }),
            // It ended meanwhile.
            Err(refusal) if refusal.code == ToolErrorCode::NotRunning => {
                Ok(ExecSignalResult { sent: false, state: self.state(run_id).await? })
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// Asks the shim of a run for something.
    pub async fn ask(&self, run_id: Uuid, act: Act) -> Result<Outcome, Refusal> {
        let not_running = || Refusal::new(ToolErrorCode::NotRunning, format!("the run {run_id} has ended"));
        let Some(live) = self.live(run_id) else {
            self.state(run_id).await?;
            return Err(not_running());
        };
        let asked = tokio::time::timeout(REPLY_TIME, live.ask(act)).await.map_err(|_| {
            Refusal::new(ToolErrorCode::Internal, format!("the shim of the run {run_id} does not answer"))
        })?;
        match asked {
            Some(Outcome::Refused { code, message }) => Err(Refusal::new(code, message)),
            Some(outcome) => Ok(outcome),
            None => Err(not_running()),
        }
    }

    /// Where a run stands, also a forgotten one.
    pub async fn state(&self, run_id: Uuid) -> Result<RunState, Refusal> {
        match self.status(run_id) {
            Ok(status) => Ok(status.state),
            Err(refusal) if refusal.code == ToolErrorCode::Forgotten => {
                Ok(self.tombstone(run_id)?.map_or(RunState::Lost, |tombstone| tombstone.state))
            }
            Err(refusal) => Err(refusal),
        }
    }

    fn status(&self, run_id: Uuid) -> Result<Status, Refusal> {
        // Looked at first: what leaves it has a final status on disk.
        let is_live = self.live(run_id).is_some();
        let files = self.data.run(run_id);
        let meta = match files.read_meta() {
            Ok(meta) => meta,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(match self.tombstone(run_id)? {
                    Some(_) => forgotten(run_id),
                    None => Refusal::unknown(run_id),
                });
            }
            Err(error) => return Err(Refusal::internal("reading the run", &error)),
        };
        let status = files.read_status().map_err(Refusal::io("reading the run's status"))?;
        Ok(match status {
            Some(status) if status.state.is_final() || is_live => status,
            None if is_live => {
                Status { ended_at: None, ..Status::ended_without_process(meta.created_at, RunState::Running) }
            }
            // Its end could not be recorded.
            Some(status) => Status { state: RunState::Lost, ..status },
            None => Status::ended_without_process(meta.created_at, RunState::Lost),
        })
    }

    /// The result of an earlier start of this id. Refused when that started something else.
    fn known(&self, run_id: Uuid, hash: &str) -> Result<Option<ExecStartResult>, Refusal> {
        let (known_hash, pid, started_at, state) = match self.status(run_id) {
            Ok(status) => {
                let meta = self.data.run(run_id).read_meta().map_err(Refusal::io("reading the run"))?;
                (meta.command_hash, status.pid, status.started_at, status.state)
            }
            Err(refusal) if refusal.code == ToolErrorCode::Forgotten => match self.tombstone(run_id)? {
                Some(kept) => (kept.command_hash, kept.pid, kept.started_at, kept.state),
                None => return Err(refusal),
            },
            Err(refusal) if refusal.code == ToolErrorCode::UnknownRun => return Ok(None),
            Err(refusal) => return Err(refusal),
        };
        if known_hash != hash {
            let message = format!("the run_id {run_id} was used before, for another command; use a new one");
            return Err(Refusal::new(ToolErrorCode::RunIdConflict, message));
        }
        match state {
            RunState::StartFailed { message } => Err(Refusal::new(ToolErrorCode::StartFailed, message)),
            state => Ok(Some(ExecStartResult { run_id, pid, started_at, already_known: true, state })),
        }
    }

    /// Follows again what goes on, and records as lost what was cut short.
    async fn find_again(self: &Arc<Self>) -> anyhow::Result<()> {
        let mut found = 0;
        for entry in fs::read_dir(self.data.runs())? {
            let entry = entry?;
            let Some(run_id) = entry.file_name().to_str().and_then(|name| Uuid::try_parse(name).ok()) else {
                // A draft of a run that was never claimed.
                fs::remove_dir_all(entry.path())?;
                continue;
            };
            let files = self.data.run(run_id);
            match files.read_status() {
                Ok(Some(status)) if status.state.is_final() => {}
                _ => {
                    if let Some(socket) = live::attach_or_bury(&files).await? {
                        let live = self.insert_live(run_id);
                        self.follow(live, files, socket);
                        found += 1;
                    }
                }
            }
        }
        if found > 0 {
            tracing::info!(runs = found, "found runs that went on");
        }
        Ok(())
    }

    fn follow(self: &Arc<Self>, live: Arc<LiveRun>, files: RunFiles, socket: tokio::net::UnixStream) {
        let runs = self.clone();
        tokio::spawn(async move {
            live.follow(&files, socket).await;
            runs.lock_live().remove(&live.run_id);
            live.end();
        });
    }

    fn insert_live(&self, run_id: Uuid) -> Arc<LiveRun> {
        let live = Arc::new(LiveRun::new(run_id));
        self.lock_live().insert(run_id, live.clone());
        live
    }

    fn live(&self, run_id: Uuid) -> Option<Arc<LiveRun>> {
        self.lock_live().get(&run_id).cloned()
    }

    fn lock_live(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<LiveRun>>> {
        // Nothing that holds it can leave it half changed.
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn door(&self, run_id: Uuid) -> &tokio::sync::Mutex<()> {
        let at =
            run_id.as_bytes().iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        &self.doors[at % DOORS]
    }

    fn tombstone(&self, run_id: Uuid) -> Result<Option<Tombstone>, Refusal> {
        Tombstone::read(&self.data, run_id).map_err(Refusal::io("reading what is kept of a forgotten run"))
    }
}

fn forgotten(run_id: Uuid) -> Refusal {
    Refusal::new(ToolErrorCode::Forgotten, format!("the output of the run {run_id} was dropped; its outcome is kept"))
}

//! Starting a run that is not known.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use agent_protocol::{ExecStartResult, RunState, ToolErrorCode};
use chrono::Utc;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;
use uuid::Uuid;

use super::live::{LiveRun, attach_or_bury};
use super::{Runs, Wanted};
use crate::refusal::Refusal;
use crate::run_files::{Meta, RunFiles, Status};
use crate::shim_protocol::{Launch, Launched};

/// A shim that has not answered by then is asked through the run's folder instead.
const ANSWER_TIME: Duration = Duration::from_secs(30);

impl Runs {
    /// Claims the id, starts a shim and follows it. The caller holds the door of this id.
    pub(super) async fn start_new(self: &Arc<Self>, wanted: Wanted) -> Result<ExecStartResult, Refusal> {
        let live = self.reserve(wanted.run_id)?;
        let started = self.claim_and_launch(&wanted, &live).await;
        if started.is_err() {
            self.lock_live().remove(&wanted.run_id);
            live.end();
        }
        started
    }

    async fn claim_and_launch(
        self: &Arc<Self>,
        wanted: &Wanted,
        live: &Arc<LiveRun>,
    ) -> Result<ExecStartResult, Refusal> {
        let files = self.data.run(wanted.run_id);
        let meta = Meta {
            run_id: wanted.run_id,
            command: wanted.shown.clone(),
            command_hash: wanted.hash.clone(),
            created_at: Utc::now(),
        };
        let (runs_dir, claimed) = (self.data.runs(), files.clone());
        tokio::task::spawn_blocking(move || claim(&runs_dir, &claimed, &meta))
            .await
            .map_err(|error| Refusal::internal("claiming the run", &error))?
            .map_err(Refusal::io("claiming the run"))?;
        match launch(&files, &wanted.launch).await {
            Ok(Launched::Failed(message)) => {
                record_failure(&files, &message).map_err(Refusal::io("recording that the run did not start"))?;
                return Err(Refusal::new(ToolErrorCode::StartFailed, message));
            }
            Ok(Launched::Running { .. }) => {}
            Err(error) => tracing::warn!(run_id = %wanted.run_id, %error, "a shim did not answer"),
        }
        match attach_or_bury(&files).await.map_err(Refusal::io("reaching the run's shim"))? {
            Some(socket) => self.follow(live.clone(), files, socket),
            // It was over before it could be reached.
            None => {
                self.lock_live().remove(&wanted.run_id);
                live.end();
            }
        }
        let status = self.status(wanted.run_id)?;
        Ok(ExecStartResult {
            run_id: wanted.run_id,
            pid: status.pid,
            started_at: status.started_at,
            already_known: false,
            state: status.state,
        })
    }

    fn reserve(&self, run_id: Uuid) -> Result<Arc<LiveRun>, Refusal> {
        let mut live = self.lock_live();
        if live.len() >= self.limits.runs {
            let message = format!("{} runs go on already, which is the most; try again later", live.len());
            return Err(Refusal::new(ToolErrorCode::Busy, message));
        }
        let run = Arc::new(LiveRun::new(run_id));
        live.insert(run_id, run.clone());
        Ok(run)
    }
}

/// Makes the folder of a run, with its meta file, in one step. On disk before anything starts, so that not even the
/// death of the host makes a repeated start possible.
fn claim(runs_dir: &std::path::Path, files: &RunFiles, meta: &Meta) -> io::Result<()> {
    let draft = runs_dir.join(format!(".{}.new", meta.run_id));
    if draft.exists() {
        fs::remove_dir_all(&draft)?;
    }
    DirBuilder::new().mode(0o700).create(&draft)?;
    RunFiles::new(draft.clone()).write_meta(meta)?;
    // Fails when the folder exists, as it is never empty.
    fs::rename(&draft, files.dir())?;
    File::open(runs_dir)?.sync_all()
}

/// Starts a shim in the run's folder and hears what it says.
async fn launch(files: &RunFiles, launch: &Launch) -> io::Result<Launched> {
    // The very program that runs now, even if its file was replaced meanwhile.
    let spawned = Command::new("/proc/self/exe")
        .arg("shim")
        .current_dir(files.dir())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut shim = match spawned {
        Ok(shim) => shim,
        Err(error) => return Ok(Launched::Failed(format!("no process could be made for the run: {error}"))),
    };
    let mut line = String::new();
    if let (Some(mut stdin), Some(stdout)) = (shim.stdin.take(), shim.stdout.take()) {
        stdin.write_all(&serde_json::to_vec(launch)?).await?;
        drop(stdin);
        tokio::time::timeout(ANSWER_TIME, BufReader::new(stdout).read_line(&mut line)).await??;
    }
    Ok(serde_json::from_str(&line)?)
}

/// Records a failed start, unless the shim has done so or the run was started after all.
fn record_failure(files: &RunFiles, message: &str) -> io::Result<()> {
    let recorded = files.read_status()?.is_some();
    if recorded || !files.claim_start()? && files.read_status()?.is_some() {
        return Ok(());
    }
    let state = RunState::StartFailed { message: message.into() };
    files.write_status(&Status::ended_without_process(Utc::now(), state))
}

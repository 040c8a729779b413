//! What is kept of a run whose output was dropped.

use std::fs;
use std::io;
use std::time::Duration;

use agent_protocol::{ExecForgetResult, RunState, RunSummary, ToolErrorCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::Runs;
use crate::data_dir::DataDir;
use crate::refusal::Refusal;
use crate::run_files::{Meta, Status, read_json, write_json};

/// How long a run is remembered after its end.
pub const REMEMBERED: TimeDelta = TimeDelta::days(30);

/// What is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tombstone {
    /// The caller's id.
    pub run_id: Uuid,
    /// SHA-256 of what decided what ran.
    pub command_hash: String,
    /// Its main process.
    pub pid: Option<u32>,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: DateTime<Utc>,
    /// Bytes of output it had.
    pub end: u64,
    /// How it ended.
    #[serde(flatten)]
    pub state: RunState,
}

impl Tombstone {
    /// Reads that of a run, if there is one.
    pub fn read(data: &DataDir, run_id: Uuid) -> io::Result<Option<Self>> {
        match read_json(&data.tombstones().join(file_name(run_id))) {
            Ok(tombstone) => Ok(Some(tombstone)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Until when it is kept.
    pub fn kept_until(&self) -> DateTime<Utc> {
        self.ended_at + REMEMBERED
    }

    /// As it stands in a list.
    pub fn summary(self) -> RunSummary {
        RunSummary {
            run_id: self.run_id,
            command: None,
            command_hash: self.command_hash,
            pid: self.pid,
            started_at: self.started_at,
            ended_at: Some(self.ended_at),
            end: self.end,
            forgotten: true,
            state: self.state,
        }
    }

    fn new(meta: Meta, status: Status, end: u64) -> Self {
        Self {
            run_id: meta.run_id,
            command_hash: meta.command_hash,
            pid: status.pid,
            started_at: status.started_at,
            ended_at: status.ended_at.unwrap_or_else(Utc::now),
            end,
            state: status.state,
        }
    }
}

fn file_name(run_id: Uuid) -> String {
    format!("{run_id}.json")
}

/// Between the record of a run's end and the end of its shim lie moments.
const END_TIME: Duration = Duration::from_secs(5);

impl Runs {
    /// Waits until a run whose end is recorded is no longer among the living.
    async fn is_over(&self, run_id: Uuid) -> bool {
        let end = Instant::now() + END_TIME;
        loop {
            let changes = self.live(run_id).map(|live| live.changes());
            match changes {
                None => return true,
                // Subscribed before this look, so that the change that ends it is not missed.
                Some(mut changes) => {
                    if self.live(run_id).is_some() && timeout_at(end, changes.changed()).await.is_err() {
                        return false;
                    }
                }
            }
        }
    }

    /// Drops the output of a run that has ended, and keeps its tombstone.
    pub async fn forget(&self, run_id: Uuid) -> Result<ExecForgetResult, Refusal> {
        let _door = self.door(run_id).lock().await;
        if let Some(tombstone) = self.tombstone(run_id)? {
            return Ok(ExecForgetResult { dropped_bytes: 0, remembered_until: tombstone.kept_until() });
        }
        let status = self.status(run_id)?;
        if !status.state.is_final() || !self.is_over(run_id).await {
            let message = format!("the run {run_id} still goes on; end it with exec_signal first");
            return Err(Refusal::new(ToolErrorCode::StillRunning, message));
        }
        let end = self.output_end(run_id).await?;
        let files = self.data.run(run_id);
        let meta = files.read_meta().map_err(Refusal::io("reading the run"))?;
        let tombstone = Tombstone::new(meta, status, end);
        let remembered_until = tombstone.kept_until();
        let tombstones = self.data.tombstones();
        tokio::task::spawn_blocking(move || {
            let write = || write_json(&tombstones, &file_name(run_id), &tombstone);
            match write() {
                // Forgetting is how one gets room again.
                Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                    fs::remove_file(files.spool())?;
                    write()?;
                }
                written => written?,
            }
            fs::File::open(&tombstones)?.sync_all()?;
            fs::remove_dir_all(files.dir())
        })
        .await
        .map_err(|error| Refusal::internal("forgetting the run", &error))?
        .map_err(Refusal::io("forgetting the run"))?;
        Ok(ExecForgetResult { dropped_bytes: end, remembered_until })
    }
}

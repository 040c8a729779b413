//! What runs or has run.

use std::fs;
use std::io;

use agent_protocol::{ExecListResult, RunState, RunSummary};
use uuid::Uuid;

use super::Runs;
use super::tombstone::Tombstone;
use crate::data_dir::DataDir;
use crate::refusal::Refusal;
use crate::run_files::index::Index;
use crate::run_files::{RunFiles, read_json};

impl Runs {
    /// The runs, the latest first.
    pub async fn list(&self, running_only: bool, most: usize) -> Result<ExecListResult, Refusal> {
        let living: Vec<Uuid> = self.lock_live().keys().copied().collect();
        let data = self.data.clone();
        let listed = tokio::task::spawn_blocking(move || list(&data, &living, running_only, most)).await;
        listed.map_err(|error| Refusal::internal("listing runs", &error))?.map_err(Refusal::io("listing runs"))
    }
}

fn list(data: &DataDir, living: &[Uuid], running_only: bool, most: usize) -> io::Result<ExecListResult> {
    let mut runs = if running_only {
        living.iter().filter_map(|run_id| summary(&data.run(*run_id), true)).collect()
    } else {
        all(data, living)?
    };
    if running_only {
        runs.retain(|run| !run.state.is_final());
    }
    runs.sort_by_key(|run| std::cmp::Reverse((run.started_at, run.run_id)));
    let total = runs.len() as u64;
    runs.truncate(most);
    Ok(ExecListResult { runs, total })
}

fn all(data: &DataDir, living: &[Uuid]) -> io::Result<Vec<RunSummary>> {
    let mut runs = Vec::new();
    for run_id in run_ids(data)? {
        runs.extend(summary(&data.run(run_id), living.contains(&run_id)));
    }
    for entry in fs::read_dir(data.tombstones())? {
        // One that expires meanwhile is no longer to be listed.
        let tombstone = entry.and_then(|entry| read_json::<Tombstone>(&entry.path()));
        runs.extend(tombstone.ok().map(Tombstone::summary));
    }
    Ok(runs)
}

/// The ids of the runs that have a folder.
pub fn run_ids(data: &DataDir) -> io::Result<Vec<Uuid>> {
    let mut ids = Vec::new();
    for entry in fs::read_dir(data.runs())? {
        ids.extend(entry?.file_name().to_str().and_then(|name| Uuid::try_parse(name).ok()));
    }
    Ok(ids)
}

/// A run with a folder; none if it was forgotten meanwhile.
fn summary(files: &RunFiles, is_live: bool) -> Option<RunSummary> {
    let meta = files.read_meta().ok()?;
    let status = files.read_status().ok().flatten();
    let state = match &status {
        Some(status) if status.state.is_final() || is_live => status.state.clone(),
        None if is_live => RunState::Running,
        _ => RunState::Lost,
    };
    Some(RunSummary {
        run_id: meta.run_id,
        command: Some(meta.command),
        command_hash: meta.command_hash,
        pid: status.as_ref().and_then(|status| status.pid),
        started_at: status.as_ref().map_or(meta.created_at, |status| status.started_at),
        ended_at: status.and_then(|status| status.ended_at),
        end: fs::File::open(files.index()).and_then(Index::read).and_then(|index| index.end()).unwrap_or(0),
        forgotten: false,
        state,
    })
}

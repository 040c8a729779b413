//! Making room: the output of the oldest finished runs goes first, tombstones after 30 days.

use std::fs;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Runs;
use super::list::run_ids;
use super::tombstone::{REMEMBERED, Tombstone};
use crate::data_dir::DataDir;
use crate::run_files::read_json;

const EVERY: Duration = Duration::from_secs(60);

/// Makes room each minute until the daemon drains.
pub async fn keep(runs: Arc<Runs>) {
    loop {
        if let Err(error) = make_room(&runs).await {
            tracing::error!(%error, "cannot make room in the data folder");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = runs.draining.cancelled() => return,
        }
    }
}

async fn make_room(runs: &Runs) -> anyhow::Result<()> {
    let (data, bound) = (runs.data.clone(), runs.limits.total_spool);
    let superfluous = tokio::task::spawn_blocking(move || -> io::Result<Vec<Uuid>> {
        drop_old_tombstones(&data)?;
        superfluous(finished(&data)?, bound, Utc::now())
    });
    for run_id in superfluous.await?? {
        runs.forget(run_id).await?;
    }
    Ok(())
}

struct Finished {
    run_id: Uuid,
    ended_at: DateTime<Utc>,
    bytes: u64,
}

fn finished(data: &DataDir) -> io::Result<Vec<Finished>> {
    let mut finished = Vec::new();
    for run_id in run_ids(data)? {
        let files = data.run(run_id);
        // A damaged status stays where it is for a person to look at.
        if let Ok(Some(status)) = files.read_status()
            && let Some(ended_at) = status.ended_at
        {
            let size = |path| fs::metadata(path).map_or(0, |found| found.len());
            finished.push(Finished { run_id, ended_at, bytes: size(files.spool()) + size(files.index()) });
        }
    }
    Ok(finished)
}

/// Which runs must go: the oldest until the rest fits, and those that are no longer remembered anyway.
fn superfluous(mut finished: Vec<Finished>, bound: u64, now: DateTime<Utc>) -> io::Result<Vec<Uuid>> {
    finished.sort_by_key(|run| std::cmp::Reverse(run.ended_at));
    let mut sum = 0_u64;
    Ok(finished
        .into_iter()
        .filter(|run| {
            sum = sum.saturating_add(run.bytes);
            (sum > bound && run.bytes > 0) || run.ended_at + REMEMBERED < now
        })
        .map(|run| run.run_id)
        .collect())
}

fn drop_old_tombstones(data: &DataDir) -> io::Result<()> {
    let now = Utc::now();
    for entry in fs::read_dir(data.tombstones())? {
        let path = entry?.path();
        if read_json::<Tombstone>(&path).is_ok_and(|tombstone| tombstone.kept_until() < now) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_oldest_go_first_and_the_expired_go_anyway() {
        let now = Utc::now();
        let ids = [1, 2, 3, 4].map(Uuid::from_u128);
        let run = |at: usize, days, bytes| Finished { run_id: ids[at], ended_at: now - TimeDelta::days(days), bytes };
        let runs = vec![run(0, 3, 40), run(1, 1, 50), run(2, 2, 20), run(3, 31, 0)];
        let gone = superfluous(runs, 80, now).unwrap_or_default();
        assert_eq!(gone, vec![ids[0], ids[3]]);
    }
}

//! A task that runs by itself: at each of its times once, whoever is killed then.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::installation::Place;
use crate::program::Program;

/// Usual paces: a cron expression, and the seconds between two of its times.
const PACES: [(&str, u64); 5] =
    [("*/2 * * * * *", 2), ("*/5 * * * * *", 5), ("*/15 * * * * *", 15), ("0 * * * * *", 60), ("0 */10 * * * *", 600)];
/// So many times at most: as many are told, and made up for.
const TIMES: u64 = 45;

pub struct Ticking {
    task: String,
    marks: PathBuf,
    step: u64,
    first: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

impl Ticking {
    /// From now on, for so long.
    pub async fn start(program: &Program, places: &[Place], folder: &Path, so_long: Duration) -> Self {
        let fits = |pace: &&(&str, u64)| so_long.as_secs() / pace.1 <= TIMES;
        let (expression, step) = *PACES.iter().find(fits).unwrap_or(&PACES[4]);
        let marks = folder.join("ticks");
        let ends_at = Utc::now() + so_long.min(Duration::from_secs(step * TIMES));
        let server = places.iter().find(|place| place.runs_commands).unwrap();
        let task = program
            .post(
                "/tasks",
                &json!({
                    "title": "Tick", "server_id": server.server,
                    "action": { "kind": "command", "command": format!("echo began >> {}", marks.display()) },
                    "schedule": {
                        "kind": "cron", "expression": expression, "timezone": "UTC", "ends_at": ends_at,
                        "overlap": "queue", "catch_up": { "kind": "all", "most": 100 },
                    },
                }),
            )
            .await;
        let first = task["next_fire_at"].as_str().unwrap().parse().unwrap();
        Self { task: task["id"].as_str().unwrap().to_owned(), marks, step, first, ends_at }
    }

    /// Waits until everything has ended, and looks at it: what is not as it should be.
    pub async fn judge(&self, program: &Program, patience: Duration) -> Vec<String> {
        let began = Instant::now();
        let step = chrono::Duration::seconds(self.step.cast_signed());
        let due: Vec<DateTime<Utc>> = std::iter::successors(Some(self.first), |at| Some(*at + step))
            .take_while(|at| *at <= self.ends_at)
            .collect();
        let mut problems = Vec::new();
        let mut fires: Vec<Value> = Vec::new();
        while fires.len() < due.len() && began.elapsed() < patience {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let found = program.get(&format!("/tasks/{}/fires", self.task)).await;
            fires = found.as_array().unwrap().iter().rev().cloned().collect();
        }
        let acted: Vec<DateTime<Utc>> =
            fires.iter().map(|fire| fire["fire_time"].as_str().unwrap().parse().unwrap()).collect();
        if acted != due {
            problems.push(format!("a task that is due at {due:?} was acted upon for {acted:?}"));
        }
        for fire in &fires {
            let Some(id) = fire["execution_id"].as_str() else {
                problems.push(format!("a time has no execution: {fire}"));
                continue;
            };
            let run = loop {
                let run = program.get(&format!("/executions/{id}")).await;
                if run["finished_at"].is_string() || began.elapsed() > patience {
                    break run;
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            };
            if (run["state"].as_str(), run["attempt"].as_u64()) != (Some("succeeded"), Some(1)) {
                problems.push(format!("what was due at {} is not done: {run}", fire["fire_time"]));
            }
        }
        let runs = program.get(&format!("/executions?limit=100&task_id={}", self.task)).await;
        let (runs, ran) = (runs["items"].as_array().unwrap().len(), self.marks());
        if (runs, ran) != (due.len(), due.len()) {
            problems.push(format!("of {} times came {runs} executions, and it ran {ran} times", due.len()));
        }
        println!("chaos: a task ran by itself {ran} times");
        problems
    }

    fn marks(&self) -> usize {
        std::fs::read_to_string(&self.marks).unwrap_or_default().lines().count()
    }
}

//! What is carried out, and what must be true of it afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::{Value, json};

use crate::installation::Place;
use crate::program::Program;

/// What an execution does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    /// Prints lines, for a while.
    Lines,
    /// The same on a terminal.
    Terminal,
    /// Prints much at once.
    Flood,
    /// Fails the first time.
    SecondTime,
    /// Runs for ever and is cancelled.
    Cancelled,
    /// One at a time of all of its sort.
    Alone,
    /// A call of an MCP tool.
    Call,
}

const KINDS: [Kind; 7] =
    [Kind::Lines, Kind::Terminal, Kind::Flood, Kind::SecondTime, Kind::Cancelled, Kind::Alone, Kind::Call];

/// Where each that is to be alone says that it comes and goes.
const ALONE: &str = "alone";

/// One thing to do, and what became of it.
pub struct Work {
    number: usize,
    kind: Kind,
    server: String,
    /// Where its command leaves a line each time it begins.
    marks: PathBuf,
    lines: usize,
    task: String,
}

impl Work {
    /// So many of all kinds, the same for the same seed.
    pub fn plan(seed: u64, many: usize, places: &[Place], folder: &Path) -> Vec<Self> {
        let mut rng = Rng::with_seed(seed ^ 0x5eed);
        let work = |number: usize| {
            let kind = KINDS[number % KINDS.len()];
            let fit: Vec<&Place> = places.iter().filter(|place| place.runs_commands != (kind == Kind::Call)).collect();
            Self {
                number,
                kind,
                server: fit[rng.usize(0..fit.len())].server.clone(),
                marks: folder.join(format!("marks-{number}")),
                lines: rng.usize(1..60),
                task: String::new(),
            }
        };
        (0..many).map(work).collect()
    }

    fn command(&self) -> String {
        let (marks, lines) = (self.marks.display(), self.lines);
        let alone = self.marks.with_file_name(ALONE).display().to_string();
        let mark = format!("echo began $$ >> {marks}");
        let count =
            format!("i=0; while [ $i -lt {lines} ]; do i=$((i+1)); echo \"{} line $i\"; sleep 0.1; done", self.number);
        match self.kind {
            Kind::Lines | Kind::Terminal => format!("{mark}; {count}"),
            Kind::Flood => format!("{mark}; seq 1 {}", self.lines * 10_000),
            Kind::SecondTime => format!("{mark}; echo attempt $(wc -l < {marks}); [ $(wc -l < {marks}) -ge 2 ]"),
            Kind::Cancelled => format!("{mark}; exec sleep 3600"),
            Kind::Alone => format!("{mark}; echo in >> {alone}; sleep 0.3; echo out >> {alone}"),
            Kind::Call => String::new(),
        }
    }

    fn expected_output(&self) -> Option<String> {
        let counted = |end: &str| (1..=self.lines).map(|i| format!("{} line {i}{end}", self.number)).collect();
        match self.kind {
            Kind::Lines => Some(counted("\n")),
            Kind::Terminal => Some(counted("\r\n")),
            Kind::Flood => Some((1..=self.lines * 10_000).map(|i| format!("{i}\n")).collect()),
            Kind::SecondTime => Some("attempt 2\n".to_owned()),
            Kind::Cancelled | Kind::Alone => Some(String::new()),
            Kind::Call => None,
        }
    }

    fn task(&self) -> Value {
        let action = match self.kind {
            Kind::Call => json!({ "kind": "tool_call", "tool": "steps", "arguments": { "steps": self.lines } }),
            kind => json!({ "kind": "command", "command": self.command(), "pty": kind == Kind::Terminal }),
        };
        let limits = match self.kind {
            Kind::SecondTime => json!({ "max_attempts": 2, "retry_delay_s": 1 }),
            _ => json!({}),
        };
        let key = (self.kind == Kind::Alone).then_some("alone");
        json!({
            "title": format!("{:?} {}", self.kind, self.number), "server_id": self.server, "action": action,
            "limits": limits, "concurrency_key": key,
        })
    }

    fn marks(&self) -> Vec<String> {
        let text = std::fs::read_to_string(&self.marks).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

/// Asks for all of it, spread over the time, and for the end of what is to be cancelled.
pub async fn all(program: &Program, mut works: Vec<Work>, so_long: Duration) -> Vec<Work> {
    let began = Instant::now();
    let pace = so_long / u32::try_from(works.len()).unwrap();
    let mut to_cancel: Vec<(Instant, String)> = Vec::new();
    for (number, work) in works.iter_mut().enumerate() {
        let task = program.post("/tasks", &work.task()).await;
        work.task = task["id"].as_str().unwrap().to_owned();
        let execution = program.post(&format!("/tasks/{}/executions", work.task), &json!({})).await;
        if work.kind == Kind::Cancelled {
            let after = Duration::from_millis(u64::try_from(work.lines).unwrap() * 100);
            to_cancel.push((Instant::now() + after, execution["id"].as_str().unwrap().to_owned()));
        }
        for (_, execution) in to_cancel.extract_if(.., |(at, _)| *at < Instant::now()) {
            program.cancel(&execution).await;
        }
        tokio::time::sleep((pace * u32::try_from(number).unwrap()).saturating_sub(began.elapsed())).await;
    }
    for (_, execution) in to_cancel {
        program.cancel(&execution).await;
    }
    works
}

/// Calls of MCP tools that were asked for.
pub fn calls(works: &[Work]) -> usize {
    // A request whose answer did not come was made again: each may stand for two executions.
    2 * works.iter().filter(|work| work.kind == Kind::Call).count()
}

/// Waits until everything has ended, and looks at it: what is not as it should be.
pub async fn judge(program: &Program, works: &[Work], patience: Duration) -> Vec<String> {
    let began = Instant::now();
    let (mut problems, mut states) = (Vec::new(), BTreeMap::<String, usize>::new());
    for work in works {
        // A request that was made again made another execution.
        let found = program.get(&format!("/executions?limit=100&task_id={}", work.task)).await;
        let ids: Vec<String> =
            found["items"].as_array().unwrap().iter().map(|run| run["id"].as_str().unwrap().to_owned()).collect();
        let mut runs = Vec::new();
        for (number, id) in ids.iter().enumerate() {
            // Only the one whose id came back was cancelled.
            if work.kind == Kind::Cancelled && number > 0 {
                program.cancel(id).await;
            }
            loop {
                let run = program.get(&format!("/executions/{id}")).await;
                if run["finished_at"].is_string() || began.elapsed() > patience {
                    runs.push(run);
                    break;
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
        for run in &runs {
            let (state, attempt) = (run["state"].as_str().unwrap(), &run["attempt"]);
            *states.entry(format!("{:?} {state} after {attempt}", work.kind)).or_default() += 1;
        }
        for problem in faults(program, work, &runs).await {
            problems.push(format!("{:?} {}: {problem}", work.kind, work.number));
        }
    }
    println!("chaos: {states:?}");
    if let Some(work) = works.first() {
        let text = std::fs::read_to_string(work.marks.with_file_name(ALONE)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        if lines.iter().enumerate().any(|(i, line)| *line != ["in", "out"][i % 2]) {
            problems.push(format!("those of one key were not alone: {}", lines.join(" ")));
        }
    }
    problems
}

async fn faults(program: &Program, work: &Work, runs: &[Value]) -> Vec<String> {
    let mut faults = Vec::new();
    if runs.is_empty() {
        faults.push("there is no execution".to_owned());
    }
    let marks = work.marks();
    let began = marks.iter().filter(|mark| mark.starts_with("began")).count();
    let mut expected = 0;
    for run in runs {
        let state = run["state"].as_str().unwrap();
        let attempt = run["attempt"].as_u64().unwrap();
        let fits = match work.kind {
            Kind::Lines | Kind::Terminal | Kind::Flood | Kind::Alone => state == "succeeded" && attempt == 1,
            Kind::SecondTime => state == "succeeded" && attempt <= 2,
            Kind::Cancelled => state == "cancelled",
            Kind::Call => state == "lost" || (state == "succeeded" && attempt == 1),
        };
        expected += usize::try_from(attempt).unwrap();
        if !fits {
            faults.push(format!("it is {state} after {attempt} attempts: {run}"));
            continue;
        }
        // What was made twice shares its marks, and what it prints with them.
        if state == "succeeded" && (runs.len() == 1 || work.kind != Kind::SecondTime) && work.kind != Kind::Call {
            let output = program.output(run["id"].as_str().unwrap()).await;
            if work.expected_output().is_some_and(|expected| expected.as_bytes() != output) {
                faults.push(format!("its output of {} bytes is not what it printed", output.len()));
            }
        }
        if work.kind == Kind::Call && state == "succeeded" {
            let sum = work.lines * (work.lines + 1) / 2;
            if run["result"]["structured_content"]["sum"] != json!(sum) {
                faults.push(format!("its result is {}", run["result"]));
            }
        }
    }
    match work.kind {
        Kind::Call => {}
        // Cancelled before it began it left no mark.
        Kind::Cancelled if began > expected => faults.push(format!("it began {began} times in {expected} attempts")),
        Kind::Cancelled => {}
        _ if began != expected => faults.push(format!("it began {began} times in {expected} attempts")),
        _ => {}
    }
    for mark in marks.iter().filter(|_| work.kind == Kind::Cancelled) {
        let pid = mark.rsplit(' ').next().unwrap();
        let command = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        if command.starts_with(b"sleep\0") {
            faults.push(format!("its process {pid} lives"));
        }
    }
    faults
}

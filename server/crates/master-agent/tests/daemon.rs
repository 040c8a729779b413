//! What lies beside the runs: raw output, forgetting, metrics, one-call commands, stopping, installing.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use agent_protocol::{
    ExecForgetArgs, ExecForgetResult, ExecListArgs, ExecListResult, ExecStartArgs, HostMetrics, RunCommandResult,
    RunState, TOOL_EXEC_FORGET, TOOL_EXEC_LIST, TOOL_EXEC_START, TOOL_HOST_METRICS, TOOL_RUN_COMMAND, output_path,
};
use futures::StreamExt;
use rmcp::model::{CallToolRequest, CallToolRequestParams, ClientRequest, ProgressNotificationParam, ServerResult};
use rmcp::service::{NotificationContext, PeerRequestOptions, RoleClient};
use serde_json::{Value, json};
use support::{Agent, Era, TOKEN, http, new_id, sh};
use uuid::Uuid;

async fn raw(agent: &Agent, path: String) -> reqwest::Response {
    http().get(format!("http://{}{path}", agent.address)).bearer_auth(TOKEN).send().await.unwrap()
}

#[tokio::test]
async fn raw_output_is_followed_to_the_end_of_the_run() {
    let agent = Agent::start();
    let client = agent.client().await;
    let go = agent.data.path().join("go");
    let command =
        format!("echo one; until [ -e {} ]; do sleep 0.02; done; echo two; sleep 0.2; echo three", go.display());
    let run_id = client.sh(&command).await;
    let mut stream = raw(&agent, output_path(run_id, 0, true)).await.bytes_stream();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!(&first[..], b"one\n");
    std::fs::write(go, "").unwrap();
    let mut rest = Vec::new();
    while let Some(part) = stream.next().await {
        rest.extend(part.unwrap());
    }
    assert_eq!(rest, b"two\nthree\n");
    assert_eq!(raw(&agent, output_path(run_id, 4, false)).await.text().await.unwrap(), "two\nthree\n");
    assert_eq!(raw(&agent, output_path(run_id, 14, true)).await.text().await.unwrap(), "");
    assert_eq!(raw(&agent, output_path(run_id, 15, true)).await.status(), 416);
    assert_eq!(raw(&agent, output_path(new_id(), 0, true)).await.status(), 404);
}

#[tokio::test]
async fn fifty_megabytes_stream_byte_exact() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("yes 0123456789abcde | head -c 52428800").await;
    let began = Instant::now();
    let bytes = raw(&agent, output_path(run_id, 0, true)).await.bytes().await.unwrap();
    let rate = 50.0 / began.elapsed().as_secs_f64();
    println!("{rate:.0} MiB/s");
    assert_eq!(bytes.len(), 52_428_800);
    assert!(bytes.chunks_exact(16).all(|line| line == b"0123456789abcde\n"));
}

#[tokio::test]
async fn a_stream_that_the_daemon_cuts_short_does_not_look_whole() {
    let mut agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("echo some; sleep 74").await;
    let mut stream = raw(&agent, output_path(run_id, 0, true)).await.bytes_stream();
    stream.next().await.unwrap().unwrap();
    terminate(&mut agent).await;
    assert!(stream.next().await.unwrap().is_err());
}

#[tokio::test]
async fn a_forgotten_run_is_not_run_again() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("echo once; sleep 0.2; exit 4").await;
    let (code, _) = client.refused(TOOL_EXEC_FORGET, ExecForgetArgs { run_id }).await;
    assert_eq!(code, "still_running");
    client.finish(run_id).await;
    let forgotten: ExecForgetResult = client.call(TOOL_EXEC_FORGET, ExecForgetArgs { run_id }).await;
    assert_eq!(forgotten.dropped_bytes, 5);
    assert!(!agent.run_dir(run_id).exists());
    let days = (forgotten.remembered_until - chrono::Utc::now()).num_hours();
    assert!((29 * 24..=30 * 24).contains(&days));
    let twice: ExecForgetResult = client.call(TOOL_EXEC_FORGET, ExecForgetArgs { run_id }).await;
    assert_eq!((twice.dropped_bytes, twice.remembered_until), (0, forgotten.remembered_until));
    let again = client.start(sh(run_id, "echo once; sleep 0.2; exit 4")).await;
    assert!(again.already_known && again.state == RunState::Exited { exit_code: 4 });
    let (code, _) = client.refused("exec_read", json!({"run_id": run_id})).await;
    assert_eq!(code, "forgotten");
    assert_eq!(raw(&agent, output_path(run_id, 0, false)).await.status(), 410);
    let list: ExecListResult = client.call(TOOL_EXEC_LIST, ExecListArgs::default()).await;
    assert!(list.runs[0].forgotten && list.runs[0].command.is_none() && list.runs[0].end == 5);
}

#[tokio::test]
async fn who_knows_another_instance_is_refused() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = ExecStartArgs { instance_id: Some(new_id()), ..sh(new_id(), "touch ran") };
    let (code, text) = client.refused(TOOL_EXEC_START, &args).await;
    assert!(code == "instance_mismatch" && text.contains("rebuilt"), "{text}");
    assert!(!agent.run_dir(args.run_id).exists());
}

#[tokio::test]
async fn metrics_are_those_of_this_host() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("while :; do :; done").await;
    let _: HostMetrics = client.call(TOOL_HOST_METRICS, json!({})).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    let metrics: HostMetrics = client.call(TOOL_HOST_METRICS, json!({})).await;
    assert!((10.0..=100.0).contains(&metrics.cpu.used_percent), "{:?}", metrics.cpu);
    assert!(metrics.memory.available_bytes < metrics.memory.total_bytes);
    assert!(metrics.disks.iter().any(|disk| disk.mount == "/" && disk.available_bytes <= disk.total_bytes));
    assert!(metrics.connections.listening >= 1 && metrics.processes > 3 && metrics.uptime_seconds > 0);
    let _: Value = client.call("exec_signal", json!({"run_id": run_id, "signal": "KILL"})).await;
}

#[tokio::test]
async fn one_call_runs_a_command_to_its_end() {
    let agent = Agent::start();
    let client = agent.client().await;
    let done: RunCommandResult =
        client.call(TOOL_RUN_COMMAND, json!({"command": "echo out; echo err >&2; exit 2"})).await;
    assert_eq!((done.output.as_str(), done.output_bytes), ("out\nerr\n", 8));
    assert!(done.state == RunState::Exited { exit_code: 2 } && !done.output_cut);
    let long: RunCommandResult = client.call(TOOL_RUN_COMMAND, json!({"command": "seq 1 100000"})).await;
    assert!(long.output_cut && long.output.ends_with("\n100000\n") && long.output.len() == 65536);
    assert_eq!(client.finish(long.run_id).await.bytes.len() as u64, long.output_bytes);
    let slow: RunCommandResult = client.call(TOOL_RUN_COMMAND, json!({"command": "sleep 75", "timeout_ms": 200})).await;
    assert!(matches!(slow.state, RunState::TimedOut { .. }) && slow.duration_ms >= 200);
}

/// Collects what is told as progress.
#[derive(Clone, Default)]
struct Listener(std::sync::Arc<std::sync::Mutex<Vec<ProgressNotificationParam>>>);

impl rmcp::ClientHandler for Listener {
    async fn on_progress(&self, told: ProgressNotificationParam, _: NotificationContext<RoleClient>) {
        self.0.lock().unwrap().push(told);
    }
}

#[tokio::test]
async fn output_is_told_as_progress_and_cancelling_ends_the_command_in_both_eras() {
    let agent = Agent::start();
    for era in [Era::New, Era::Old] {
        let listener = Listener::default();
        let client = agent.connect(era, listener.clone()).await;
        let Value::Object(args) = json!({"command": "echo é1; sleep 0.3; echo 2; sleep 76"}) else { unreachable!() };
        let request = CallToolRequestParams::new(TOOL_RUN_COMMAND).with_arguments(args);
        let request = ClientRequest::CallToolRequest(CallToolRequest::new(request));
        let handle = client.send_cancellable_request(request, PeerRequestOptions::default()).await.unwrap();
        support::eventually(&format!("{era:?}: two notices"), || listener.0.lock().unwrap().len() >= 2).await;
        let told = listener.0.lock().unwrap().clone();
        let text: String = told.iter().filter_map(|told| told.message.clone()).collect();
        assert_eq!((text.as_str(), told.last().unwrap().progress), ("é1\n2\n", 6.0));
        handle.cancel(Some("enough".into())).await.unwrap();
        let control = agent.client().await;
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let running: ExecListResult =
                control.call(TOOL_EXEC_LIST, ExecListArgs { running_only: true, limit: None }).await;
            if running.total == 0 {
                break;
            }
            assert!(Instant::now() < deadline, "{era:?}: the command outlives its call");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let last: ExecListResult = control.call(TOOL_EXEC_LIST, ExecListArgs::default()).await;
        assert_eq!(last.runs[0].state, RunState::Killed);
    }
}

#[tokio::test]
async fn a_command_that_ends_answers_with_a_result_after_its_progress() {
    let agent = Agent::start();
    let listener = Listener::default();
    let client = agent.connect(Era::Old, listener.clone()).await;
    let Value::Object(args) = json!({"command": "echo 1; sleep 0.2; echo 2"}) else { unreachable!() };
    let request = CallToolRequestParams::new(TOOL_RUN_COMMAND).with_arguments(args);
    let request = ClientRequest::CallToolRequest(CallToolRequest::new(request));
    let handle = client.send_cancellable_request(request, PeerRequestOptions::default()).await.unwrap();
    let ServerResult::CallToolResult(result) = handle.await_response().await.unwrap() else { panic!("a result") };
    let done: RunCommandResult = serde_json::from_value(result.structured_content.unwrap()).unwrap();
    assert_eq!(done.output, "1\n2\n");
    let told = listener.0.lock().unwrap().clone();
    assert_eq!(told.iter().map(|told| told.progress).collect::<Vec<_>>(), [2.0, 4.0]);
}

async fn terminate(agent: &mut Agent) {
    let pid = nix::unistd::Pid::from_raw(agent.process.id() as i32);
    nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
    let began = Instant::now();
    while agent.process.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < Duration::from_secs(5), "it does not stop");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_stopping_daemon_answers_who_waits_and_leaves_its_runs() {
    let mut agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("sleep 1; echo late").await;
    let waiting = async { client.read(run_id, 0, 20_000).await };
    let stopping = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        terminate(&mut agent).await;
    };
    let (read, ()) = tokio::join!(waiting, stopping);
    assert_eq!((read.state, read.end), (RunState::Running, 0));
    agent.restart();
    let end = agent.client().await.finish(run_id).await;
    assert_eq!((end.text().as_str(), end.state), ("late\n", RunState::Exited { exit_code: 0 }));
}

#[test]
fn the_unit_starts_this_program_and_spares_the_runs() {
    let dir = tempfile::tempdir().unwrap();
    let unit = dir.path().join("master-agent.service");
    let install = |data: &str| {
        support::command(dir.path())
            .args(["install", "--user", "agent", "--listen", "10.0.0.5:7400", "--data", data, "--unit"])
            .arg(&unit)
            .output()
            .unwrap()
    };
    let done = install("/srv/agent");
    assert!(done.status.success(), "{done:?}");
    let text = std::fs::read_to_string(&unit).unwrap();
    let start =
        format!("ExecStart={} serve --listen 10.0.0.5:7400 --data /srv/agent\n", env!("CARGO_BIN_EXE_master-agent"));
    assert!(text.contains(&start) && text.contains("KillMode=process\n") && text.contains("User=agent\n"), "{text}");
    assert!(!install("/srv/two words").status.success());
}

/// The daemon and its shims stay small. The pages of the program that they share are counted for the daemon only;
/// in a build without optimizations there are more of them.
#[tokio::test]
async fn idle_memory_is_small() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("sleep 77").await;
    let pid = client.start(sh(run_id, "sleep 77")).await.pid.unwrap();
    let shim = field(pid, "PPid:");
    let (daemon, shim) = (field(agent.process.id(), "VmRSS:"), field(shim, "RssAnon:"));
    println!("daemon {daemon} kB, shim {shim} kB");
    let most_daemon = if cfg!(debug_assertions) { 40_000 } else { 15_000 };
    assert!(daemon < most_daemon && shim < 3_000, "daemon {daemon} kB, shim {shim} kB");
}

fn field(pid: u32, name: &str) -> u32 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_output_of_the_oldest_goes_first_when_room_is_short() {
    let mut agent = Agent::start_with(&["--total-spool-mib", "3"]);
    let client = agent.client().await;
    let mut ids: Vec<Uuid> = Vec::new();
    for _ in 0..3 {
        let run_id = client.sh("head -c 1500000 /dev/zero").await;
        client.finish(run_id).await;
        ids.push(run_id);
    }
    // Room is made at each start, too.
    agent.crash_and_restart();
    support::eventually("the oldest is gone", || !agent.run_dir(ids[0]).exists()).await;
    assert!(agent.run_dir(ids[2]).exists());
    assert!(agent.client().await.start(sh(ids[0], "head -c 1500000 /dev/zero")).await.already_known);
}

//! The real master agent. Build it first: `cargo build -p master-agent`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use agent_protocol::{
    ExecForgetArgs, ExecListArgs, ExecReadArgs, ExecResizeArgs, ExecSignalArgs, ExecStartArgs, ExecWriteArgs, PtySize,
    RunSignal, RunState, ToolErrorCode,
};
use futures::StreamExt;
use model::{CheckName, IssueCode};
use studio_mcp::{Connector, Endpoint, MasterAgentClient, Sent};
use support::*;
use tempfile::TempDir;
use uuid::Uuid;

const TOKEN: &str = "a-token-for-these-tests";

/// The binary beside the tests' own: `target/debug/deps/<test>` → `target/debug/master-agent`.
fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let binary = test.parent().and_then(Path::parent).unwrap().join("master-agent");
    assert!(binary.exists(), "{} is not built: run `cargo build -p master-agent` first", binary.display());
    binary
}

struct Agent {
    process: Child,
    address: String,
    data: TempDir,
}

impl Agent {
    fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let (process, address) = serve(data.path(), "127.0.0.1:0");
        Self { process, address, data }
    }

    fn endpoint(&self) -> Endpoint {
        bearer(&format!("http://{}/mcp", self.address), TOKEN)
    }

    fn crash(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn start_again(&mut self) {
        (self.process, _) = serve(self.data.path(), &self.address);
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(data: &Path, listen: &str) -> (Child, String) {
    let mut process = Command::new(binary())
        .env("MASTER_AGENT_TOKEN", TOKEN)
        .env("RUST_LOG", "warn")
        .args(["serve", "--listen", listen, "--data"])
        .arg(data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("no address in {line:?}"));
    (process, address.trim().trim_end_matches("/mcp").to_owned())
}

async fn client(connector: &Connector, agent: &Agent) -> MasterAgentClient {
    connector.master_agent(key(), &agent.endpoint()).await.unwrap()
}

fn run_id() -> Uuid {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    Uuid::from_u64_pair(nanos, NEXT.fetch_add(1, Ordering::Relaxed))
}

fn sh(run_id: Uuid, command: &str) -> ExecStartArgs {
    ExecStartArgs { run_id, command: Some(command.to_owned()), ..Default::default() }
}

/// Reads to the end; the bytes and how it ended.
async fn finish(client: &MasterAgentClient, run_id: Uuid) -> (Vec<u8>, RunState) {
    let mut bytes = Vec::new();
    loop {
        let args = ExecReadArgs { run_id, offset: bytes.len() as u64, wait_ms: 5_000, ..Default::default() };
        let read = client.exec_read(&args).await.unwrap();
        bytes.extend_from_slice(&read.bytes.0);
        if read.state.is_final() && bytes.len() as u64 == read.end {
            return (bytes, read.state);
        }
    }
}

#[tokio::test]
async fn validates_and_probes() {
    let agent = Agent::start();
    let connector = connector();
    let (report, _) = validate(&connector, &agent.endpoint()).await;
    assert_eq!(statuses(&report), "PPSPPPP", "{report:#?}");
    assert_eq!(report.protocol_version.as_deref(), Some("2026-07-28"));
    let found = report.master_agent.unwrap();
    assert!(found.hostname.is_some() && found.os.is_some() && found.arch.is_some());
    assert!(report.mcp_tools.contains(&"exec_start".to_owned()), "{:?}", report.mcp_tools);

    let probe = connector.probe(key(), &agent.endpoint()).await;
    assert!(probe.reachable && probe.authenticated == Some(true), "{probe:?}");
    assert_eq!(probe.master_agent.unwrap().instance_id, found.instance_id);

    let wrong = bearer(agent.endpoint().url.as_str(), "not-the-token");
    expect_issue(&connector, &wrong, CheckName::Authenticate, IssueCode::Unauthorized).await;
    let other = studio_mcp::PoolKey { revision: 2, ..key() };
    let refused = connector.master_agent(other, &wrong).await.err().unwrap();
    assert_eq!(refused.code, IssueCode::Unauthorized);
}

#[tokio::test]
async fn runs_a_command_byte_for_byte() {
    let agent = Agent::start();
    let client = client(&connector(), &agent).await;
    let id = run_id();
    let started = client.exec_start(&sh(id, "printf 'a\\0b\\377'; echo err >&2; exit 7")).await.unwrap();
    assert!(!started.already_known && started.pid.is_some());
    assert!(client.exec_start(&sh(id, "printf 'a\\0b\\377'; echo err >&2; exit 7")).await.unwrap().already_known);
    let (bytes, state) = finish(&client, id).await;
    let mut sorted = bytes.clone();
    sorted.sort_unstable();
    let mut expected = b"a\0b\xfferr\n".to_vec();
    expected.sort_unstable();
    assert_eq!(sorted, expected);
    assert_eq!(state.exit_code(), Some(7));

    let info = client.host_info().await.unwrap();
    assert_eq!(info.instance_id, client.announced().instance_id);
    assert!(client.host_metrics().await.unwrap().memory.total_bytes > 0);
    assert!(client.exec_list(&ExecListArgs::default()).await.unwrap().runs.iter().any(|run| run.run_id == id));
    assert_eq!(client.exec_forget(&ExecForgetArgs { run_id: id }).await.unwrap().dropped_bytes, bytes.len() as u64);
}

#[tokio::test]
async fn types_resizes_and_signals() {
    let agent = Agent::start();
    let client = client(&connector(), &agent).await;
    let id = run_id();
    let pty = Some(PtySize { cols: 80, rows: 24 });
    let args = ExecStartArgs { pty, ..sh(id, "read line; echo got:$line; stty size; sleep 60") };
    client.exec_start(&args).await.unwrap();
    client.exec_resize(&ExecResizeArgs { run_id: id, cols: 132, rows: 43 }).await.unwrap();
    let write = ExecWriteArgs { run_id: id, seq: 1, bytes: b"hello\n".to_vec().into(), close: false };
    assert!(client.exec_write(&write).await.unwrap().applied);
    assert!(!client.exec_write(&write).await.unwrap().applied, "typed once");
    let mut text = String::new();
    while !(text.contains("got:hello") && text.contains("43 132")) {
        let args = ExecReadArgs { run_id: id, wait_ms: 5_000, offset: text.len() as u64, ..Default::default() };
        let read = client.exec_read(&args).await.unwrap();
        assert_eq!(read.state, RunState::Running, "{text}");
        text.push_str(&String::from_utf8(read.bytes.0).unwrap());
    }
    let signal = ExecSignalArgs { run_id: id, signal: RunSignal::Kill, grace_ms: None };
    assert!(client.exec_signal(&signal).await.unwrap().sent);
    assert_eq!(finish(&client, id).await.1, RunState::Killed);
}

#[tokio::test]
async fn refusals_have_their_code() {
    let agent = Agent::start();
    let client = client(&connector(), &agent).await;
    let unknown = client.exec_read(&ExecReadArgs { run_id: run_id(), ..Default::default() }).await.unwrap_err();
    assert_eq!((unknown.issue.code, unknown.refusal), (IssueCode::RunUnknown, Some(ToolErrorCode::UnknownRun)));
    let other = ExecStartArgs { instance_id: Some(Uuid::nil()), ..sh(run_id(), "true") };
    let replaced = client.exec_start(&other).await.unwrap_err();
    assert_eq!(
        (replaced.issue.code, replaced.refusal),
        (IssueCode::HostReplaced, Some(ToolErrorCode::InstanceMismatch))
    );
    let nowhere = ExecStartArgs { cwd: Some("relative".into()), ..sh(run_id(), "true") };
    let refused = client.exec_start(&nowhere).await.unwrap_err();
    assert_eq!(refused.issue.code, IssueCode::StartRefused, "{refused}");
    assert!(!refused.issue.detail.is_empty());
}

#[tokio::test]
async fn a_crash_of_the_daemon_is_told_and_survived() {
    let mut agent = Agent::start();
    let client = client(&connector(), &agent).await;
    let id = run_id();
    let command = "echo one; sleep 2; echo two; sleep 1; echo three";
    client.exec_start(&sh(id, command)).await.unwrap();
    let poller = client.clone();
    let poll = tokio::spawn(async move {
        let args = ExecReadArgs { run_id: id, offset: 4, wait_ms: 20_000, ..Default::default() };
        poller.exec_read(&args).await
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    agent.crash();
    let cut = Instant::now();
    let error = poll.await.unwrap().unwrap_err();
    assert_eq!((error.issue.code, error.sent), (IssueCode::ConnectionLost, Sent::Maybe), "{error}");
    assert!(cut.elapsed() < Duration::from_millis(500));
    let error = client.host_info().await.unwrap_err();
    assert_eq!((error.issue.code, error.sent), (IssueCode::ConnectionRefused, Sent::No), "{error}");

    agent.start_again();
    assert!(client.exec_start(&sh(id, command)).await.unwrap().already_known);
    let (bytes, state) = finish(&client, id).await;
    assert_eq!(String::from_utf8_lossy(&bytes), "one\ntwo\nthree\n");
    assert!(state.is_success());
}

#[tokio::test]
async fn streams_output_as_it_comes() {
    let agent = Agent::start();
    let client = client(&connector(), &agent).await;
    assert!(client.announced().output_stream);
    let id = run_id();
    client.exec_start(&sh(id, "echo begin; sleep 1; seq 1 200000")).await.unwrap();
    let started = Instant::now();
    let mut stream = client.output_stream(id, 0).await.unwrap();
    let mut bytes = stream.next().await.unwrap().unwrap().to_vec();
    assert!(bytes.starts_with(b"begin\n") && started.elapsed() < Duration::from_millis(800), "at once");
    while let Some(piece) = stream.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    let expected: String = "begin\n".to_owned() + &(1..=200_000).map(|n| format!("{n}\n")).collect::<String>();
    assert!(bytes == expected.as_bytes(), "{} bytes of {}", bytes.len(), expected.len());

    let rest: Vec<_> = client.output_stream(id, 1_000_000).await.unwrap().collect().await;
    let rest: Vec<u8> = rest.into_iter().flat_map(|piece| piece.unwrap()).collect();
    assert!(rest == expected.as_bytes()[1_000_000..]);

    let unknown = client.output_stream(run_id(), 0).await.err().unwrap();
    assert_eq!((unknown.issue.code, unknown.refusal), (IssueCode::RunUnknown, Some(ToolErrorCode::UnknownRun)));
    let beyond = client.output_stream(id, 1 << 40).await.err().unwrap();
    assert_eq!(beyond.refusal, Some(ToolErrorCode::InvalidInput), "{beyond}");
    client.exec_forget(&ExecForgetArgs { run_id: id }).await.unwrap();
    let forgotten = client.output_stream(id, 0).await.err().unwrap();
    assert_eq!(forgotten.refusal, Some(ToolErrorCode::Forgotten), "{forgotten}");
}

#[tokio::test]
async fn a_stream_that_was_cut_is_no_end() {
    let mut agent = Agent::start();
    let client = client(&connector(), &agent).await;
    let id = run_id();
    client.exec_start(&sh(id, "echo begin; sleep 3; echo end")).await.unwrap();
    let mut stream = client.output_stream(id, 0).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().as_ref(), b"begin\n");
    agent.crash();
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.issue.code, IssueCode::ConnectionLost, "{error}");
    assert!(stream.next().await.is_none());

    agent.start_again();
    let rest: Vec<_> = client.output_stream(id, 6).await.unwrap().collect().await;
    let rest: Vec<u8> = rest.into_iter().flat_map(|piece| piece.unwrap()).collect();
    assert_eq!(rest, b"end\n");
}

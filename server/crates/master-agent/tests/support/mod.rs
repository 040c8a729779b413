//! A master agent in a folder of its own, and a third-party client (rmcp's) to call it.
#![allow(clippy::expect_used, clippy::unwrap_used, dead_code)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use agent_protocol::{
    ERROR_META_KEY, ExecReadArgs, ExecReadResult, ExecStartArgs, ExecStartResult, RunState, TOOL_EXEC_READ,
    TOOL_EXEC_START,
};
use rmcp::model::{CallToolRequestParams, CallToolResult, ProtocolVersion};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt, RoleClient, RunningService};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

pub const TOKEN: &str = "a-token-for-the-tests-only";

pub struct Agent {
    pub process: Child,
    pub address: String,
    pub data: TempDir,
    args: Vec<String>,
}

impl Agent {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    pub fn start_with(args: &[&str]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let (process, address) = serve(data.path(), &args);
        Self { process, address, data, args }
    }

    /// kill -9, and a new daemon on the same folder, at another port.
    pub fn crash_and_restart(&mut self) {
        self.crash();
        self.restart();
    }

    pub fn crash(&mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("reaped");
    }

    pub fn restart(&mut self) {
        (self.process, self.address) = serve(self.data.path(), &self.args);
    }

    pub fn run_dir(&self, run_id: Uuid) -> PathBuf {
        self.data.path().join("runs").join(run_id.to_string())
    }

    pub async fn client(&self) -> Client {
        self.client_in(Era::New).await
    }

    pub async fn client_in(&self, era: Era) -> Client {
        Client(self.connect(era, ()).await)
    }

    pub async fn connect<H: rmcp::ClientHandler>(&self, era: Era, handler: H) -> RunningService<RoleClient, H> {
        let uri = format!("http://{}/mcp", self.address);
        let config = StreamableHttpClientTransportConfig::with_uri(uri).auth_header(TOKEN);
        let transport = StreamableHttpClientTransport::with_client(http(), config);
        let lifecycle = match era {
            Era::Old => ClientLifecycleMode::Initialize,
            Era::New => ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] },
        };
        handler.serve_with_lifecycle(transport, lifecycle).await.expect("connects")
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        // What runs outlives the daemon; it must not outlive the test.
        for entry in std::fs::read_dir(self.data.path().join("runs")).into_iter().flatten().flatten() {
            let status = std::fs::read(entry.path().join("status.json")).unwrap_or_default();
            let status: Value = serde_json::from_slice(&status).unwrap_or_default();
            if status["state"] == "running"
                && let Some(pid) = status["pid"].as_i64()
            {
                let _ =
                    nix::sys::signal::killpg(nix::unistd::Pid::from_raw(pid as i32), nix::sys::signal::Signal::SIGKILL);
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub enum Era {
    Old,
    New,
}

pub fn http() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().tcp_nodelay(true).build().expect("a client")
}

pub fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_master-agent"));
    command.env_remove("MASTER_AGENT_TOKEN").env("MASTER_AGENT_DATA", data);
    command
}

fn serve(data: &Path, args: &[String]) -> (Child, String) {
    let mut process = command(data)
        .env("MASTER_AGENT_TOKEN", TOKEN)
        .env("RUST_LOG", "warn")
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(args)
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("says where it listens");
    let address = line.split("http://").nth(1).expect("an address").trim().trim_end_matches("/mcp");
    (process, address.to_owned())
}

pub struct Client(pub RunningService<RoleClient, ()>);

impl Client {
    pub async fn raw<A: Serialize>(&self, tool: &str, args: A) -> CallToolResult {
        let Ok(Value::Object(args)) = serde_json::to_value(args) else { panic!("arguments are an object") };
        let request = CallToolRequestParams::new(tool.to_owned()).with_arguments(args);
        tokio::time::timeout(Duration::from_secs(40), self.0.call_tool(request))
            .await
            .expect("answers in time")
            .expect("is no protocol error")
    }

    /// A call to a daemon that may die meanwhile.
    pub async fn try_call<A: Serialize>(&self, tool: &str, args: A) -> bool {
        let Ok(Value::Object(args)) = serde_json::to_value(args) else { panic!("arguments are an object") };
        self.0.call_tool(CallToolRequestParams::new(tool.to_owned()).with_arguments(args)).await.is_ok()
    }

    pub async fn call<R: DeserializeOwned>(&self, tool: &str, args: impl Serialize) -> R {
        let result = self.raw(tool, args).await;
        assert_ne!(result.is_error, Some(true), "{tool}: {:?}", result.content);
        serde_json::from_value(result.structured_content.expect("structured")).expect("fits its type")
    }

    /// The code and sentence of a refused call.
    pub async fn refused(&self, tool: &str, args: impl Serialize) -> (String, String) {
        let result = self.raw(tool, args).await;
        assert_eq!(result.is_error, Some(true), "{tool} was not refused: {result:?}");
        let code = result.meta.expect("a code").0[ERROR_META_KEY].as_str().expect("a string").to_owned();
        let text = result.content[0].as_text().expect("a sentence").text.clone();
        (code, text)
    }

    pub async fn start(&self, args: ExecStartArgs) -> ExecStartResult {
        self.call(TOOL_EXEC_START, args).await
    }

    /// Starts a shell command line.
    pub async fn sh(&self, command: &str) -> Uuid {
        let run_id = new_id();
        self.start(sh(run_id, command)).await;
        run_id
    }

    /// Reads a run to its end.
    pub async fn finish(&self, run_id: Uuid) -> Finished {
        self.finish_from(run_id, 0).await
    }

    pub async fn finish_from(&self, run_id: Uuid, from: u64) -> Finished {
        let (mut bytes, mut chunks) = (Vec::new(), Vec::new());
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            assert!(Instant::now() < deadline, "the run {run_id} does not end");
            let offset = from + bytes.len() as u64;
            let read = self.read(run_id, offset, 5_000).await;
            assert_eq!(read.chunks.iter().map(|chunk| chunk.len).sum::<u64>(), read.bytes.0.len() as u64);
            bytes.extend(&read.bytes.0);
            chunks.extend(read.chunks.clone());
            if read.state.is_final() && from + bytes.len() as u64 == read.end {
                return Finished { bytes, chunks, state: read.state.clone(), last: read };
            }
        }
    }

    pub async fn read(&self, run_id: Uuid, offset: u64, wait_ms: u64) -> ExecReadResult {
        self.call(TOOL_EXEC_READ, ExecReadArgs { run_id, offset, max_bytes: None, wait_ms }).await
    }

    /// Reads until the output holds a text.
    pub async fn read_until(&self, run_id: Uuid, text: &str) -> String {
        let mut bytes = Vec::new();
        let deadline = Instant::now() + Duration::from_secs(15);
        loop {
            let read = self.read(run_id, bytes.len() as u64, 2_000).await;
            bytes.extend(read.bytes.0);
            let seen = String::from_utf8_lossy(&bytes).into_owned();
            if seen.contains(text) {
                return seen;
            }
            assert!(!read.state.is_final() && Instant::now() < deadline, "no {text:?} in {seen:?}");
        }
    }
}

pub struct Finished {
    pub bytes: Vec<u8>,
    pub chunks: Vec<agent_protocol::OutputChunk>,
    pub state: RunState,
    pub last: ExecReadResult,
}

impl Finished {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

pub fn sh(run_id: Uuid, command: &str) -> ExecStartArgs {
    ExecStartArgs { run_id, command: Some(command.into()), ..ExecStartArgs::default() }
}

pub fn new_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

pub fn is_alive(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X']))
}

pub async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < deadline, "{what}: not within ten seconds");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

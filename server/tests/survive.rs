//! The Studio and the master agent killed with -9, and the network cut, under 30 running commands: the same attempts go on,
//! their output has no gap and nothing twice, every command ran once.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use test_support::{Proxy, TestAgent, site};
use tokio::process::{Child, Command};

const RUNS: usize = 30;
/// Lines a command writes, ten a second.
const LINES: usize = 150;
const PASSWORD: &str = "correct horse battery";

/// The real binary with its private Postgres.
struct Studio {
    child: Child,
    port: u16,
}

impl Studio {
    async fn start(folder: &Path, port: u16) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_studio-server"))
            .args(["serve", "--port", &port.to_string(), "--data"])
            .arg(folder.join("data"))
            .env("STUDIO_SITE", folder.join("site"))
            .env("STUDIO_ALLOW_NETWORKS", "127.0.0.0/8")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let studio = Self { child, port };
        for _ in 0..600 {
            let answer = reqwest::get(studio.url("/readyz")).await;
            if answer.is_ok_and(|answer| answer.status() == StatusCode::OK) {
                return studio;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the Studio does not get ready");
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Ends it as an operator would, its Postgres with it.
    async fn stop(mut self) {
        let pid = self.child.id().unwrap().to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
        self.child.wait().await.unwrap();
    }
}

/// A program that uses REST.
struct Program {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Program {
    async fn post(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}{path}", self.base)).bearer_auth(&self.token).json(&body);
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    async fn get(&self, path: &str) -> Value {
        serde_json::from_slice(&self.bytes(path).await).unwrap()
    }

    async fn bytes(&self, path: &str) -> Vec<u8> {
        let answer = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    /// Waits (90 s at most) until every execution of the list is as wanted.
    async fn until(&self, runs: &[String], wanted: impl Fn(&Value) -> bool) {
        for run in runs {
            let mut seen = Value::Null;
            let found = async {
                loop {
                    seen = self.get(run).await;
                    if wanted(&seen) {
                        return;
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            };
            let found = tokio::time::timeout(Duration::from_secs(90), found).await;
            assert!(found.is_ok(), "it never came so far: {seen}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_commands_survive_everything() {
    drop(rustls::crypto::ring::default_provider().install_default());
    let folder = tempfile::Builder::new().prefix("studio-survive-").permissions(mode(0o755)).tempdir().unwrap();
    site(&folder.path().join("site")).unwrap();
    let port = free_port();
    let mut agent = TestAgent::start().await.unwrap();
    let network = Proxy::start(agent.port()).await.unwrap();
    let studio = Studio::start(folder.path(), port).await;

    let mut program = Program { http: reqwest::Client::new(), base: studio.url("/api/v1"), token: String::new() };
    let ada = json!({ "name": "Ada", "email": "ada@example.org", "password": PASSWORD, "organization_name": "Acme" });
    let registered = program.post("/auth/register", ada).await;
    program.token = registered["access_token"].as_str().unwrap().to_owned();
    program.base = studio.url("/api/v1/orgs/acme");
    let auth = json!({ "kind": "bearer", "token": agent.token() });
    let server = program.post("/servers", json!({ "name": "host", "url": network.url(), "auth": auth })).await;
    let marker = folder.path().join("marker");
    let command = format!(
        "echo ran >> {}; i=0; while [ $i -lt {LINES} ]; do i=$((i+1)); echo line $i; sleep 0.1; done",
        marker.display()
    );
    let action = json!({ "kind": "command", "command": command });
    let task = json!({
        "title": "Count", "server_id": server["id"], "action": action, "priority": "medium",
        "schedule": { "kind": "manual" }, "limits": {},
    });
    let task = program.post("/tasks", task).await;
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let run = program.post(&format!("/tasks/{}/executions", task["id"].as_str().unwrap()), json!({})).await;
        runs.push(format!("/executions/{}", run["id"].as_str().unwrap()));
    }
    program.until(&runs, |run| run["output_bytes"].as_u64().unwrap() > 20).await;

    studio.kill().await;
    let studio = Studio::start(folder.path(), port).await;
    program.until(&runs, |run| run["output_bytes"].as_u64().unwrap() > 200).await;
    agent.kill().await.unwrap();
    tokio::time::sleep(Duration::from_millis(500)).await;
    agent.restart().await.unwrap();
    network.cut();
    tokio::time::sleep(Duration::from_secs(3)).await;
    network.mend();
    program.until(&runs, |run| run["finished_at"].is_string()).await;

    let expected: String = (1..=LINES).map(|i| format!("line {i}\n")).collect();
    for run in &runs {
        let end = program.get(run).await;
        assert_eq!((end["state"].as_str(), end["attempt"].as_i64()), (Some("succeeded"), Some(1)), "{end}");
        let output = program.bytes(&format!("{run}/output")).await;
        assert!(output == expected.as_bytes(), "{run}: {}", String::from_utf8_lossy(&output));
    }
    assert_eq!(std::fs::read_to_string(&marker).unwrap(), "ran\n".repeat(RUNS), "every command ran once");
    studio.stop().await;
}

fn mode(mode: u32) -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(mode)
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

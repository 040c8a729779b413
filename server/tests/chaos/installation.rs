//! An installation of several replicas: two that serve, two that work, two master agents, an MCP server and a Postgres, each
//! reached over a way that can be cut.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use embedded_postgres::{EmbeddedPostgres, Options};
use serde_json::{Value, json};
use test_support::{TestAgent, TestMcpServer, site};
use tokio::process::{Child, Command};

use crate::program::Program;
use crate::way::{End, Way};

/// Key of the installation.
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// A process of the Studio.
pub struct Replica {
    role: &'static str,
    port: u16,
    child: Option<Child>,
    /// To the database.
    pub database: Way,
}

pub struct Installation {
    folder: tempfile::TempDir,
    postgres: Option<EmbeddedPostgres>,
    password: String,
    pub replicas: Vec<Replica>,
    pub agents: Vec<TestAgent>,
    /// To the master agents, and to the MCP server.
    pub ways: Vec<Way>,
    tools: TestMcpServer,
}

/// A server that executions may run on.
#[derive(Clone)]
pub struct Place {
    pub server: String,
    /// It has a master agent.
    pub runs_commands: bool,
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

impl Installation {
    pub async fn start() -> Self {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        let folder = tempfile::Builder::new().prefix("studio-chaos-").permissions(mode).tempdir().unwrap();
        site(&folder.path().join("site")).unwrap();
        let postgres = EmbeddedPostgres::start(options(folder.path())).await.unwrap();
        let password = std::fs::read_to_string(folder.path().join("postgres/password")).unwrap().trim().to_owned();
        let mut replicas = Vec::new();
        for role in ["web", "web", "worker", "worker"] {
            let database = Way::to(socket(&postgres)).await;
            replicas.push(Replica { role, port: free_port(), child: None, database });
        }
        let agents = vec![TestAgent::start().await.unwrap(), TestAgent::start().await.unwrap()];
        let tools = TestMcpServer::start(&[("echo", "Says it again"), ("steps", "Adds up")]).await.unwrap();
        let mut ways = Vec::new();
        for port in [agents[0].port(), agents[1].port(), tools.port()] {
            ways.push(Way::to(End::Port(port)).await);
        }
        let mut installation = Self { folder, postgres: Some(postgres), password, replicas, agents, ways, tools };
        let migrated = installation.command(0, "migrate").status().await.unwrap();
        assert!(migrated.success());
        for number in 0..installation.replicas.len() {
            installation.revive(number);
        }
        installation
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn web_ports(&self) -> Vec<u16> {
        self.replicas.iter().filter(|replica| replica.role == "web").map(|replica| replica.port).collect()
    }

    /// Calls of MCP tools that arrived.
    pub fn calls(&self) -> usize {
        self.tools.calls()
    }

    /// Registers the servers and waits until they are healthy.
    pub async fn places(&self, program: &Program) -> Vec<Place> {
        let mut places = Vec::new();
        for (number, way) in self.ways.iter().enumerate() {
            let agent = self.agents.get(number);
            let auth = match agent {
                Some(agent) => json!({ "kind": "bearer", "token": agent.token() }),
                None => json!({ "kind": "none" }),
            };
            let url = format!("http://127.0.0.1:{}/mcp", way.port);
            let new = json!({ "name": format!("place {number}"), "url": url, "auth": auth });
            let server = program.post("/servers", &new).await;
            let server = server["id"].as_str().unwrap().to_owned();
            let checked = program.post(&format!("/servers/{server}/check"), &json!({})).await;
            assert_eq!(checked["status"], "healthy", "{checked}");
            places.push(Place { server, runs_commands: agent.is_some() });
        }
        let tools = format!("/servers/{}/mcp-tools", places[2].server);
        for _ in 0..200 {
            let found: Value = program.get(&tools).await;
            if found["items"].as_array().is_some_and(|tools| tools.len() == 2) {
                return places;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the tools are not found");
    }

    fn command(&self, number: usize, role: &str) -> Command {
        let Replica { port, database, .. } = &self.replicas[number];
        let mut command = Command::new(env!("CARGO_BIN_EXE_studio-server"));
        command.arg(role).arg("--data").arg(self.folder.path().join(format!("data-{number}")));
        if role == "web" {
            command.args(["--port", &port.to_string()]);
        }
        let url = format!("postgres://postgres:{}@127.0.0.1:{}/postgres", self.password, database.port);
        command.env("DATABASE_URL", url).env("STUDIO_KEY", KEY).env("STUDIO_SITE", self.folder.path().join("site"));
        command.env("STUDIO_ALLOW_NETWORKS", "127.0.0.0/8").env("RUST_LOG", "warn");
        let log = self.folder.path().join(format!("{role}-{number}.log"));
        let log = std::fs::File::options().append(true).create(true).open(log).unwrap();
        command.stdout(Stdio::null()).stderr(log).kill_on_drop(true);
        command
    }

    /// Starts a replica unless it runs.
    pub fn revive(&mut self, number: usize) {
        let runs = self.replicas[number].child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_none());
        if !runs {
            let role = self.replicas[number].role;
            let child = self.command(number, role).spawn().unwrap();
            self.replicas[number].child = Some(child);
        }
    }

    /// Sends a replica a signal.
    pub fn signal(&self, number: usize, signal: &str) {
        if let Some(pid) = self.replicas[number].child.as_ref().and_then(Child::id) {
            kill(pid, signal);
        }
    }

    /// Lays the ways to the database anew, all or one.
    pub fn database(&self, number: usize, whole: bool) {
        let end = self.postgres.as_ref().filter(|_| whole).map_or(End::Nowhere, socket);
        self.replicas[number].database.lead(end);
    }

    /// Lays the way to a place anew.
    pub fn way(&self, number: usize, whole: bool) {
        let port = self.agents.get(number).map_or(self.tools.port(), TestAgent::port);
        self.ways[number].lead(if whole { End::Port(port) } else { End::Nowhere });
    }

    /// Kills Postgres and starts it again.
    pub async fn restart_postgres(&mut self) {
        let postgres = self.postgres.take().unwrap();
        kill(postgres.pid(), "KILL");
        postgres.ended().await;
        tokio::task::spawn_blocking(move || drop(postgres)).await.unwrap();
        self.postgres = Some(EmbeddedPostgres::start(options(self.folder.path())).await.unwrap());
        for number in 0..self.replicas.len() {
            self.database(number, true);
        }
    }

    /// Makes everything whole again.
    pub async fn mend(&mut self) {
        for number in 0..self.replicas.len() {
            self.signal(number, "CONT");
            self.revive(number);
            self.database(number, true);
        }
        for number in 0..self.ways.len() {
            self.way(number, true);
        }
    }

    pub async fn stop(mut self) {
        for replica in &mut self.replicas {
            if let Some(mut child) = replica.child.take() {
                child.kill().await.unwrap();
            }
        }
        self.postgres.take().unwrap().stop().await.unwrap();
    }
}

fn options(folder: &Path) -> Options {
    Options::new(folder.join("postgres"))
}

fn socket(postgres: &EmbeddedPostgres) -> End {
    End::Socket(postgres.connection().socket_dir().join(".s.PGSQL.5432"))
}

pub fn kill(pid: u32, signal: &str) {
    // A process that has just ended is as good as killed.
    let status = std::process::Command::new("kill").args([&format!("-{signal}"), &pid.to_string()]).status();
    status.unwrap();
}

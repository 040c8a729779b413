//! A real master agent, as a child process.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::process::{Child, Command};

/// A running master agent with a data folder of its own; ended with the test.
pub struct TestAgent {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

/// The token of every test agent.
const TOKEN: &str = "test-master-token-7f3a";

impl TestAgent {
    /// Starts one on a free port.
    pub async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("studio-agent-").tempdir()?;
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = spawn(&folder, port)?;
        let agent = Self { child, port, folder };
        agent.ready().await?;
        Ok(agent)
    }

    /// Its MCP endpoint.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/mcp", self.port)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The token it wants.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// Ends it at once, as `kill -9` does; what it supervises goes on.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }

    /// Starts it again on the same port and data.
    pub async fn restart(&mut self) -> Result<()> {
        self.child = spawn(&self.folder, self.port)?;
        self.ready().await
    }

    async fn ready(&self) -> Result<()> {
        for _ in 0..200 {
            if tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        bail!("the master agent does not listen on port {}", self.port)
    }
}

fn spawn(folder: &tempfile::TempDir, port: u16) -> Result<Child> {
    let binary = binary()?;
    Command::new(&binary)
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(folder.path().join("agent"))
        .env("MASTER_AGENT_TOKEN", TOKEN)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {}", binary.display()))
}

/// `$MASTER_AGENT_BIN`, else beside the tests in the target folder.
fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("MASTER_AGENT_BIN") {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let found = test.ancestors().map(|dir| dir.join("master-agent")).find(|path| path.is_file());
    found.context("the master agent is not built: cargo build -p master-agent")
}

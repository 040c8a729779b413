//! The master agent of this machine. Started by root it runs as an account of its own, so that what operators run
//! cannot touch the Studio's data.

use std::{
    env, fs,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    os::unix::fs::{DirBuilderExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::unistd::{User, geteuid};
use sha2::{Digest, Sha256};

use super::child::{self, Child};

const ACCOUNT: &str = "mcp-agent";
const USUAL_PORT: u16 = 7400;
const START_LIMIT: Duration = Duration::from_secs(20);

/// The running master agent.
pub struct Agent {
    /// Its process.
    pub child: Child,
    address: SocketAddr,
    data: PathBuf,
}

impl Agent {
    /// Starts it on a loopback port that stays the same over restarts, and waits until it listens.
    pub async fn start(program: &Path, studio_data: &Path) -> Result<Self> {
        let account = account()?;
        let data = data_folder(studio_data, account)?;
        let program = runnable(program, account)?;
        let address = address(&studio_data.join("agent-port"))?;
        let mut command = child::command(&program, account);
        command.arg("serve").arg("--listen").arg(address.to_string()).arg("--data").arg(&data);
        // What operators run must not see the Studio's environment.
        command.env_clear().env("HOME", &data).current_dir(&data);
        for name in ["PATH", "LANG", "TZ", "RUST_LOG"] {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        let mut agent = Self { child: Child::spawn("the local master agent", command)?, address, data };
        agent.wait_until_ready().await?;
        Ok(agent)
    }

    /// Where it answers.
    pub fn url(&self) -> String {
        format!("http://{}/mcp", self.address)
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The file with its token, made by its first start.
    pub fn token_file(&self) -> PathBuf {
        self.data.join("token")
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let began = Instant::now();
        while began.elapsed() < START_LIMIT {
            let listens = tokio::net::TcpStream::connect(self.address).await.is_ok();
            if listens && self.token_file().exists() {
                return Ok(());
            }
            tokio::select! {
                status = self.child.ended() => bail!("the local master agent did not start ({status})"),
                () = tokio::time::sleep(Duration::from_millis(20)) => {}
            }
        }
        bail!("the local master agent was not ready after {} s", START_LIMIT.as_secs())
    }
}

/// `None` when we are not root: then it runs as ourselves.
fn account() -> Result<Option<(u32, u32)>> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    if User::from_name(ACCOUNT)?.is_none() {
        let mut useradd = Command::new("useradd");
        useradd.args(["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]);
        useradd.args(["--shell", "/usr/sbin/nologin", ACCOUNT]).stdin(Stdio::null());
        if !useradd.status().is_ok_and(|status| status.success()) {
            eprintln!("studio: the user {ACCOUNT} cannot be created; the local master agent runs as nobody");
        }
    }
    for name in [ACCOUNT, "nobody"] {
        if let Some(user) = User::from_name(name)? {
            return Ok(Some((user.uid.as_raw(), user.gid.as_raw())));
        }
    }
    bail!("there is neither a user {ACCOUNT} nor nobody to run the local master agent as; use --no-agent")
}

/// `DATA/agent`; elsewhere when the account cannot get there (a data folder below `/root`).
fn data_folder(studio_data: &Path, account: Option<(u32, u32)>) -> Result<PathBuf> {
    let mut folder = studio_data.join("agent");
    if let Some(account) = account
        && !can_enter(studio_data, account)
    {
        let hash = hex::encode(&Sha256::digest(studio_data.as_os_str().as_encoded_bytes())[..8]);
        folder = PathBuf::from("/var/lib/mcp-agent-studio/agents").join(hash);
        eprintln!(
            "studio: {} is closed to the account of the local master agent; its data are in {}",
            studio_data.display(),
            folder.display()
        );
    }
    make_folder(&folder, 0o700)?;
    if let Some((uid, gid)) = account {
        chown(&folder, Some(uid), Some(gid)).with_context(|| format!("cannot give away {}", folder.display()))?;
    }
    Ok(folder)
}

fn make_folder(folder: &Path, mode: u32) -> Result<()> {
    let parent = folder.parent().context("a folder has a parent")?;
    fs::DirBuilder::new().recursive(true).mode(0o711).create(parent)?;
    match fs::DirBuilder::new().mode(mode).create(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(error).with_context(|| format!("cannot make {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The program itself, or a copy where the account can run it (the target folder may lie in root's home).
fn runnable(program: &Path, account: Option<(u32, u32)>) -> Result<PathBuf> {
    let Some(account) = account.filter(|account| !can_enter(program, *account)) else {
        return Ok(program.to_path_buf());
    };
    let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
    let folder = Path::new("/var/cache/mcp-agent-studio/bin");
    fs::DirBuilder::new().recursive(true).mode(0o755).create(folder)?;
    let copy = folder.join(format!("master-agent-{}", hex::encode(&Sha256::digest(&bytes)[..8])));
    if !copy.exists() {
        let unfinished = copy.with_extension("unfinished");
        fs::write(&unfinished, bytes)?;
        fs::set_permissions(&unfinished, fs::Permissions::from_mode(0o755))?;
        fs::rename(&unfinished, &copy)?;
        forget_old(folder, &copy)?;
    }
    match can_enter(&copy, account) {
        true => Ok(copy),
        false => bail!("the account of the local master agent cannot run {}", copy.display()),
    }
}

/// A daemon of a former build may run from its file still: Linux keeps it until that ends.
fn forget_old(folder: &Path, newest: &Path) -> Result<()> {
    let mut others = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path() != newest {
            others.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    others.sort();
    let surplus = others.len().saturating_sub(2);
    for (_, path) in others.into_iter().take(surplus) {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn can_enter(path: &Path, (uid, gid): (u32, u32)) -> bool {
    use std::os::unix::process::CommandExt;
    let mut test = Command::new("test");
    test.arg("-x").arg(path).uid(uid).gid(gid).current_dir("/");
    test.stdin(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The port of the last start when it is free, else the usual one, else any: a registered server keeps its URL.
fn address(note: &Path) -> Result<SocketAddr> {
    let last = fs::read_to_string(note).ok().and_then(|text| text.trim().parse().ok());
    for port in last.into_iter().chain([USUAL_PORT, 0]) {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            let address = listener.local_addr()?;
            fs::write(note, address.port().to_string()).with_context(|| format!("cannot write {}", note.display()))?;
            return Ok(address);
        }
    }
    bail!("no free port on 127.0.0.1 for the local master agent")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_stays_the_same_unless_it_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let note = dir.path().join("agent-port");
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        fs::write(&note, port.to_string()).unwrap();
        assert_ne!(address(&note).unwrap().port(), port);
        drop(free);
        fs::write(&note, port.to_string()).unwrap();
        assert_eq!(address(&note).unwrap().port(), port);
    }
}

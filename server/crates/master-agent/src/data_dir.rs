//! The data folder.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::Context;
use nix::fcntl::{Flock, FlockArg};
use nix::unistd::{Uid, User};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::run_files::{self, RunFiles};

/// The data folder, made and private to its owner.
#[derive(Debug, Clone)]
pub struct DataDir {
    root: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Instance {
    instance_id: Uuid,
}

impl DataDir {
    /// Opens the folder, or that of this user by default, and makes what is missing of it.
    pub fn open(root: Option<PathBuf>) -> anyhow::Result<Self> {
        let root = match root {
            Some(root) => std::path::absolute(&root)?,
            None => default_root()?,
        };
        let opened = Self { root };
        for dir in [opened.root.clone(), opened.runs(), opened.tombstones()] {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&dir)
                .with_context(|| format!("making the data folder {}", dir.display()))?;
        }
        Ok(opened)
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// Where the runs are.
    pub fn runs(&self) -> PathBuf {
        self.root.join("runs")
    }

    /// The folder of one run.
    pub fn run(&self, run_id: Uuid) -> RunFiles {
        RunFiles::new(self.runs().join(run_id.to_string()))
    }

    /// Where what is kept of forgotten runs is.
    pub fn tombstones(&self) -> PathBuf {
        self.root.join("tombstones")
    }

    /// Holds the folder against a second daemon, until dropped or dead.
    pub fn lock(&self) -> anyhow::Result<Flock<File>> {
        let file = run_files::private_file(&self.root.join("lock"))?;
        Flock::lock(file, FlockArg::LockExclusiveNonblock).map_err(|(_, error)| {
            anyhow::Error::new(error)
                .context(format!("another master agent uses the data folder {}", self.root.display()))
        })
    }

    /// The identity of this folder, made at the first call.
    pub fn instance_id(&self) -> anyhow::Result<Uuid> {
        let read = || run_files::read_json::<Instance>(&self.root.join("instance.json"));
        match read() {
            Ok(instance) => Ok(instance.instance_id),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let instance = Instance { instance_id: new_id() };
                run_files::write_json(&self.root, "instance.json", &instance)?;
                File::open(&self.root)?.sync_all()?;
                Ok(instance.instance_id)
            }
            Err(error) => Err(error).context("reading the identity of the data folder"),
        }
    }

    /// The content of a small secret file, made with `content` unless it exists. Safe against a second maker.
    pub fn secret(&self, name: &str, content: impl FnOnce() -> String) -> anyhow::Result<String> {
        let path = self.root.join(name);
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            read => return read.with_context(|| format!("reading {}", path.display())),
        }
        let draft = self.root.join(format!(".{name}.{}", std::process::id()));
        let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        writeln!(file, "{}", content())?;
        file.sync_all()?;
        // A link does not replace: the first maker's content stands.
        let linked = fs::hard_link(&draft, &path);
        fs::remove_file(&draft)?;
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(error).with_context(|| format!("making {}", path.display()))
            }
            _ => fs::read_to_string(&path).with_context(|| format!("reading {}", path.display())),
        }
    }
}

/// A random id (RFC 9562, version 4).
pub fn new_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

fn default_root() -> anyhow::Result<PathBuf> {
    if Uid::effective().is_root() {
        return Ok("/var/lib/master-agent".into());
    }
    let user = User::from_uid(Uid::effective())?.context("this user has no home; name a folder with --data")?;
    Ok(user.dir.join(".local/share/master-agent"))
}

//! The folder of one run, which its shim writes and the daemon reads: the only thing both need to agree on.
//!
//! ```text
//! runs/<run_id>/meta.json     what was asked for, written before anything starts
//!               started       made once, by the shim that starts it or by the daemon that gives it up
//!               socket        where the shim listens while it lives
//!               spool         the output
//!               index         the pieces it consists of, see [`index`]
//!               status.json   where it stands, replaced as a whole
//!               reserve       room for the last status, while the run goes on
//! ```

pub mod index;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use agent_protocol::RunState;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A status takes less, and so does the entry of its file.
const RESERVED: usize = 8 * 1024;

/// What was asked for. Holds no environment: its values may be secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Meta {
    /// The caller's id.
    pub run_id: Uuid,
    /// The command line, shortened, for people.
    pub command: String,
    /// SHA-256 of everything that decides what runs.
    pub command_hash: String,
    /// When the run was asked for.
    pub created_at: DateTime<Utc>,
}

/// Where a run stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Status {
    /// Main process, also its process group.
    pub pid: Option<u32>,
    /// Start time of that process in clock ticks since boot, which tells it from a later one of the same id.
    pub pid_start: Option<u64>,
    /// When it was started.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Where the spool stopped taking bytes.
    pub truncated_at: Option<u64>,
    /// Bytes the spool did not take; counted up at the end.
    pub dropped_bytes: u64,
    /// Its state.
    #[serde(flatten)]
    pub state: RunState,
}

impl Status {
    /// The status of a run of which nothing ran or can be known.
    pub fn ended_without_process(started_at: DateTime<Utc>, state: RunState) -> Self {
        Self {
            pid: None,
            pid_start: None,
            started_at,
            ended_at: Some(Utc::now()),
            truncated_at: None,
            dropped_bytes: 0,
            state,
        }
    }
}

/// The folder of one run.
#[derive(Debug, Clone)]
pub struct RunFiles {
    dir: PathBuf,
}

impl RunFiles {
    /// The folder at `dir`, which need not exist.
    pub fn new(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// Its path.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Path of the output.
    pub fn spool(&self) -> PathBuf {
        self.dir.join("spool")
    }

    /// Path of the index of the output.
    pub fn index(&self) -> PathBuf {
        self.dir.join("index")
    }

    /// Path of the shim's socket.
    pub fn socket(&self) -> PathBuf {
        self.dir.join("socket")
    }

    /// What was asked for.
    pub fn read_meta(&self) -> io::Result<Meta> {
        read_json(&self.dir.join("meta.json"))
    }

    /// Writes what was asked for.
    pub fn write_meta(&self, meta: &Meta) -> io::Result<()> {
        write_json(&self.dir, "meta.json", meta)
    }

    /// Where it stands; none while nothing was started.
    pub fn read_status(&self) -> io::Result<Option<Status>> {
        match read_json(&self.dir.join("status.json")) {
            Ok(status) => Ok(Some(status)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Replaces where it stands.
    pub fn write_status(&self, status: &Status) -> io::Result<()> {
        write_json(&self.dir, "status.json", status)
    }

    /// Takes some room on the disk, for the end to be recorded even when the output has filled it.
    pub fn reserve_room(&self) -> io::Result<()> {
        private_file(&self.reserve())?.write_all(&[1; RESERVED])
    }

    /// Replaces where it stands for the last time, in the room that was reserved.
    pub fn write_last_status(&self, status: &Status) -> io::Result<()> {
        fs::remove_file(self.reserve())?;
        self.write_status(status)
    }

    fn reserve(&self) -> PathBuf {
        self.dir.join("reserve")
    }

    /// Takes the right to decide the run's start. `false`: somebody else has it.
    pub fn claim_start(&self) -> io::Result<bool> {
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.dir.join("started")) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// Reads a small JSON file.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// Writes a small JSON file as a whole: readers see the old one or the new one.
pub fn write_json<T: Serialize>(dir: &Path, name: &str, value: &T) -> io::Result<()> {
    let draft = dir.join(format!(".{name}.new"));
    private_file(&draft)?.write_all(&serde_json::to_vec(value)?)?;
    fs::rename(&draft, dir.join(name))
}

/// Opens a file that only its owner may read, emptied.
pub fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

//! A private Postgres cluster in a data folder, so that the Studio starts with one command.
//!
//! [`EmbeddedPostgres::start`] looks for the system's Postgres binaries, makes a cluster in the folder it is given when
//! there is none, and starts it on a unix socket only: no TCP port, `scram-sha-256` for every connection, a random
//! superuser password kept in the folder with mode 0600. Postgres refuses to run as root; a root process runs it as
//! `postgres`, else as `nobody`.
//!
//! # What lies in the folder
//! `cluster/` (Postgres' own), `password` (the superuser's), `lock` (held while we run), `socket-dir` (where the last
//! start put its socket) and `postgres.log`.
//!
//! # What happens when somebody dies
//! When our process ends without [`EmbeddedPostgres::stop`], the kernel interrupts the postmaster and it shuts down
//! fast (`setpriv --pdeathsig`; where that program is missing the postmaster stays). The next start stops what is left
//! of a former postmaster before it starts its own. A second process on the same folder is refused: it can use
//! [`Connection::of_running`] to reach the cluster that is up.
//!
//! ```no_run
//! # async fn example() -> Result<(), embedded_postgres::Error> {
//! use embedded_postgres::{EmbeddedPostgres, Options};
//!
//! let postgres = EmbeddedPostgres::start(Options::new("/var/lib/studio/postgres")).await?;
//! let url = postgres.connection().superuser_url("postgres");
//! // … connect to `url` with tokio-postgres …
//! postgres.stop().await
//! # }
//! ```

mod account;
mod binaries;
mod cluster;
mod connection;
mod error;
mod postmaster;
mod remains;

use std::{path::PathBuf, time::Duration};

pub use binaries::{Binaries, cached_folders};
pub use connection::Connection;
pub use error::Error;

use account::Account;
use cluster::Folder;
use postmaster::Postmaster;

/// Name of the cluster's superuser.
pub const SUPERUSER: &str = "postgres";

/// How a cluster is made and started.
#[derive(Clone, Debug)]
pub struct Options {
    /// Folder that is ours alone; made when missing. When we are root it must be enterable by others (it gets 0711).
    pub data_dir: PathBuf,
    /// Folder of `postgres` and `initdb`; `None` searches `$PG_BIN`, the system, `PATH` and the caches.
    pub bin_dir: Option<PathBuf>,
    /// Whether a commit survives a power cut. `false` is for tests only: much faster, a crash may lose the cluster.
    pub fsync: bool,
    /// Postgres' `max_connections`.
    pub max_connections: u32,
    /// How long a start may take, recovery after a crash included.
    pub startup_timeout: Duration,
    /// Further settings (`name`, `value`) for the postmaster's command line; they win over ours.
    pub settings: Vec<(String, String)>,
}

impl Options {
    /// A durable cluster in `data_dir` with 200 connections and two minutes to start.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            bin_dir: None,
            fsync: true,
            max_connections: 200,
            startup_timeout: Duration::from_secs(120),
            settings: Vec::new(),
        }
    }

    /// The same without durability: for tests.
    pub fn for_tests(data_dir: impl Into<PathBuf>) -> Self {
        Self { fsync: false, ..Self::new(data_dir) }
    }
}

/// A running cluster. Dropping it stops it too, blocking the thread for as long as that takes; prefer [`Self::stop`].
#[derive(Debug)]
pub struct EmbeddedPostgres {
    connection: Connection,
    postmaster: Postmaster,
    version: u32,
    _lock: std::fs::File,
}

impl EmbeddedPostgres {
    /// Makes the cluster when the folder has none, starts it and waits until it takes connections.
    ///
    /// # Errors
    /// No binaries, no unprivileged account, folder in use by another process, `initdb` or the postmaster failed (the
    /// end of its log is in the error), or it was not ready in time.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let account = Account::choose()?;
        let folder = Folder::open(&options.data_dir, &account)?;
        let lock = folder.lock()?;
        remains::clear(&folder).await?;
        let binaries = Binaries::find(options.bin_dir.as_deref(), folder.cluster_version()?, &account)?;
        let password = cluster::ensure(&folder, &binaries, &account, options.fsync).await?;
        let socket_dir = folder.make_socket_dir(&account)?;
        let postmaster = Postmaster::start(&folder, &binaries, &account, &socket_dir, &options).await?;
        tracing::info!(version = binaries.version, socket = %socket_dir.display(), "embedded postgres is ready");
        let connection = Connection::new(socket_dir, password);
        Ok(Self { connection, postmaster, version: binaries.version, _lock: lock })
    }

    /// Where and as whom one connects.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Major version of the running Postgres.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Process id of the postmaster.
    pub fn pid(&self) -> u32 {
        self.postmaster.pid()
    }

    /// Returns when the postmaster has ended, for whatever reason: a supervisor ends the Studio then.
    pub async fn ended(&self) {
        self.postmaster.ended().await;
    }

    /// Shuts down fast: connections are cut, transactions rolled back, everything written; waits for the end.
    ///
    /// # Errors
    /// The postmaster did not end within 60 seconds.
    pub async fn stop(self) -> Result<(), Error> {
        self.postmaster.stop().await
    }
}

use std::path::{Path, PathBuf};

/// Why a cluster could not be made, started or stopped. Every message says what to do about it where that is known.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No usable `postgres` and `initdb` were found.
    #[error(
        "no Postgres binaries found{wanted}; install Debian's `postgresql` package, or set PG_BIN to the folder with \
         `postgres` and `initdb`, or give DATABASE_URL. Looked in: {}", .searched.join(", ")
    )]
    NoBinaries {
        /// " of major version N (the cluster's)" when an existing cluster asks for one.
        wanted: String,
        /// The folders that were tried.
        searched: Vec<String>,
    },
    /// We are root and there is neither a `postgres` nor a `nobody` user.
    #[error("Postgres does not run as root, and there is neither a `postgres` nor a `nobody` user to run it as")]
    NoAccount,
    /// Another live process holds the folder.
    #[error("{} is in use by another process; stop that one or use another data folder", .0.display())]
    InUse(PathBuf),
    /// There is a cluster but not the password it was made with.
    #[error("{} is missing or empty; without it the cluster beside it cannot be used", .0.display())]
    NoPassword(PathBuf),
    /// `initdb` said no.
    #[error("initdb failed ({status}): {output}")]
    InitDb {
        /// Its exit status.
        status: String,
        /// What it printed.
        output: String,
    },
    /// The postmaster ended while it was starting.
    #[error("Postgres ended while starting ({status}); the end of {}:\n{tail}", .log.display())]
    EndedEarly {
        /// Its exit status.
        status: String,
        /// Its log file.
        log: PathBuf,
        /// The last lines of that file.
        tail: String,
    },
    /// It did not take connections in time.
    #[error("Postgres was not ready after {seconds} s; see {}", .log.display())]
    NotReady {
        /// The limit that passed.
        seconds: u64,
        /// Its log file.
        log: PathBuf,
    },
    /// It did not end when told to.
    #[error("Postgres (process {0}) did not end in time")]
    StillRunning(u32),
    /// A file or process operation failed.
    #[error("cannot {doing} {}: {source}", .path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
}

/// Adds what was being done, and to what, to an I/O error.
pub(crate) trait Context<T> {
    fn at(self, doing: &'static str, path: &Path) -> Result<T, Error>;
}

impl<T> Context<T> for std::io::Result<T> {
    fn at(self, doing: &'static str, path: &Path) -> Result<T, Error> {
        self.map_err(|source| Error::Io { doing, path: path.to_path_buf(), source })
    }
}

impl<T> Context<T> for nix::Result<T> {
    fn at(self, doing: &'static str, path: &Path) -> Result<T, Error> {
        self.map_err(|errno| Error::Io { doing, path: path.to_path_buf(), source: errno.into() })
    }
}

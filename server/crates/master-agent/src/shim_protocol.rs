//! What the daemon and a shim say to each other.
//!
//! The daemon gives a [`Launch`] on the shim's standard input and gets one [`Launched`] line on its standard
//! output. From then on they talk through the run's socket: [`Request`] lines in, [`Reply`] lines out, and an empty
//! line whenever there is more output to see. The socket closes when the run has ended and its status is written.

use agent_protocol::{Base64Bytes, PtySize, ToolErrorCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What to start and within which limits. The shim's working directory is the folder of the run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Launch {
    /// Program and arguments.
    pub argv: Vec<String>,
    /// Working directory.
    pub cwd: String,
    /// The whole environment.
    pub env: Vec<(String, String)>,
    /// Terminal, where it has one.
    pub pty: Option<PtySize>,
    /// Whether its input stays open.
    pub stdin: bool,
    /// Longest time it may run.
    pub timeout_ms: Option<u64>,
    /// Longest time without output.
    pub idle_timeout_ms: Option<u64>,
    /// Time between TERM and KILL.
    pub grace_ms: u64,
    /// Most bytes that spool and index may take together.
    pub spool_bytes: u64,
}

/// The shim's answer to a [`Launch`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Launched {
    /// It runs.
    Running {
        /// Its main process.
        pid: u32,
        /// When it was started.
        started_at: DateTime<Utc>,
    },
    /// It could not be started; the cause as a sentence.
    Failed(String),
}

/// A wish of the daemon.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// Number that the reply repeats.
    pub id: u64,
    /// What to do.
    pub act: Act,
}

/// What a shim can be asked to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Act {
    /// Signal the process group.
    Signal {
        /// Number of the signal.
        signal: i32,
        /// With TERM: time until KILL, if another than that of the [`Launch`].
        grace_ms: Option<u64>,
    },
    /// Give input.
    Write {
        /// Sequence number.
        seq: u64,
        /// The bytes.
        bytes: Base64Bytes,
        /// Close the input after them.
        close: bool,
    },
    /// Change the terminal's size.
    Resize(PtySize),
}

/// The answer to a [`Request`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reply {
    /// Its number.
    pub id: u64,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Outcome {
    /// Done.
    Done,
    /// Input was taken, or had been before.
    Written {
        /// Whether it was taken by this request.
        applied: bool,
        /// Number the next must carry.
        next_seq: u64,
    },
    /// Refused.
    Refused {
        /// Why, for programs.
        code: ToolErrorCode,
        /// Why, as a sentence.
        message: String,
    },
}

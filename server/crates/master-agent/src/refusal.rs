//! Why a call is refused.

use std::io;

use agent_protocol::ToolErrorCode;
use uuid::Uuid;

/// A refused call: a code for programs, a sentence for people.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The code.
    pub code: ToolErrorCode,
    /// The sentence.
    pub message: String,
}

impl Refusal {
    /// A refusal.
    pub fn new(code: ToolErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The arguments do not fit.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(ToolErrorCode::InvalidInput, message)
    }

    /// No such run.
    pub fn unknown(run_id: Uuid) -> Self {
        Self::new(ToolErrorCode::UnknownRun, format!("no run {run_id} is known here"))
    }

    /// Something of this host failed; logged here, with what was being done.
    pub fn internal(doing: &str, error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "{doing} failed");
        Self::new(ToolErrorCode::Internal, format!("{doing} failed on the master agent's host: {error}"))
    }

    /// The same for what the file system says.
    pub fn io(doing: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::internal(doing, &error)
    }
}

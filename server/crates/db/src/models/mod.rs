//! A file a noun: row, borrowed insert struct, changeset, named queries on a connection they are given.

/// A `LIKE` pattern for text that contains these words as they are.
pub(crate) fn contains(words: &str) -> String {
    format!("%{}", starts_with(words))
}

/// A `LIKE` pattern for text that begins with these words as they are.
pub(crate) fn starts_with(words: &str) -> String {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("{escaped}%")
}

pub mod attempt;
pub mod audit;
pub mod dashboard;
pub mod execution;
pub mod execution_input;
pub mod execution_output;
pub mod idempotency;
pub mod installation_link;
pub mod mcp_tool;
pub mod organization;
pub mod queue;
pub mod rate_limit;
pub mod refresh_token;
pub mod schedule_fire;
pub mod server;
pub mod server_draft;
pub mod server_health;
pub mod server_import;
pub mod server_transition;
pub mod task;
pub mod task_version;
pub mod user;
pub mod user_session;

//! An execution for tests.

use chrono::DateTime;
use model::{ExecutionKind, ExecutionState, ExecutionView, TaskAction};

/// An execution in a state, of a command without output.
pub(crate) fn execution(state: ExecutionState) -> ExecutionView {
    ExecutionView {
        id: uuid::Uuid::nil().into(),
        kind: ExecutionKind::Task,
        task_id: None,
        title: "Greet".to_owned(),
        server_id: None,
        server_name: Some("web-1".to_owned()),
        action: TaskAction::Command {
            command: "echo hello".to_owned(),
            pty: false,
            cwd: None,
            env: Default::default(),
        },
        state,
        reason: None,
        retry_of: None,
        attempt: 1,
        max_attempts: 1,
        exit_code: None,
        error: None,
        progress: None,
        result: None,
        summary: None,
        output_bytes: 0,
        triggered_by: None,
        queued_at: DateTime::UNIX_EPOCH,
        started_at: None,
        finished_at: None,
        duration_ms: None,
    }
}

//! An execution for tests.

use chrono::DateTime;
use model::{ExecutionKind, ExecutionState, ExecutionView, Priority, TaskAction, Trigger};

/// An execution in a state, of a command without output.
pub(crate) fn execution(state: ExecutionState) -> ExecutionView {
    ExecutionView {
        id: uuid::Uuid::nil().into(),
        kind: ExecutionKind::Task,
        task_id: None,
        title: "Greet".to_owned(),
        server_id: None,
        server_name: Some("web-1".to_owned()),
        labels: None,
        placed: None,
        action: TaskAction::Command {
            command: "echo hello".to_owned(),
            pty: false,
            cwd: None,
            env: Default::default(),
        },
        state,
        reason: None,
        resolution: None,
        priority: Priority::Medium,
        trigger: Trigger::Person,
        task_version: None,
        concurrency_key: None,
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
        not_before: None,
        start_by: None,
        started_at: None,
        finished_at: None,
        duration_ms: None,
    }
}

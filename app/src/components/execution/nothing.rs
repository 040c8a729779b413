//! Why there is nothing to see in the terminal.

use model::{ExecutionState, ExecutionView, Message};

/// Why there is no output, and, where it helps, what to do; `None` when there is output.
pub(super) fn why_nothing(execution: &ExecutionView) -> Option<(Message, Option<Message>)> {
    if execution.output_bytes > 0 {
        return None;
    }
    if let Some(issue) = execution.error.as_ref().filter(|_| execution.state.is_final()) {
        return Some((issue.message(), Some(issue.remedy())));
    }
    let message = match (execution.state, execution.reason) {
        (ExecutionState::Waiting, Some(reason)) => Message::new(format!("execution-nothing-wait-{reason}")),
        (state, _) => Message::new(format!("execution-nothing-{}", state.as_str().replace('_', "-")))
            .with("server", execution.server_name.as_deref().unwrap_or("–"))
            .with("code", execution.exit_code.unwrap_or_default()),
    };
    Some((message, None))
}

#[cfg(test)]
mod tests {
    use model::{Issue, IssueCode, WaitReason};

    use super::*;
    use crate::components::execution::fixture::execution;

    fn key(execution: &ExecutionView) -> Option<String> {
        why_nothing(execution).map(|(message, _)| message.key)
    }

    #[test]
    fn says_what_it_waits_for() {
        let mut view = execution(ExecutionState::Waiting);
        view.reason = Some(WaitReason::Retry);
        assert_eq!(key(&view).as_deref(), Some("execution-nothing-wait-retry"));
        assert_eq!(key(&execution(ExecutionState::Queued)).as_deref(), Some("execution-nothing-queued"));
        assert_eq!(key(&execution(ExecutionState::TimedOut)).as_deref(), Some("execution-nothing-timed-out"));
    }

    #[test]
    fn a_cause_says_more_than_a_state() {
        let mut view = execution(ExecutionState::Failed);
        view.error = Some(Issue::new(IssueCode::ConnectionRefused, ""));
        let (cause, remedy) = why_nothing(&view).unwrap();
        assert_eq!(cause.key, "issue-connection-refused");
        assert_eq!(remedy.unwrap().key, "issue-connection-refused-remedy");
    }

    #[test]
    fn output_needs_no_explanation() {
        let mut view = execution(ExecutionState::Failed);
        view.output_bytes = 1;
        assert_eq!(key(&view), None);
    }
}

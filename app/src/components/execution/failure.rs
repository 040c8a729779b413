//! Why an execution did not succeed, in a sentence.

use model::ExecutionView;

use super::state::execution_state_words;
use crate::i18n::I18n;
use crate::t;

/// The cause where one is known, else the exit code, else the state.
pub fn failure_words(i18n: &I18n, execution: &ExecutionView) -> String {
    match (&execution.error, execution.exit_code) {
        (Some(issue), _) => i18n.message(&issue.message()),
        (None, Some(code)) => t!(i18n, "execution-exit-code-is", code = code.to_string()),
        (None, None) => execution_state_words(i18n, execution.state, execution.reason),
    }
}

#[cfg(test)]
mod tests {
    use model::{ExecutionState, Issue, IssueCode, Lang};

    use super::*;
    use crate::components::execution::fixture::execution;

    #[test]
    fn the_cause_says_more_than_the_exit_code() {
        let text = "issue-timed-out = Time ran out: { $detail }\nexecution-exit-code-is = Exit code { $code }\n";
        let i18n = I18n::from_ftl(Lang::En, text.to_owned());
        let mut view = execution(ExecutionState::Failed);
        view.exit_code = Some(3);
        assert_eq!(failure_words(&i18n, &view), "Exit code 3");
        view.error = Some(Issue::new(IssueCode::TimedOut, "idle"));
        assert_eq!(failure_words(&i18n, &view), "Time ran out: idle");
    }
}

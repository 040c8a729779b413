//! Which failures are tried again, and when.

use serde::{Deserialize, Serialize};

use crate::{ExecutionState, FieldCode, Issue, IssueCode};

/// Delay before the second attempt where the limits do not say, in seconds.
pub const RETRY_DELAY_S: u32 = 10;
/// Longest delay that doubling leads to, in seconds; a longer first one stays as it is.
pub const MAX_RETRY_DELAY_S: u32 = 3600;

/// Which ends of an attempt another attempt may mend. What was lost, cancelled or refused for good never comes again by
/// itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RetryOn {
    /// A command ended with one of these exit codes; with any but 0 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 255))]
    pub exit_codes: Option<Vec<i32>>,
    /// The server could not be reached, or refused to begin.
    pub transport: bool,
    /// An idle or total time-out ended it.
    pub timeout: bool,
    /// The MCP tool said that it failed.
    pub tool_error: bool,
}

impl Default for RetryOn {
    /// Everything that may be better the next time.
    fn default() -> Self {
        Self { exit_codes: None, transport: true, timeout: true, tool_error: true }
    }
}

impl RetryOn {
    /// What is said about exit codes that a failed command cannot have.
    pub const EXIT_CODES: FieldCode = FieldCode::OutOfRange { min: 1, max: 255 };

    /// Whether an attempt that ended like this is worth another one.
    pub fn allows(&self, state: ExecutionState, exit_code: Option<i32>, issue: Option<&Issue>) -> bool {
        match (state, exit_code, issue.map(|issue| issue.code)) {
            (ExecutionState::TimedOut, ..) => self.timeout,
            (ExecutionState::Failed, _, Some(IssueCode::McpToolFailed)) => self.tool_error,
            (ExecutionState::Failed, Some(code), _) => {
                self.exit_codes.as_ref().map_or(code != 0, |codes| codes.contains(&code))
            }
            (ExecutionState::Failed, None, Some(code)) => self.transport && code.may_pass(),
            (ExecutionState::Failed, None, None) => self.transport,
            _ => false,
        }
    }
}

/// Milliseconds to wait after `attempt` attempts: the first delay, doubled with each further attempt, and up to a fifth more
/// or less, so that what failed together does not come again together. `random` is any number.
pub fn retry_delay_ms(first_s: Option<u32>, attempt: u32, random: u32) -> u64 {
    let first = u64::from(first_s.unwrap_or(RETRY_DELAY_S));
    let doubled = first.saturating_mul(1 << attempt.saturating_sub(1).min(30));
    let delay_ms = doubled.min(u64::from(MAX_RETRY_DELAY_S).max(first)).saturating_mul(1000);
    let fifth = delay_ms / 5;
    delay_ms - fifth + u64::from(random) % (2 * fifth + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ExecutionState::{Cancelled, Failed, Lost, TimedOut};

    fn issue(code: IssueCode) -> Issue {
        Issue::new(code, "")
    }

    #[test]
    fn by_default_all_that_may_pass_is_tried_again() {
        let on = RetryOn::default();
        assert!(on.allows(Failed, Some(3), None) && on.allows(TimedOut, None, None));
        assert!(on.allows(Failed, None, Some(&issue(IssueCode::ConnectionRefused))));
        assert!(on.allows(Failed, None, Some(&issue(IssueCode::McpToolFailed))));
        for hopeless in [IssueCode::Unauthorized, IssueCode::AddressBlocked, IssueCode::Disabled] {
            assert!(!on.allows(Failed, None, Some(&issue(hopeless))), "{hopeless}");
        }
        assert!(!on.allows(Lost, None, None) && !on.allows(Cancelled, None, None));
    }

    #[test]
    fn only_what_is_named_is_tried_again() {
        let on = RetryOn { exit_codes: Some(vec![75]), transport: false, timeout: false, tool_error: false };
        assert!(on.allows(Failed, Some(75), None));
        assert!(!on.allows(Failed, Some(1), None) && !on.allows(TimedOut, None, None));
        assert!(!on.allows(Failed, None, Some(&issue(IssueCode::ConnectionRefused))));
        assert!(!on.allows(Failed, None, Some(&issue(IssueCode::McpToolFailed))));
    }

    #[test]
    fn delays_double_up_to_an_hour_and_vary_by_a_fifth() {
        let middle = |first, attempt| {
            let fifth = retry_delay_ms(first, attempt, u32::MAX) - retry_delay_ms(first, attempt, 0);
            assert!(fifth > 0);
            retry_delay_ms(first, attempt, 0) * 5 / 4
        };
        assert_eq!([1, 2, 3].map(|attempt| middle(None, attempt)), [10_000, 20_000, 40_000]);
        assert_eq!(middle(Some(60), 50), 3_600_000);
        assert_eq!(middle(Some(7200), 9), 7_200_000);
        for random in [0, 1, 12_345, u32::MAX] {
            assert!((8_000..=12_000).contains(&retry_delay_ms(None, 1, random)));
        }
    }
}

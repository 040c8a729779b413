//! What an organization's first page shows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ExecutionState, ExecutionView, Issue, ServerId, ServerStatus};

/// Numbers of now and of today, what waits for somebody, first steps and the latest executions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DashboardView {
    /// Registered servers by status, in the order of [`ServerStatus::ALL`]; a status that no server has is left out.
    pub servers: Vec<(ServerStatus, i64)>,
    /// Servers that cannot be used, by name, at most five.
    pub troubled: Vec<TroubledServer>,
    /// Tasks written.
    pub tasks: i64,
    /// Executions that are not in a final state, by state, in the order of [`ExecutionState::ALL`]; a state that none is in
    /// is left out.
    pub active: Vec<(ExecutionState, i64)>,
    /// How executions ended since the reader's day began.
    pub today: Outcomes,
    /// How executions ended in the last 24 hours, by quarters of an hour, first to last; one in which none ended is left out.
    pub quarters: Vec<Quarter>,
    /// End of the last quarter of an hour, which is the one under way.
    pub quarters_until: DateTime<Utc>,
    /// Executions of the last seven days of which nobody knows what became.
    pub lost: i64,
    /// The executions that ended badly last, newest end first, at most five.
    pub failures: Vec<ExecutionView>,
    /// The latest executions, newest first, at most eight.
    pub latest: Vec<ExecutionView>,
    /// There was an execution, ever.
    pub has_executions: bool,
    /// The Studio's own host can be added in one click.
    pub local_server_offered: bool,
}

impl DashboardView {
    /// Registered servers.
    pub fn server_count(&self) -> i64 {
        self.servers.iter().map(|(_, count)| count).sum()
    }

    /// Enabled servers that cannot be used.
    pub fn servers_in_trouble(&self) -> i64 {
        self.servers_with(ServerStatus::Unreachable) + self.servers_with(ServerStatus::Unauthorized)
    }

    /// Registered servers with a status.
    pub fn servers_with(&self, status: ServerStatus) -> i64 {
        self.servers.iter().filter(|(with, _)| *with == status).map(|(_, count)| count).sum()
    }

    /// Executions that are not in a final state.
    pub fn active_count(&self) -> i64 {
        self.active.iter().map(|(_, count)| count).sum()
    }

    /// Executions in one of the states that are not final.
    pub fn active_in(&self, state: ExecutionState) -> i64 {
        self.active.iter().filter(|(is, _)| *is == state).map(|(_, count)| count).sum()
    }
}

/// A server that cannot be used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TroubledServer {
    /// Its id.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// Its status.
    pub status: ServerStatus,
    /// Why its last check failed.
    pub issue: Option<Issue>,
}

/// How executions ended within a quarter of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    /// Its beginning.
    pub at: DateTime<Utc>,
    /// How they ended.
    pub ended: Outcomes,
}

/// How many executions ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// As they should.
    pub succeeded: i64,
    /// With a failure, or because a time-out ran out.
    pub failed: i64,
    /// In a way that cannot be known.
    pub lost: i64,
    /// Because somebody wanted it so: cancelled, rejected or skipped.
    pub stopped: i64,
}

impl Outcomes {
    /// Counts executions that ended in a state; states that are not final do not count.
    pub fn add(&mut self, state: ExecutionState, count: i64) {
        use ExecutionState as S;
        match state {
            S::Succeeded => self.succeeded += count,
            S::Failed | S::TimedOut => self.failed += count,
            S::Lost => self.lost += count,
            S::Cancelled | S::Rejected | S::Skipped => self.stopped += count,
            S::Waiting | S::Queued | S::Claimed | S::Running | S::InputRequired | S::Cancelling => {}
        }
    }

    /// All that ended.
    pub fn total(self) -> i64 {
        self.succeeded + self.failed + self.lost + self.stopped
    }

    /// The share, 0 to 1, that succeeded of those that were let run; `None` where there were none.
    pub fn success_rate(self) -> Option<f64> {
        let run = self.total() - self.stopped;
        (run > 0).then(|| self.succeeded as f64 / run as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_final_state_is_an_outcome() {
        for state in ExecutionState::ALL {
            let mut outcomes = Outcomes::default();
            outcomes.add(*state, 2);
            assert_eq!(outcomes.total(), if state.is_final() { 2 } else { 0 }, "{state}");
        }
    }

    #[test]
    fn what_somebody_stopped_is_no_failure() {
        let outcomes = Outcomes { succeeded: 3, failed: 0, lost: 1, stopped: 6 };
        assert_eq!(outcomes.success_rate(), Some(0.75));
        assert_eq!(Outcomes { stopped: 1, ..Default::default() }.success_rate(), None);
    }
}

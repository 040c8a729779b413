//! One run of a server's checks, as the wizard follows it.

use model::{Check, CheckName, CheckStatus, ValidationReport};

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunStatus {
    /// Not begun.
    NotRun,
    /// Under way.
    Running,
    /// Ended, no check failed.
    Passed,
    /// Ended, a check failed.
    Failed,
    /// The connection ended before the checks did.
    Interrupted,
}

/// The checks in their order, each as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckRun {
    /// The checks.
    pub checks: Vec<Check>,
    /// How the run stands.
    pub status: RunStatus,
}

impl CheckRun {
    /// The stored report of an earlier run, or a run that has not begun.
    pub fn of_report(report: Option<&ValidationReport>) -> Self {
        match report {
            Some(report) => Self {
                checks: report.checks.clone(),
                status: if report.ok { RunStatus::Passed } else { RunStatus::Failed },
            },
            None => Self::pending(RunStatus::NotRun),
        }
    }

    /// A run that begins now.
    pub fn begin() -> Self {
        Self::pending(RunStatus::Running)
    }

    fn pending(status: RunStatus) -> Self {
        Self { checks: CheckName::ALL.iter().copied().map(Check::pending).collect(), status }
    }

    /// Puts a check that changed in its place.
    pub fn apply(&mut self, check: Check) {
        match self.checks.iter_mut().find(|c| c.name == check.name) {
            Some(place) => *place = check,
            None => self.checks.push(check),
        }
    }

    /// No more will come. A run in which a check is still open was cut off.
    pub fn end(&mut self) {
        let has = |statuses: &[CheckStatus]| self.checks.iter().any(|c| statuses.contains(&c.status));
        self.status = if has(&[CheckStatus::Pending, CheckStatus::Running]) {
            RunStatus::Interrupted
        } else if has(&[CheckStatus::Failed]) {
            RunStatus::Failed
        } else {
            RunStatus::Passed
        };
        if self.status == RunStatus::Interrupted {
            for check in self.checks.iter_mut().filter(|c| c.status == CheckStatus::Running) {
                *check = Check::pending(check.name);
            }
        }
    }
}

/// Cuts a text that arrives in pieces into whole lines of JSON.
#[derive(Debug, Default)]
pub struct CheckLines {
    rest: String,
}

impl CheckLines {
    /// The checks whose lines are complete with this piece. A line that cannot be read is an error.
    pub fn push(&mut self, piece: &str) -> Result<Vec<Check>, serde_json::Error> {
        self.rest.push_str(piece);
        let mut checks = Vec::new();
        while let Some(end) = self.rest.find('\n') {
            let line: String = self.rest.drain(..=end).collect();
            if !line.trim().is_empty() {
                checks.push(serde_json::from_str(&line)?);
            }
        }
        Ok(checks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: CheckName, status: CheckStatus) -> Check {
        Check { status, ..Check::pending(name) }
    }

    #[test]
    fn a_run_from_begin_to_end() {
        let mut run = CheckRun::begin();
        assert_eq!(run.checks.len(), CheckName::ALL.len());
        for name in CheckName::ALL {
            run.apply(check(*name, CheckStatus::Running));
            run.apply(check(*name, CheckStatus::Passed));
        }
        run.end();
        assert_eq!(run.status, RunStatus::Passed);
        assert_eq!(run.checks.len(), CheckName::ALL.len());
    }

    #[test]
    fn one_failure_fails_the_run() {
        let mut run = CheckRun::begin();
        run.apply(check(CheckName::Resolve, CheckStatus::Failed));
        for name in &CheckName::ALL[1..] {
            run.apply(check(*name, CheckStatus::Skipped));
        }
        run.end();
        assert_eq!(run.status, RunStatus::Failed);
    }

    #[test]
    fn a_cut_connection_is_not_a_pass() {
        let mut run = CheckRun::begin();
        run.apply(check(CheckName::Resolve, CheckStatus::Passed));
        run.apply(check(CheckName::Reach, CheckStatus::Running));
        run.end();
        assert_eq!(run.status, RunStatus::Interrupted);
        assert!(run.checks.iter().all(|c| c.status != CheckStatus::Running));
    }

    #[test]
    fn lines_arrive_in_pieces() {
        let mut lines = CheckLines::default();
        let line = serde_json::to_string(&check(CheckName::Tls, CheckStatus::Running)).unwrap();
        assert!(lines.push(&line[..7]).unwrap().is_empty());
        let whole = format!("{}\n{line}\n{}", &line[7..], &line[..3]);
        assert_eq!(lines.push(&whole).unwrap().len(), 2);
        assert!(lines.push("no json\n").is_err());
    }
}

//! Which of the first steps are done, and which is next.

use model::dashboard::DashboardView;

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstStep {
    /// Done.
    Done,
    /// The one to take now.
    Next,
    /// After the one before it.
    Later,
    /// This version does not have it.
    Unavailable,
}

/// The steps of a new organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstSteps {
    /// Add a server.
    pub server: FirstStep,
    /// Run a task.
    pub task: FirstStep,
    /// Create an agent.
    pub agent: FirstStep,
}

impl FirstSteps {
    /// The steps as the counts tell them.
    pub fn of(view: &DashboardView) -> Self {
        let begun = !view.servers.is_empty() || view.has_executions;
        let server = if begun { FirstStep::Done } else { FirstStep::Next };
        let task = match (server, view.has_executions) {
            (_, true) => FirstStep::Done,
            (FirstStep::Done, _) => FirstStep::Next,
            _ => FirstStep::Later,
        };
        Self { server, task, agent: FirstStep::Unavailable }
    }

    /// Every step there is was taken.
    pub fn are_done(self) -> bool {
        self.server == FirstStep::Done && self.task == FirstStep::Done
    }
}

#[cfg(test)]
mod tests {
    use model::ServerStatus;

    use super::*;
    use crate::pages::dashboard::fixture::empty;

    fn steps(servers: i64, has_executions: bool) -> FirstSteps {
        let servers = (servers > 0).then_some((ServerStatus::Healthy, servers));
        FirstSteps::of(&DashboardView { servers: servers.into_iter().collect(), has_executions, ..empty() })
    }

    #[test]
    fn one_step_after_the_other() {
        assert_eq!((steps(0, false).server, steps(0, false).task), (FirstStep::Next, FirstStep::Later));
        assert_eq!((steps(1, false).server, steps(1, false).task), (FirstStep::Done, FirstStep::Next));
        assert!(steps(1, true).are_done());
        // The server may be gone again; the steps do not come back.
        assert!(steps(0, true).are_done());
    }
}

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
        let server = if view.servers > 0 || view.executions > 0 { FirstStep::Done } else { FirstStep::Next };
        let task = match (server, view.executions) {
            (_, 1..) => FirstStep::Done,
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
    use super::*;

    fn steps(servers: i64, executions: i64) -> FirstSteps {
        FirstSteps::of(&DashboardView {
            servers,
            servers_healthy: 0,
            tasks: 0,
            executions_active: 0,
            executions_today: 0,
            succeeded_today: 0,
            executions,
            latest: Vec::new(),
            local_server_offered: false,
        })
    }

    #[test]
    fn one_step_after_the_other() {
        assert_eq!((steps(0, 0).server, steps(0, 0).task), (FirstStep::Next, FirstStep::Later));
        assert_eq!((steps(1, 0).server, steps(1, 0).task), (FirstStep::Done, FirstStep::Next));
        assert!(steps(1, 1).are_done());
        // The server may be gone again; the steps do not come back.
        assert!(steps(0, 3).are_done());
    }
}

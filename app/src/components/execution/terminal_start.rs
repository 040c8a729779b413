//! Where a viewer begins: everything there is would take too long of a long output.

use model::{ExecutionView, TaskAction};

/// Lines shown at first of an output that has more.
const LAST_LINES: u16 = 5000;

/// Bytes shown at first of what a program wrote that draws its screen and still does: what it drew long ago may stand there.
const LAST_DRAWN: u64 = 8 * 1024 * 1024;

/// Bytes shown before and behind a line that was looked for.
const AROUND: (u64, u64) = (64 * 1024, 512 * 1024);

/// Where a viewer begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// With the last lines.
    End,
    /// With this byte.
    Byte(u64),
    /// Around the line that begins with this byte; what comes long after it is left out.
    Line(u64),
}

impl Start {
    /// Where the viewer of an execution begins.
    pub(super) fn of(execution: &ExecutionView) -> Self {
        let drawing = matches!(execution.action, TaskAction::Command { pty: true, .. }) && !execution.state.is_final();
        let output = execution.output_bytes.max(0).unsigned_abs();
        if drawing { Self::Byte(output.saturating_sub(LAST_DRAWN)) } else { Self::End }
    }

    /// The first byte shown, where that is known.
    pub(super) fn from(self) -> u64 {
        match self {
            Self::End => 0,
            Self::Byte(from) => from,
            Self::Line(at) => at.saturating_sub(AROUND.0),
        }
    }

    /// The byte before which it ends.
    pub(super) fn to(self) -> Option<u64> {
        self.line().map(|at| at.saturating_add(AROUND.1))
    }

    /// The line to show.
    pub(super) fn line(self) -> Option<u64> {
        match self {
            Self::Line(at) => Some(at),
            Self::End | Self::Byte(_) => None,
        }
    }

    /// What to ask the socket for: the bytes from `next` on, which is known once the server has said where it begins.
    pub(super) fn query(self, next: Option<u64>) -> String {
        let from = next.unwrap_or(self.from());
        match (self, self.to()) {
            (Self::End, _) if next.is_none() => format!("tail={LAST_LINES}"),
            (_, Some(to)) => format!("from={from}&to={to}"),
            (_, None) => format!("from={from}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::ExecutionState;

    use super::*;
    use crate::components::execution::fixture::execution;

    #[test]
    fn it_begins_with_the_last_lines() {
        let mut run = execution(ExecutionState::Running);
        run.output_bytes = 100 * 1024 * 1024;
        assert_eq!(Start::of(&run), Start::End);
        run.action = TaskAction::Command { command: "top".to_owned(), pty: true, cwd: None, env: Default::default() };
        assert_eq!(Start::of(&run), Start::Byte(92 * 1024 * 1024));
        run.state = ExecutionState::Succeeded;
        assert_eq!(Start::of(&run), Start::End);
    }

    #[test]
    fn a_reconnect_goes_on() {
        assert_eq!((Start::End.query(None), Start::End.query(Some(7))), ("tail=5000".to_owned(), "from=7".to_owned()));
        assert_eq!(Start::Byte(3).query(None), "from=3");
        assert_eq!(Start::Line(100_000).query(None), "from=34464&to=624288");
        assert_eq!(Start::Line(100).query(Some(200)), "from=200&to=524388");
    }
}

//! Executions: work carried out, its states and the table of allowed transitions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{AttemptId, Error, ExecutionId, Issue, McpToolResult, Message, Priority, ServerId, TaskAction, TaskId};

word_enum!(
    /// What kind of work an execution is.
    ExecutionKind {
        /** A run of a task. */ Task = "task",
        /** A call of an MCP tool by hand. */ Call = "call",
    }
);

word_enum!(
    /// The states of an execution and of an attempt.
    ExecutionState {
        /** Not yet to be claimed; `reason` says why. */ Waiting = "waiting",
        /** Ready for a worker. */ Queued = "queued",
        /** A worker has it, the remote side does not know it yet. */ Claimed = "claimed",
        /** The remote side works on it. */ Running = "running",
        /** It waits for a person's input. */ InputRequired = "input_required",
        /** Cancel was asked for and is not proven yet. */ Cancelling = "cancelling",
        /** Done, as it should be. */ Succeeded = "succeeded",
        /** Done, with a failure. */ Failed = "failed",
        /** Ended because a time-out ran out. */ TimedOut = "timed_out",
        /** Ended because somebody asked, proven. */ Cancelled = "cancelled",
        /** Somebody refused its approval. */ Rejected = "rejected",
        /** Never run, for a reason. */ Skipped = "skipped",
        /** What became of it cannot be known. */ Lost = "lost",
    }
);

impl ExecutionState {
    /// No transition leads out of it.
    pub fn is_final(self) -> bool {
        self.next().is_empty()
    }

    /// A worker holds a lease on it.
    pub fn is_leased(self) -> bool {
        matches!(self, Self::Claimed | Self::Running | Self::InputRequired | Self::Cancelling)
    }

    /// Cancel makes sense.
    pub fn can_cancel(self) -> bool {
        !self.is_final() && self != Self::Cancelling
    }

    /// The states that may follow: the whole transition table.
    pub fn next(self) -> &'static [Self] {
        use ExecutionState::{
            Cancelled, Cancelling, Claimed, Failed, InputRequired, Lost, Queued, Rejected, Running, Skipped, Succeeded,
            TimedOut, Waiting,
        };
        match self {
            Waiting => &[Queued, Cancelled, Rejected, Skipped, TimedOut],
            Queued => &[Claimed, Waiting, Cancelled, Skipped, TimedOut],
            // Back to the queue only while the remote side surely has not heard of it.
            Claimed => &[Running, Queued, Waiting, Cancelling, Cancelled, Failed, TimedOut, Lost],
            Running => &[Succeeded, Failed, TimedOut, Cancelling, InputRequired, Waiting, Lost],
            InputRequired => &[Running, Cancelling, Failed, TimedOut, Lost],
            // What ended by itself before the signal arrived is told as it ended.
            Cancelling => &[Cancelled, Succeeded, Failed, TimedOut, Lost],
            Succeeded | Failed | TimedOut | Cancelled | Rejected | Skipped | Lost => &[],
        }
    }

    /// Whether `to` may follow.
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }
}

word_enum!(
    /// What an execution waits for.
    WaitReason {
        /** Other tasks. */ Dependency = "dependency",
        /** A person's consent. */ Approval = "approval",
        /** The delay before the next attempt. */ Retry = "retry",
        /** A free place. */ Concurrency = "concurrency",
        /** Its task is paused. */ Paused = "paused",
    }
);

word_enum!(
    /// What queued an execution.
    Trigger {
        /** A person or a program of theirs. */ Person = "person",
        /** The schedule of its task. */ Schedule = "schedule",
        /** The end of the tasks it depends on. */ Dependency = "dependency",
        /** A person, who wanted the same again. */ Retry = "retry",
    }
);

word_enum!(
    /// What a person found out about an execution that was lost.
    Verdict {
        /** It did what it should. */ Done = "done",
        /** It did nothing. */ NotDone = "not_done",
        /** Whatever it did, it is to be done again. */ Retry = "retry",
    }
);

/// What a person found out about an execution that was lost. The execution stays lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resolution {
    /// What.
    pub verdict: Verdict,
    /// Name of who found it out.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// In words, up to 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The execution that does it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_id: Option<ExecutionId>,
}

/// A verdict to record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewResolution {
    /// What was found out.
    pub verdict: Verdict,
    /// In words, up to 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub note: Option<String>,
}

/// An execution as members see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExecutionView {
    /// Its id.
    pub id: ExecutionId,
    /// What kind of work.
    pub kind: ExecutionKind,
    /// Its task.
    pub task_id: Option<TaskId>,
    /// Title of the task or of the MCP tool at the time.
    pub title: String,
    /// Where it runs.
    pub server_id: Option<ServerId>,
    /// That server's name.
    pub server_name: Option<String>,
    /// What a server must have to be chosen; none where it was given.
    #[serde(default)]
    pub labels: Option<Vec<String>>,
    /// Why this server was chosen.
    #[serde(default)]
    pub placed: Option<Message>,
    /// What ran, exactly.
    pub action: TaskAction,
    /// Its state.
    pub state: ExecutionState,
    /// What it waits for.
    pub reason: Option<WaitReason>,
    /// What a person found out about it, if it was lost.
    pub resolution: Option<Resolution>,
    /// How soon it is wanted.
    pub priority: Priority,
    /// What queued it.
    pub trigger: Trigger,
    /// Version of the task that ran.
    pub task_version: Option<i32>,
    /// Of those with the same key one is under way at a time.
    pub concurrency_key: Option<String>,
    /// The execution this one repeats.
    pub retry_of: Option<ExecutionId>,
    /// Number of the latest attempt, from 1; 0 before the first.
    pub attempt: i32,
    /// Largest number of attempts.
    pub max_attempts: i32,
    /// Exit code of the command.
    pub exit_code: Option<i32>,
    /// Why it did not succeed.
    pub error: Option<Issue>,
    /// How far the call of an MCP tool is, as its server said last.
    pub progress: Option<CallProgress>,
    /// What the call of an MCP tool came to. Only with one execution: lists leave it out. A result of more than 1 MiB is
    /// in the output alone.
    pub result: Option<McpToolResult>,
    /// The first line of what the call of an MCP tool came to, at most 200 characters: its words, or its data as JSON.
    pub summary: Option<String>,
    /// Bytes of output of the latest attempt so far.
    pub output_bytes: i64,
    /// Name of the person who asked for it.
    pub triggered_by: Option<String>,
    /// When it was queued.
    pub queued_at: DateTime<Utc>,
    /// When the next attempt is due, while it waits for that.
    pub not_before: Option<DateTime<Utc>>,
    /// Not started by then, it ends as timed out.
    pub start_by: Option<DateTime<Utc>>,
    /// When the remote side began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it reached a final state.
    pub finished_at: Option<DateTime<Utc>>,
    /// From start to end, in milliseconds.
    pub duration_ms: Option<i64>,
}

/// How far a call of an MCP tool is, in the server's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CallProgress {
    /// What is done; grows with every notification.
    pub current: f64,
    /// What there is to do, in the same unit, where the server knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// What it is at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// One try of an execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttemptView {
    /// Its id.
    pub id: AttemptId,
    /// From 1.
    pub number: i32,
    /// Its state.
    pub state: ExecutionState,
    /// Exit code of the command.
    pub exit_code: Option<i32>,
    /// Why it did not succeed.
    pub error: Option<Issue>,
    /// Bytes of output so far.
    pub output_end: i64,
    /// When the remote side began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// One line of an execution's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransitionView {
    /// State before; `None` for the first line.
    pub from: Option<ExecutionState>,
    /// State after.
    pub to: ExecutionState,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, where a state alone does not say it.
    pub issue: Option<Issue>,
}

/// Which executions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct ExecutionFilter {
    /// Rows a page, 1 to 100; 25 when left out.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Words in the title.
    #[serde(default)]
    pub q: Option<String>,
    /// Only in this state.
    #[serde(default)]
    pub state: Option<ExecutionState>,
    /// Only of this task.
    #[serde(default)]
    pub task_id: Option<TaskId>,
    /// Only on this server.
    #[serde(default)]
    pub server_id: Option<ServerId>,
}

/// An execution with everything its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExecutionDetail {
    /// The execution.
    pub execution: ExecutionView,
    /// Its attempts, first to last.
    pub attempts: Vec<AttemptView>,
    /// Its history, first to last.
    pub history: Vec<TransitionView>,
    /// Why it has not begun yet, in a sentence.
    pub waiting: Option<Message>,
}

/// What the search for the first line of an output that reports an error came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FirstError {
    /// That line; `None` when there is none.
    pub line: Option<OutputLine>,
    /// Where the output ended when it was searched.
    pub searched: u64,
}

/// A line of output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutputLine {
    /// Offset of its first byte.
    pub offset: u64,
    /// What it says, without escape sequences, at most 200 characters.
    pub text: String,
}

word_enum!(
    /// In which form output is taken along.
    OutputFormat {
        /** Its bytes as they are. */ Raw = "raw",
        /** Plain text, without escape sequences. */ Text = "text",
        /** A recording with its times, asciicast v2. */ Asciicast = "asciicast",
    }
);

impl OutputFormat {
    /// Ending of the name of a file in this form.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Raw => "log",
            Self::Text => "txt",
            Self::Asciicast => "cast",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Raw => "application/octet-stream",
            Self::Text => "text/plain; charset=utf-8",
            Self::Asciicast => "application/x-asciicast",
        }
    }
}

/// What the terminal socket says beside the output's bytes (text frames; `design`: the WebSocket contract).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum TerminalFrame {
    /// The execution as it stands; sent first and at every change.
    State {
        /// The execution.
        execution: Box<ExecutionView>,
    },
    /// Where the last lines begin that were asked for; sent before their bytes.
    Start {
        /// Offset of the first byte.
        offset: u64,
    },
    /// The bytes from `from` to `to` are not kept.
    Gap {
        /// First offset missing.
        from: u64,
        /// First offset that is there again.
        to: u64,
    },
    /// The size of the terminal from here on, for every viewer alike.
    Resize(TerminalSize),
    /// What was typed or asked for was not taken.
    Refused {
        /// The `op` of the command that was refused.
        command: String,
        /// Why.
        error: Error,
    },
    /// Nothing more will come.
    End {
        /// Final state.
        state: ExecutionState,
        /// Exit code of the command.
        exit_code: Option<i32>,
    },
}

/// What a viewer tells the terminal socket (text frames).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum TerminalCommand {
    /// Everything before this offset was drawn; the server keeps at most a window of unacknowledged bytes in flight.
    Ack {
        /// Offset in bytes.
        offset: u64,
    },
    /// Types into the command's terminal.
    Input {
        /// What was typed, as the terminal encodes it.
        data: String,
    },
    /// The viewer's window shows this much.
    Resize(TerminalSize),
}

/// Size of a terminal in character cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TerminalSize {
    /// Columns, 1 to 1000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub cols: u16,
    /// Rows, 1 to 1000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1000))]
    pub rows: u16,
}

impl TerminalSize {
    /// Largest number of columns and of rows.
    pub const MAX: u16 = 1000;
}

impl Default for TerminalSize {
    /// Until a viewer says otherwise.
    fn default() -> Self {
        Self { cols: 120, rows: 32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ExecutionState as S;

    #[test]
    fn every_state_is_reachable_and_ends() {
        // From `waiting` and `queued` one reaches every state, and from every state a final one.
        let mut seen = vec![S::Waiting, S::Queued];
        let mut i = 0;
        while i < seen.len() {
            for next in seen[i].next() {
                if !seen.contains(next) {
                    seen.push(*next);
                }
            }
            i += 1;
        }
        for state in S::ALL {
            assert!(seen.contains(state), "{state} is never reached");
            assert!(state.is_final() || state.next().iter().any(|n| n.is_final()), "{state} never ends");
        }
    }

    #[test]
    fn final_states_stay() {
        for state in [S::Succeeded, S::Failed, S::TimedOut, S::Cancelled, S::Rejected, S::Skipped, S::Lost] {
            assert!(state.is_final());
            assert!(S::ALL.iter().all(|to| !state.may_become(*to)));
        }
    }

    #[test]
    fn what_runs_is_never_queued_again_by_itself() {
        assert!(!S::Running.may_become(S::Queued));
        assert!(!S::Cancelling.may_become(S::Running));
        assert!(S::Claimed.may_become(S::Queued));
    }

    #[test]
    fn cancel_makes_sense_until_it_was_asked_for() {
        assert!(S::Queued.can_cancel() && S::Running.can_cancel());
        assert!(!S::Cancelling.can_cancel() && !S::Lost.can_cancel());
    }
}

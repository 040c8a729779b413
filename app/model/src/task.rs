//! Tasks: what should be done.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{ExecutionState, RetryOn, Schedule, ServerId, TaskId};

word_enum!(
    /// How soon a queued execution is wanted.
    Priority {
        /** When nothing else waits. */ Low = "low",
        /** The usual. */ Medium = "medium",
        /** Before the usual. */ High = "high",
        /** Before everything. */ Urgent = "urgent",
    }
);

impl Priority {
    /// Larger is sooner; the number that the queue sorts by.
    pub fn rank(self) -> i16 {
        match self {
            Self::Low => 0,
            Self::Medium => 1,
            Self::High => 2,
            Self::Urgent => 3,
        }
    }

    /// How long it was in the queue already, as it were, when it comes into it, in minutes. What is of low priority is
    /// overtaken for two hours at most.
    pub fn head_start_min(self) -> i64 {
        match self {
            Self::Low => 0,
            Self::Medium => 10,
            Self::High => 30,
            Self::Urgent => 120,
        }
    }

    /// Of a rank.
    pub fn of_rank(rank: i16) -> Self {
        match rank {
            ..=0 => Self::Low,
            1 => Self::Medium,
            2 => Self::High,
            3.. => Self::Urgent,
        }
    }
}

/// What a task does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TaskAction {
    /// A shell command on a server's master agent.
    Command {
        /// The command line, run by `/bin/sh -c`.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 65536))]
        command: String,
        /// Give it a terminal (PTY) instead of pipes.
        #[serde(default)]
        pty: bool,
        /// Working directory; the agent's own when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4096))]
        cwd: Option<String>,
        /// Environment variables beside the clean default.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        env: BTreeMap<String, String>,
    },
    /// A call of an MCP tool, on any server.
    ToolCall {
        /// Name of the tool. The server need not offer it yet.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256))]
        tool: String,
        /// What the tool's `input_schema` asks for: an object of at most 256 KiB as JSON.
        #[serde(default)]
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        arguments: Map<String, Value>,
    },
}

impl TaskAction {
    /// It runs at a terminal (PTY), which can be typed into.
    pub fn has_terminal(&self) -> bool {
        matches!(self, Self::Command { pty: true, .. })
    }
}

/// Bounds of every run. What is absent has no bound but the installation's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskLimits {
    /// Longest run in seconds, 1 to 604 800.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 604800))]
    pub timeout_s: Option<u32>,
    /// Longest silence in seconds, 1 to 604 800.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 604800))]
    pub idle_timeout_s: Option<u32>,
    /// Longest wait for its start in seconds, 1 to 604 800.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 604800))]
    pub queue_timeout_s: Option<u32>,
    /// Most attempts, 1 to 100; 1 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
    pub max_attempts: Option<u32>,
    /// Delay before the second attempt in seconds, 1 to 86 400; 10 when left out. It doubles with each further attempt, up to
    /// an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 86400))]
    pub retry_delay_s: Option<u32>,
    /// Which failures are tried again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retry_on: RetryOn,
}

fn is_default(on: &RetryOn) -> bool {
    *on == RetryOn::default()
}

/// A task to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTask {
    /// Title, 1 to 120 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub title: String,
    /// What it is for, up to 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: Option<String>,
    /// The server it runs on; left out, each run goes to the least busy server that is healthy, can do it and has `labels`.
    #[serde(default)]
    pub server_id: Option<ServerId>,
    /// What a server must have to be chosen, where none is named ([`crate::labels`]).
    #[serde(default)]
    pub labels: Vec<String>,
    /// What it does.
    pub action: TaskAction,
    /// How soon its runs are wanted.
    #[serde(default = "medium")]
    pub priority: Priority,
    /// When it runs by itself.
    #[serde(default)]
    pub schedule: Schedule,
    /// Bounds of every run.
    #[serde(default)]
    pub limits: TaskLimits,
    /// Of the runs with the same key, of whichever tasks, one is under way at a time; 1 to 120 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub concurrency_key: Option<String>,
}

fn medium() -> Priority {
    Priority::Medium
}

/// Changes to a task; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskPatch {
    /// New title.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub title: Option<String>,
    /// New description; an empty one removes it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub description: Option<String>,
    /// Another server. The labels are gone then.
    #[serde(default)]
    pub server_id: Option<ServerId>,
    /// Any server that has these labels, unless one is named too.
    #[serde(default)]
    pub labels: Option<Vec<String>>,
    /// Another action.
    #[serde(default)]
    pub action: Option<TaskAction>,
    /// Another priority.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Another schedule.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Whether it waits to be resumed instead of running by itself.
    #[serde(default)]
    pub paused: Option<bool>,
    /// Other bounds.
    #[serde(default)]
    pub limits: Option<TaskLimits>,
    /// Another concurrency key; an empty one removes it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub concurrency_key: Option<String>,
}

/// A server that a task can be written for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskServer {
    /// Its id.
    pub id: ServerId,
    /// Its name.
    pub name: String,
    /// It has a master agent, which commands need. MCP tools can be called on every server.
    pub runs_commands: bool,
}

/// A task as members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskView {
    /// Its id.
    pub id: TaskId,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// The server it runs on; none for any one that fits.
    pub server_id: Option<ServerId>,
    /// That server's name.
    pub server_name: Option<String>,
    /// What a server must have to be chosen.
    #[serde(default)]
    pub labels: Vec<String>,
    /// What it does.
    pub action: TaskAction,
    /// How soon its runs are wanted.
    pub priority: Priority,
    /// When it runs by itself.
    #[serde(default)]
    pub schedule: Schedule,
    /// It does not run by itself until it is resumed.
    #[serde(default)]
    pub paused: bool,
    /// When it runs by itself next, jitter aside; `None` when it does not.
    #[serde(default)]
    pub next_fire_at: Option<DateTime<Utc>>,
    /// Bounds of every run.
    pub limits: TaskLimits,
    /// Of the runs with the same key one is under way at a time.
    pub concurrency_key: Option<String>,
    /// Grows with every change.
    pub version: i32,
    /// How the latest execution stands, if there was one.
    pub last_state: Option<ExecutionState>,
    /// When the latest execution was queued.
    pub last_run_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// What a task said in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskVersionView {
    /// From 1.
    pub version: i32,
    /// Title.
    pub title: String,
    /// The server it ran on; none for any one that fitted.
    pub server_id: Option<ServerId>,
    /// What a server had to have to be chosen.
    pub labels: Vec<String>,
    /// What it did.
    pub action: TaskAction,
    /// How soon its runs were wanted.
    pub priority: Priority,
    /// Bounds of every run.
    pub limits: TaskLimits,
    /// Its concurrency key.
    pub concurrency_key: Option<String>,
    /// When it ran by itself.
    pub schedule: Schedule,
    /// Name of the person who wrote it.
    pub changed_by: Option<String>,
    /// When it was written.
    pub changed_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn actions_say_their_kind() {
        let call = json!({ "kind": "tool_call", "tool": "get-sum", "arguments": { "a": 2, "b": [null] } });
        let command = json!({ "kind": "command", "command": "true", "pty": false });
        for action in [call, command] {
            let read: TaskAction = serde_json::from_value(action.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), action);
        }
    }

    #[test]
    fn a_tool_call_has_an_object_for_arguments() {
        let bare: TaskAction = serde_json::from_value(json!({ "kind": "tool_call", "tool": "t" })).unwrap();
        assert_eq!(bare, TaskAction::ToolCall { tool: "t".to_owned(), arguments: Map::new() });
        assert!(!bare.has_terminal());
        for wrong in [json!([]), json!("x"), json!(null)] {
            let action = json!({ "kind": "tool_call", "tool": "t", "arguments": wrong });
            assert!(serde_json::from_value::<TaskAction>(action.clone()).is_err(), "{action}");
        }
    }
}

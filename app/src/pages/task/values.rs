//! What stands in the fields of a task.

use model::task_env::env_text;
use model::{Priority, ServerId, TaskAction, TaskServer, TaskView};
use serde_json::{Map, Value};

use super::limits::LimitValues;
use crate::api::schedule_form::ScheduleForm;
use crate::api::task_form::ANY_SERVER;
use crate::i18n::I18n;
use crate::t;
use crate::ui::Choice;

/// What stands in the fields at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TaskValues {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) server_id: String,
    pub(super) labels: String,
    pub(super) action: ActionValues,
    pub(super) limits: LimitValues,
    pub(super) priority: Priority,
    pub(super) schedule: ScheduleForm,
}

/// What stands in the fields of the action; those of the other kind are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ActionValues {
    /// Whether it is the call of an MCP tool.
    pub(super) is_call: bool,
    pub(super) command: String,
    pub(super) pty: bool,
    pub(super) cwd: String,
    pub(super) env: String,
    pub(super) tool: String,
    /// None where it starts with what the schema says.
    pub(super) arguments: Option<Map<String, Value>>,
    /// The schema of the MCP tool; null where it is not known.
    pub(super) schema: Value,
}

impl ActionValues {
    /// The word of the kind in the form, as in [`TaskAction`].
    pub(super) fn kind(&self) -> &'static str {
        if self.is_call { "tool_call" } else { "command" }
    }

    fn of(action: TaskAction) -> Self {
        match action {
            TaskAction::Command { command, pty, cwd, env } => {
                Self { command, pty, cwd: cwd.unwrap_or_default(), env: env_text(&env), ..Self::default() }
            }
            TaskAction::ToolCall { tool, arguments } => {
                Self { is_call: true, tool, arguments: Some(arguments), ..Self::default() }
            }
        }
    }
}

impl TaskValues {
    /// A task that is not written yet, for a server if one is known: chosen, the only one that runs commands, or the only
    /// one. Where no server runs commands it is a call.
    pub(super) fn empty(server_id: Option<String>, servers: &[TaskServer], schema: Value) -> Self {
        let running: Vec<_> = servers.iter().filter(|server| server.runs_commands).collect();
        let is_call = running.is_empty();
        let only = match (running.as_slice(), servers) {
            ([server], _) => Some(server.id.to_string()),
            ([], [server]) => Some(server.id.to_string()),
            _ => None,
        };
        Self {
            title: String::new(),
            description: String::new(),
            server_id: server_id.or(only).unwrap_or_default(),
            labels: String::new(),
            action: ActionValues { is_call, schema, ..ActionValues::default() },
            limits: LimitValues::default(),
            priority: Priority::Medium,
            schedule: ScheduleForm::default(),
        }
    }

    /// A task as it is.
    pub(super) fn of(task: TaskView, schedule: ScheduleForm, schema: Value) -> Self {
        Self {
            title: task.title,
            description: task.description.unwrap_or_default(),
            server_id: task.server_id.map_or_else(|| ANY_SERVER.to_owned(), |id| id.to_string()),
            labels: task.labels.join(", "),
            action: ActionValues { schema, ..ActionValues::of(task.action) },
            limits: LimitValues::of(task.limits, task.concurrency_key),
            priority: task.priority,
            schedule,
        }
    }
}

/// The servers to choose from, and the task's own where it is no longer among them.
pub(super) fn server_choices(i18n: &I18n, servers: Vec<TaskServer>, own: Option<(ServerId, String)>) -> Vec<Choice> {
    let missing = own.filter(|(id, _)| servers.iter().all(|server| server.id != *id));
    let choice = |server: TaskServer| {
        let label =
            if server.runs_commands { server.name } else { t!(i18n, "task-server-calls-only", name = server.name) };
        Choice::new(server.id.to_string(), label)
    };
    let missing = missing.map(|(id, name)| Choice::new(id.to_string(), name));
    let any = Choice::new(ANY_SERVER, t!(i18n, "task-server-any"));
    std::iter::once(any).chain(servers.into_iter().map(choice)).chain(missing).collect()
}

#[cfg(test)]
mod tests {
    use model::Lang;

    use super::*;

    fn server(id: u128, name: &str, runs_commands: bool) -> TaskServer {
        TaskServer { id: uuid::Uuid::from_u128(id).into(), name: name.to_owned(), runs_commands }
    }

    #[test]
    fn a_server_that_is_no_longer_offered_stays_chosen() {
        let words = "task-server-calls-only = { $name } (calls)\ntask-server-any = any\n";
        let i18n = I18n::from_ftl(Lang::En, words.to_owned());
        let servers = vec![server(1, "a", true), server(2, "b", false)];
        let labels = |own| -> Vec<String> {
            server_choices(&i18n, servers.clone(), own).into_iter().map(|choice| choice.label).collect()
        };
        let (a, c) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(3));
        assert_eq!(labels(None), ["any", "a", "b (calls)"]);
        assert_eq!(labels(Some((a.into(), "a".to_owned()))), ["any", "a", "b (calls)"]);
        assert_eq!(labels(Some((c.into(), "c".to_owned()))), ["any", "a", "b (calls)", "c"]);
    }

    #[test]
    fn where_nothing_runs_commands_a_task_is_a_call() {
        let kind = |servers: &[TaskServer]| TaskValues::empty(None, servers, Value::Null).action.kind();
        assert_eq!(kind(&[server(1, "a", false)]), "tool_call");
        assert_eq!(kind(&[server(1, "a", false), server(2, "b", true)]), "command");
    }

    #[test]
    fn the_only_server_is_chosen() {
        let chosen = |servers: &[TaskServer]| TaskValues::empty(None, servers, Value::Null).server_id;
        let seven = uuid::Uuid::from_u128(7).to_string();
        assert_eq!(chosen(&[server(7, "a", true), server(8, "b", false)]), seven);
        assert_eq!(chosen(&[server(7, "a", false)]), seven);
        assert_eq!(chosen(&[server(7, "a", false), server(8, "b", false)]), "");
        assert_eq!(TaskValues::empty(Some("x".to_owned()), &[server(7, "a", true)], Value::Null).server_id, "x");
    }
}

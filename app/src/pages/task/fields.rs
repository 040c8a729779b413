//! The fields of a task.

use leptos::prelude::*;
use model::{Priority, ServerId, TaskAction, TaskView};

use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Card, Checkbox, Choice, Select, TextArea, TextInput};

/// What stands in the fields at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TaskValues {
    title: String,
    description: String,
    server_id: String,
    command: String,
    pty: bool,
    cwd: String,
    timeout_s: String,
    idle_timeout_s: String,
    priority: Priority,
}

impl TaskValues {
    /// A task that is not written yet, for a server if one is known.
    pub(super) fn empty(server_id: Option<String>) -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            server_id: server_id.unwrap_or_default(),
            command: String::new(),
            pty: false,
            cwd: String::new(),
            timeout_s: String::new(),
            idle_timeout_s: String::new(),
            priority: Priority::Medium,
        }
    }

    /// A task as it is.
    pub(super) fn of(task: TaskView) -> Self {
        let (command, pty, cwd) = match task.action {
            TaskAction::Command { command, pty, cwd, .. } => (command, pty, cwd),
            TaskAction::ToolCall { .. } => (String::new(), false, None),
        };
        let seconds = |seconds: Option<u32>| seconds.map(|s| s.to_string()).unwrap_or_default();
        Self {
            title: task.title,
            description: task.description.unwrap_or_default(),
            server_id: task.server_id.to_string(),
            command,
            pty,
            cwd: cwd.unwrap_or_default(),
            timeout_s: seconds(task.limits.timeout_s),
            idle_timeout_s: seconds(task.limits.idle_timeout_s),
            priority: task.priority,
        }
    }
}

/// The servers to choose from, and the task's own where it is no longer among them.
pub(super) fn server_choices(servers: Vec<(ServerId, String)>, own: Option<(ServerId, String)>) -> Vec<Choice> {
    let missing = own.filter(|(id, _)| servers.iter().all(|(other, _)| other != id));
    servers.into_iter().chain(missing).map(|(id, name)| Choice::new(id.to_string(), name)).collect()
}

/// What, where, and with which limits.
#[component]
pub(super) fn TaskFields(values: TaskValues, servers: Vec<Choice>) -> impl IntoView {
    let i18n = use_i18n();
    let priorities: Vec<_> =
        Priority::ALL.iter().map(|p| Choice::new(p.as_str(), i18n.text(&format!("task-priority-{p}"), &[]))).collect();
    let only = if let [server] = servers.as_slice() { server.value.clone() } else { String::new() };
    let server = if values.server_id.is_empty() { only } else { values.server_id };
    view! {
        <div class="stack">
            <Card title=t!(i18n, "task-section-what")>
                <div class="form">
                    <TextInput
                        name="task[title]"
                        label=t!(i18n, "task-field-title")
                        help=t!(i18n, "task-field-title-help")
                        value=values.title
                        maxlength=120_u32
                        required=true
                        autocomplete="off"
                    />
                    <TextArea
                        name="task[command]"
                        label=t!(i18n, "task-command")
                        help=t!(i18n, "task-command-help")
                        placeholder="uname -a; df -h"
                        value=values.command
                        rows=5
                        mono=true
                        required=true
                    />
                    <Checkbox
                        name="task[pty]"
                        label=t!(i18n, "task-field-pty")
                        help=t!(i18n, "task-field-pty-help")
                        checked=values.pty
                    />
                    <TextArea
                        name="task[description]"
                        label=t!(i18n, "task-description")
                        value=values.description
                        rows=2
                        maxlength=2000_u32
                    />
                </div>
            </Card>
            <Card title=t!(i18n, "task-section-where")>
                <div class="form">
                    <Select
                        name="task[server_id]"
                        label=t!(i18n, "task-server")
                        help=t!(i18n, "task-server-help")
                        empty=t!(i18n, "task-server-choose")
                        choices=servers
                        value=server
                        required=true
                    />
                    <TextInput
                        name="task[cwd]"
                        label=t!(i18n, "task-cwd")
                        help=t!(i18n, "task-cwd-help")
                        placeholder="/srv/app"
                        value=values.cwd
                        mono=true
                        autocomplete="off"
                    />
                </div>
            </Card>
            <Card title=t!(i18n, "task-section-limits")>
                <div class="form">
                    <TextInput
                        name="task[timeout_s]"
                        label=t!(i18n, "task-timeout")
                        help=t!(i18n, "task-timeout-help")
                        value=values.timeout_s
                        kind="number"
                    />
                    <TextInput
                        name="task[idle_timeout_s]"
                        label=t!(i18n, "task-idle-timeout")
                        help=t!(i18n, "task-idle-timeout-help")
                        value=values.idle_timeout_s
                        kind="number"
                    />
                    <Select
                        name="task[priority]"
                        label=t!(i18n, "task-priority")
                        help=t!(i18n, "task-priority-help")
                        choices=priorities
                        value=values.priority.as_str()
                        required=true
                    />
                </div>
            </Card>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_no_longer_offered_stays_chosen() {
        let (a, b) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let servers = vec![(a.into(), "a".to_owned())];
        let labels = |own| -> Vec<String> {
            server_choices(servers.clone(), own).into_iter().map(|choice| choice.label).collect()
        };
        assert_eq!(labels(None), ["a"]);
        assert_eq!(labels(Some((a.into(), "a".to_owned()))), ["a"]);
        assert_eq!(labels(Some((b.into(), "b".to_owned()))), ["a", "b"]);
    }
}

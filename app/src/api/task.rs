//! Tasks.

use std::collections::HashMap;

use leptos::prelude::*;
use model::{Page, PageQuery, Priority, TaskId, TaskServer, TaskView};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{org, redirect};

/// One page of tasks.
#[server(prefix = "/api/fn", endpoint = "list-tasks")]
pub async fn list_tasks(org: String, #[server(default)] query: PageQuery) -> ApiResult<Page<TaskView>> {
    Ok(studio_core::task::list(&self::org(&org).await?, &query).await?)
}

/// One task.
#[server(prefix = "/api/fn", endpoint = "get-task")]
pub async fn get_task(org: String, id: TaskId) -> ApiResult<TaskView> {
    Ok(studio_core::task::get(&self::org(&org).await?, id).await?)
}

/// What the form of a task sends; numbers come as text so that a wrong one is told beside its field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TaskForm {
    /// Title.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// The server it runs on.
    pub server_id: String,
    /// What it does: `command`, which it is when left out, or `tool_call`.
    pub kind: Option<String>,
    /// Command line.
    pub command: Option<String>,
    /// Present (any value) when a terminal is wanted.
    pub pty: Option<String>,
    /// Working directory.
    pub cwd: Option<String>,
    /// Environment variables, `NAME=value` a line (`model::task_env`).
    pub env: Option<String>,
    /// Name of the MCP tool to call.
    pub tool: Option<String>,
    /// What it is called with: the entries of the form of its schema.
    #[serde(default)]
    pub arguments: HashMap<String, String>,
    /// The same as the text of a JSON object, nothing for an empty one.
    pub arguments_json: Option<String>,
    /// Which of the two counts: `form` or `json`.
    pub arguments_mode: Option<String>,
    /// The MCP tool whose fields the form shows; `tool` when left out.
    pub arguments_tool: Option<String>,
    /// Priority.
    pub priority: Option<Priority>,
    /// Longest run in seconds.
    pub timeout_s: Option<String>,
    /// Longest silence in seconds.
    pub idle_timeout_s: Option<String>,
}

/// Writes a task and goes to its page; with `run`, runs it at once and goes to the execution.
#[server(prefix = "/api/fn", endpoint = "create-task")]
pub async fn create_task(org: String, task: TaskForm, run: Option<String>) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let task = form::new_task(&ctx, model::Action::TaskCreate, task).await?;
    let task = studio_core::task::create(&ctx, task).await?;
    if run.is_some() {
        let execution = studio_core::task::run(&ctx, task.id).await?;
        redirect(&crate::paths::execution(&org, execution.id));
    } else {
        redirect(&crate::paths::task(&org, task.id));
    }
    Ok(())
}

/// Changes a task and goes to its page.
#[server(prefix = "/api/fn", endpoint = "update-task")]
pub async fn update_task(org: String, id: TaskId, task: TaskForm) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let task = form::new_task(&ctx, model::Action::TaskUpdate, task).await?;
    studio_core::task::replace(&ctx, id, task).await?;
    redirect(&crate::paths::task(&org, id));
    Ok(())
}

/// Runs a task now and goes to the execution.
#[server(prefix = "/api/fn", endpoint = "run-task")]
pub async fn run_task(org: String, id: TaskId) -> ApiResult<()> {
    let execution = studio_core::task::run(&self::org(&org).await?, id).await?;
    redirect(&crate::paths::execution(&org, execution.id));
    Ok(())
}

/// Deletes a task; its executions stay.
#[server(prefix = "/api/fn", endpoint = "delete-task")]
pub async fn delete_task(org: String, id: TaskId) -> ApiResult<()> {
    studio_core::task::delete(&self::org(&org).await?, id).await?;
    redirect(&crate::paths::tasks(&org));
    Ok(())
}

/// The servers a task can be written for: enabled ones.
#[server(prefix = "/api/fn", endpoint = "task-servers")]
pub async fn task_servers(org: String) -> ApiResult<Vec<TaskServer>> {
    Ok(studio_core::task::servers(&self::org(&org).await?).await?)
}

#[cfg(feature = "ssr")]
mod form {
    use model::task_env::env_of_text;
    use model::{Action, Error, FieldCode, FieldError, NewTask, Priority, Schedule, ServerId, TaskAction, TaskLimits};
    use serde_json::{Map, Value};
    use studio_core::OrgCtx;

    use super::TaskForm;
    use crate::api::arguments::Entered;

    /// What the arguments of the form are, or what is wrong with them.
    type Arguments = Result<Map<String, Value>, Vec<FieldError>>;

    /// Parses the form's words; rules about values are core's.
    pub(super) async fn new_task(
        ctx: &OrgCtx,
        what: Action,
        mut form: TaskForm,
    ) -> Result<NewTask, studio_core::Error> {
        let arguments = match (form.kind.as_deref(), form.server_id.parse()) {
            (Some("tool_call"), Ok(server)) => arguments(ctx, what, server, &mut form).await?,
            _ => Ok(Map::new()),
        };
        Ok(parsed(form, arguments)?)
    }

    async fn arguments(
        ctx: &OrgCtx,
        what: Action,
        server: ServerId,
        form: &mut TaskForm,
    ) -> Result<Arguments, studio_core::Error> {
        let entered = Entered {
            entries: std::mem::take(&mut form.arguments),
            json: form.arguments_json.take().unwrap_or_default(),
            mode: form.arguments_mode.take().unwrap_or_default(),
        };
        let of = form.arguments_tool.take().filter(|tool| !tool.is_empty()).or_else(|| form.tool.clone());
        match entered.read(ctx, what, server, &of.unwrap_or_default()).await {
            Ok(arguments) => Ok(Ok(arguments)),
            Err(studio_core::Error::Public(Error::Invalid { fields })) => Ok(Err(fields)),
            Err(studio_core::Error::Public(Error::NotFound { .. })) => {
                Ok(Err(vec![FieldError::new("tool", FieldCode::UnknownReference)]))
            }
            Err(error) => Err(error),
        }
    }

    fn parsed(form: TaskForm, arguments: Arguments) -> Result<NewTask, Error> {
        let mut fields = Vec::new();
        let server_id = form.server_id.parse().ok();
        if server_id.is_none() {
            let code = if form.server_id.is_empty() { FieldCode::Required } else { FieldCode::UnknownReference };
            fields.push(FieldError::new("server_id", code));
        }
        let timeout_s = seconds("timeout_s", form.timeout_s, &mut fields);
        let idle_timeout_s = seconds("idle_timeout_s", form.idle_timeout_s, &mut fields);
        let action = match form.kind.as_deref() {
            None | Some("" | "command") => {
                let env = env_of_text(&form.env.unwrap_or_default()).unwrap_or_else(|code| {
                    fields.push(FieldError::new("action.env", code));
                    Default::default()
                });
                let cwd = form.cwd.filter(|c| !c.trim().is_empty());
                TaskAction::Command { command: form.command.unwrap_or_default(), pty: form.pty.is_some(), cwd, env }
            }
            Some("tool_call") => {
                let arguments = arguments.unwrap_or_else(|wrong| {
                    let below = |error: FieldError| FieldError::new(&format!("action.{}", error.field), error.code);
                    fields.extend(wrong.into_iter().map(below));
                    Map::new()
                });
                TaskAction::ToolCall { tool: form.tool.unwrap_or_default(), arguments }
            }
            Some(_) => return Err(Error::invalid("action.kind", FieldCode::UnknownWord)),
        };
        let task = NewTask {
            title: form.title,
            description: form.description,
            server_id: server_id.unwrap_or_else(|| uuid::Uuid::nil().into()),
            action,
            priority: form.priority.unwrap_or(Priority::Medium),
            schedule: Schedule::Manual,
            limits: TaskLimits { timeout_s, idle_timeout_s },
        };
        if fields.is_empty() {
            return Ok(task);
        }
        // Everything that is wrong, at once.
        let (mut all, rest): (Vec<_>, Vec<_>) = studio_core::task::problems(task)
            .into_iter()
            .partition(|problem| ["title", "description"].contains(&problem.field.as_str()));
        let (server, limits): (Vec<_>, Vec<_>) = fields.into_iter().partition(|problem| problem.field == "server_id");
        all.extend(server.into_iter().chain(rest).chain(limits));
        Err(Error::Invalid { fields: all })
    }

    fn seconds(field: &str, text: Option<String>, fields: &mut Vec<FieldError>) -> Option<u32> {
        let text = text?;
        if text.trim().is_empty() {
            return None;
        }
        match text.trim().parse() {
            Ok(seconds) => Some(seconds),
            Err(_) => {
                fields.push(FieldError::new(field, FieldCode::OutOfRange { min: 1, max: 604_800 }));
                None
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use std::collections::HashMap;

        use super::*;

        fn form(kind: Option<&str>, tool: &str) -> TaskForm {
            TaskForm {
                title: "Greet".to_owned(),
                description: None,
                server_id: uuid::Uuid::from_u128(1).to_string(),
                kind: kind.map(str::to_owned),
                command: Some("echo hello".to_owned()),
                pty: None,
                cwd: None,
                env: None,
                tool: Some(tool.to_owned()),
                arguments: HashMap::new(),
                arguments_json: None,
                arguments_mode: None,
                arguments_tool: None,
                priority: None,
                timeout_s: None,
                idle_timeout_s: None,
            }
        }

        fn wrong(form: TaskForm, arguments: Arguments) -> Vec<String> {
            match parsed(form, arguments) {
                Err(Error::Invalid { fields }) => fields.into_iter().map(|problem| problem.field).collect(),
                _ => Vec::new(),
            }
        }

        fn no_arguments() -> Arguments {
            Ok(Map::new())
        }

        #[test]
        fn what_belongs_to_the_other_kind_is_passed_over() {
            let hi = serde_json::json!({ "message": "hi" }).as_object().unwrap().clone();
            let call = parsed(form(Some("tool_call"), "echo"), Ok(hi)).unwrap().action;
            assert!(
                matches!(&call, TaskAction::ToolCall { tool, arguments } if tool == "echo" && arguments.len() == 1)
            );
            for kind in [None, Some("command")] {
                let command = parsed(form(kind, "echo"), no_arguments()).unwrap().action;
                assert!(matches!(&command, TaskAction::Command { command, .. } if command == "echo hello"));
            }
        }

        #[test]
        fn a_command_keeps_its_environment() {
            let with = |env: &str| TaskForm { env: Some(env.to_owned()), ..form(None, "") };
            let command = parsed(with("PATH=/usr/bin\r\nEMPTY=\r\n"), no_arguments()).unwrap().action;
            let TaskAction::Command { env, .. } = &command else { panic!("{command:?}") };
            assert_eq!(model::task_env::env_text(env), "EMPTY=\nPATH=/usr/bin");
            assert_eq!(wrong(with("PATH"), no_arguments()), ["action.env"]);
        }

        #[test]
        fn what_is_wrong_with_a_call_is_told_at_once() {
            let arguments = || Err(vec![FieldError::new("arguments.a", FieldCode::Required)]);
            assert_eq!(wrong(form(Some("tool_call"), ""), arguments()), ["action.tool", "action.arguments.a"]);
            assert_eq!(wrong(form(Some("dance"), ""), no_arguments()), ["action.kind"]);
        }
    }
}

//! What the form of a task sends, and the task it means.

use std::collections::HashMap;

use model::Priority;
use serde::{Deserialize, Serialize};

use super::schedule_form::ScheduleForm;

#[cfg(feature = "ssr")]
pub(super) use parse::new_task;

/// Stands where a server would be named: each run goes to one that fits.
pub const ANY_SERVER: &str = "any";

/// What the form of a task sends; numbers come as text so that a wrong one is told beside its field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskForm {
    /// Title.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// The server it runs on, or [`ANY_SERVER`].
    pub server_id: String,
    /// What any server must have to be chosen: labels, with commas or spaces between them.
    pub labels: Option<String>,
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
    /// Longest wait for the start in seconds.
    pub queue_timeout_s: Option<String>,
    /// Most attempts.
    pub max_attempts: Option<String>,
    /// Delay before the second attempt in seconds.
    pub retry_delay_s: Option<String>,
    /// Exit codes that are tried again, with spaces or commas between them; all but 0 when empty.
    pub exit_codes: Option<String>,
    /// Present in every form that has the three below, of which one that is left out is off.
    pub retry_on: Option<String>,
    /// Present (any value) when unreachable servers are tried again.
    pub retry_transport: Option<String>,
    /// Present (any value) when time-outs are tried again.
    pub retry_timeout: Option<String>,
    /// Present (any value) when failures of the MCP tool are tried again.
    pub retry_tool_error: Option<String>,
    /// Concurrency key.
    pub concurrency_key: Option<String>,
    /// When it runs by itself.
    #[serde(default)]
    pub schedule: ScheduleForm,
}

#[cfg(feature = "ssr")]
mod parse {
    use model::labels::words_of_text;
    use model::task_env::env_of_text;
    use model::{Action, Error, FieldCode, FieldError, NewTask, Priority, RetryOn, ServerId, TaskAction, TaskLimits};
    use serde_json::{Map, Value};
    use studio_core::OrgCtx;

    use super::{ANY_SERVER, TaskForm};
    use crate::api::arguments::Entered;

    /// What the arguments of the form are, or what is wrong with them.
    type Arguments = Result<Map<String, Value>, Vec<FieldError>>;

    /// Parses the form's words; rules about values are core's.
    pub(in crate::api) async fn new_task(
        ctx: &OrgCtx,
        what: Action,
        mut form: TaskForm,
    ) -> Result<NewTask, studio_core::Error> {
        let server = form.server_id.parse().ok();
        let arguments = match form.kind.as_deref() {
            Some("tool_call") if server.is_some() || form.server_id == ANY_SERVER => {
                arguments(ctx, what, server, &mut form).await?
            }
            _ => Ok(Map::new()),
        };
        Ok(parsed(form, arguments)?)
    }

    async fn arguments(
        ctx: &OrgCtx,
        what: Action,
        server: Option<ServerId>,
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
        let any = form.server_id == ANY_SERVER;
        let server_id: Option<ServerId> = form.server_id.parse().ok();
        if server_id.is_none() && !any {
            let code = if form.server_id.is_empty() { FieldCode::Required } else { FieldCode::UnknownReference };
            fields.push(FieldError::new("server_id", code));
        }
        let limits = limits(&form, &mut fields);
        let schedule = form.schedule.read(&mut fields);
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
            server_id,
            labels: if any { words_of_text(form.labels.as_deref().unwrap_or_default()) } else { Vec::new() },
            action,
            priority: form.priority.unwrap_or(Priority::Medium),
            schedule,
            limits,
            concurrency_key: form.concurrency_key,
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

    fn limits(form: &TaskForm, fields: &mut Vec<FieldError>) -> TaskLimits {
        let mut whole = |field: &str, text: &Option<String>, max: i64| {
            let text = text.as_deref().unwrap_or_default().trim();
            let number = text.parse().ok();
            if number.is_none() && !text.is_empty() {
                let field = format!("limits.{field}");
                fields.push(FieldError::new(&field, FieldCode::OutOfRange { min: 1, max }));
            }
            number
        };
        let timeout_s = whole("timeout_s", &form.timeout_s, 604_800);
        let idle_timeout_s = whole("idle_timeout_s", &form.idle_timeout_s, 604_800);
        let queue_timeout_s = whole("queue_timeout_s", &form.queue_timeout_s, 604_800);
        let max_attempts = whole("max_attempts", &form.max_attempts, 100);
        let retry_delay_s = whole("retry_delay_s", &form.retry_delay_s, 86_400);
        let exit_codes = exit_codes(form.exit_codes.as_deref().unwrap_or_default()).unwrap_or_else(|| {
            fields.push(FieldError::new("limits.retry_on.exit_codes", RetryOn::EXIT_CODES));
            None
        });
        let all = form.retry_on.is_none();
        let retry_on = RetryOn {
            exit_codes,
            transport: all || form.retry_transport.is_some(),
            timeout: all || form.retry_timeout.is_some(),
            tool_error: all || form.retry_tool_error.is_some(),
        };
        TaskLimits { timeout_s, idle_timeout_s, queue_timeout_s, max_attempts, retry_delay_s, retry_on }
    }

    /// `None` when something there is no number; no codes when nothing is there.
    fn exit_codes(text: &str) -> Option<Option<Vec<i32>>> {
        let words = text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty());
        let codes: Vec<i32> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
        Some(Some(codes).filter(|codes| !codes.is_empty()))
    }

    #[cfg(test)]
    mod tests {
        use std::collections::HashMap;

        use super::*;
        use crate::api::schedule_form::ScheduleForm;

        fn form(kind: Option<&str>, tool: &str) -> TaskForm {
            TaskForm {
                title: "Greet".to_owned(),
                description: None,
                server_id: uuid::Uuid::from_u128(1).to_string(),
                labels: None,
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
                queue_timeout_s: None,
                max_attempts: None,
                retry_delay_s: None,
                exit_codes: None,
                retry_on: None,
                retry_transport: None,
                retry_timeout: None,
                retry_tool_error: None,
                concurrency_key: None,
                schedule: ScheduleForm::default(),
            }
        }

        #[test]
        fn what_is_not_checked_is_not_tried_again() {
            let none = TaskForm { retry_on: Some(String::new()), ..form(None, "") };
            let some = TaskForm { retry_timeout: Some("true".to_owned()), ..none.clone() };
            let of = |form| parsed(form, no_arguments()).unwrap().limits.retry_on;
            assert_eq!(of(form(None, "")), RetryOn::default());
            assert!(!of(none).timeout);
            assert!(of(some.clone()).timeout && !of(some).transport);
            let codes = |text: &str| TaskForm { exit_codes: Some(text.to_owned()), ..form(None, "") };
            assert_eq!(of(codes("75, 111")).exit_codes, Some(vec![75, 111]));
            assert_eq!(of(codes(" ")).exit_codes, None);
            assert_eq!(wrong(codes("75-80"), no_arguments()), ["limits.retry_on.exit_codes"]);
        }

        #[test]
        fn numbers_that_are_none_are_told_beside_their_fields() {
            let form =
                TaskForm { timeout_s: Some("soon".to_owned()), max_attempts: Some("-1".to_owned()), ..form(None, "") };
            assert_eq!(wrong(form, no_arguments()), ["limits.timeout_s", "limits.max_attempts"]);
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

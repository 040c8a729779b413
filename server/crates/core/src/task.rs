//! Tasks: what should be done.

use chrono::{DateTime, SubsecRound as _, Utc};
use model::{
    Action, Error, ExecutionKind, ExecutionView, FieldCode, FieldError, Message, NewTask, Noun, Page, PageQuery,
    RetryOn, Schedule, ServerId, TaskAction, TaskId, TaskPatch, TaskServer, TaskVersionView, TaskView, Trigger,
};
use studio_db::TenantTx;
use studio_db::models::task_version::NewTaskVersion;
use studio_db::models::{server, task, task_version};

use crate::error::or_not_found;
use crate::execution::{Work, queue};
use crate::field::Fields;
use crate::mcp_tool::arguments::{check_arguments, check_name};
use crate::schedule::times::{Times, require_next};
use crate::{OrgCtx, Result, audit, cursor, mcp_tool, schedule, view};

/// Longest time-out, a week, in seconds.
pub(crate) const MAX_TIMEOUT_S: u32 = 604_800;
/// Versions that are listed.
const MANY: i64 = 100;

/// One page of tasks, newest first.
pub async fn list(ctx: &OrgCtx, query: &PageQuery) -> Result<Page<TaskView>> {
    ctx.authorize(Action::TaskRead)?;
    let before: Option<TaskId> = cursor::decode(query.cursor.as_deref())?;
    let words = query.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let mut tx = ctx.tx().await?;
    let rows = task::list(&mut tx, words, before, query.rows() + 1).await?;
    tx.done();
    cursor::page(rows, query.rows(), |(row, ..)| row.id, view::task)
}

/// One task.
pub async fn get(ctx: &OrgCtx, id: TaskId) -> Result<TaskView> {
    ctx.authorize(Action::TaskRead)?;
    let mut tx = ctx.tx().await?;
    let view = load(&mut tx, id).await?;
    tx.done();
    Ok(view)
}

/// The servers a task can be written for: enabled ones, those that run commands first, then by name.
pub async fn servers(ctx: &OrgCtx) -> Result<Vec<TaskServer>> {
    ctx.authorize(Action::TaskRead)?;
    let mut tx = ctx.tx().await?;
    let servers = server::enabled(&mut tx).await?;
    tx.done();
    Ok(servers.into_iter().map(|(id, name, runs_commands)| TaskServer { id, name, runs_commands }).collect())
}

/// Writes a task.
pub async fn create(ctx: &OrgCtx, new: NewTask) -> Result<TaskView> {
    ctx.authorize(Action::TaskCreate)?;
    let new = checked(new)?;
    authorize_schedule(ctx, &new)?;
    let now = ctx.now();
    check_next(&new.schedule, now)?;
    let mut tx = ctx.tx().await?;
    require_place(&mut tx, new.server_id, &new.action).await?;
    let id: TaskId = ctx.new_id();
    let (next_fire_at, due_at) = schedule::first(ctx, &new.schedule, now);
    let row = task::NewTask {
        organization_id: ctx.organization_id,
        id,
        title: &new.title,
        description: new.description.as_deref(),
        server_id: new.server_id,
        labels: &new.labels,
        action: serde_json::to_value(&new.action)?,
        priority: new.priority,
        schedule: serde_json::to_value(&new.schedule)?,
        next_fire_at,
        due_at,
        limits: serde_json::to_value(&new.limits)?,
        concurrency_key: new.concurrency_key.as_deref(),
        created_at: now,
        updated_at: now,
    };
    task::insert(&mut tx, &row).await?;
    let view = load(&mut tx, id).await?;
    keep_version(ctx, &mut tx, &view).await?;
    let change = audit::Change { action: "task.create", kind: "task", id: id.0 };
    audit::record(ctx, &mut tx, change, None::<&TaskView>, Some(&view)).await?;
    tx.commit().await?;
    Ok(view)
}

/// Changes what the patch names. To pause or resume a task is no new version of it.
pub async fn update(ctx: &OrgCtx, id: TaskId, patch: TaskPatch) -> Result<TaskView> {
    ctx.authorize(Action::TaskUpdate)?;
    let before = get(ctx, id).await?;
    if let Some(paused) = patch.paused {
        pause(ctx, id, paused).await?;
        if (TaskPatch { paused: None, ..patch.clone() }) == TaskPatch::default() {
            return get(ctx, id).await;
        }
    }
    let (server_id, labels) = match (patch.server_id, patch.labels) {
        (None, None) => (before.server_id, before.labels),
        (server_id, labels) => (server_id, labels.unwrap_or_default()),
    };
    let new = NewTask {
        title: patch.title.unwrap_or(before.title),
        description: patch.description.or(before.description),
        server_id,
        labels,
        action: patch.action.unwrap_or(before.action),
        priority: patch.priority.unwrap_or(before.priority),
        schedule: patch.schedule.unwrap_or(before.schedule),
        limits: patch.limits.unwrap_or(before.limits),
        concurrency_key: patch.concurrency_key.or(before.concurrency_key),
    };
    replace(ctx, id, new).await
}

/// Changes everything.
pub async fn replace(ctx: &OrgCtx, id: TaskId, new: NewTask) -> Result<TaskView> {
    ctx.authorize(Action::TaskUpdate)?;
    let new = checked(new)?;
    authorize_schedule(ctx, &new)?;
    let mut tx = ctx.tx().await?;
    // Whoever acts upon its schedule at this moment is waited for.
    let row = or_not_found(task::lock(&mut tx, id).await, Noun::Task)?;
    let before = load(&mut tx, id).await?;
    let (next_fire_at, due_at) = if before.schedule == new.schedule {
        (row.next_fire_at, row.due_at)
    } else {
        check_next(&new.schedule, ctx.now())?;
        schedule::first(ctx, &new.schedule, ctx.now())
    };
    if (before.server_id, &before.action) != (new.server_id, &new.action) {
        require_place(&mut tx, new.server_id, &new.action).await?;
    }
    let change = task::TaskChange {
        title: &new.title,
        description: new.description.as_deref(),
        server_id: new.server_id,
        labels: &new.labels,
        action: serde_json::to_value(&new.action)?,
        priority: new.priority,
        schedule: serde_json::to_value(&new.schedule)?,
        next_fire_at,
        due_at,
        limits: serde_json::to_value(&new.limits)?,
        concurrency_key: new.concurrency_key.as_deref(),
        version: before.version + 1,
        updated_at: ctx.now(),
    };
    task::update(&mut tx, id, &change).await?;
    let after = load(&mut tx, id).await?;
    keep_version(ctx, &mut tx, &after).await?;
    let change = audit::Change { action: "task.update", kind: "task", id: id.0 };
    audit::record(ctx, &mut tx, change, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Deletes a task; its executions stay.
pub async fn delete(ctx: &OrgCtx, id: TaskId) -> Result<()> {
    ctx.authorize(Action::TaskDelete)?;
    let mut tx = ctx.tx().await?;
    let before = load(&mut tx, id).await?;
    task::delete(&mut tx, id).await?;
    let change = audit::Change { action: "task.delete", kind: "task", id: id.0 };
    audit::record(ctx, &mut tx, change, Some(&before), None::<&TaskView>).await?;
    Ok(tx.commit().await?)
}

/// Pauses or resumes a task; a paused one does not run by itself, and what it misses meanwhile is not made up for.
async fn pause(ctx: &OrgCtx, id: TaskId, paused: bool) -> Result<()> {
    let mut tx = ctx.tx().await?;
    let row = or_not_found(task::lock(&mut tx, id).await, Noun::Task)?;
    if row.paused == paused {
        tx.done();
        return Ok(());
    }
    let before = load(&mut tx, id).await?;
    task::pause(&mut tx, id, paused).await?;
    if !paused {
        let (next, due) = schedule::first(ctx, &before.schedule, ctx.now());
        task::set_next(&mut tx, id, next, due).await?;
    }
    let after = load(&mut tx, id).await?;
    let action = if paused { "task.pause" } else { "task.resume" };
    let change = audit::Change { action, kind: "task", id: id.0 };
    audit::record(ctx, &mut tx, change, Some(&before), Some(&after)).await?;
    Ok(tx.commit().await?)
}

/// Runs a task now: an execution is queued with a snapshot of what the task says. Who runs a call of an MCP tool must be
/// allowed to call it.
pub async fn run(ctx: &OrgCtx, id: TaskId) -> Result<ExecutionView> {
    ctx.authorize(Action::TaskRun)?;
    let mut tx = ctx.tx().await?;
    let task = load(&mut tx, id).await?;
    if matches!(task.action, TaskAction::ToolCall { .. }) {
        ctx.authorize(Action::McpToolCall)?;
    }
    let view = enqueue(ctx, &mut tx, id, Trigger::Person).await?;
    tx.commit().await?;
    Ok(view)
}

/// Queues a run of a task. The caller knows that it may be run.
pub(crate) async fn enqueue(ctx: &OrgCtx, tx: &mut TenantTx, id: TaskId, trigger: Trigger) -> Result<ExecutionView> {
    let task = load(tx, id).await?;
    let tool = match &task.action {
        TaskAction::ToolCall { tool, .. } => Some(tool.as_str()),
        TaskAction::Command { .. } => None,
    };
    let work = Work {
        kind: ExecutionKind::Task,
        task_id: Some(id),
        task_version: Some(task.version),
        server_id: task.server_id,
        labels: task.server_id.is_none().then_some(&*task.labels),
        title: &task.title,
        action: serde_json::to_value(&task.action)?,
        limits: &task.limits,
        priority: task.priority,
        tool,
        concurrency_key: task.concurrency_key.as_deref(),
        trigger,
        retry_of: None,
    };
    queue(ctx, tx, work, "task.run").await
}

/// Who lets a task run by itself must be allowed to run it.
fn authorize_schedule(ctx: &OrgCtx, new: &NewTask) -> Result<()> {
    if new.schedule == Schedule::Manual {
        return Ok(());
    }
    ctx.authorize(Action::TaskRun)?;
    match new.action {
        TaskAction::ToolCall { .. } => Ok(ctx.authorize(Action::McpToolCall)?),
        TaskAction::Command { .. } => Ok(()),
    }
}

/// A schedule that is written now has a time to come.
fn check_next(schedule: &Schedule, now: DateTime<Utc>) -> Result<()> {
    let mut fields = Fields::default();
    let times = Times::of(schedule, &mut fields);
    require_next(schedule, &times, now, &mut fields);
    Ok(fields.finish()?)
}

async fn load(tx: &mut TenantTx, id: TaskId) -> Result<TaskView> {
    view::task(or_not_found(task::get(tx, id).await, Noun::Task)?)
}

/// Keeps what the task says in this version, so that it can be told what ran.
async fn keep_version(ctx: &OrgCtx, tx: &mut TenantTx, task: &TaskView) -> Result<()> {
    let row = NewTaskVersion {
        organization_id: ctx.organization_id,
        task_id: task.id,
        version: task.version,
        task: serde_json::to_value(task)?,
        changed_by: ctx.user().ok().map(|(user, _)| user),
        changed_at: ctx.now(),
    };
    Ok(task_version::insert(tx, &row).await?)
}

/// The newest versions of a task, newest first; of one that was written before versions were kept, those since then.
pub async fn versions(ctx: &OrgCtx, id: TaskId) -> Result<Vec<TaskVersionView>> {
    ctx.authorize(Action::TaskRead)?;
    let mut tx = ctx.tx().await?;
    load(&mut tx, id).await?;
    let rows = task_version::list(&mut tx, id, MANY).await?;
    tx.done();
    rows.into_iter().map(view::task_version).collect()
}

/// The server exists and, as far as is known, offers the MCP tool that is to be called. Where none is named, one will be
/// chosen for each run: there need not be one now.
async fn require_place(tx: &mut TenantTx, id: Option<ServerId>, action: &TaskAction) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    let server = match server::get(tx, id).await {
        Ok(server) => server,
        Err(error) if error.is_not_found() => {
            return Err(Error::invalid("server_id", FieldCode::UnknownReference).into());
        }
        Err(error) => return Err(error.into()),
    };
    if let TaskAction::ToolCall { tool, .. } = action
        && mcp_tool::is_missing(tx, &server, tool).await?
    {
        return Err(Error::invalid("action.tool", FieldCode::UnknownReference).into());
    }
    Ok(())
}

/// What is wrong with a task's fields, for who has found something wrong before the task could be read whole.
pub fn problems(new: NewTask) -> Vec<FieldError> {
    match checked(new) {
        Err(Error::Invalid { fields }) => fields,
        _ => Vec::new(),
    }
}

/// The task with its texts trimmed, if it keeps the rules.
fn checked(new: NewTask) -> Result<NewTask, Error> {
    let mut fields = Fields::default();
    let title = fields.line("title", &new.title, 120);
    let description = fields.text("description", new.description.as_deref(), 2000);
    let action = match new.action {
        TaskAction::Command { command, pty, cwd, env } => {
            if command.trim().is_empty() {
                fields.push("action.command", FieldCode::Required);
            } else if command.chars().count() > 65_536 {
                fields.push("action.command", FieldCode::TooLong { max: 65_536 });
            } else if command.contains('\0') {
                fields.push("action.command", FieldCode::Characters);
            }
            if let Some(cwd) = &cwd {
                fields.line("action.cwd", cwd, 4096);
            }
            let bad_name = |n: &String| n.is_empty() || n.contains(['=', '\0']);
            if env.keys().any(bad_name) || env.values().any(|v| v.contains('\0')) {
                fields.push("action.env", FieldCode::Characters);
            } else if env.len() > 256 || env.values().any(|v| v.len() > 32_768) {
                fields.push("action.env", FieldCode::TooLong { max: 32_768 });
            }
            // Browsers send CR LF in text areas; a shell wants LF.
            TaskAction::Command { command: command.replace("\r\n", "\n"), pty, cwd, env }
        }
        TaskAction::ToolCall { tool, arguments } => {
            check_name(&mut fields, "action.tool", &tool);
            check_arguments(&mut fields, "action.arguments", &arguments);
            TaskAction::ToolCall { tool, arguments }
        }
    };
    Times::of(&new.schedule, &mut fields);
    let schedule = match new.schedule {
        // As exactly as the database keeps it.
        Schedule::At { at } => Schedule::At { at: at.trunc_subsecs(6) },
        other => other,
    };
    fields.range("limits.timeout_s", new.limits.timeout_s, 1, MAX_TIMEOUT_S);
    fields.range("limits.idle_timeout_s", new.limits.idle_timeout_s, 1, MAX_TIMEOUT_S);
    fields.range("limits.queue_timeout_s", new.limits.queue_timeout_s, 1, MAX_TIMEOUT_S);
    fields.range("limits.max_attempts", new.limits.max_attempts, 1, 100);
    fields.range("limits.retry_delay_s", new.limits.retry_delay_s, 1, 86_400);
    let exit_codes = new.limits.retry_on.exit_codes.as_ref();
    if exit_codes.is_some_and(|codes| !(1..=255).contains(&codes.len()) || codes.iter().any(|c| !(1..=255).contains(c)))
    {
        fields.push("limits.retry_on.exit_codes", RetryOn::EXIT_CODES);
    }
    let labels = fields.labels("labels", &new.labels);
    if new.server_id.is_some() && !labels.is_empty() {
        fields.push("labels", FieldCode::Rule { message: Message::new("task-labels-with-server") });
    }
    let concurrency_key = new.concurrency_key.as_deref().map(str::trim).filter(|key| !key.is_empty());
    let concurrency_key = concurrency_key.map(|key| fields.line("concurrency_key", key, 120));
    fields.finish()?;
    Ok(NewTask { title, description, action, schedule, labels, concurrency_key, ..new })
}

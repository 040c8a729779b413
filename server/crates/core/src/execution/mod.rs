//! Executions: see, cancel, retry; their output.

mod asciicast;
pub mod download;
mod first_error;
pub mod input;
pub mod output;
mod plain_text;
pub mod resolution;
pub mod tail;
pub(crate) mod transition;
mod utf8;
mod waiting;

use chrono::Duration;
use model::execution::{ExecutionDetail, ExecutionFilter};
use model::{
    Action, Error, ExecutionId, ExecutionKind, ExecutionState, ExecutionView, Message, Noun, Page, Priority, ServerId,
    TaskAction, TaskId, TaskLimits, Trigger,
};
use serde_json::Value;
use studio_db::TenantTx;
use studio_db::models::attempt;
use studio_db::models::execution::{self, Execution, ExecutionChange, ExecutionSelection, NewExecution};

use crate::bus::{Topic, tell, tell_all};
use crate::error::or_not_found;
use crate::{OrgCtx, Result, audit, cursor, view};

pub use first_error::first_error;
pub use output::output_text_tail;

/// One page of executions, newest first.
pub async fn list(ctx: &OrgCtx, filter: &ExecutionFilter) -> Result<Page<ExecutionView>> {
    ctx.authorize(Action::ExecutionRead)?;
    let limit = model::page::rows(filter.limit);
    let selection = ExecutionSelection {
        state: filter.state,
        task_id: filter.task_id,
        server_id: filter.server_id,
        tool: None,
        words: filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()),
        before: cursor::decode(filter.cursor.as_deref())?,
    };
    let mut tx = ctx.tx().await?;
    let rows = execution::list(&mut tx, selection, limit + 1).await?;
    tx.done();
    cursor::page(rows, limit, |(row, ..)| row.id, view::execution)
}

/// One execution.
pub async fn get(ctx: &OrgCtx, id: ExecutionId) -> Result<ExecutionView> {
    ctx.authorize(Action::ExecutionRead)?;
    let mut tx = ctx.tx().await?;
    let view = whole(&mut tx, id).await?;
    tx.done();
    Ok(view)
}

/// One execution with its attempts and history.
pub async fn detail(ctx: &OrgCtx, id: ExecutionId) -> Result<ExecutionDetail> {
    ctx.authorize(Action::ExecutionRead)?;
    let mut tx = ctx.tx().await?;
    let execution = whole(&mut tx, id).await?;
    let attempts = attempt::of_execution(&mut tx, id).await?;
    let history = execution::history(&mut tx, id).await?;
    let waiting = waiting::sentence(&mut tx, &execution).await?;
    tx.done();
    Ok(ExecutionDetail {
        execution,
        attempts: attempts.into_iter().map(view::attempt).collect::<Result<_>>()?,
        history: history.into_iter().map(view::transition).collect::<Result<_>>()?,
        waiting,
    })
}

/// Asks for the end of an execution. What is queued ends at once; what runs is `cancelling` until the remote side proves
/// it. A second cancel changes nothing; one of something final is refused.
pub async fn cancel(ctx: &OrgCtx, id: ExecutionId) -> Result<ExecutionView> {
    ctx.authorize(Action::ExecutionCancel)?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(execution::lock(&mut tx, id).await, Noun::Execution)?;
    if row.state.is_final() {
        let message = Message::new("execution-cancel-final").with("state", row.state);
        return Err(Error::Conflict { message }.into());
    }
    end(ctx, &mut tx, id).await?;
    let view = view::execution(execution::row(&mut tx, id).await?)?;
    tx.commit().await?;
    Ok(view)
}

/// Asks for the end of an execution, unless somebody has or it is over.
pub(crate) async fn end(ctx: &OrgCtx, tx: &mut TenantTx, id: ExecutionId) -> Result<()> {
    let row = execution::lock(tx, id).await?;
    if !row.state.can_cancel() {
        return Ok(());
    }
    let before = view::execution(execution::row(tx, id).await?)?;
    let to = if row.state.is_leased() { ExecutionState::Cancelling } else { ExecutionState::Cancelled };
    let change = ExecutionChange { cancel_requested_at: Some(ctx.now()), ..Default::default() };
    transition::apply(ctx, tx, &row, to, None, change).await?;
    tell(tx, Topic::Cancel(id)).await?;
    let after = view::execution(execution::row(tx, id).await?)?;
    let change = audit::Change { action: "execution.cancel", kind: "execution", id: id.0 };
    audit::record(ctx, tx, change, Some(&on_record(before)), Some(&on_record(after))).await
}

/// Runs the same work again, exactly as it was, as a new execution. Refused while the first is not final.
pub async fn retry(ctx: &OrgCtx, id: ExecutionId) -> Result<ExecutionView> {
    ctx.authorize(Action::ExecutionRetry)?;
    let mut tx = ctx.tx().await?;
    let before = or_not_found(execution::get(&mut tx, id).await, Noun::Execution)?;
    if !before.state.is_final() {
        return Err(Error::conflict("execution-retry-active").into());
    }
    let view = again(ctx, &mut tx, before).await?;
    tx.commit().await?;
    Ok(view)
}

/// Queues the same work as a new execution.
async fn again(ctx: &OrgCtx, tx: &mut TenantTx, before: Execution) -> Result<ExecutionView> {
    if before.tool.is_some() {
        ctx.authorize(Action::McpToolCall)?;
    }
    if before.server_id.is_none() && before.labels.is_none() {
        return Err(Error::conflict("execution-retry-no-server").into());
    }
    let limits: TaskLimits = serde_json::from_value(before.limits)?;
    let work = Work {
        kind: before.kind,
        task_id: before.task_id,
        task_version: before.task_version,
        server_id: before.server_id.filter(|_| before.labels.is_none()),
        labels: before.labels.as_deref(),
        title: &before.title,
        action: before.action,
        limits: &limits,
        priority: Priority::of_rank(before.priority),
        tool: before.tool.as_deref(),
        concurrency_key: before.concurrency_key.as_deref(),
        trigger: Trigger::Retry,
        retry_of: Some(before.id),
    };
    queue(ctx, tx, work, "execution.retry").await
}

/// What is to be carried out.
pub(crate) struct Work<'a> {
    pub(crate) kind: ExecutionKind,
    /// Its task.
    pub(crate) task_id: Option<TaskId>,
    /// The version of it that runs.
    pub(crate) task_version: Option<i32>,
    pub(crate) server_id: Option<ServerId>,
    /// What a server must have to be chosen; none where it is given.
    pub(crate) labels: Option<&'a [String]>,
    pub(crate) title: &'a str,
    /// `model::TaskAction`.
    pub(crate) action: Value,
    pub(crate) limits: &'a TaskLimits,
    pub(crate) priority: Priority,
    /// MCP tool that is called.
    pub(crate) tool: Option<&'a str>,
    pub(crate) concurrency_key: Option<&'a str>,
    pub(crate) trigger: Trigger,
    /// The execution this one repeats.
    pub(crate) retry_of: Option<ExecutionId>,
}

/// Queues an execution, with `action` on record; the workers are told with the commit.
pub(crate) async fn queue(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    work: Work<'_>,
    action: &'static str,
) -> Result<ExecutionView> {
    let now = ctx.now();
    let new = NewExecution {
        organization_id: ctx.organization_id,
        id: ctx.new_id(),
        kind: work.kind,
        task_id: work.task_id,
        server_id: work.server_id,
        labels: work.labels,
        title: work.title,
        action: work.action,
        limits: serde_json::to_value(work.limits)?,
        priority: work.priority.rank(),
        state: ExecutionState::Queued,
        retry_of: work.retry_of,
        triggered_by: ctx.user().ok().map(|(user, _)| user),
        queued_at: now,
        tool: work.tool,
        rank: now - Duration::minutes(work.priority.head_start_min()),
        max_attempts: work.limits.max_attempts.map_or(1, |most| i32::try_from(most).unwrap_or(i32::MAX)),
        start_by: work.limits.queue_timeout_s.map(|seconds| now + Duration::seconds(seconds.into())),
        concurrency_key: work.concurrency_key,
        task_version: work.task_version,
        trigger: work.trigger,
    };
    execution::insert(tx, &new).await?;
    let view = view::execution(execution::row(tx, new.id).await?)?;
    let change = audit::Change { action, kind: "execution", id: new.id.0 };
    audit::record(ctx, tx, change, None::<&ExecutionView>, Some(&on_record(view.clone()))).await?;
    tell_all(tx, [Topic::Execution(new.id), Topic::Queue]).await?;
    Ok(view)
}

/// One with its result.
async fn whole(tx: &mut TenantTx, id: ExecutionId) -> Result<ExecutionView> {
    let row = or_not_found(execution::row(tx, id).await, Noun::Execution)?;
    let result = if row.0.tool.is_some() { execution::result(tx, id).await? } else { None };
    Ok(ExecutionView { result: view::stored(result)?, ..view::execution(row)? })
}

/// As the audit log keeps it: what an MCP tool is called with may be a secret, and what it says too.
fn on_record(mut view: ExecutionView) -> ExecutionView {
    if let TaskAction::ToolCall { arguments, .. } = &mut view.action {
        arguments.clear();
    }
    view.summary = None;
    view
}

//! Executions: see, cancel, retry; their output.

mod asciicast;
pub mod download;
mod first_error;
pub mod input;
pub mod output;
mod plain_text;
pub mod tail;
pub(crate) mod transition;
mod utf8;

use model::execution::{ExecutionDetail, ExecutionFilter};
use model::{Action, Error, ExecutionId, ExecutionState, ExecutionView, Message, Noun, Page, TaskAction};
use studio_db::TenantTx;
use studio_db::models::attempt;
use studio_db::models::execution::{self, ExecutionChange, ExecutionSelection, NewExecution};

use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::{OrgCtx, Result, audit, cursor, view};

pub use first_error::first_error;
pub use output::output_text_tail;

/// One page of executions, newest first.
pub async fn list(ctx: &OrgCtx, filter: &ExecutionFilter) -> Result<Page<ExecutionView>> {
    ctx.authorize(Action::ExecutionRead)?;
    let limit = i64::from(filter.limit.unwrap_or(25).clamp(1, 100));
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
    tx.done();
    Ok(ExecutionDetail {
        execution,
        attempts: attempts.into_iter().map(view::attempt).collect::<Result<_>>()?,
        history: history.into_iter().map(view::transition).collect::<Result<_>>()?,
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
    if row.state.can_cancel() {
        let before = view::execution(execution::row(&mut tx, id).await?)?;
        let to = if row.state.is_leased() { ExecutionState::Cancelling } else { ExecutionState::Cancelled };
        let change = ExecutionChange { cancel_requested_at: Some(ctx.now()), ..Default::default() };
        transition::apply(ctx, &mut tx, &row, to, None, change).await?;
        let after = view::execution(execution::row(&mut tx, id).await?)?;
        let change = audit::Change { action: "execution.cancel", kind: "execution", id: id.0 };
        audit::record(ctx, &mut tx, change, Some(&on_record(before)), Some(&on_record(after))).await?;
    }
    let view = view::execution(execution::row(&mut tx, id).await?)?;
    tx.commit().await?;
    Ok(view)
}

/// Runs the same work again, exactly as it was, as a new execution. Refused while the first is not final.
pub async fn retry(ctx: &OrgCtx, id: ExecutionId) -> Result<ExecutionView> {
    ctx.authorize(Action::ExecutionRetry)?;
    let mut tx = ctx.tx().await?;
    let before = or_not_found(execution::get(&mut tx, id).await, Noun::Execution)?;
    if !before.state.is_final() {
        return Err(Error::conflict("execution-retry-active").into());
    }
    if before.tool.is_some() {
        ctx.authorize(Action::McpToolCall)?;
    }
    if before.server_id.is_none() {
        return Err(Error::conflict("execution-retry-no-server").into());
    }
    let new: ExecutionId = ctx.new_id();
    let row = NewExecution {
        organization_id: ctx.organization_id,
        id: new,
        kind: before.kind,
        task_id: before.task_id,
        server_id: before.server_id,
        title: &before.title,
        action: before.action,
        limits: before.limits,
        priority: before.priority,
        state: ExecutionState::Queued,
        retry_of: Some(id),
        triggered_by: ctx.user().ok().map(|(user, _)| user),
        queued_at: ctx.now(),
        tool: before.tool.as_deref(),
    };
    queue(ctx, tx, &row, "execution.retry").await
}

/// Queues an execution, with `action` on record, and tells the workers with the commit.
pub(crate) async fn queue(
    ctx: &OrgCtx,
    mut tx: TenantTx,
    new: &NewExecution<'_>,
    action: &'static str,
) -> Result<ExecutionView> {
    execution::insert(&mut tx, new).await?;
    let view = view::execution(execution::row(&mut tx, new.id).await?)?;
    let change = audit::Change { action, kind: "execution", id: new.id.0 };
    audit::record(ctx, &mut tx, change, None::<&ExecutionView>, Some(&on_record(view.clone()))).await?;
    tell(&mut tx, Topic::Execution(new.id)).await?;
    tell(&mut tx, Topic::Queue).await?;
    tx.commit().await?;
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

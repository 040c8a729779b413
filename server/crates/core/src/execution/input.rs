//! Input for a running command, and the size of its terminal. Both are written down here and handed over by the worker that
//! follows the command, so that every replica takes them, in one order, and each is typed once.

use model::execution::TerminalSize;
use model::{Action, Error, ExecutionId, FieldCode, Noun, TaskAction};
use studio_db::TenantTx;
use studio_db::models::attempt::{self, Attempt};
use studio_db::models::execution::{self, Execution};
use studio_db::models::execution_input;

use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::{OrgCtx, Result, audit};

/// Most bytes typed at once.
pub const MAX_INPUT: usize = 64 * 1024;
/// Most bytes that wait for a command that does not read.
const MAX_WAITING: i64 = 1024 * 1024;

/// Somebody at a keyboard. The audit log tells that they typed, never what.
#[derive(Debug)]
pub struct Typist {
    execution: ExecutionId,
    recorded: bool,
}

impl Typist {
    /// Somebody who has not typed yet.
    pub fn new(execution: ExecutionId) -> Self {
        Self { execution, recorded: false }
    }

    /// Types. Refused where the command has no terminal or is over.
    pub async fn input(&mut self, ctx: &OrgCtx, data: &str) -> Result<()> {
        ctx.authorize(Action::ExecutionInput)?;
        if data.is_empty() {
            return Err(Error::invalid("data", FieldCode::Required).into());
        }
        if data.len() > MAX_INPUT {
            return Err(Error::invalid("data", FieldCode::TooLong { max: MAX_INPUT as u32 }).into());
        }
        let mut tx = ctx.tx().await?;
        let (row, attempt) = terminal(&mut tx, self.execution).await?;
        // Orders those who type at the same moment.
        let seq =
            attempt::next_input(&mut tx, attempt.id).await?.ok_or_else(|| Error::conflict("execution-input-over"))?;
        if execution_input::waiting_bytes(&mut tx, attempt.id).await? > MAX_WAITING {
            return Err(Error::conflict("execution-input-full").into());
        }
        execution_input::insert(&mut tx, attempt.id, seq, data.as_bytes()).await?;
        if !self.recorded {
            let change = audit::Change { action: "execution.input", kind: "execution", id: row.id.0 };
            audit::record(ctx, &mut tx, change, None::<&()>, None::<&()>).await?;
        }
        tell(&mut tx, Topic::Input(row.id)).await?;
        tx.commit().await?;
        self.recorded = true;
        Ok(())
    }
}

/// Changes the size of the terminal, for every viewer and for the command.
pub async fn resize(ctx: &OrgCtx, id: ExecutionId, size: TerminalSize) -> Result<()> {
    ctx.authorize(Action::ExecutionInput)?;
    for (field, value) in [("cols", size.cols), ("rows", size.rows)] {
        if !(1..=TerminalSize::MAX).contains(&value) {
            let code = FieldCode::OutOfRange { min: 1, max: TerminalSize::MAX.into() };
            return Err(Error::invalid(field, code).into());
        }
    }
    let mut tx = ctx.tx().await?;
    let (row, attempt) = terminal(&mut tx, id).await?;
    if size_of(&attempt) != size {
        let cells = |n: u16| i16::try_from(n).unwrap_or(i16::MAX);
        attempt::resize(&mut tx, attempt.id, cells(size.cols), cells(size.rows)).await?;
        tell(&mut tx, Topic::Terminal(row.id)).await?;
    }
    Ok(tx.commit().await?)
}

/// The size of the terminal of the latest attempt; `None` where the output comes from pipes.
pub async fn size(ctx: &OrgCtx, id: ExecutionId) -> Result<Option<TerminalSize>> {
    ctx.authorize(Action::ExecutionRead)?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(execution::get(&mut tx, id).await, Noun::Execution)?;
    let attempt = attempt::by_number(&mut tx, id, row.attempt).await?;
    tx.done();
    Ok(if has_terminal(&row)? { Some(attempt.as_ref().map_or_else(TerminalSize::default, size_of)) } else { None })
}

pub(crate) fn size_of(attempt: &Attempt) -> TerminalSize {
    let cells = |stored: Option<i16>| stored.and_then(|n| u16::try_from(n).ok());
    match (cells(attempt.pty_cols), cells(attempt.pty_rows)) {
        (Some(cols), Some(rows)) => TerminalSize { cols, rows },
        _ => TerminalSize::default(),
    }
}

pub(crate) fn has_terminal(row: &Execution) -> Result<bool> {
    let action: TaskAction = serde_json::from_value(row.action.clone())?;
    Ok(action.has_terminal())
}

/// The execution and its attempt under way, if that has a terminal.
async fn terminal(tx: &mut TenantTx, id: ExecutionId) -> Result<(Execution, Attempt)> {
    let row = or_not_found(execution::get(tx, id).await, Noun::Execution)?;
    if !has_terminal(&row)? {
        return Err(Error::conflict("execution-input-no-terminal").into());
    }
    if row.state.is_final() {
        return Err(Error::conflict("execution-input-over").into());
    }
    let attempt = attempt::by_number(tx, id, row.attempt).await?;
    let attempt = attempt.ok_or_else(|| Error::conflict("execution-input-not-yet"))?;
    Ok((row, attempt))
}

//! One execution from its claim to its end: what every action needs, and who carries out which.

use std::time::Duration;

use model::{Issue, IssueCode, TaskAction};
use studio_db::models::attempt::Attempt;
use studio_db::models::execution::Execution;
use studio_db::models::server;
use studio_mcp::{Endpoint, PoolKey};
use tokio::sync::watch;

use super::claim::Claimed;
use super::command::Line;
use super::output::Output;
use super::store::{self, End, Write};
use super::writer::{Pen, Writer};
use super::{command, tool_call};
use crate::OrgCtx;

/// How long what surely has not begun waits for its server.
pub(super) const START_PATIENCE: Duration = Duration::from_secs(20);

/// Why a worker lets go of an execution that is not final.
#[derive(Debug)]
pub(super) enum Stop {
    /// Another worker has it.
    Fenced,
    /// Something of ours failed.
    Error(crate::Error),
}

impl<E: Into<crate::Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// A claimed execution with the attempt under way.
pub(super) struct Job<'a> {
    pub(super) pen: Pen<'a>,
    pub(super) execution: Execution,
    pub(super) attempt: Attempt,
    pub(super) output: Output<'a>,
    /// Turns true when somebody asks for the end.
    pub(super) cancel: watch::Receiver<bool>,
}

/// Carries out a claim.
pub(super) async fn run(
    ctx: &OrgCtx,
    writer: &Writer,
    claimed: Claimed,
    cancel: watch::Receiver<bool>,
) -> Result<(), Stop> {
    let claim = claimed.claim;
    let (execution, attempt) = match claimed.fresh {
        Some(fresh) => fresh,
        None => match store::take_over(ctx, &claim).await? {
            Some(found) => found,
            None => return Ok(()),
        },
    };
    let action: TaskAction = serde_json::from_value(execution.action.clone())?;
    let pen = Pen { ctx, claim, attempt: attempt.id, writer };
    let output = Output::of(pen, &attempt);
    let job = Job { pen, execution, attempt, output, cancel };
    match action {
        TaskAction::Command { command, pty, cwd, env } => {
            command::carry_out(job, Line { command, pty, cwd, env }).await
        }
        TaskAction::ToolCall { tool, arguments } => {
            finish(pen, tool_call::carry_out(job, tool, arguments).await?).await
        }
    }
}

/// Writes how an attempt ended.
pub(super) async fn finish(pen: Pen<'_>, end: End) -> Result<(), Stop> {
    tracing::info!(execution = %pen.claim.id, attempt = %pen.attempt, state = %end.state, "execution ended");
    pen.write(Write::End(end)).await
}

impl Job<'_> {
    /// Where the server is, or why it cannot be used. A server that was disabled is still asked about what may be under way.
    pub(super) async fn endpoint(&self, under_way: bool) -> Result<Result<(PoolKey, Endpoint), Issue>, Stop> {
        let Some(id) = self.execution.server_id else {
            return Ok(Err(Issue::new(IssueCode::NoMasterAgent, "")));
        };
        let mut tx = self.pen.ctx.tx().await?;
        let row = server::get(&mut tx, id).await?;
        tx.done();
        if !row.enabled && !under_way {
            return Ok(Err(Issue::new(IssueCode::Disabled, row.name)));
        }
        Ok(Ok(crate::server::endpoint(self.pen.ctx, &row)?))
    }

    /// Whether somebody asked for the end.
    pub(super) fn is_cancelled(&self) -> bool {
        *self.cancel.borrow() || self.execution.cancel_requested_at.is_some()
    }
}

/// Doubles from 100 ms to 5 s.
pub(super) struct BackOff(Duration);

impl Default for BackOff {
    fn default() -> Self {
        Self(Duration::from_millis(100))
    }
}

impl BackOff {
    pub(super) async fn sleep(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(Duration::from_secs(5));
    }
}

//! Hands over what was typed and the size of the terminal while a command runs.

use std::convert::Infallible;
use std::time::Duration;

use agent_protocol::{Base64Bytes, ExecResizeArgs, ExecWriteArgs, ToolErrorCode};
use model::AttemptId;
use model::execution::TerminalSize;
use studio_db::models::queue::Claim;
use studio_db::models::{attempt, execution_input};
use studio_mcp::{CallError, Endpoint, MasterAgentClient, PoolKey};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::run::Stop;
use crate::OrgCtx;
use crate::bus::{Event, Topic};
use crate::execution::input::size_of;

/// Inputs handed over before it is looked for more.
const BATCH: i64 = 64;
/// It is looked for input this often even when nobody says that there is some.
const POLL: Duration = Duration::from_secs(5);
/// Before another try.
const AGAIN: Duration = Duration::from_millis(250);

/// Input of one attempt. Any number of workers may hand the same input over: the master agent types a number once.
pub(super) struct Input<'a> {
    pub(super) ctx: &'a OrgCtx,
    pub(super) claim: Claim,
    pub(super) attempt: AttemptId,
    pub(super) key: PoolKey,
    pub(super) endpoint: &'a Endpoint,
    /// The size that the command knows.
    pub(super) size: TerminalSize,
}

impl Input<'_> {
    /// Works until it is dropped.
    pub(super) async fn hand_over(mut self) -> Result<Infallible, Stop> {
        let mut bus = self.ctx.services().bus.subscribe();
        loop {
            match self.step().await? {
                Ok(true) => {}
                Ok(false) => tokio::select! {
                    () = tokio::time::sleep(POLL) => {}
                    () = something_typed(&mut bus, &self.claim) => {}
                },
                Err(error) => {
                    tracing::debug!(attempt = %self.attempt, %error, "input waits");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    /// Hands over what waits; whether there was something.
    async fn step(&mut self) -> Result<Result<bool, CallError>, Stop> {
        let mut tx = self.ctx.tx().await?;
        let size = size_of(&attempt::get(&mut tx, self.attempt).await?);
        let waiting = execution_input::waiting(&mut tx, self.attempt, BATCH).await?;
        tx.commit().await?;
        if size == self.size && waiting.is_empty() {
            return Ok(Ok(false));
        }
        let client = match self.ctx.services().connector.master_agent(self.key, self.endpoint).await {
            Ok(client) => client,
            Err(issue) => return Ok(Err(CallError::unsent(issue))),
        };
        if size != self.size {
            if let Err(error) = self.resize(&client, size).await {
                return Ok(Err(error));
            }
            self.size = size;
        }
        for (seq, bytes) in waiting {
            if let Err(error) = self.write(&client, seq, bytes).await {
                return Ok(Err(error));
            }
            let mut tx = self.ctx.tx().await?;
            execution_input::delete_through(&mut tx, self.attempt, seq).await?;
            tx.commit().await?;
        }
        Ok(Ok(true))
    }

    async fn resize(&self, client: &MasterAgentClient, size: TerminalSize) -> Result<(), CallError> {
        let args = ExecResizeArgs { run_id: self.attempt.0, cols: size.cols, rows: size.rows };
        refused_is_over(client.exec_resize(&args).await.map(drop))
    }

    async fn write(&self, client: &MasterAgentClient, seq: i64, bytes: Vec<u8>) -> Result<(), CallError> {
        let bytes = Base64Bytes(bytes);
        let args = ExecWriteArgs { run_id: self.attempt.0, seq: seq.unsigned_abs(), bytes, close: false };
        refused_is_over(client.exec_write(&args).await.map(drop))
    }
}

/// A command that has ended reads nothing: its input is as good as handed over.
fn refused_is_over(answer: Result<(), CallError>) -> Result<(), CallError> {
    match answer {
        Err(CallError { refusal: Some(ToolErrorCode::NotRunning | ToolErrorCode::NotAvailable), .. }) => Ok(()),
        answer => answer,
    }
}

/// Returns when there may be input or another size.
async fn something_typed(bus: &mut Receiver<Event>, claim: &Claim) {
    loop {
        match bus.recv().await {
            Ok(Event { topic: Topic::Input(id) | Topic::Terminal(id), .. }) if id == claim.id => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

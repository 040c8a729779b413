//! The call of an MCP tool, from the connection to its result.
//!
//! A call is sent once. What became of one whose answer never came cannot be asked, so that its execution is `lost`; only
//! a tool that declares itself read-only or idempotent is called once more.

use std::pin::pin;
use std::time::Duration;

use model::{ExecutionState, Issue, IssueCode, McpToolAnnotations, McpToolResult, TaskLimits};
use serde_json::{Map, Value};
use studio_db::models::mcp_tool;
use studio_mcp::{CallError, Endpoint, PoolKey, Sent, ToolCall};
use tokio::sync::watch;
use tokio::time::Instant;

use super::news::News;
use super::run::{BackOff, Job, START_PATIENCE, Stop};
use super::store::{End, Write};
use super::tool_result;
use crate::view;

/// Longest call where its limits do not say.
const TIMEOUT: Duration = Duration::from_secs(10 * 60);
/// The connection gives up so much later: who ends a call, and why, is told here.
const SLACK: Duration = Duration::from_secs(5);

/// A call under way.
struct Call<'a> {
    job: Job<'a>,
    tool: String,
    arguments: Map<String, Value>,
    limits: TaskLimits,
    /// It may have been carried out once already, and nobody knows with what result.
    in_doubt: bool,
}

/// How waiting for the result ended.
enum Waited {
    Answered(Result<McpToolResult, CallError>),
    Cancelled,
    TimedOut(&'static str),
}

/// Carries out a call. One that ends as `cancelled` was given up here and the server was told so, which stops a tool that
/// listens; whether it stopped, or had already done its work, is not known.
pub(super) async fn carry_out(job: Job<'_>, tool: String, arguments: Map<String, Value>) -> Result<End, Stop> {
    let limits = serde_json::from_value(job.execution.limits.clone())?;
    let in_doubt = job.attempt.sent_at.is_some();
    Call { job, tool, arguments, limits, in_doubt }.drive().await
}

impl Call<'_> {
    async fn drive(&mut self) -> Result<End, Stop> {
        // The worker that had it before ended between the call and its result.
        if self.in_doubt && (self.job.is_cancelled() || !self.may_repeat().await?) {
            return Ok(End::lost(Issue::new(IssueCode::CallInterrupted, "")));
        }
        let (key, endpoint) = match self.job.endpoint(false).await? {
            Ok(found) => found,
            Err(issue) => return Ok(self.refused(issue)),
        };
        let mut begun = Instant::now();
        let mut back_off = BackOff::default();
        loop {
            if self.job.is_cancelled() {
                return Ok(self.cancelled());
            }
            let error = match self.call(key, &endpoint).await? {
                Waited::Answered(Ok(result)) => return tool_result::keep(&mut self.job.output, &result).await,
                Waited::Answered(Err(error)) => error,
                Waited::Cancelled => return Ok(self.cancelled()),
                Waited::TimedOut(which) => return Ok(End::timed_out(which)),
            };
            if error.sent == Sent::No {
                if !error.issue.code.may_pass() || begun.elapsed() > START_PATIENCE {
                    return Ok(self.refused(error.issue));
                }
            } else if error.is_answer() {
                return Ok(End::failed(error.issue));
            } else if self.in_doubt || !self.may_repeat().await? {
                return Ok(End::lost(error.issue));
            } else {
                self.in_doubt = true;
                begun = Instant::now();
            }
            back_off.sleep().await;
        }
    }

    /// Connects, notes that the call is being sent, sends it, and waits for its result while what the tool tells is written.
    async fn call(&mut self, key: PoolKey, endpoint: &Endpoint) -> Result<Waited, Stop> {
        let pen = self.job.pen;
        let connector = &pen.ctx.services().connector;
        let connected = tokio::select! {
            connected = connector.connect(key, endpoint) => connected,
            () = asked_to_end(self.job.cancel.clone()) => return Ok(Waited::Cancelled),
        };
        if let Err(issue) = connected {
            return Ok(Waited::Answered(Err(CallError::unsent(issue))));
        }
        if self.job.attempt.sent_at.is_none() {
            pen.write(Write::Sending).await?;
            self.job.attempt.sent_at = Some(pen.ctx.now());
        }
        let seconds = |limit: Option<u32>| limit.map(|s| Duration::from_secs(s.into()));
        let total = seconds(self.limits.timeout_s).unwrap_or(TIMEOUT);
        let idle = seconds(self.limits.idle_timeout_s);
        let call = ToolCall { name: self.tool.clone(), arguments: self.arguments.clone(), timeout: total + SLACK };
        let news = News::new();
        let mut writing = pin!(news.write(pen, &mut self.job.output));
        // What is not waited for any more is dropped here, which cancels it at the server.
        let waited = tokio::select! {
            answer = connector.call_tool(key, endpoint, call, |progress| news.tell(progress)) => Waited::Answered(answer),
            () = asked_to_end(self.job.cancel.clone()) => Waited::Cancelled,
            () = tokio::time::sleep(total) => Waited::TimedOut("total"),
            () = news.silence(idle) => Waited::TimedOut("idle"),
            Err(stop) = &mut writing => return Err(stop),
        };
        news.close();
        writing.await?;
        Ok(waited)
    }

    /// Whether a second call does no harm, by the tool's own word.
    async fn may_repeat(&self) -> Result<bool, Stop> {
        let Some(server) = self.job.execution.server_id else { return Ok(false) };
        let mut tx = self.job.pen.ctx.tx().await?;
        let found = mcp_tool::get(&mut tx, server, &self.tool).await;
        tx.done();
        let (tool, _) = match found {
            Ok(found) => found,
            Err(error) if error.is_not_found() => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let hints: McpToolAnnotations = view::stored(tool.annotations)?.unwrap_or_default();
        Ok(hints.read_only_hint == Some(true) || hints.idempotent_hint == Some(true))
    }

    fn cancelled(&self) -> End {
        if self.in_doubt {
            End::lost(Issue::new(IssueCode::CallInterrupted, ""))
        } else {
            End::new(ExecutionState::Cancelled)
        }
    }

    /// The server was not called, at least not this time.
    fn refused(&self, issue: Issue) -> End {
        if self.in_doubt { End::lost(issue) } else { End::failed(issue) }
    }
}

/// Returns when somebody asks for the end.
async fn asked_to_end(mut cancel: watch::Receiver<bool>) {
    let asked = cancel.wait_for(|asked| *asked).await.is_ok();
    if !asked {
        // The lease is gone: whoever holds it hears of it there.
        std::future::pending::<()>().await;
    }
}

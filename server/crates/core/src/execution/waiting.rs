//! Why an execution has not begun yet, in a sentence.

use model::{ExecutionState, ExecutionView, Message, WaitReason};
use studio_db::TenantTx;
use studio_db::models::queue;

use crate::Result;
use crate::worker::claim::{PER_ORGANIZATION, PER_SERVER};

/// The sentence for what waits or is queued; `None` for everything else.
pub(super) async fn sentence(tx: &mut TenantTx, execution: &ExecutionView) -> Result<Option<Message>> {
    match execution.state {
        ExecutionState::Waiting => Ok(execution.reason.map(|reason| waiting(execution, reason))),
        ExecutionState::Queued => queued(tx, execution).await.map(Some),
        _ => Ok(None),
    }
}

fn waiting(execution: &ExecutionView, reason: WaitReason) -> Message {
    match reason {
        WaitReason::Retry => Message::new("execution-waiting-retry")
            .with("attempt", execution.attempt + 1)
            .with("most", execution.max_attempts),
        WaitReason::Concurrency => Message::new("execution-waiting-concurrency")
            .with("key", execution.concurrency_key.as_deref().unwrap_or_default()),
        WaitReason::Dependency => Message::new("execution-waiting-dependency"),
        WaitReason::Approval => Message::new("execution-waiting-approval"),
        WaitReason::Paused => Message::new("execution-waiting-paused"),
    }
}

async fn queued(tx: &mut TenantTx, execution: &ExecutionView) -> Result<Message> {
    if let (None, Some(labels)) = (execution.server_id, &execution.labels) {
        let key = if labels.is_empty() { "execution-queued-no-server" } else { "execution-queued-no-server-with" };
        return Ok(Message::new(key).with("labels", labels.join(", ")));
    }
    let on_server = queue::under_way(tx, execution.server_id).await?;
    if on_server >= PER_SERVER {
        let name = execution.server_name.as_deref().unwrap_or_default();
        return Ok(Message::new("execution-queued-server").with("most", PER_SERVER).with("server", name));
    }
    if queue::under_way(tx, None).await? >= PER_ORGANIZATION {
        return Ok(Message::new("execution-queued-organization").with("most", PER_ORGANIZATION));
    }
    let ahead = queue::ahead(tx, execution.id, execution.server_id).await?;
    Ok(Message::new("execution-queued-ahead").with("ahead", ahead))
}

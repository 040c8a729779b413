//! Where executions run that name no server: on the least busy one that is healthy, can do it and has the labels.

use model::{Message, ServerId};
use studio_db::TenantTx;
use studio_db::models::execution::Execution;
use studio_db::models::queue::{self, Candidate};

use super::claim::PER_SERVER;
use crate::Result;

/// Executions placed by one transaction.
const MANY: i64 = 64;

/// Gives those that are next a server, as long as one that fits has room. The caller holds the queue's lock.
pub(super) async fn place(tx: &mut TenantTx) -> Result<()> {
    let placeless = queue::placeless(tx, MANY).await?;
    if placeless.is_empty() {
        return Ok(());
    }
    let mut candidates = queue::candidates(tx, PER_SERVER).await?;
    let tools: Vec<&str> = placeless.iter().filter_map(|row| row.tool.as_deref()).collect();
    let offers = if tools.is_empty() { Vec::new() } else { queue::offers(tx, &tools).await? };
    for row in &placeless {
        let fit: Vec<usize> = (0..candidates.len()).filter(|i| fits(row, &candidates[*i], &offers)).collect();
        // Of two that are as busy, the first by name.
        let Some(chosen) = fit.iter().copied().min_by_key(|i| candidates[*i].busy) else { continue };
        let chosen = &mut candidates[chosen];
        if chosen.busy < PER_SERVER {
            let why = Message::new("execution-placed").with("fit", fit.len().to_string()).with("busy", chosen.busy);
            queue::place(tx, row.id, chosen.id, serde_json::to_value(why)?).await?;
            chosen.busy += 1;
        }
    }
    Ok(())
}

fn fits(row: &Execution, server: &Candidate, offers: &[(ServerId, String)]) -> bool {
    let can = match &row.tool {
        Some(tool) => offers.iter().any(|(id, name)| *id == server.id && name == tool),
        None => server.runs_commands,
    };
    can && row.labels.iter().flatten().all(|label| server.labels.contains(label))
}

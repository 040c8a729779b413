//! One writer for all that a worker carries out: what waits while a transaction is under way is written by the next one,
//! together. So a thousand short executions a second do not need thousands of commits, and one alone waits for nobody.

use std::collections::HashSet;

use model::AttemptId;
use studio_db::models::queue::Claim;
use tokio::sync::{mpsc, oneshot};

use super::run::{BackOff, Stop};
use super::store::{self, Write};
use crate::{OrgCtx, Result};

/// Entries that wait; whoever comes then has to.
const WAITING: usize = 1024;
/// Entries of one transaction.
const BATCH: usize = 256;
/// Bytes of output in one transaction, unless a single entry has more.
const BYTES: usize = 4 * 1024 * 1024;

/// What somebody waits for to be written.
pub(super) struct Entry {
    pub(super) ctx: OrgCtx,
    pub(super) claim: Claim,
    pub(super) attempt: AttemptId,
    pub(super) write: Write,
    written: oneshot::Sender<Result<(), Stop>>,
}

/// Where entries go.
#[derive(Clone)]
pub(super) struct Writer(mpsc::Sender<Entry>);

impl Writer {
    /// With what has to be awaited beside it: it writes until nobody has the writer any more.
    pub(super) fn new() -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (sender, entries) = mpsc::channel(WAITING);
        (Self(sender), write(entries))
    }
}

/// What is written about one attempt.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub(super) ctx: &'a OrgCtx,
    pub(super) claim: Claim,
    pub(super) attempt: AttemptId,
    pub(super) writer: &'a Writer,
}

impl Pen<'_> {
    /// Returns when it is stored. Dropped before, it is written or not.
    pub(super) async fn write(&self, write: Write) -> Result<(), Stop> {
        let gone = || anyhow::anyhow!("the writer has ended");
        let (written, answer) = oneshot::channel();
        let Self { ctx, claim, attempt, writer } = *self;
        let entry = Entry { ctx: ctx.clone(), claim, attempt, write, written };
        writer.0.send(entry).await.map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

async fn write(mut entries: mpsc::Receiver<Entry>) {
    let mut left = Vec::new();
    loop {
        if left.is_empty() {
            let Some(entry) = entries.recv().await else { return };
            left.push(entry);
        }
        while left.len() < BATCH
            && let Ok(entry) = entries.try_recv()
        {
            left.push(entry);
        }
        let batch;
        (batch, left) = cut(left);
        group(batch).await;
    }
}

/// A batch of one organization, no two entries about the same execution, in the order they came; and what is left.
fn cut(entries: Vec<Entry>) -> (Vec<Entry>, Vec<Entry>) {
    let (mut batch, mut left) = (Vec::<Entry>::new(), Vec::new());
    let (mut seen, mut bytes) = (HashSet::new(), 0);
    for entry in entries {
        let size = if let Write::Output(_, bytes) = &entry.write { bytes.len() } else { 0 };
        let fits = batch
            .first()
            .is_none_or(|first| first.claim.organization_id == entry.claim.organization_id && bytes + size <= BYTES);
        // Also when it does not fit: what comes behind it must not overtake it.
        let is_first = seen.insert(entry.claim.id);
        if fits && is_first {
            bytes += size;
            batch.push(entry);
        } else {
            left.push(entry);
        }
    }
    (batch, left)
}

/// Writes a batch. While the database is away it waits; what the database does not take is answered with its error, and
/// takes nobody along.
async fn group(mut batch: Vec<Entry>) {
    let mut back_off = BackOff::default();
    while let Some(ctx) = batch.first().map(|entry| entry.ctx.clone()) {
        let error = match store::write(&ctx, &batch).await {
            Ok(outcomes) => {
                for (entry, outcome) in batch.into_iter().zip(outcomes) {
                    // Who does not wait any more does not need to know.
                    _ = entry.written.send(outcome);
                }
                return;
            }
            Err(error) => error,
        };
        if !answers(&ctx).await {
            tracing::warn!(error = format!("{error:#}"), "cannot write executions; trying again");
            back_off.sleep().await;
            // Nobody waits for these any more: somebody else will take up what they are about.
            batch.retain(|entry| !entry.written.is_closed());
        } else if batch.len() > 1 {
            let rest = batch.split_off(1);
            Box::pin(group(batch)).await;
            batch = rest;
        } else if let Some(entry) = batch.pop() {
            _ = entry.written.send(Err(error.into()));
        }
    }
}

/// Whether the database does.
async fn answers(ctx: &OrgCtx) -> bool {
    ctx.tx().await.map(studio_db::TenantTx::done).is_ok()
}

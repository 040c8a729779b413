//! The output of an attempt, as a worker writes it.

use bytes::Bytes;
use model::AttemptId;
use studio_db::models::attempt::Attempt;
use studio_db::models::queue::Claim;

use super::run::Stop;
use super::store;
use crate::OrgCtx;

/// Where the stored output of an attempt ends, and how it grows.
pub(super) struct Output<'a> {
    ctx: &'a OrgCtx,
    claim: Claim,
    attempt: AttemptId,
    /// The attempt's number.
    number: i32,
    end: i64,
}

impl<'a> Output<'a> {
    /// The output of an attempt that was taken up.
    pub(super) fn of(ctx: &'a OrgCtx, claim: Claim, attempt: &Attempt) -> Self {
        Self { ctx, claim, attempt: attempt.id, number: attempt.number, end: attempt.output_end }
    }

    /// Where the stored output ends.
    pub(super) fn end(&self) -> u64 {
        self.end.unsigned_abs()
    }

    /// Stores these bytes behind what is stored, and hands them to those who watch.
    pub(super) async fn append(&mut self, bytes: Bytes) -> Result<(), Stop> {
        if !bytes.is_empty() {
            let from = self.end();
            self.end = store::append(self.ctx, &self.claim, self.attempt, self.end, &bytes).await?;
            let key = (self.ctx.organization_id, self.claim.id);
            self.ctx.services().tails.push(key, self.number, from, bytes);
        }
        Ok(())
    }
}

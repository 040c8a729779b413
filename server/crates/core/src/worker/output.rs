//! The output of an attempt, as a worker writes it.

use bytes::Bytes;
use studio_db::models::attempt::Attempt;

use super::run::Stop;
use super::store::Write;
use super::writer::Pen;

/// Where the stored output of an attempt ends, and how it grows.
pub(super) struct Output<'a> {
    pen: Pen<'a>,
    /// The attempt's number.
    number: i32,
    end: i64,
}

impl<'a> Output<'a> {
    /// The output of an attempt that was taken up.
    pub(super) fn of(pen: Pen<'a>, attempt: &Attempt) -> Self {
        Self { pen, number: attempt.number, end: attempt.output_end }
    }

    /// Where the stored output ends.
    pub(super) fn end(&self) -> u64 {
        self.end.unsigned_abs()
    }

    /// Stores these bytes behind what is stored, and hands them to those who watch.
    pub(super) async fn append(&mut self, bytes: Bytes) -> Result<(), Stop> {
        if !bytes.is_empty() {
            let from = self.end();
            self.pen.write(Write::Output(self.end, bytes.clone())).await?;
            self.end += i64::try_from(bytes.len()).unwrap_or_default();
            let Pen { ctx, claim, .. } = self.pen;
            let key = (ctx.organization_id, claim.id);
            ctx.services().tails.push(key, self.number, from, bytes);
        }
        Ok(())
    }
}

//! Output: read by offset, appended under the fence.

use chrono::{DateTime, Utc};
use futures::Stream;
use model::{Action, ExecutionId, Noun};
use studio_db::models::{attempt, execution, execution_output};

use super::plain_text::PlainText;
use crate::error::or_not_found;
use crate::{OrgCtx, Result};

/// Bytes fetched by one query, about: batches that begin within so many, and are at most 1 MiB each.
const AT_ONCE: i64 = 3 * 1024 * 1024;
/// Batches fetched by one query: those of a command that writes little at a time are small.
const BATCHES: i64 = 4096;
/// What a page without JavaScript shows.
const TAIL: u64 = 64 * 1024;
/// The last lines are looked for in so many bytes.
const LAST_LINES: u64 = 1024 * 1024;

/// A piece of an attempt's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Number of the attempt; 0 before the first.
    pub attempt: i32,
    /// Offset of the first byte.
    pub offset: u64,
    /// The bytes; empty when there is nothing past the offset yet.
    pub bytes: Vec<u8>,
    /// When the bytes from an offset on were stored, first to last; not told of the others of the same moment.
    pub stored: Vec<(u64, DateTime<Utc>)>,
    /// Offset after the last byte stored so far.
    pub end: u64,
    /// No more will come.
    pub complete: bool,
    /// Bytes that are no longer kept: the first, and the first that is kept again.
    pub gap: Option<(u64, u64)>,
}

impl Piece {
    /// Offset after the last of its bytes.
    pub fn next(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }
}

/// The output from byte `from` on, as much as is handy; from the end of the gap where `from` is in it. `attempt` is its number; the latest when left out.
pub async fn read(ctx: &OrgCtx, id: ExecutionId, attempt_number: Option<i32>, from: u64) -> Result<Piece> {
    ctx.authorize(Action::ExecutionRead)?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(execution::get(&mut tx, id).await, Noun::Execution)?;
    let number = attempt_number.unwrap_or(row.attempt);
    let found = attempt::by_number(&mut tx, id, number).await?;
    let Some(found) = found else {
        tx.done();
        return match attempt_number {
            Some(_) => Err(model::Error::NotFound { noun: Noun::Attempt }.into()),
            None => Ok(Piece {
                attempt: 0,
                offset: from,
                bytes: Vec::new(),
                stored: Vec::new(),
                end: 0,
                complete: row.state.is_final(),
                gap: None,
            }),
        };
    };
    let end = found.output_end.unsigned_abs();
    let gap = found.gap_from.zip(found.gap_to).map(|(from, to)| (from.unsigned_abs(), to.unsigned_abs()));
    let from = match gap {
        Some((first, next)) if (first..next).contains(&from) => next,
        _ => from.min(end),
    };
    let batches = if from < end {
        let from = i64::try_from(from).unwrap_or(i64::MAX);
        execution_output::between(&mut tx, found.id, from, from.saturating_add(AT_ONCE), BATCHES).await?
    } else {
        Vec::new()
    };
    tx.done();
    let (mut bytes, mut stored) = (Vec::new(), Vec::<(u64, DateTime<Utc>)>::new());
    for batch in batches {
        let offset = batch.offset.unsigned_abs();
        let skip = usize::try_from(from.saturating_sub(offset)).unwrap_or(usize::MAX);
        let next = from + bytes.len() as u64;
        // What does not follow on stands behind the gap.
        if offset.max(from) != next {
            break;
        }
        let at = batch.stored_at.or(found.started_at).unwrap_or_default();
        if stored.last().is_none_or(|(_, before)| *before != at) {
            stored.push((next, at));
        }
        bytes.extend_from_slice(batch.bytes.get(skip..).unwrap_or_default());
    }
    Ok(Piece { attempt: number, offset: from, bytes, stored, end, complete: found.state.is_final(), gap })
}

/// The output from a piece on and up to `end`, each piece in a transaction of its own.
pub fn pieces(ctx: OrgCtx, id: ExecutionId, first: Piece, end: u64) -> impl Stream<Item = Result<Piece>> + Send {
    let attempt = first.attempt;
    futures::stream::try_unfold(Some(first), move |piece| {
        let ctx = ctx.clone();
        async move {
            let Some(mut piece) = piece.filter(|p| !p.bytes.is_empty() && p.offset < end) else { return Ok(None) };
            piece.bytes.truncate(usize::try_from(end - piece.offset).unwrap_or(usize::MAX));
            let next = piece.next();
            let following = if next < end { Some(read(&ctx, id, Some(attempt), next).await?) } else { None };
            Ok(Some((piece, following)))
        }
    })
}

/// The last 64 KiB as text without escape sequences, for pages without JavaScript.
pub async fn output_text_tail(ctx: &OrgCtx, id: ExecutionId) -> Result<String> {
    let (_, bytes) = last(ctx, id, TAIL).await?;
    let mut text = PlainText::default();
    Ok(text.push(&bytes) + text.end().as_str())
}

/// Offset of the line feed before the last so many lines of the latest attempt, in its last MiB: where a viewer begins who
/// leaves out what is before the first line feed. The beginning of that MiB where it has fewer lines.
pub async fn before_last_lines(ctx: &OrgCtx, id: ExecutionId, lines: usize) -> Result<u64> {
    let (from, bytes) = last(ctx, id, LAST_LINES).await?;
    let line_feeds = bytes.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n');
    // The last line feed ends the last line; without one the last line is still being written.
    let ended = usize::from(bytes.last() == Some(&b'\n'));
    let before = line_feeds.map(|(at, _)| at as u64).nth((lines + ended).saturating_sub(1));
    Ok(from + before.unwrap_or_default())
}

/// The last so many bytes of the latest attempt, and the offset of the first.
async fn last(ctx: &OrgCtx, id: ExecutionId, len: u64) -> Result<(u64, Vec<u8>)> {
    let last = read(ctx, id, None, u64::MAX).await?;
    let from = last.end.saturating_sub(len);
    let (mut next, mut bytes) = (from, Vec::new());
    while next < last.end {
        let piece = read(ctx, id, Some(last.attempt), next).await?;
        if piece.bytes.is_empty() {
            break;
        }
        next = piece.next();
        bytes.extend_from_slice(&piece.bytes);
    }
    Ok((from, bytes))
}

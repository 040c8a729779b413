//! Output: read by offset, appended under the fence.

use model::{Action, ExecutionId, Noun};
use studio_db::models::{attempt, execution, execution_output};

use crate::error::or_not_found;
use crate::{OrgCtx, Result};

/// Stored batches fetched by one query; each is at most 1 MiB.
const BATCHES: i64 = 4;
/// What a page without JavaScript shows.
const TAIL: i64 = 64 * 1024;

/// A piece of an attempt's output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Offset of the first byte.
    pub offset: u64,
    /// The bytes; empty when there is nothing past the offset yet.
    pub bytes: Vec<u8>,
    /// Offset after the last byte stored so far.
    pub end: u64,
    /// No more will come.
    pub complete: bool,
    /// Bytes that are no longer kept: the first, and the first that is kept again.
    pub gap: Option<(u64, u64)>,
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
            None => Ok(Piece { offset: from, bytes: Vec::new(), end: 0, complete: row.state.is_final(), gap: None }),
        };
    };
    let end = found.output_end.unsigned_abs();
    let gap = found.gap_from.zip(found.gap_to).map(|(from, to)| (from.unsigned_abs(), to.unsigned_abs()));
    let from = match gap {
        Some((first, next)) if (first..next).contains(&from) => next,
        _ => from.min(end),
    };
    let batches = if from < end {
        execution_output::from(&mut tx, found.id, i64::try_from(from).unwrap_or(i64::MAX), BATCHES).await?
    } else {
        Vec::new()
    };
    tx.done();
    let mut bytes = Vec::new();
    for (offset, batch) in batches {
        let offset = offset.unsigned_abs();
        let skip = usize::try_from(from.saturating_sub(offset)).unwrap_or(usize::MAX);
        // What does not follow on stands behind the gap.
        if offset.max(from) != from + bytes.len() as u64 {
            break;
        }
        bytes.extend_from_slice(batch.get(skip..).unwrap_or_default());
    }
    Ok(Piece { offset: from, bytes, end, complete: found.state.is_final(), gap })
}

/// The last 64 KiB as text without escape sequences, for pages without JavaScript.
pub async fn output_text_tail(ctx: &OrgCtx, id: ExecutionId) -> Result<String> {
    let end = read(ctx, id, None, u64::MAX).await?.end;
    let mut from = end.saturating_sub(TAIL.unsigned_abs());
    let mut bytes = Vec::new();
    while from < end {
        let piece = read(ctx, id, None, from).await?;
        if piece.bytes.is_empty() {
            break;
        }
        from += piece.bytes.len() as u64;
        bytes.extend_from_slice(&piece.bytes);
    }
    Ok(plain(&String::from_utf8_lossy(&bytes)))
}

/// Text without ANSI escape sequences (ECMA-48) and control characters.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => match chars.next() {
                Some('[') => while chars.next_if(|c| !('@'..='~').contains(c)).is_some() {},
                Some(']') => while chars.next_if(|c| *c != '\u{7}' && *c != '\u{1b}').is_some() {},
                _ => continue,
            },
            '\n' | '\t' => {
                out.push(c);
                continue;
            }
            c if c.is_control() => continue,
            c => {
                out.push(c);
                continue;
            }
        }
        chars.next(); // the sequence's final character
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn escape_sequences_disappear() {
        assert_eq!(plain("a\u{1b}[1;31mred\u{1b}[0m b\r\n\tc\u{1b}]0;title\u{7}d\u{1b}"), "ared b\n\tcd");
    }
}

//! Output to take along in other forms than its bytes: plain text and a recording.

use futures::{Stream, StreamExt as _};
use model::{ExecutionId, Noun};
use studio_db::models::{attempt, execution};

use super::asciicast::{Asciicast, Recorded};
use super::input;
use super::output::{self, Piece};
use super::plain_text::PlainText;
use crate::error::or_not_found;
use crate::{OrgCtx, Result};

/// The output from a piece on as plain text, up to where it ended when the piece was read.
pub fn text(ctx: OrgCtx, id: ExecutionId, first: Piece) -> impl Stream<Item = Result<String>> + Send {
    let (mut text, mut next) = (PlainText::default(), first.offset);
    converted(ctx, id, first, move |piece| {
        let Some(piece) = piece else { return text.end() };
        let missing = piece.offset - next;
        next = piece.next();
        let gap = match missing {
            0 => String::new(),
            // Begins a line of its own, like what comes after it.
            _ => format!("{}\n[{missing} bytes of output not kept]\n", text.end()),
        };
        gap + text.push(&piece.bytes).as_str()
    })
}

/// The output from a piece on as a recording (asciicast v2), up to where it ended when the piece was read.
pub async fn asciicast(
    ctx: OrgCtx,
    id: ExecutionId,
    first: Piece,
) -> Result<impl Stream<Item = Result<String>> + Send> {
    let mut cast = Asciicast::new(recorded(&ctx, id, &first).await?, first.offset);
    Ok(converted(ctx, id, first, move |piece| match piece {
        Some(piece) => cast.push(&piece),
        None => cast.end(),
    }))
}

/// Each piece in another form; `convert` is called once more without a piece at the end.
fn converted(
    ctx: OrgCtx,
    id: ExecutionId,
    first: Piece,
    mut convert: impl FnMut(Option<Piece>) -> String + Send,
) -> impl Stream<Item = Result<String>> + Send {
    let end = first.end;
    let pieces = output::pieces(ctx, id, first, end).map(|piece| piece.map(Some));
    let end = futures::stream::once(async { Ok(None) });
    pieces.chain(end).map(move |piece| piece.map(&mut convert))
}

async fn recorded(ctx: &OrgCtx, id: ExecutionId, first: &Piece) -> Result<Recorded> {
    ctx.authorize(model::Action::ExecutionRead)?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(execution::get(&mut tx, id).await, Noun::Execution)?;
    let attempt = attempt::by_number(&mut tx, id, first.attempt).await?;
    tx.done();
    let has_terminal = input::has_terminal(&row)?;
    let began = attempt.as_ref().and_then(|attempt| attempt.started_at);
    let stored = first.stored.first().map(|(_, at)| *at);
    Ok(Recorded {
        start: began.or(stored).unwrap_or(row.queued_at),
        terminal: has_terminal.then(|| attempt.as_ref().map(input::size_of).unwrap_or_default()),
        title: row.title,
    })
}

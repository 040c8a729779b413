//! `GET /runs/{run_id}/output?from=&follow=`: the raw output of a run.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use agent_protocol::ToolErrorCode;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::Stream;
use futures::stream;
use serde::Deserialize;
use uuid::Uuid;

use super::guard::refuse;
use crate::mcp::Agent;
use crate::refusal::Refusal;
use crate::runs::Tail;

const PIECE: u64 = 256 * 1024;
/// How long one look waits; the stream then looks again.
const LOOK: Duration = Duration::from_secs(30);

/// What may be asked.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    from: u64,
    #[serde(default)]
    follow: bool,
}

/// Answers with the bytes there are, or, following, with all until the end of the run.
pub async fn stream(
    State(agent): State<Arc<Agent>>,
    Path(run_id): Path<Uuid>,
    Query(wanted): Query<Wanted>,
) -> Response {
    match agent.runs.output_end(run_id).await {
        Err(refusal) => refuse_read(&refusal),
        Ok(end) if wanted.from > end => refuse(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "past_the_end",
            &format!("the output has {end} bytes so far; byte {} cannot be asked for yet", wanted.from),
        ),
        Ok(end) => {
            let until = if wanted.follow { None } else { Some(end) };
            let body = Body::from_stream(pieces(agent, Tail::new(run_id, wanted.from), until));
            ([(header::CONTENT_TYPE, "application/octet-stream"), (header::CACHE_CONTROL, "no-store")], body)
                .into_response()
        }
    }
}

/// The pieces, up to `until` or to the end of the run. When the daemon drains before that end, the stream breaks off
/// with an error, so that nobody takes what came for the whole.
fn pieces(agent: Arc<Agent>, tail: Tail, until: Option<u64>) -> impl Stream<Item = io::Result<Bytes>> {
    stream::unfold(Some((agent, tail)), move |state| async move {
        let (agent, mut tail) = state?;
        loop {
            let most = until.map_or(PIECE, |until| PIECE.min(until.saturating_sub(tail.offset)));
            if most == 0 {
                return None;
            }
            match tail.next(&agent.runs, most, LOOK).await {
                Err(refusal) => return Some((Err(io::Error::other(refusal)), None)),
                Ok(piece) if !piece.bytes.is_empty() => return Some((Ok(piece.bytes.into()), Some((agent, tail)))),
                Ok(piece) if piece.status.state.is_final() => return None,
                Ok(_) if agent.runs.draining.is_cancelled() => {
                    return Some((Err(io::Error::other("the master agent is stopping")), None));
                }
                Ok(_) => {}
            }
        }
    })
}

fn refuse_read(refusal: &Refusal) -> Response {
    let status = match refusal.code {
        ToolErrorCode::UnknownRun => StatusCode::NOT_FOUND,
        ToolErrorCode::Forgotten => StatusCode::GONE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    refuse(status, refusal.code.as_str(), &refusal.message)
}

//! `/orgs/{org}/executions`

use axum::Json as Reply;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::execution::{ExecutionFilter, NewResolution};
use model::{ExecutionId, ExecutionView, Page};
use serde::Deserialize;
use studio_core::OrgCtx;
use studio_core::execution::input::Typist;
use studio_core::execution::{self, output};
use utoipa::{IntoParams, ToSchema};

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// Lists executions, newest first.
#[utoipa::path(
    get,
    path = "/orgs/{org}/executions",
    tag = "execution",
    params(ExecutionFilter),
    responses((status = 200, description = "One page.", body = Page<ExecutionView>))
)]
pub(crate) async fn list_executions(
    Org(ctx): Org,
    Query(filter): Query<ExecutionFilter>,
) -> Answer<Reply<Page<ExecutionView>>> {
    execution::list(&ctx, &filter).await.or_problem(&ctx).map(Reply)
}

/// Gives one execution.
#[utoipa::path(
    get,
    path = "/orgs/{org}/executions/{id}",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution.")),
    responses((status = 200, description = "The execution.", body = ExecutionView))
)]
pub(crate) async fn get_execution(Org(ctx): Org, Id(id): Id<ExecutionId>) -> Answer<Reply<ExecutionView>> {
    execution::get(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// Cancels an execution.
///
/// What runs is `cancelling` until its end is proven.
#[utoipa::path(
    post,
    path = "/orgs/{org}/executions/{id}/cancel",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution.")),
    responses(
        (status = 202, description = "The execution to watch.", body = ExecutionView),
        (status = 409, description = "It is over or being cancelled already.")
    )
)]
pub(crate) async fn cancel_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = execution::cancel(&ctx, id).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

/// Retries an execution.
///
/// What it ran runs again, as a new execution.
#[utoipa::path(
    post,
    path = "/orgs/{org}/executions/{id}/retry",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution.")),
    responses(
        (status = 202, description = "The new execution.", body = ExecutionView),
        (status = 409, description = "It is not over, or its server is gone.")
    )
)]
pub(crate) async fn retry_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = execution::retry(&ctx, id).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

/// Records what became of a lost execution.
///
/// Once, and it stays lost. With the verdict `retry` the same work runs again, as the execution that the resolution names.
#[utoipa::path(
    post,
    path = "/orgs/{org}/executions/{id}/resolve",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution.")),
    request_body = NewResolution,
    responses(
        (status = 200, description = "The execution with its resolution.", body = ExecutionView),
        (status = 409, description = "It is not lost, or was resolved already.")
    )
)]
pub(crate) async fn resolve_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
    Json(new): Json<NewResolution>,
) -> Answer<Reply<ExecutionView>> {
    execution::resolution::resolve(&ctx, id, new).await.or_problem(&ctx).map(Reply)
}

/// What is typed.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Input {
    /// The text as the terminal encodes it, at most 65,536 bytes.
    #[schema(min_length = 1, max_length = 65536)]
    data: String,
}

/// Types into the command's terminal.
#[utoipa::path(
    post,
    path = "/orgs/{org}/executions/{id}/input",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution.")),
    request_body = Input,
    responses(
        (status = 202, description = "It will be typed, in order and once."),
        (status = 409, description = "The command has no terminal, has not begun, is over or does not read.")
    )
)]
pub(crate) async fn input_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
    Json(body): Json<Input>,
) -> Answer<StatusCode> {
    Typist::new(id).input(&ctx, &body.data).await.or_problem(&ctx)?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutputQuery {
    /// The byte to begin with.
    #[serde(default)]
    from: u64,
    /// Number of the attempt; the latest when left out.
    attempt: Option<i32>,
}

/// Gives the raw output of an attempt.
///
/// The bytes go up to where the output ends now, which `X-Output-End` tells. Of what is beyond the cap head and tail are
/// there, and `X-Output-Gap` tells what is not. A `Range` (RFC 9110, section 14) counts from the first byte of the output,
/// kept or not.
#[utoipa::path(
    get,
    path = "/orgs/{org}/executions/{id}/output",
    tag = "execution",
    params(
        ("id" = ExecutionId, Path, description = "The execution."),
        OutputQuery,
        ("Range" = Option<String>, Header, description = "One range of bytes, such as `bytes=0-1023`.")
    ),
    responses(
        (status = 200, description = "The bytes.", content_type = "application/octet-stream", headers(
            ("X-Output-End" = u64, description = "Where the output ends so far."),
            ("X-Output-Gap" = String, description = "`from-to`: the bytes that are not kept, when there are such."),
            ("Accept-Ranges" = String, description = "`bytes`.")
        )),
        (status = 206, description = "The bytes of the range.", content_type = "application/octet-stream", headers(
            ("Content-Range" = String, description = "Which bytes these are, and of how many."),
            ("X-Output-End" = u64, description = "Where the output ends so far."),
            ("X-Output-Gap" = String, description = "`from-to`: the bytes that are not kept, when there are such.")
        )),
        (status = 416, description = "Nothing of the range is there.", headers(
            ("Content-Range" = String, description = "`bytes */` and the end of the output."),
            ("X-Output-End" = u64, description = "Where the output ends so far.")
        ))
    )
)]
pub(crate) async fn get_output(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
    Query(query): Query<OutputQuery>,
    headers: HeaderMap,
) -> Answer<Response> {
    let first = output::read(&ctx, id, query.attempt, query.from).await.or_problem(&ctx)?;
    let (end, gap) = (first.end, first.gap);
    let mut answer = Response::builder()
        .header(CONTENT_TYPE, "application/octet-stream")
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"execution-{id}.log\""))
        .header(ACCEPT_RANGES, "bytes")
        .header("x-output-end", end);
    if let Some((from, to)) = gap {
        answer = answer.header("x-output-gap", format!("{from}-{to}"));
    }
    let answer = match asked_range(&headers, end, gap) {
        Asked::All => {
            let kept = (end - first.offset) - gap.filter(|gap| first.offset < gap.0).map_or(0, |gap| gap.1 - gap.0);
            answer.header(CONTENT_LENGTH, kept).body(Body::from_stream(pieces(
                ctx.clone(),
                id,
                query.attempt,
                first,
                end,
            )))
        }
        Asked::Part(from, to) => {
            let first = output::read(&ctx, id, query.attempt, from).await.or_problem(&ctx)?;
            answer
                .status(StatusCode::PARTIAL_CONTENT)
                .header(CONTENT_RANGE, format!("bytes {from}-{}/{end}", to - 1))
                .header(CONTENT_LENGTH, to - from)
                .body(Body::from_stream(pieces(ctx.clone(), id, query.attempt, first, to)))
        }
        Asked::Nothing => answer
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(CONTENT_RANGE, format!("bytes */{end}"))
            .body(Body::empty()),
    };
    answer.map_err(|error| studio_core::Error::from(anyhow::Error::from(error))).or_problem(&ctx)
}

/// What a `Range` header asks for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    All,
    /// From the first offset up to, not with, the second.
    Part(u64, u64),
    /// Nothing that is there.
    Nothing,
}

/// One range is honoured, cut where the gap begins, as a server may. Several, or what is no range, count as none.
fn asked_range(headers: &HeaderMap, end: u64, gap: Option<(u64, u64)>) -> Asked {
    let Some(header) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else { return Asked::All };
    let Ok(parsed) = http_range_header::parse_range_header(header) else { return Asked::All };
    // Of nothing there is no part; the parser would give the byte 0.
    if end == 0 {
        return Asked::Nothing;
    }
    match parsed.validate(end).as_deref() {
        Ok([range]) => {
            let (from, to) = (*range.start(), *range.end() + 1);
            match gap {
                Some((gap_from, gap_to)) if (gap_from..gap_to).contains(&from) => Asked::Nothing,
                Some((gap_from, _)) if from < gap_from => Asked::Part(from, to.min(gap_from)),
                _ => Asked::Part(from, to),
            }
        }
        Ok(_) => Asked::All,
        Err(_) => Asked::Nothing,
    }
}

/// The pieces from the first one on, each read in a transaction of its own.
fn pieces(
    ctx: OrgCtx,
    id: ExecutionId,
    attempt: Option<i32>,
    first: output::Piece,
    end: u64,
) -> impl futures::Stream<Item = Result<Bytes, std::io::Error>> {
    futures::stream::try_unfold(Some(first), move |piece| {
        let ctx = ctx.clone();
        async move {
            let Some(mut piece) = piece.filter(|p| !p.bytes.is_empty() && p.offset < end) else { return Ok(None) };
            piece.bytes.truncate(usize::try_from(end - piece.offset).unwrap_or(usize::MAX));
            let next = piece.offset + piece.bytes.len() as u64;
            let following = if next < end {
                let read = output::read(&ctx, id, attempt, next).await;
                Some(read.map_err(|e| std::io::Error::other(e.into_public(&ctx.request_id)))?)
            } else {
                None
            };
            Ok(Some((Bytes::from(piece.bytes), following)))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &'static str, gap: Option<(u64, u64)>) -> Asked {
        let headers = HeaderMap::from_iter([(RANGE, axum::http::HeaderValue::from_static(range))]);
        asked_range(&headers, 100, gap)
    }

    #[test]
    fn ranges() {
        assert_eq!(asked_range(&HeaderMap::new(), 100, None), Asked::All);
        assert_eq!(asked("bytes=0-9", None), Asked::Part(0, 10));
        assert_eq!(asked("bytes=90-", None), Asked::Part(90, 100));
        assert_eq!(asked("bytes=-5", None), Asked::Part(95, 100));
        assert_eq!(asked("bytes=95-200", None), Asked::Part(95, 100));
        assert_eq!(asked("bytes=100-", None), Asked::Nothing);
        assert_eq!(asked("bytes=0-1,5-6", None), Asked::All);
        assert_eq!(asked("lines=1-2", None), Asked::All);
        let first = HeaderMap::from_iter([(RANGE, axum::http::HeaderValue::from_static("bytes=0-0"))]);
        assert_eq!(asked_range(&first, 0, None), Asked::Nothing);
    }

    #[test]
    fn ranges_end_where_the_gap_begins() {
        let gap = Some((40, 60));
        assert_eq!(asked("bytes=30-70", gap), Asked::Part(30, 40));
        assert_eq!(asked("bytes=50-70", gap), Asked::Nothing);
        assert_eq!(asked("bytes=60-70", gap), Asked::Part(60, 71));
    }
}

//! `/orgs/{org}/executions/{id}/output`

use axum::Json as Reply;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use futures::{Stream, TryStreamExt as _};
use model::ExecutionId;
use model::execution::{FirstError, OutputFormat};
use serde::Deserialize;
use studio_core::execution::output::Piece;
use studio_core::execution::{self, download, output};
use studio_core::{OrgCtx, Result};
use utoipa::IntoParams;

use super::body::Query;
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutputQuery {
    /// The byte to begin with.
    #[serde(default)]
    from: u64,
    /// Number of the attempt; the latest when left out.
    attempt: Option<i32>,
    /// The form; `raw` when left out.
    format: Option<OutputFormat>,
}

/// Gives the output of an attempt.
///
/// It goes up to where the output ends now, which `X-Output-End` tells. Of what is beyond the cap head and tail are there, and
/// `X-Output-Gap` tells what is not; other forms than the raw one say so where it is missing, too.
///
/// - `raw`: the bytes as they are. A `Range` (RFC 9110, section 14) counts from the first byte of the output, kept or not.
/// - `text`: UTF-8 without escape sequences and control characters. What follows a carriage return takes the place of the
///   line so far, as on a terminal.
/// - `asciicast`: a recording, asciicast v2. Its times are those at which the output was stored, counted from when the
///   attempt began.
#[utoipa::path(
    get,
    path = "/orgs/{org}/executions/{id}/output",
    tag = "execution",
    params(
        ("id" = ExecutionId, Path, description = "The execution."),
        OutputQuery,
        ("Range" = Option<String>, Header, description = "One range of bytes, such as `bytes=0-1023`; of the raw form.")
    ),
    responses(
        (status = 200, description = "The output.", content(
            (String = "application/octet-stream"),
            (String = "text/plain"),
            (String = "application/x-asciicast")
        ), headers(
            ("X-Output-End" = u64, description = "Where the output ends so far."),
            ("X-Output-Gap" = String, description = "`from-to`: the bytes that are not kept, when there are such."),
            ("Accept-Ranges" = String, description = "`bytes`, of the raw form.")
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
    let format = query.format.unwrap_or(OutputFormat::Raw);
    let first = output::read(&ctx, id, query.attempt, query.from).await.or_problem(&ctx)?;
    let mut answer = Response::builder()
        .header(CONTENT_TYPE, format.media_type())
        .header(CONTENT_DISPOSITION, format!("attachment; filename=\"execution-{id}.{}\"", format.extension()))
        .header("x-output-end", first.end);
    if let Some((from, to)) = first.gap {
        answer = answer.header("x-output-gap", format!("{from}-{to}"));
    }
    let answer = match format {
        OutputFormat::Raw => raw(&ctx, id, answer, first, &headers).await.or_problem(&ctx)?,
        OutputFormat::Text => answer.body(streamed(&ctx, download::text(ctx.clone(), id, first))),
        OutputFormat::Asciicast => {
            let recording = download::asciicast(ctx.clone(), id, first).await.or_problem(&ctx)?;
            answer.body(streamed(&ctx, recording))
        }
    };
    answer.map_err(|error| studio_core::Error::from(anyhow::Error::from(error))).or_problem(&ctx)
}

/// The bytes as they are, or a range of them.
async fn raw(
    ctx: &OrgCtx,
    id: ExecutionId,
    answer: axum::http::response::Builder,
    first: Piece,
    headers: &HeaderMap,
) -> Result<axum::http::Result<Response>> {
    let (end, gap, attempt) = (first.end, first.gap, first.attempt);
    let bytes = |first, end| {
        let pieces = output::pieces(ctx.clone(), id, first, end);
        streamed(ctx, pieces.map_ok(|piece| piece.bytes))
    };
    let answer = answer.header(ACCEPT_RANGES, "bytes");
    Ok(match asked_range(headers, end, gap) {
        Asked::All => {
            let kept = (end - first.offset) - gap.filter(|gap| first.offset < gap.0).map_or(0, |gap| gap.1 - gap.0);
            answer.header(CONTENT_LENGTH, kept).body(bytes(first, end))
        }
        Asked::Part(from, to) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .header(CONTENT_RANGE, format!("bytes {from}-{}/{end}", to - 1))
            .header(CONTENT_LENGTH, to - from)
            .body(bytes(output::read(ctx, id, Some(attempt), from).await?, to)),
        Asked::Nothing => answer
            .status(StatusCode::RANGE_NOT_SATISFIABLE)
            .header(CONTENT_RANGE, format!("bytes */{end}"))
            .body(Body::empty()),
    })
}

/// A body that is read from the database while it is sent.
fn streamed<T: Into<Bytes> + 'static>(ctx: &OrgCtx, pieces: impl Stream<Item = Result<T>> + Send + 'static) -> Body {
    let request_id = ctx.request_id.clone();
    Body::from_stream(pieces.map_err(move |error| std::io::Error::other(error.into_public(&request_id))))
}

/// Finds the first line that reports an error.
///
/// A line does when one of these words stands in it as a word of its own, in any case: error, fatal, panic, panicked,
/// exception, traceback, failed, failure; or a name that ends in `Error` or `Exception`. What says that there is none does
/// not count, such as `0 failed`, `no error` or `failed=0`. Escape sequences are left out of account.
#[utoipa::path(
    get,
    path = "/orgs/{org}/executions/{id}/output/first-error",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution."), AttemptQuery),
    responses((status = 200, description = "The line, if there is one.", body = FirstError))
)]
pub(crate) async fn get_first_error(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
    Query(query): Query<AttemptQuery>,
) -> Answer<Reply<FirstError>> {
    execution::first_error(&ctx, id, query.attempt).await.or_problem(&ctx).map(Reply)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AttemptQuery {
    /// Number of the attempt; the latest when left out.
    attempt: Option<i32>,
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

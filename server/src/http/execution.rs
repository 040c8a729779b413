//! `/orgs/{org}/executions`

use axum::Json as Reply;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use model::execution::ExecutionFilter;
use model::{ExecutionId, ExecutionView, Page};
use serde::Deserialize;
use studio_core::OrgCtx;
use studio_core::execution::input::Typist;
use studio_core::execution::{self, output};

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// `GET /orgs/{org}/executions`
pub(crate) async fn list_executions(
    Org(ctx): Org,
    Query(filter): Query<ExecutionFilter>,
) -> Answer<Reply<Page<ExecutionView>>> {
    execution::list(&ctx, &filter).await.or_problem(&ctx).map(Reply)
}

/// `GET /orgs/{org}/executions/{id}`
pub(crate) async fn get_execution(Org(ctx): Org, Id(id): Id<ExecutionId>) -> Answer<Reply<ExecutionView>> {
    execution::get(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// `POST /orgs/{org}/executions/{id}/cancel`
pub(crate) async fn cancel_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = execution::cancel(&ctx, id).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

/// `POST /orgs/{org}/executions/{id}/retry`
pub(crate) async fn retry_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = execution::retry(&ctx, id).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

#[derive(Deserialize)]
pub(crate) struct Input {
    data: String,
}

/// `POST /orgs/{org}/executions/{id}/input`: types into the command's terminal.
pub(crate) async fn input_execution(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
    Json(body): Json<Input>,
) -> Answer<StatusCode> {
    Typist::new(id).input(&ctx, &body.data).await.or_problem(&ctx)?;
    Ok(StatusCode::ACCEPTED)
}

#[derive(Deserialize)]
pub(crate) struct OutputQuery {
    #[serde(default)]
    from: u64,
    attempt: Option<i32>,
}

/// `GET /orgs/{org}/executions/{id}/output`: raw bytes up to where the output ends now, which `X-Output-End` tells.
pub(crate) async fn get_output(
    Org(ctx): Org,
    Id(id): Id<ExecutionId>,
    Query(query): Query<OutputQuery>,
) -> Answer<Response> {
    let first = output::read(&ctx, id, query.attempt, query.from).await.or_problem(&ctx)?;
    let end = first.end;
    let name = format!("attachment; filename=\"execution-{id}.log\"");
    let headers = [("x-output-end", end.to_string()), ("content-disposition", name)];
    let body = Body::from_stream(pieces(ctx, id, query.attempt, first, end));
    Ok(([(CONTENT_TYPE, "application/octet-stream")], headers, body).into_response())
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

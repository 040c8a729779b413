//! `/orgs/{org}/executions`

use axum::Json as Reply;
use axum::http::StatusCode;
use model::execution::{ExecutionFilter, NewResolution};
use model::{ExecutionId, ExecutionView, Page};
use serde::Deserialize;
use studio_core::execution;
use studio_core::execution::input::Typist;
use utoipa::ToSchema;

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

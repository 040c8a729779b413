//! `/orgs/{org}/tasks`

use axum::Json as Reply;
use axum::http::StatusCode;
use model::{ExecutionView, NewTask, Page, PageQuery, TaskId, TaskPatch, TaskView};
use studio_core::task;

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// `GET /orgs/{org}/tasks`
pub(crate) async fn list_tasks(Org(ctx): Org, Query(query): Query<PageQuery>) -> Answer<Reply<Page<TaskView>>> {
    task::list(&ctx, &query).await.or_problem(&ctx).map(Reply)
}

/// `POST /orgs/{org}/tasks`
pub(crate) async fn create_task(Org(ctx): Org, Json(new): Json<NewTask>) -> Answer<(StatusCode, Reply<TaskView>)> {
    let task = task::create(&ctx, new).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(task)))
}

/// `GET /orgs/{org}/tasks/{id}`
pub(crate) async fn get_task(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<Reply<TaskView>> {
    task::get(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// `PATCH /orgs/{org}/tasks/{id}`
pub(crate) async fn update_task(
    Org(ctx): Org,
    Id(id): Id<TaskId>,
    Json(patch): Json<TaskPatch>,
) -> Answer<Reply<TaskView>> {
    task::update(&ctx, id, patch).await.or_problem(&ctx).map(Reply)
}

/// `DELETE /orgs/{org}/tasks/{id}`
pub(crate) async fn delete_task(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<StatusCode> {
    task::delete(&ctx, id).await.or_problem(&ctx)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /orgs/{org}/tasks/{id}/executions`
pub(crate) async fn run_task(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = task::run(&ctx, id).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

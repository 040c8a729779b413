//! `/orgs/{org}/tasks`

use axum::Json as Reply;
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use model::{
    ExecutionView, FireView, NewTask, Page, PageQuery, Schedule, TaskId, TaskPatch, TaskVersionView, TaskView,
};
use studio_core::{schedule, task};

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// Lists tasks, newest first.
#[utoipa::path(
    get,
    path = "/orgs/{org}/tasks",
    tag = "task",
    params(PageQuery),
    responses((status = 200, description = "One page.", body = Page<TaskView>))
)]
pub(crate) async fn list_tasks(Org(ctx): Org, Query(query): Query<PageQuery>) -> Answer<Reply<Page<TaskView>>> {
    task::list(&ctx, &query).await.or_problem(&ctx).map(Reply)
}

/// Writes a task.
#[utoipa::path(
    post,
    path = "/orgs/{org}/tasks",
    tag = "task",
    request_body = NewTask,
    responses((status = 201, description = "The task.", body = TaskView))
)]
pub(crate) async fn create_task(Org(ctx): Org, Json(new): Json<NewTask>) -> Answer<(StatusCode, Reply<TaskView>)> {
    let task = task::create(&ctx, new).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(task)))
}

/// Gives one task.
#[utoipa::path(
    get,
    path = "/orgs/{org}/tasks/{id}",
    tag = "task",
    params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "The task.", body = TaskView))
)]
pub(crate) async fn get_task(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<Reply<TaskView>> {
    task::get(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// Changes a task.
///
/// What the body does not name stays.
#[utoipa::path(
    patch,
    path = "/orgs/{org}/tasks/{id}",
    tag = "task",
    params(("id" = TaskId, Path, description = "The task.")),
    request_body = TaskPatch,
    responses((status = 200, description = "The task as it is now.", body = TaskView))
)]
pub(crate) async fn update_task(
    Org(ctx): Org,
    Id(id): Id<TaskId>,
    Json(patch): Json<TaskPatch>,
) -> Answer<Reply<TaskView>> {
    task::update(&ctx, id, patch).await.or_problem(&ctx).map(Reply)
}

/// Deletes a task.
///
/// Its executions stay.
#[utoipa::path(
    delete,
    path = "/orgs/{org}/tasks/{id}",
    tag = "task",
    params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 204, description = "It is gone."))
)]
pub(crate) async fn delete_task(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<StatusCode> {
    task::delete(&ctx, id).await.or_problem(&ctx)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lists the versions of a task, newest first.
///
/// The latest 100. An execution names the version that ran.
#[utoipa::path(
    get,
    path = "/orgs/{org}/tasks/{id}/versions",
    tag = "task",
    params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "The versions.", body = Vec<TaskVersionView>))
)]
pub(crate) async fn list_task_versions(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<Reply<Vec<TaskVersionView>>> {
    task::versions(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// Runs a task now.
#[utoipa::path(
    post,
    path = "/orgs/{org}/tasks/{id}/executions",
    tag = "task",
    params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 202, description = "The execution to watch.", body = ExecutionView))
)]
pub(crate) async fn run_task(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<(StatusCode, Reply<ExecutionView>)> {
    let execution = task::run(&ctx, id).await.or_problem(&ctx)?;
    Ok((StatusCode::ACCEPTED, Reply(execution)))
}

/// Lists the latest times at which a task was to run by itself, newest first.
///
/// The latest 50: those at which an execution was queued, and those that were left out, with why.
#[utoipa::path(
    get,
    path = "/orgs/{org}/tasks/{id}/fires",
    tag = "task",
    params(("id" = TaskId, Path, description = "The task.")),
    responses((status = 200, description = "The times.", body = Vec<FireView>))
)]
pub(crate) async fn list_fires(Org(ctx): Org, Id(id): Id<TaskId>) -> Answer<Reply<Vec<FireView>>> {
    schedule::fires(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// Tells the next five times of a schedule, and keeps nothing.
#[utoipa::path(
    post,
    path = "/orgs/{org}/schedules/preview",
    tag = "task",
    request_body = Schedule,
    responses((status = 200, description = "The times.", body = Vec<DateTime<Utc>>))
)]
pub(crate) async fn preview_schedule(Org(ctx): Org, Json(new): Json<Schedule>) -> Answer<Reply<Vec<DateTime<Utc>>>> {
    schedule::preview(&ctx, &new).await.or_problem(&ctx).map(Reply)
}

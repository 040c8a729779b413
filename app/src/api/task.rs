//! Tasks.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use model::{FireView, Page, PageQuery, TaskId, TaskServer, TaskVersionView, TaskView};

use super::ApiResult;
use super::schedule_form::ScheduleForm;
use super::task_form::TaskForm;
#[cfg(feature = "ssr")]
use super::{org, redirect, task_form::new_task};

/// One page of tasks.
#[server(prefix = "/api/fn", endpoint = "list-tasks")]
pub async fn list_tasks(org: String, #[server(default)] query: PageQuery) -> ApiResult<Page<TaskView>> {
    Ok(studio_core::task::list(&self::org(&org).await?, &query).await?)
}

/// One task.
#[server(prefix = "/api/fn", endpoint = "get-task")]
pub async fn get_task(org: String, id: TaskId) -> ApiResult<TaskView> {
    Ok(studio_core::task::get(&self::org(&org).await?, id).await?)
}

/// The latest versions of a task, newest first.
#[server(prefix = "/api/fn", endpoint = "list-task-versions")]
pub async fn list_task_versions(org: String, id: TaskId) -> ApiResult<Vec<TaskVersionView>> {
    Ok(studio_core::task::versions(&self::org(&org).await?, id).await?)
}

/// When a task runs by itself, before and after now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TaskTimes {
    /// The next times, none while it is paused.
    pub next: Vec<DateTime<Utc>>,
    /// The latest ones, newest first.
    pub fires: Vec<FireView>,
}

/// The next and the latest times of a task.
#[server(prefix = "/api/fn", endpoint = "get-task-times")]
pub async fn get_task_times(org: String, id: TaskId) -> ApiResult<TaskTimes> {
    let ctx = self::org(&org).await?;
    Ok(TaskTimes {
        next: studio_core::schedule::next(&ctx, id).await?,
        fires: studio_core::schedule::fires(&ctx, id).await?,
    })
}

/// The schedule of a task as its form shows it.
#[server(prefix = "/api/fn", endpoint = "get-schedule-form")]
pub async fn get_schedule_form(org: String, id: TaskId) -> ApiResult<ScheduleForm> {
    Ok(ScheduleForm::of(&studio_core::task::get(&self::org(&org).await?, id).await?.schedule))
}

/// The next five times of a schedule that is being written.
#[server(prefix = "/api/fn", endpoint = "preview-schedule")]
pub async fn preview_schedule(org: String, #[server(default)] schedule: ScheduleForm) -> ApiResult<Vec<DateTime<Utc>>> {
    let ctx = self::org(&org).await?;
    Ok(studio_core::schedule::preview(&ctx, &schedule.parsed()?).await?)
}

/// Lets a task wait until it is resumed, or resumes it.
#[server(prefix = "/api/fn", endpoint = "pause-task")]
pub async fn pause_task(org: String, id: TaskId, paused: bool) -> ApiResult<()> {
    let patch = model::TaskPatch { paused: Some(paused), ..Default::default() };
    studio_core::task::update(&self::org(&org).await?, id, patch).await?;
    redirect(&crate::paths::task(&org, id));
    Ok(())
}

/// Writes a task and goes to its page; with `run`, runs it at once and goes to the execution.
#[server(prefix = "/api/fn", endpoint = "create-task")]
pub async fn create_task(org: String, task: TaskForm, run: Option<String>) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let task = new_task(&ctx, model::Action::TaskCreate, task).await?;
    let task = studio_core::task::create(&ctx, task).await?;
    if run.is_some() {
        let execution = studio_core::task::run(&ctx, task.id).await?;
        redirect(&crate::paths::execution(&org, execution.id));
    } else {
        redirect(&crate::paths::task(&org, task.id));
    }
    Ok(())
}

/// Changes a task and goes to its page.
#[server(prefix = "/api/fn", endpoint = "update-task")]
pub async fn update_task(org: String, id: TaskId, task: TaskForm) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let task = new_task(&ctx, model::Action::TaskUpdate, task).await?;
    studio_core::task::replace(&ctx, id, task).await?;
    redirect(&crate::paths::task(&org, id));
    Ok(())
}

/// Runs a task now and goes to the execution.
#[server(prefix = "/api/fn", endpoint = "run-task")]
pub async fn run_task(org: String, id: TaskId) -> ApiResult<()> {
    let execution = studio_core::task::run(&self::org(&org).await?, id).await?;
    redirect(&crate::paths::execution(&org, execution.id));
    Ok(())
}

/// Deletes a task; its executions stay.
#[server(prefix = "/api/fn", endpoint = "delete-task")]
pub async fn delete_task(org: String, id: TaskId) -> ApiResult<()> {
    studio_core::task::delete(&self::org(&org).await?, id).await?;
    redirect(&crate::paths::tasks(&org));
    Ok(())
}

/// The servers a task can be written for: enabled ones.
#[server(prefix = "/api/fn", endpoint = "task-servers")]
pub async fn task_servers(org: String) -> ApiResult<Vec<TaskServer>> {
    Ok(studio_core::task::servers(&self::org(&org).await?).await?)
}

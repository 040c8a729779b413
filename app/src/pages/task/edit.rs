//! Changes a task.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{TaskAction, TaskId, TaskServer, TaskView};
use serde_json::Value;

use super::fields::TaskFields;
use super::tool_arguments::{schema_of, submitted_tool};
use super::values::{TaskValues, server_choices};
use crate::api::ApiResult;
use crate::api::schedule_form::ScheduleForm;
use crate::api::task::{UpdateTask, get_schedule_form, get_task, task_servers};
use crate::components::schema_form::told;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Button, Crumb, FormActions, FormFrame, LinkButton, PageHeader, Skeleton, Variant, action_error, loaded_or,
};
use crate::{paths, t};

/// The task, its schedule, the servers to choose from, and the schema of the MCP tool that is called.
type Found = (TaskView, ScheduleForm, Vec<TaskServer>, Value);

async fn find(org: String, id: TaskId, submitted: Option<(String, String)>) -> ApiResult<Found> {
    let task = get_task(org.clone(), id).await?;
    let own = match &task.action {
        TaskAction::ToolCall { tool, .. } => task.server_id.map(|id| (id.to_string(), tool.clone())),
        TaskAction::Command { .. } => None,
    };
    let schema = match submitted.or(own) {
        Some((server, tool)) => schema_of(org.clone(), server, tool).await?,
        None => Value::Null,
    };
    Ok((task, get_schedule_form(org.clone(), id).await?, task_servers(org).await?, schema))
}

/// The fields of a task with what they hold now.
#[component]
pub fn TaskEditPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<TaskId>("id");
    let submitted = submitted_tool();
    let data = Resource::new_blocking(
        move || (org.get(), id.get(), submitted.clone()),
        |(org, id, submitted)| find(org, id, submitted),
    );
    let update = ServerAction::<UpdateTask>::new();
    loaded_or(
        data,
        || view! { <Skeleton lines=12 /> }.into_any(),
        move |(task, schedule, servers, schema)| {
            view! { <EditForm org=org.get_untracked() task schedule servers schema update /> }.into_any()
        },
        failed_page,
    )
}

#[component]
fn EditForm(
    org: String,
    task: TaskView,
    schedule: ScheduleForm,
    servers: Vec<TaskServer>,
    schema: Value,
    update: ServerAction<UpdateTask>,
) -> impl IntoView {
    let i18n = use_i18n();
    let error = action_error(update);
    let (id, page) = (task.id, paths::task(&org, task.id));
    let crumbs =
        vec![Crumb::new(t!(i18n, "task-title"), paths::tasks(&org)), Crumb::new(task.title.clone(), page.clone())];
    let servers = server_choices(&i18n, servers, task.server_id.zip(task.server_name.clone()));
    view! {
        <PageHeader title=t!(i18n, "task-edit-title", title = &task.title) crumbs />
        <ActionForm action=update attr:novalidate=true>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=id.to_string() />
            <FormFrame id="task" error>
                <TaskFields values=TaskValues::of(task, schedule, schema) servers told=told(error) />
                <FormActions>
                    <Button submit=true variant=Variant::Primary busy=update.pending()>
                        {t!(i18n, "task-save")}
                    </Button>
                    <LinkButton href=page variant=Variant::Ghost>
                        {t!(i18n, "task-cancel")}
                    </LinkButton>
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}

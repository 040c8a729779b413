//! Changes a task.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{TaskId, TaskServer, TaskView};

use super::fields::TaskFields;
use super::values::{TaskValues, server_choices};
use crate::api::ApiResult;
use crate::api::task::{UpdateTask, get_task, task_servers};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Button, Crumb, FormActions, FormFrame, LinkButton, PageHeader, Skeleton, Variant, action_error, loaded_or,
};
use crate::{paths, t};

type TaskAndServers = (TaskView, Vec<TaskServer>);

async fn task_and_servers(org: String, id: TaskId) -> ApiResult<TaskAndServers> {
    Ok((get_task(org.clone(), id).await?, task_servers(org).await?))
}

/// The fields of a task with what they hold now.
#[component]
pub fn TaskEditPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<TaskId>("id");
    let data = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| task_and_servers(org, id));
    let update = ServerAction::<UpdateTask>::new();
    loaded_or(
        data,
        || view! { <Skeleton lines=12 /> }.into_any(),
        move |(task, servers)| view! { <EditForm org=org.get_untracked() task servers update /> }.into_any(),
        failed_page,
    )
}

#[component]
fn EditForm(org: String, task: TaskView, servers: Vec<TaskServer>, update: ServerAction<UpdateTask>) -> impl IntoView {
    let i18n = use_i18n();
    let (id, page) = (task.id, paths::task(&org, task.id));
    let crumbs =
        vec![Crumb::new(t!(i18n, "task-title"), paths::tasks(&org)), Crumb::new(task.title.clone(), page.clone())];
    let servers = server_choices(&i18n, servers, Some((task.server_id, task.server_name.clone())));
    view! {
        <PageHeader title=t!(i18n, "task-edit-title", title = &task.title) crumbs />
        <ActionForm action=update attr:novalidate=true>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=id.to_string() />
            <FormFrame id="task" error=action_error(update)>
                <TaskFields values=TaskValues::of(task) servers />
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

//! Writes a task.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::TaskServer;
use serde_json::Value;

use super::fields::TaskFields;
use super::tool_arguments::{schema_of, submitted_tool};
use super::values::{TaskValues, server_choices};
use crate::api::ApiResult;
use crate::api::task::{CreateTask, task_servers};
use crate::components::schema_form::told;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{
    Button, Crumb, EmptyState, FormActions, FormFrame, IconName, LinkButton, PageHeader, Skeleton, Variant,
    action_error, loaded,
};
use crate::{paths, t};

/// The servers to choose from, and the schema of the MCP tool that is named already.
async fn servers_and_schema(org: String, of: Option<(String, String)>) -> ApiResult<(Vec<TaskServer>, Value)> {
    let schema = match of {
        Some((server, tool)) => schema_of(org.clone(), server, tool).await?,
        None => Value::Null,
    };
    Ok((task_servers(org).await?, schema))
}

/// The form of a new task; `?server=` chooses a server.
#[component]
pub fn TaskNewPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let submitted = submitted_tool();
    let data = Resource::new_blocking(move || (org.get(), submitted.clone()), |(org, of)| servers_and_schema(org, of));
    let create = ServerAction::<CreateTask>::new();
    let crumbs = vec![Crumb::new(t!(i18n, "task-title"), paths::tasks(&org.get_untracked()))];
    view! {
        <PageHeader title=t!(i18n, "task-new") crumbs />
        {loaded(
            data,
            || view! { <Skeleton lines=12 /> }.into_any(),
            move |(servers, schema)| {
                let org = org.get_untracked();
                if servers.is_empty() {
                    view! { <NoServers org /> }.into_any()
                } else {
                    view! { <NewForm org servers schema create /> }.into_any()
                }
            },
        )}
    }
}

#[component]
fn NewForm(org: String, servers: Vec<TaskServer>, schema: Value, create: ServerAction<CreateTask>) -> impl IntoView {
    let i18n = use_i18n();
    let error = action_error(create);
    let tasks = paths::tasks(&org);
    let values = TaskValues::empty(use_query_map().with_untracked(|query| query.get("server")), &servers, schema);
    let servers = server_choices(&i18n, servers, None);
    view! {
        <ActionForm action=create attr:novalidate=true>
            <input type="hidden" name="org" value=org />
            <FormFrame id="task" error>
                <TaskFields values servers told=told(error) />
                <FormActions>
                    <Button
                        submit=true
                        variant=Variant::Primary
                        icon=IconName::Play
                        name="run"
                        value="true"
                        busy=create.pending()
                    >
                        {t!(i18n, "task-create-and-run")}
                    </Button>
                    <Button submit=true busy=create.pending()>
                        {t!(i18n, "task-create")}
                    </Button>
                    <LinkButton href=tasks variant=Variant::Ghost>
                        {t!(i18n, "task-cancel")}
                    </LinkButton>
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}

/// A task needs a server.
#[component]
fn NoServers(org: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::Server
            title=t!(i18n, "task-no-servers-title")
            text=t!(i18n, "task-no-servers-text")
        >
            <LinkButton href=paths::server_new(&org) variant=Variant::Primary icon=IconName::Plus>
                {t!(i18n, "task-no-servers-action")}
            </LinkButton>
            <LinkButton href=paths::servers(&org)>{t!(i18n, "task-no-servers-list")}</LinkButton>
        </EmptyState>
    }
}

//! A part of a server's page: its name, address and credentials, whether it is used, and its end.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{Action, ServerDependents, ServerId, ServerView};

use super::auth_fields::AuthFields;
use super::basics::ServerFields;
use super::delete::{DELETE_DIALOG, DeleteServerDialog};
use super::part::ServerPart;
use crate::api::ApiResult;
use crate::api::organization::is_allowed;
use crate::api::server::{DeleteServer, EnableServer, UpdateServer, get_server_dependents};
use crate::components::server::ServerTab;
use crate::i18n::{format, use_i18n};
use crate::t;
use crate::ui::{
    Button, Callout, Card, DialogTrigger, ErrorPanel, FormActions, FormFrame, IconName, KeyValue, KeyValues, Skeleton,
    TextInput, Tone, Variant, action_error, loaded,
};

/// What can be changed of a server.
#[component]
pub fn ServerSettingsPage() -> impl IntoView {
    view! { <ServerPart tab=ServerTab::Settings part=settings /> }
}

/// What hangs on the server; whether the reader may change and delete it.
type Reach = (ServerDependents, bool, bool);

async fn reach(org: String, id: ServerId) -> ApiResult<Reach> {
    let dependents = get_server_dependents(org.clone(), id).await?;
    let may_update = is_allowed(org.clone(), Action::ServerUpdate).await?;
    Ok((dependents, may_update, is_allowed(org, Action::ServerDelete).await?))
}

fn settings(org: String, server: ServerView) -> AnyView {
    let wanted = (org.clone(), server.id);
    let found = Resource::new_blocking(move || wanted.clone(), |(org, id)| reach(org, id));
    let update = ServerAction::<UpdateServer>::new();
    let enable = ServerAction::<EnableServer>::new();
    let delete = ServerAction::<DeleteServer>::new();
    loaded(
        found,
        || view! { <Skeleton lines=8 /> }.into_any(),
        move |(dependents, may_update, may_delete)| {
            if !may_update {
                return view! { <Callout tone=Tone::Info>{t!(use_i18n(), "server-settings-look-only")}</Callout> }
                    .into_any();
            }
            let (org, server) = (org.clone(), server.clone());
            let end = may_delete.then(|| {
                view! { <End org=org.clone() server=server.clone() dependents delete /> }
            });
            view! {
                <div class="stack">
                    <Edit org=org.clone() server=server.clone() update />
                    <Use org server enable />
                    {end}
                </div>
            }
            .into_any()
        },
    )
}

#[component]
fn Edit(org: String, server: ServerView, update: ServerAction<UpdateServer>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Card title=t!(i18n, "server-connection")>
            <ActionForm action=update attr:novalidate=true>
                <input type="hidden" name="org" value=org />
                <input type="hidden" name="id" value=server.id.to_string() />
                <FormFrame id="server" error=action_error(update)>
                    <ServerFields name=server.name description=server.description.unwrap_or_default() url=server.url>
                        <AuthFields kind=server.auth_kind />
                    </ServerFields>
                    <TextInput
                        name="labels"
                        label=t!(i18n, "server-labels")
                        help=t!(i18n, "server-labels-help")
                        value=server.labels.join(", ")
                        autocomplete="off"
                        mono=true
                    />
                    <FormActions>
                        <Button submit=true variant=Variant::Primary busy=update.pending()>
                            {t!(i18n, "server-save")}
                        </Button>
                    </FormActions>
                </FormFrame>
            </ActionForm>
        </Card>
    }
}

/// Whether it is used at all.
#[component]
fn Use(org: String, server: ServerView, enable: ServerAction<EnableServer>) -> impl IntoView {
    let i18n = use_i18n();
    let (text, words) = match server.enabled {
        true => (t!(i18n, "server-fact-enabled-yes"), t!(i18n, "server-disable")),
        false => (t!(i18n, "server-fact-enabled-no"), t!(i18n, "server-enable")),
    };
    let error = action_error(enable);
    let problem = move || error.get().map(|error| view! { <ErrorPanel error /> });
    view! {
        <Card title=t!(i18n, "server-use") text>
            {problem}
            <ActionForm action=enable>
                <input type="hidden" name="org" value=org />
                <input type="hidden" name="id" value=server.id.to_string() />
                <input type="hidden" name="enabled" value=(!server.enabled).to_string() />
                <Button submit=true icon=IconName::Power busy=enable.pending()>
                    {words}
                </Button>
            </ActionForm>
        </Card>
    }
}

/// What a deletion takes along, and the way to it.
#[component]
fn End(
    org: String,
    server: ServerView,
    dependents: ServerDependents,
    delete: ServerAction<DeleteServer>,
) -> impl IntoView {
    let i18n = use_i18n();
    let number = move |count: i64| format::number(i18n.lang(), count as f64);
    view! {
        <Card title=t!(i18n, "server-delete-submit") text=t!(i18n, "server-delete-text")>
            <div class="stack">
                <KeyValues>
                    <KeyValue label=t!(i18n, "server-delete-tasks")>{number(dependents.tasks)}</KeyValue>
                    <KeyValue label=t!(i18n, "server-delete-mcp-tools")>{number(dependents.mcp_tools)}</KeyValue>
                    <KeyValue label=t!(i18n, "server-delete-executions")>{number(dependents.executions)}</KeyValue>
                </KeyValues>
                <div>
                    <DialogTrigger dialog=DELETE_DIALOG variant=Variant::Danger icon=IconName::Trash>
                        {t!(i18n, "server-delete-submit")}
                    </DialogTrigger>
                </div>
            </div>
        </Card>
        <DeleteServerDialog org id=server.id name=server.name delete />
    }
}

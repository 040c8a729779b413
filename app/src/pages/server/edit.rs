//! Changes a server.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{ServerAuthKind, ServerId, ServerView};

use super::basics::ServerFields;
use crate::api::server::{UpdateServer, get_server};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Button, Card, Crumb, FormActions, FormFrame, LinkButton, PageHeader, Skeleton, Variant, action_error, loaded_or,
};
use crate::{paths, t};

/// The fields of a server with what they hold now.
#[component]
pub fn ServerEditPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<ServerId>("id");
    let server = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| get_server(org, id));
    let update = ServerAction::<UpdateServer>::new();
    loaded_or(
        server,
        || view! { <Skeleton lines=8 /> }.into_any(),
        move |server| view! { <EditForm org=org.get_untracked() server update /> }.into_any(),
        failed_page,
    )
}

#[component]
fn EditForm(org: String, server: ServerView, update: ServerAction<UpdateServer>) -> impl IntoView {
    let i18n = use_i18n();
    let page = paths::server(&org, server.id);
    let crumbs =
        vec![Crumb::new(t!(i18n, "server-title"), paths::servers(&org)), Crumb::new(server.name.clone(), page.clone())];
    view! {
        <PageHeader title=t!(i18n, "server-edit-title", name = &server.name) crumbs />
        <Card>
            <ActionForm action=update attr:novalidate=true>
                <input type="hidden" name="org" value=org />
                <input type="hidden" name="id" value=server.id.to_string() />
                <FormFrame id="server" error=action_error(update)>
                    <ServerFields
                        name=server.name
                        description=server.description.unwrap_or_default()
                        url=server.url
                        has_token=server.auth_kind != ServerAuthKind::None
                    />
                    <FormActions>
                        <Button submit=true variant=Variant::Primary busy=update.pending()>
                            {t!(i18n, "server-save")}
                        </Button>
                        <LinkButton href=page variant=Variant::Ghost>
                            {t!(i18n, "server-cancel")}
                        </LinkButton>
                    </FormActions>
                </FormFrame>
            </ActionForm>
        </Card>
    }
}

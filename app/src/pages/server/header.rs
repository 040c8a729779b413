//! The head of a server's page, the same over each of its parts.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{ServerId, ServerView};

use crate::api::ApiResult;
use crate::api::mcp_tool::count_mcp_tools;
use crate::api::server::{CheckServer, EnableServer, get_server};
use crate::components::server::ServerBadge;
use crate::i18n::use_i18n;
use crate::ui::{
    Button, Crumb, Duration, ErrorPanel, Fact, IconName, Menu, MenuButton, MenuLink, PageHeader, Time, action_error,
};
use crate::{paths, t};

/// What can be done with a server from the head of its page. On a page that is kept fresh they live outside of what is
/// loaded, so that a refresh forgets nothing.
#[derive(Clone, Copy)]
pub(super) struct ServerActs {
    pub(super) check: ServerAction<CheckServer>,
    pub(super) enable: ServerAction<EnableServer>,
}

impl ServerActs {
    pub(super) fn new() -> Self {
        Self { check: ServerAction::new(), enable: ServerAction::new() }
    }
}

/// A server and how many MCP tools it offers: what head and tabs show.
pub(super) async fn server_and_count(org: String, id: ServerId) -> ApiResult<(ServerView, i64)> {
    let server = get_server(org.clone(), id).await?;
    Ok((server, count_mcp_tools(org, id).await?))
}

/// Name, state, key facts and acts; why an act was refused.
#[component]
pub(super) fn ServerHeader(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerView,
    /// What can be done with it.
    #[prop(optional)]
    acts: Option<ServerActs>,
) -> impl IntoView {
    let i18n = use_i18n();
    let acts = acts.unwrap_or_else(ServerActs::new);
    let (check, enable) = (action_error(acts.check), action_error(acts.enable));
    let refused = move || check.get().or_else(|| enable.get()).map(|error| view! { <ErrorPanel error /> });
    let crumbs = vec![Crumb::new(t!(i18n, "server-title"), paths::servers(&org))];
    let status = server.status;
    let facts = {
        let (latency, checked) = (server.latency_ms, server.last_checked_at);
        move || {
            view! {
                {latency
                    .and_then(|ms| u64::try_from(ms).ok())
                    .map(|ms| {
                        view! {
                            <Fact label=t!(i18n, "server-latency")>
                                <Duration ms />
                            </Fact>
                        }
                    })}
                {checked
                    .map(|at| {
                        view! {
                            <Fact label=t!(i18n, "server-last-check")>
                                <Time at />
                            </Fact>
                        }
                    })}
            }
        }
    };
    view! {
        {refused}
        <PageHeader
            title=server.name.clone()
            crumbs
            badge=move || view! { <ServerBadge status /> }
            actions=move || view! { <Actions org server acts /> }
            facts
        />
    }
}

#[component]
fn Actions(org: String, server: ServerView, acts: ServerActs) -> impl IntoView {
    let i18n = use_i18n();
    let id = server.id.to_string();
    let edit = paths::server_settings(&org, server.id);
    let (org_again, id_again) = (org.clone(), id.clone());
    let words = if server.enabled { t!(i18n, "server-disable") } else { t!(i18n, "server-enable") };
    view! {
        <ActionForm action=acts.check>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="id" value=id />
            <Button submit=true icon=IconName::Refresh busy=acts.check.pending()>
                {t!(i18n, "server-check")}
            </Button>
        </ActionForm>
        <Menu label=t!(i18n, "server-more") icon=IconName::Ellipsis compact=true end=true>
            <MenuLink href=edit icon=IconName::Pencil>
                {t!(i18n, "server-edit")}
            </MenuLink>
            <ActionForm action=acts.enable>
                <input type="hidden" name="org" value=org_again />
                <input type="hidden" name="id" value=id_again />
                <input type="hidden" name="enabled" value=(!server.enabled).to_string() />
                <MenuButton icon=IconName::Power>{words}</MenuButton>
            </ActionForm>
        </Menu>
    }
}

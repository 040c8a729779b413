//! One server.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::event::EventTopic;
use model::{HealthRange, ServerHealthView, ServerId, ServerStatus, ServerView};

use super::delete::{DELETE_DIALOG, DeleteServerDialog};
use super::overview::Overview;
use crate::api::ApiResult;
use crate::api::server::{CheckServer, DeleteServer, EnableServer, get_server, server_health};
use crate::components::live::use_live;
use crate::components::server::{LiveChecks, ServerBadge};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Button, Crumb, Duration, ErrorPanel, Fact, IconName, Menu, MenuButton, MenuDivider, MenuLink, PageHeader, Skeleton,
    Time, action_error, loaded_or, show_dialog,
};
use crate::{paths, t};

/// Seconds between two looks at a server whose first check is due, and at any other, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 5;

/// What can be done with the server. They live outside of what is loaded_or, so that a refresh forgets nothing.
#[derive(Clone, Copy)]
struct Acts {
    check: ServerAction<CheckServer>,
    enable: ServerAction<EnableServer>,
    delete: ServerAction<DeleteServer>,
}

async fn server_and_health(org: String, id: ServerId, range: HealthRange) -> ApiResult<(ServerView, ServerHealthView)> {
    let server = get_server(org.clone(), id).await?;
    Ok((server, server_health(org, id, range).await?))
}

/// State, facts and acts of one server.
#[component]
pub fn ServerPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<ServerId>("id");
    let query = use_query_map();
    let range = Memo::new(move |_| {
        let word = query.read().get("range");
        word.and_then(|word| word.parse().ok()).unwrap_or(HealthRange::Day)
    });
    let live = LiveChecks::of_report(None);
    let acts = Acts { check: ServerAction::new(), enable: ServerAction::new(), delete: ServerAction::new() };
    let server = Resource::new_blocking(
        move || (org.get(), id.get(), range.get(), acts.check.version().get(), acts.enable.version().get()),
        |(org, id, range, _, _)| server_and_health(org, id, range),
    );
    let poll = use_live(move || [EventTopic::Server(id.get())], move || server.refetch());
    let (check, enable) = (action_error(acts.check), action_error(acts.enable));
    let problem = move || check.get().or_else(|| enable.get()).map(|error| view! { <ErrorPanel error /> });
    view! {
        {problem}
        {loaded_or(
            server,
            || view! { <Skeleton lines=10 /> }.into_any(),
            move |(server, health)| {
                poll.every(if server.status == ServerStatus::Unknown { SOON } else { LATER });
                let org = org.get_untracked();
                view! {
                    <Header org=org.clone() server=server.clone() acts />
                    <Overview org=org.clone() server=server.clone() health live />
                    <DeleteServerDialog org id=server.id name=server.name delete=acts.delete />
                }
                .into_any()
            },
            failed_page,
        )}
    }
}

#[component]
fn Header(org: String, server: ServerView, acts: Acts) -> impl IntoView {
    let i18n = use_i18n();
    let crumbs = vec![Crumb::new(t!(i18n, "server-title"), paths::servers(&org))];
    let status = server.status;
    let facts = {
        let (latency, checked, i18n) = (server.latency_ms, server.last_checked_at, i18n);
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
fn Actions(org: String, server: ServerView, acts: Acts) -> impl IntoView {
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
            <MenuDivider />
            <MenuButton
                icon=IconName::Trash
                danger=true
                on_click=Callback::new(|()| show_dialog(DELETE_DIALOG))
                {..}
                command="show-modal"
                commandfor=DELETE_DIALOG
            >
                {t!(i18n, "server-delete")}
            </MenuButton>
        </Menu>
    }
}

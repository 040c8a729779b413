//! A server's page: how it stands.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::event::EventTopic;
use model::{HealthRange, ServerHealthView, ServerId, ServerStatus, ServerView};

use super::header::{ServerActs, ServerHeader, server_and_count};
use super::overview::Overview;
use crate::api::ApiResult;
use crate::api::server::server_health;
use crate::components::live::use_live;
use crate::components::server::{LiveChecks, ServerTab, ServerTabs};
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{Skeleton, loaded_or};

/// Seconds between two looks at a server whose first check is due, and at any other, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 5;

/// The server, how many MCP tools it offers, its health.
type Found = (ServerView, i64, ServerHealthView);

async fn find(org: String, id: ServerId, range: HealthRange) -> ApiResult<Found> {
    let (server, mcp_tools) = server_and_count(org.clone(), id).await?;
    Ok((server, mcp_tools, server_health(org, id, range).await?))
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
    let acts = ServerActs::new();
    let server = Resource::new_blocking(
        move || (org.get(), id.get(), range.get(), acts.check.version().get(), acts.enable.version().get()),
        |(org, id, range, _, _)| find(org, id, range),
    );
    let poll = use_live(move || [EventTopic::Server(id.get())], move || server.refetch());
    loaded_or(
        server,
        || view! { <Skeleton lines=10 /> }.into_any(),
        move |(server, mcp_tools, health)| {
            poll.every(if server.status == ServerStatus::Unknown { SOON } else { LATER });
            let org = org.get_untracked();
            view! {
                <ServerHeader org=org.clone() server=server.clone() acts />
                <ServerTabs org=org.clone() server=server.clone() tab=ServerTab::Overview mcp_tools=Some(mcp_tools) />
                <Overview org server health live />
            }
            .into_any()
        },
        failed_page,
    )
}

//! A part of a server's page, below the header and the tabs that all parts share.

use leptos::prelude::*;
use model::{ServerId, ServerView};

use super::header::{ServerHeader, server_and_count};
use crate::components::server::{ServerTab, ServerTabs};
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{Skeleton, loaded_or};

/// Loads the server of the address and shows a part of its page.
#[component]
pub fn ServerPart(
    /// Which part.
    tab: ServerTab,
    /// The part, given the organization's slug and the server.
    part: fn(String, ServerView) -> AnyView,
) -> impl IntoView {
    let org = use_org();
    let id = use_id::<ServerId>("id");
    let server = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| server_and_count(org, id));
    loaded_or(
        server,
        || view! { <Skeleton lines=10 /> }.into_any(),
        move |(server, mcp_tools)| {
            let org = org.get_untracked();
            view! {
                <ServerHeader org=org.clone() server=server.clone() />
                <ServerTabs org=org.clone() server=server.clone() tab mcp_tools=Some(mcp_tools) />
                {part(org, server)}
            }
            .into_any()
        },
        failed_page,
    )
}

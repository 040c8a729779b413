//! Resources of a server: list with templates, one with its contents.

mod detail;
mod list;
mod template;

use leptos::prelude::*;
use leptos_router::components::Redirect;
use model::{ServerId, ServerView};

use self::detail::Detail;
use self::list::Lists;
use self::template::filled_in;
use crate::components::server::ServerTab;
use crate::layouts::use_org;
use crate::pages::params::{use_id, use_query};
use crate::pages::server::ServerPart;
use crate::paths;

/// What a server lets be read; with `?uri=`, one of them.
#[component]
pub fn McpResourcesPage() -> impl IntoView {
    // The form of a template is sent without the program, so the page that is asked for never changes under way.
    match filled_in(&use_query().get_untracked()) {
        Some(uri) => {
            let path = paths::mcp_resource(&use_org().get_untracked(), use_id::<ServerId>("id").get_untracked(), &uri);
            view! { <Redirect path /> }.into_any()
        }
        None => view! { <ServerPart tab=ServerTab::Resources part=resources /> }.into_any(),
    }
}

fn resources(org: String, server: ServerView) -> AnyView {
    let query = use_query();
    let uri = Memo::new(move |_| query.read().get("uri").map(str::to_owned));
    let id = server.id;
    let shown = move || match uri.get() {
        Some(uri) => view! { <Detail org=org.clone() server=id uri /> }.into_any(),
        None => view! { <Lists org=org.clone() server=id /> }.into_any(),
    };
    shown.into_any()
}

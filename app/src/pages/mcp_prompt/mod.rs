//! Prompts of a server: list, one with its arguments and what it becomes.

mod detail;
mod list;
mod preview;

use leptos::prelude::*;
use model::ServerView;

use self::detail::Detail;
use self::list::List;
use crate::components::server::ServerTab;
use crate::pages::params::use_query;
use crate::pages::server::ServerPart;

/// The prompts of a server; with `?name=`, one of them.
#[component]
pub fn McpPromptsPage() -> impl IntoView {
    view! { <ServerPart tab=ServerTab::Prompts part=prompts /> }
}

fn prompts(org: String, server: ServerView) -> AnyView {
    let query = use_query();
    let name = Memo::new(move |_| query.read().get("name").map(str::to_owned));
    let id = server.id;
    let shown = move || match name.get() {
        Some(name) => view! { <Detail org=org.clone() server=id name /> }.into_any(),
        None => view! { <List org=org.clone() server=id /> }.into_any(),
    };
    shown.into_any()
}

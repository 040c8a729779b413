//! A part of a server's page: what ran on it.

use leptos::prelude::*;
use model::ServerView;

use super::part::ServerPart;
use crate::components::execution::ExecutionList;
use crate::components::server::ServerTab;
use crate::paths;

/// The executions on a server, newest first.
#[component]
pub fn ServerExecutionsPage() -> impl IntoView {
    view! { <ServerPart tab=ServerTab::Executions part=executions /> }
}

fn executions(org: String, server: ServerView) -> AnyView {
    view! { <ExecutionList path=paths::server_executions(&org, server.id) server=server.id /> }.into_any()
}

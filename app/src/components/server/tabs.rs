//! The parts of a server's page.

use leptos::prelude::*;
use model::ServerView;

use crate::i18n::{format, use_i18n};
use crate::ui::{Tab, Tabs};
use crate::{paths, t};

/// A part of a server's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerTab {
    /// How it stands and what is known of it.
    Overview,
    /// The MCP tools it offers, and each of them.
    Tools,
    /// The resources it offers.
    Resources,
    /// The prompts it offers.
    Prompts,
    /// What ran on it.
    Executions,
    /// What can be changed of it.
    Settings,
}

/// Links to the parts of a server's page. Resources and prompts only where the server says that it has some, or where they
/// are shown.
#[component]
pub fn ServerTabs(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerView,
    /// The part that is shown.
    tab: ServerTab,
    /// How many MCP tools it offers.
    #[prop(optional_no_strip)]
    mcp_tools: Option<i64>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = server.id;
    let has = |of: ServerTab, capability: &str| {
        let declared = server.capabilities.as_ref().and_then(|all| all.get(capability));
        tab == of || declared.is_some_and(|declared| !declared.is_null())
    };
    let resources = has(ServerTab::Resources, "resources")
        .then(|| view! { <Tab href=paths::mcp_resources(&org, id)>{t!(i18n, "mcp-resource-title")}</Tab> });
    let prompts = has(ServerTab::Prompts, "prompts")
        .then(|| view! { <Tab href=paths::mcp_prompts(&org, id)>{t!(i18n, "mcp-prompt-title")}</Tab> });
    let count = mcp_tools.map(|count| format::number(i18n.lang(), count as f64));
    let holds = tab == ServerTab::Tools;
    view! {
        <Tabs label=t!(i18n, "server-tabs", name = server.name)>
            <Tab href=paths::server(&org, id)>{t!(i18n, "server-tab-overview")}</Tab>
            <Tab href=paths::server_mcp_tools(&org, id) count holds>
                {t!(i18n, "mcp-tool-title")}
            </Tab>
            {resources}
            {prompts}
            <Tab href=paths::server_executions(&org, id)>{t!(i18n, "execution-title")}</Tab>
            <Tab href=paths::server_settings(&org, id)>{t!(i18n, "settings-title")}</Tab>
        </Tabs>
    }
}

//! The module registry: each part of the dashboard is declared once, with its place in the navigation, the permission that
//! shows it and its routes.

use leptos_router::any_nested_route::AnyNestedRoute;
use model::Action;

use crate::ui::IconName;
use crate::{paths, routes};

/// A part of the dashboard.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// Stable word.
    pub id: &'static str,
    /// In the navigation.
    pub icon: IconName,
    /// Message key of its name.
    pub name: &'static str,
    /// Its first page, given the organization's slug.
    pub path: fn(&str) -> String,
    /// What a member must be allowed for it to be of use.
    pub permission: Action,
    /// Its routes, below `/o/{org}`.
    pub routes: fn() -> AnyNestedRoute,
}

/// Every module, in the order of the navigation.
pub const MODULES: &[Module] = &[
    Module {
        id: "dashboard",
        icon: IconName::Dashboard,
        name: "ui-module-dashboard",
        path: paths::dashboard,
        permission: Action::OrganizationRead,
        routes: routes::dashboard,
    },
    Module {
        id: "servers",
        icon: IconName::Server,
        name: "ui-module-servers",
        path: paths::servers,
        permission: Action::ServerRead,
        routes: routes::servers,
    },
    Module {
        id: "mcp-tools",
        icon: IconName::Plug,
        name: "ui-module-mcp-tools",
        path: paths::mcp_tools,
        permission: Action::McpToolRead,
        routes: routes::mcp_tools,
    },
    Module {
        id: "tasks",
        icon: IconName::Tasks,
        name: "ui-module-tasks",
        path: paths::tasks,
        permission: Action::TaskRead,
        routes: routes::tasks,
    },
    Module {
        id: "executions",
        icon: IconName::Terminal,
        name: "ui-module-executions",
        path: paths::executions,
        permission: Action::ExecutionRead,
        routes: routes::executions,
    },
    Module {
        id: "settings",
        icon: IconName::Settings,
        name: "ui-module-settings",
        path: paths::settings,
        permission: Action::OrganizationRead,
        routes: routes::settings,
    },
];

/// The module a path belongs to: the one whose own path is its beginning. The dashboard's begins all others, so it holds
/// itself only.
pub fn module_of(org: &str, path: &str) -> Option<&'static Module> {
    let path = path.trim_end_matches('/');
    let dashboard = paths::dashboard(org);
    let holds = |module: &&Module| {
        let own = (module.path)(org);
        path.strip_prefix(&own).is_some_and(|rest| rest.is_empty() || (rest.starts_with('/') && own != dashboard))
    };
    MODULES.iter().find(holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_belongs_to_one_module() {
        let id = |path| module_of("acme", path).map(|m| m.id);
        assert_eq!(id("/o/acme"), Some("dashboard"));
        assert_eq!(id("/o/acme/"), Some("dashboard"));
        assert_eq!(id("/o/acme/servers/new"), Some("servers"));
        assert_eq!(id("/o/acme/settings/profile"), Some("settings"));
        assert_eq!(id("/o/acme/no-such-page"), None);
        assert_eq!(id("/o/acme-2/servers"), None);
    }
}

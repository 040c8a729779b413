//! The whole route tree. `paths.rs` holds the same URLs as functions.
//!
//! Leptos types routes by their views, so the modules' routes cannot stand in one array as they are: each route is erased to
//! [`AnyNestedRoute`], which also keeps the program small, and the registry's are joined into one. Every page is rendered
//! whole on the server (`SsrMode::Async`), so that it is complete, and answers with the right status, without a program.
//! In the browser each module's pages are a part of the program of their own, fetched when it is first needed
//! (`server/docs/adr/0001-wasm-splitting.md`).

use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::{Redirect, Router, Routes};
use leptos_router::{ChooseView, NestedRoute, PossibleRouteMatch, SsrMode, path};

use crate::components::palette::Palette;
use crate::i18n::use_i18n;
use crate::layouts::{AppShell, AuthFrame, AuthShell, HomePage, use_org};
use crate::modules::MODULES;
use crate::pages::auth::{SignInPage, SignUpPage, WelcomePage};
use crate::pages::dashboard::DashboardPage;
use crate::pages::error::NotFoundPage;
use crate::pages::execution::{ExecutionPage, ExecutionsPage};
use crate::pages::mcp_prompt::McpPromptsPage;
use crate::pages::mcp_resource::McpResourcesPage;
use crate::pages::mcp_tool::{McpToolPage, McpToolSearchPage, McpToolsPage};
use crate::pages::organization::OrganizationNewPage;
use crate::pages::search::SearchPage;
use crate::pages::server::{
    ServerBasicsPage, ServerExecutionsPage, ServerImportPage, ServerImportPreviewPage, ServerPage, ServerSettingsPage,
    ServerValidationPage, ServersPage,
};
use crate::pages::settings::{SettingsAppearancePage, SettingsOrganizationPage, SettingsProfilePage};
use crate::pages::task::{TaskEditPage, TaskNewPage, TaskPage, TasksPage};
use crate::ui::{
    OnItsWay, PageProgress, ToastRegion, provide_clock, provide_on_its_way, provide_submitted_form, provide_toasts,
    use_on_its_way,
};
use crate::{paths, t};

/// Makes the pages of a module a part of the program of their own; gives the function that fetches it and then shows one.
/// A part a module and not a page: what several parts share is cut into a file for each combination of them.
macro_rules! parts {
    ($($function:ident($pages:ident) { $($page:ident,)+ })+) => {
        $(
            #[derive(Clone, Copy)]
            enum $pages { Nothing, $($page),+ }

            #[leptos::lazy]
            fn $function(page: $pages) -> AnyView {
                match page {
                    $pages::Nothing => ().into_any(),
                    $($pages::$page => view! { <$page /> }.into_any(),)+
                }
            }
        )+
    };
}

/// A page that stands in a part.
macro_rules! part {
    ($function:ident($pages:ident::$page:ident)) => {
        Shown {
            part_name: stringify!($function),
            page: || Box::pin($function($pages::$page)),
            // Showing nothing of a part fetches it.
            part: || Box::pin(async { drop($function($pages::Nothing).await) }),
        }
    };
}

/// A page that stands in the main program.
macro_rules! whole {
    ($page:ident) => {
        Shown {
            part_name: "",
            page: || Box::pin(async { view! { <$page /> }.into_any() }),
            part: || Box::pin(async {}),
        }
    };
}

parts! {
    frame(Frames) { HomePage, AppShell, }
    dashboards(DashboardPages) { DashboardPage, }
    server(ServerPages) {
        ServersPage, ServerBasicsPage, ServerValidationPage, ServerPage, ServerImportPage, ServerImportPreviewPage,
        McpToolSearchPage, McpToolsPage, McpToolPage, McpResourcesPage, McpPromptsPage, ServerExecutionsPage, ServerSettingsPage,
    }
    task(TaskPages) { TasksPage, TaskNewPage, TaskPage, TaskEditPage, }
    execution(ExecutionPages) { ExecutionsPage, ExecutionPage, }
    setting(SettingsPages) {
        SettingsProfilePage, SettingsAppearancePage, SettingsOrganizationPage, OrganizationNewPage,
    }
}

/// The views of the search, which share a part: its page, and the command palette, which is no page. They come as functions, so
/// that each is made where it is shown.
#[derive(Clone, Copy)]
struct Search {
    page: fn() -> AnyView,
    palette: fn(RwSignal<bool>) -> AnyView,
}

#[leptos::lazy]
fn search() -> Search {
    Search { page: || view! { <SearchPage /> }.into_any(), palette: |open| view! { <Palette open /> }.into_any() }
}

/// Fetches the command palette.
pub(crate) async fn palette() -> fn(RwSignal<bool>) -> AnyView {
    search().await.palette
}

/// The application: what stands in the document's body, on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_submitted_form();
    provide_toasts();
    provide_clock();
    provide_on_its_way();
    let name = t!(use_i18n(), "ui-app-name");
    let formatter = move |title: String| if title.is_empty() { name.clone() } else { format!("{title} · {name}") };
    view! {
        <Title formatter />
        <PageProgress />
        <Router>
            <Routes fallback=NotFound>
                <AllRoutes />
            </Routes>
        </Router>
        <ToastRegion />
    }
}

/// Everything there is.
#[component(transparent)]
fn AllRoutes() -> AnyNestedRoute {
    one_of([
        page(path!("/"), part!(frame(Frames::HomePage))),
        within(path!("/o/:org"), part!(frame(Frames::AppShell)), module_routes()),
        within(path!("/"), whole!(AuthShell), outer_routes()),
    ])
}

/// Pages that stand in no organization: the ways in, which are in the main program, and the way to a further organization.
/// That one stands with the settings' part, so that the first page stays small.
fn outer_routes() -> AnyNestedRoute {
    one_of([
        page(path!("sign-in"), whole!(SignInPage)),
        page(path!("sign-up"), whole!(SignUpPage)),
        page(path!("welcome/:token"), whole!(WelcomePage)),
        page(path!("organizations/new"), part!(setting(SettingsPages::OrganizationNewPage))),
    ])
}

/// What the registry's modules declare, below `/o/{org}`, and the search over all of them.
fn module_routes() -> AnyNestedRoute {
    let find = page(
        path!("search"),
        Shown {
            part_name: "search",
            page: || Box::pin(async { (search().await.page)() }),
            part: || Box::pin(async { _ = search().await }),
        },
    );
    let not_found = page(path!("*any"), whole!(NotFoundPage));
    one_of(MODULES.iter().map(|module| (module.routes)()).chain([find, not_found]))
}

/// The dashboard.
pub(crate) fn dashboard() -> AnyNestedRoute {
    page(path!(""), part!(dashboards(DashboardPages::DashboardPage)))
}

/// Servers and the wizard that registers them.
pub(crate) fn servers() -> AnyNestedRoute {
    one_of([
        page(path!("servers"), part!(server(ServerPages::ServersPage))),
        page(path!("servers/new"), part!(server(ServerPages::ServerBasicsPage))),
        page(path!("servers/new/:draft"), part!(server(ServerPages::ServerBasicsPage))),
        page(path!("servers/new/:draft/validation"), part!(server(ServerPages::ServerValidationPage))),
        page(path!("servers/import"), part!(server(ServerPages::ServerImportPage))),
        page(path!("servers/import/:import"), part!(server(ServerPages::ServerImportPreviewPage))),
        page(path!("servers/:id"), part!(server(ServerPages::ServerPage))),
        page(path!("servers/:id/mcp-tools"), part!(server(ServerPages::McpToolsPage))),
        page(path!("servers/:id/mcp-tools/:name"), part!(server(ServerPages::McpToolPage))),
        page(path!("servers/:id/resources"), part!(server(ServerPages::McpResourcesPage))),
        page(path!("servers/:id/prompts"), part!(server(ServerPages::McpPromptsPage))),
        page(path!("servers/:id/executions"), part!(server(ServerPages::ServerExecutionsPage))),
        page(path!("servers/:id/settings"), part!(server(ServerPages::ServerSettingsPage))),
    ])
}

/// The MCP tools of all servers.
pub(crate) fn mcp_tools() -> AnyNestedRoute {
    page(path!("mcp-tools"), part!(server(ServerPages::McpToolSearchPage)))
}

/// Tasks.
pub(crate) fn tasks() -> AnyNestedRoute {
    one_of([
        page(path!("tasks"), part!(task(TaskPages::TasksPage))),
        page(path!("tasks/new"), part!(task(TaskPages::TaskNewPage))),
        page(path!("tasks/:id"), part!(task(TaskPages::TaskPage))),
        page(path!("tasks/:id/edit"), part!(task(TaskPages::TaskEditPage))),
    ])
}

/// Executions.
pub(crate) fn executions() -> AnyNestedRoute {
    one_of([
        page(path!("executions"), part!(execution(ExecutionPages::ExecutionsPage))),
        page(path!("executions/:id"), part!(execution(ExecutionPages::ExecutionPage))),
    ])
}

/// Settings of the signed-in user and of the organization.
pub(crate) fn settings() -> AnyNestedRoute {
    one_of([
        page(path!("settings"), whole!(SettingsStart)),
        page(path!("settings/profile"), part!(setting(SettingsPages::SettingsProfilePage))),
        page(path!("settings/appearance"), part!(setting(SettingsPages::SettingsAppearancePage))),
        page(path!("settings/organization"), part!(setting(SettingsPages::SettingsOrganizationPage))),
    ])
}

/// The first of the settings.
#[component]
fn SettingsStart() -> impl IntoView {
    view! { <Redirect path=paths::settings_profile(&use_org().get_untracked()) /> }
}

/// What no route matches. No route of ours is a wildcard at the root, for it would take the site's files.
#[component]
fn NotFound() -> impl IntoView {
    view! {
        <AuthFrame>
            <NotFoundPage />
        </AuthFrame>
    }
}

/// How a page is shown. One type for all of them keeps the program small.
#[derive(Clone, Copy)]
struct Shown {
    #[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "only the server announces parts"))]
    part_name: &'static str,
    page: fn() -> Pin<Box<dyn Future<Output = AnyView>>>,
    part: fn() -> Pin<Box<dyn Future<Output = ()>>>,
}

impl ChooseView for Shown {
    async fn choose(self) -> AnyView {
        #[cfg(feature = "ssr")]
        crate::shell::announce_part(self.part_name);
        (self.page)().await
    }

    /// Hydration takes the page over in one go, so its part must be there before.
    async fn preload(&self) {
        let _awaited = use_on_its_way().map(OnItsWay::begin);
        (self.part)().await;
    }
}

/// What is matched against a URL's path.
type Pattern = Arc<dyn PossibleRouteMatch + Send + Sync>;

/// A page at a path.
fn page(path: impl PossibleRouteMatch + Send + Sync + 'static, view: Shown) -> AnyNestedRoute {
    NestedRoute::new(Arc::new(path) as Pattern, view).ssr_mode(SsrMode::Async).into_any_nested_route()
}

/// A frame at the beginning of a path, with the routes in it.
fn within(
    path: impl PossibleRouteMatch + Send + Sync + 'static,
    view: Shown,
    routes: AnyNestedRoute,
) -> AnyNestedRoute {
    NestedRoute::new(Arc::new(path) as Pattern, view).ssr_mode(SsrMode::Async).child(routes).into_any_nested_route()
}

/// The first route that matches.
fn one_of(routes: impl IntoIterator<Item = AnyNestedRoute>) -> AnyNestedRoute {
    let join = |first: AnyNestedRoute, next| (first, next).into_any_nested_route();
    routes.into_iter().reduce(join).unwrap_or_else(|| page(path!("*any"), whole!(NotFoundPage)))
}

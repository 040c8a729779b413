//! Every route, in one list: the map of what the Studio answers.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;
use axum::{Extension, Router};
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::middleware::rate_limit::ApiLimiter;
use crate::middleware::{assets, bearer, context, headers, idempotency, origin, rate_limit, request_id};
use crate::state::AppState;
use crate::{forms, http, pages, ws};

/// Where REST is.
const API: &str = "/api/v1";
/// Largest body of a request, in bytes.
pub(crate) const MAX_BODY: usize = 1024 * 1024;
/// A request that was not answered for so long is given up; sockets and streams excepted.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The REST routes beneath `/api/v1`. A handler that does not describe itself (`#[utoipa::path]`) cannot stand here, so that
/// the document lists them all; the coverage test walks that list.
fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(http::auth::register))
        .routes(routes!(http::auth::login))
        .routes(routes!(http::auth::refresh))
        .routes(routes!(http::auth::logout))
        .routes(routes!(http::me::get_me))
        .routes(routes!(http::organization::list_organizations, http::organization::create_organization))
        .routes(routes!(http::organization::get_organization, http::organization::update_organization))
        .routes(routes!(http::server::list_servers, http::server::create_server))
        .routes(routes!(http::server::validate_server))
        .routes(routes!(http::server_import::preview_import))
        .routes(routes!(http::server_import::import_servers))
        .routes(routes!(http::server_import::export_servers))
        .routes(routes!(http::server::get_server, http::server::update_server, http::server::delete_server))
        .routes(routes!(http::server::check_server))
        .routes(routes!(http::mcp_tool::search_mcp_tools))
        .routes(routes!(http::mcp_tool::list_mcp_tools))
        .routes(routes!(http::mcp_tool::get_mcp_tool))
        .routes(routes!(http::mcp_tool::call_mcp_tool))
        .routes(routes!(http::mcp_tool::list_mcp_tool_calls, http::mcp_tool::begin_mcp_tool_call))
        .routes(routes!(http::mcp_resource::list_mcp_resources))
        .routes(routes!(http::mcp_resource::list_mcp_resource_templates))
        .routes(routes!(http::mcp_resource::read_mcp_resource))
        .routes(routes!(http::mcp_prompt::list_mcp_prompts))
        .routes(routes!(http::mcp_prompt::preview_mcp_prompt))
        .routes(routes!(http::server_health::get_server_health))
        .routes(routes!(http::task::list_tasks, http::task::create_task))
        .routes(routes!(http::task::get_task, http::task::update_task, http::task::delete_task))
        .routes(routes!(http::task::run_task))
        .routes(routes!(http::task::list_task_versions))
        .routes(routes!(http::task::list_fires))
        .routes(routes!(http::task::preview_schedule))
        .routes(routes!(http::search::search))
        .routes(routes!(ws::event::events))
        .routes(routes!(http::execution::list_executions))
        .routes(routes!(http::execution::get_execution))
        .routes(routes!(http::execution_output::get_output))
        .routes(routes!(http::execution_output::get_first_error))
        .routes(routes!(http::execution::cancel_execution))
        .routes(routes!(http::execution::input_execution))
        .routes(routes!(http::execution::retry_execution))
        .routes(routes!(http::execution::resolve_execution))
        .routes(routes!(ws::terminal::terminal))
}

/// The description of the above, for programs and for people.
fn docs() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(http::openapi::get_openapi)).routes(routes!(http::docs::get_docs))
}

/// For those who watch the process.
fn health() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(http::health::healthz)).routes(routes!(http::health::readyz))
}

/// The OpenAPI document of all three.
pub fn document() -> OpenApi {
    let routes = OpenApiRouter::with_openapi(http::openapi::frame()).nest(API, api()).merge(docs()).merge(health());
    http::openapi::complete(routes.into_openapi())
}

/// Everything.
pub fn router(state: AppState, stop: CancellationToken) -> Router {
    // Pages spawn what they load on the runtime; set once a process, a second time changes nothing.
    _ = any_spawner::Executor::init_tokio();
    let limiter = ApiLimiter::new(state.services.settings.api_rate);
    let api = Router::from(api())
        .fallback(http::problem::not_found)
        .method_not_allowed_fallback(http::problem::method_not_allowed)
        .layer(from_fn(idempotency::idempotency))
        .layer(from_fn(bearer::refuse_invalid))
        .layer(from_fn_with_state(limiter, rate_limit::rate_limit));
    Router::new()
        .nest(API, api)
        .merge(docs())
        .route("/api/fn/{*name}", any(forms::server_function))
        .fallback(pages::page)
        .layer(Extension(stop))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(state.clone(), context::context))
        .layer(from_fn_with_state(state.clone(), origin::same_origin))
        .merge(health())
        .nest_service(
            "/assets",
            tower::ServiceBuilder::new()
                .layer(from_fn(assets::immutable))
                .service(ServeDir::new(state.site.join("assets")).precompressed_br().precompressed_gzip()),
        )
        .route_service("/favicon.svg", ServeDir::new(&state.site))
        .layer(from_fn(headers::security_headers))
        .layer(CompressionLayer::new().compress_when(assets::worth_compressing()))
        .layer(CatchPanicLayer::custom(http::problem::panicked))
        .layer(from_fn_with_state(TIMEOUT, request_id::request_id))
        .with_state(state)
}

//! Every route, in one list: the map of what the Studio answers.

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use axum::{Extension, Router};
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use crate::middleware::rate_limit::ApiLimiter;
use crate::middleware::{assets, bearer, context, headers, idempotency, origin, rate_limit, request_id};
use crate::state::AppState;
use crate::{forms, http, pages, ws};

/// Largest body of a request, in bytes.
pub(crate) const MAX_BODY: usize = 1024 * 1024;
/// A request that was not answered for so long is given up; sockets and streams excepted.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The REST routes beneath `/api/v1`, with their methods: the coverage test walks this list.
pub fn api() -> Router<AppState> {
    Router::new()
        .route("/auth/register", post(http::auth::register))
        .route("/auth/login", post(http::auth::login))
        .route("/auth/refresh", post(http::auth::refresh))
        .route("/auth/logout", post(http::auth::logout))
        .route("/me", get(http::me::get_me))
        .route("/orgs", get(http::organization::list_organizations).post(http::organization::create_organization))
        .route("/orgs/{org}", get(http::organization::get_organization).patch(http::organization::update_organization))
        .route("/orgs/{org}/servers", get(http::server::list_servers).post(http::server::create_server))
        .route("/orgs/{org}/servers/validate", post(http::server::validate_server))
        .route(
            "/orgs/{org}/servers/{id}",
            get(http::server::get_server).patch(http::server::update_server).delete(http::server::delete_server),
        )
        .route("/orgs/{org}/servers/{id}/check", post(http::server::check_server))
        .route("/orgs/{org}/tasks", get(http::task::list_tasks).post(http::task::create_task))
        .route(
            "/orgs/{org}/tasks/{id}",
            get(http::task::get_task).patch(http::task::update_task).delete(http::task::delete_task),
        )
        .route("/orgs/{org}/tasks/{id}/executions", post(http::task::run_task))
        .route("/orgs/{org}/events", get(ws::event::events))
        .route("/orgs/{org}/executions", get(http::execution::list_executions))
        .route("/orgs/{org}/executions/{id}", get(http::execution::get_execution))
        .route("/orgs/{org}/executions/{id}/output", get(http::execution::get_output))
        .route("/orgs/{org}/executions/{id}/cancel", post(http::execution::cancel_execution))
        .route("/orgs/{org}/executions/{id}/input", post(http::execution::input_execution))
        .route("/orgs/{org}/executions/{id}/retry", post(http::execution::retry_execution))
        .route("/orgs/{org}/executions/{id}/terminal", get(ws::terminal::terminal))
        .fallback(http::problem::not_found)
        .method_not_allowed_fallback(http::problem::method_not_allowed)
}

/// Everything.
pub fn router(state: AppState, stop: CancellationToken) -> Router {
    // Pages spawn what they load on the runtime; set once a process, a second time changes nothing.
    _ = any_spawner::Executor::init_tokio();
    let limiter = ApiLimiter::new(state.services.settings.api_rate);
    let api = api()
        .layer(from_fn(idempotency::idempotency))
        .layer(from_fn(bearer::refuse_invalid))
        .layer(from_fn_with_state(limiter, rate_limit::rate_limit));
    Router::new()
        .nest("/api/v1", api)
        .route("/api/fn/{*name}", any(forms::server_function))
        .fallback(pages::page)
        .layer(Extension(stop))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(state.clone(), context::context))
        .layer(from_fn_with_state(state.clone(), origin::same_origin))
        .route("/healthz", get(http::health::healthz))
        .route("/readyz", get(http::health::readyz))
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

//! The daemon's HTTP side: the token before everything, MCP at `/mcp`, raw output beside it.

mod guard;
mod run_output;

use std::sync::Arc;
use std::time::Duration;

use agent_protocol::MCP_PATH;
use axum::Router;
use axum::middleware;
use axum::routing::get;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService};
use tokio_util::sync::CancellationToken;

use crate::mcp::{Agent, Handler};
pub use guard::Guard;

const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Requests at a time; waiting readers are most of them.
const MOST_REQUESTS: usize = 1024;

/// Everything that is served.
pub fn router(agent: Arc<Agent>, guard: Guard, stop: CancellationToken) -> Router {
    let handler = Handler::new(agent.clone());
    let mcp = StreamableHttpService::new(
        move || Ok(handler.clone()),
        Arc::new(NeverSessionManager::default()),
        StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_sse_keep_alive(Some(KEEP_ALIVE))
            // The guard does this for every path.
            .disable_allowed_hosts()
            .enforce_origin_validation()
            .with_cancellation_token(stop),
    );
    Router::new()
        .route("/runs/{run_id}/output", get(run_output::stream))
        .with_state(agent)
        .route_service(MCP_PATH, mcp)
        .layer(middleware::from_fn_with_state(Arc::new(guard.with_room(MOST_REQUESTS)), guard::check))
}

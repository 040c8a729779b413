//! `/orgs/{org}/servers/{id}/health`

use axum::Json as Reply;
use model::{HealthQuery, HealthRange, ServerHealthView, ServerId};
use studio_core::health;

use super::body::Query;
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// Gives a server's health over time.
///
/// A timeline of its checks with their round trips, the shares of checks that passed, and what it became when. Checks count
/// only while the server is enabled.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/health",
    tag = "server",
    params(("id" = ServerId, Path, description = "The server."), HealthQuery),
    responses((status = 200, description = "Its health.", body = ServerHealthView))
)]
pub(crate) async fn get_server_health(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Query(query): Query<HealthQuery>,
) -> Answer<Reply<ServerHealthView>> {
    let range = query.range.unwrap_or(HealthRange::Day);
    health::get(&ctx, id, range).await.or_problem(&ctx).map(Reply)
}

//! `/orgs/{org}/servers/{id}/resources`

use axum::Json as Reply;
use model::{McpResource, McpResourceRead, McpResourceTemplate, Page, PageQuery, ServerId};
use serde::Deserialize;
use studio_core::mcp_resource;
use utoipa::IntoParams;

use super::body::Query;
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// Lists the resources of a server.
///
/// The server is asked each time.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/resources",
    tag = "mcp_resource",
    params(("id" = ServerId, Path, description = "The server."), PageQuery),
    responses(
        (status = 200, description = "One page.", body = Page<McpResource>),
        (status = 502, description = "The server did not give them.")
    )
)]
pub(crate) async fn list_mcp_resources(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Query(query): Query<PageQuery>,
) -> Answer<Reply<Page<McpResource>>> {
    mcp_resource::list(&ctx, id, &query).await.or_problem(&ctx).map(Reply)
}

/// Lists the resource templates of a server.
///
/// The server is asked each time. With its variables filled in, a `uri_template` is what `resources/read` takes.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/resource-templates",
    tag = "mcp_resource",
    params(("id" = ServerId, Path, description = "The server."), PageQuery),
    responses(
        (status = 200, description = "One page.", body = Page<McpResourceTemplate>),
        (status = 502, description = "The server did not give them.")
    )
)]
pub(crate) async fn list_mcp_resource_templates(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Query(query): Query<PageQuery>,
) -> Answer<Reply<Page<McpResourceTemplate>>> {
    mcp_resource::templates(&ctx, id, &query).await.or_problem(&ctx).map(Reply)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ResourceQuery {
    /// URI of the resource.
    #[serde(default)]
    #[param(required = true)]
    uri: String,
}

/// Reads a resource.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}/resources/read",
    tag = "mcp_resource",
    params(("id" = ServerId, Path, description = "The server."), ResourceQuery),
    responses(
        (status = 200, description = "Its contents.", body = McpResourceRead),
        (status = 502, description = "The server did not give it.")
    )
)]
pub(crate) async fn read_mcp_resource(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Query(query): Query<ResourceQuery>,
) -> Answer<Reply<McpResourceRead>> {
    mcp_resource::read(&ctx, id, &query.uri).await.or_problem(&ctx).map(Reply)
}

//! Resources of a server: what it lets be read.

use leptos::prelude::*;
use model::{McpResource, McpResourceRead, McpResourceTemplate, Page, PageQuery, ServerId};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::org;

/// One page of a server's resources.
#[server(prefix = "/api/fn", endpoint = "list-mcp-resources")]
pub async fn list_mcp_resources(
    org: String,
    server: ServerId,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<McpResource>> {
    Ok(studio_core::mcp_resource::list(&self::org(&org).await?, server, &query).await?)
}

/// One page of a server's resource templates.
#[server(prefix = "/api/fn", endpoint = "list-mcp-resource-templates")]
pub async fn list_mcp_resource_templates(
    org: String,
    server: ServerId,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<McpResourceTemplate>> {
    Ok(studio_core::mcp_resource::templates(&self::org(&org).await?, server, &query).await?)
}

/// Reads a resource.
#[server(prefix = "/api/fn", endpoint = "read-mcp-resource")]
pub async fn read_mcp_resource(org: String, server: ServerId, uri: String) -> ApiResult<McpResourceRead> {
    Ok(studio_core::mcp_resource::read(&self::org(&org).await?, server, &uri).await?)
}

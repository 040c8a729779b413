//! MCP tools: what servers offer to be called, and calls of them.

use leptos::prelude::*;
use model::ServerId;

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::org;

/// How many MCP tools a server offers, as far as is known.
#[server(prefix = "/api/fn", endpoint = "count-mcp-tools")]
pub async fn count_mcp_tools(org: String, server: ServerId) -> ApiResult<i64> {
    Ok(studio_core::mcp_tool::count(&self::org(&org).await?, server).await?)
}

//! Resources of a server: read live, nothing of them is kept.

use model::{Action, Error, FieldCode, McpResource, McpResourceRead, McpResourceTemplate, Page, PageQuery, ServerId};

use crate::mcp_tool::remote;
use crate::server::reach;
use crate::{OrgCtx, Result, cursor};

/// One page of a server's resources, in its order.
pub async fn list(ctx: &OrgCtx, server: ServerId, query: &PageQuery) -> Result<Page<McpResource>> {
    ctx.authorize(Action::McpToolRead)?;
    let (key, endpoint) = reach(ctx, server).await?;
    let resources = ctx.services().connector.list_resources(key, &endpoint).await.map_err(remote)?;
    cursor::slice(resources, query, |resource| [Some(&resource.name), resource.title.as_ref(), Some(&resource.uri)])
}

/// One page of a server's resource templates, in its order.
pub async fn templates(ctx: &OrgCtx, server: ServerId, query: &PageQuery) -> Result<Page<McpResourceTemplate>> {
    ctx.authorize(Action::McpToolRead)?;
    let (key, endpoint) = reach(ctx, server).await?;
    let templates = ctx.services().connector.list_resource_templates(key, &endpoint).await.map_err(remote)?;
    cursor::slice(templates, query, |template| {
        [Some(&template.name), template.title.as_ref(), Some(&template.uri_template)]
    })
}

/// Reads a resource.
pub async fn read(ctx: &OrgCtx, server: ServerId, uri: &str) -> Result<McpResourceRead> {
    ctx.authorize(Action::McpToolCall)?;
    if uri.trim().is_empty() {
        return Err(Error::invalid("uri", FieldCode::Required).into());
    }
    let (key, endpoint) = reach(ctx, server).await?;
    let contents = ctx.services().connector.read_resource(key, &endpoint, uri).await.map_err(remote)?;
    Ok(McpResourceRead { contents })
}

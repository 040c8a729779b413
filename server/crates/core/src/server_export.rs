//! The servers of an organization as another client's `mcp.json`, without secrets.

use model::mcp_json::{ExportAuth, ExportServer, McpJsonFormat, write};
use model::{Action, ServerAuth};
use studio_db::models::server::{self, Server};

use crate::server::auth::{self, Home};
use crate::{OrgCtx, Result};

/// All servers, with a placeholder in the place of each secret.
pub async fn export(ctx: &OrgCtx, format: McpJsonFormat) -> Result<String> {
    ctx.authorize(Action::ServerRead)?;
    let mut tx = ctx.tx().await?;
    let rows = server::all(&mut tx).await?;
    tx.done();
    let servers = rows.into_iter().map(|row| without_secrets(ctx, row)).collect::<Result<Vec<_>>>()?;
    Ok(write(format, &servers))
}

/// Of the credentials only the kind and the names of headers, which are sealed with their values.
fn without_secrets(ctx: &OrgCtx, row: Server) -> Result<ExportServer> {
    let auth = auth::open(ctx, Home::Server, &row.id.to_string(), row.auth_kind, row.auth_sealed.as_deref())?;
    let auth = match auth {
        ServerAuth::None => ExportAuth::None,
        ServerAuth::Bearer { .. } => ExportAuth::Bearer,
        ServerAuth::Basic { .. } => ExportAuth::Basic,
        ServerAuth::Headers { headers } => ExportAuth::Headers(headers.into_keys().collect()),
    };
    Ok(ExportServer { name: row.name, url: row.url, auth })
}

//! Import of servers from another client's `mcp.json`.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::{ImportEntry, ServerImportId};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{org, redirect};

/// Keeps the file (sealed) and goes to its preview.
#[server(prefix = "/api/fn", endpoint = "save-server-import")]
pub async fn save_server_import(org: String, text: String) -> ApiResult<()> {
    let import = studio_core::server_import::save(&self::org(&org).await?, &text.into()).await?;
    redirect(&crate::paths::server_import_preview(&org, import));
    Ok(())
}

/// What would become of the servers of the file.
#[server(prefix = "/api/fn", endpoint = "get-server-import")]
pub async fn get_server_import(org: String, import: ServerImportId) -> ApiResult<Vec<ImportEntry>> {
    Ok(studio_core::server_import::get(&self::org(&org).await?, import).await?)
}

/// Registers the servers of these names, all or none, and goes to the list; `secrets` are the values of placeholders.
#[server(prefix = "/api/fn", endpoint = "submit-server-import")]
pub async fn submit_server_import(
    org: String,
    import: ServerImportId,
    #[server(default)] names: Vec<String>,
    #[server(default)] secrets: BTreeMap<String, String>,
) -> ApiResult<()> {
    let values = secrets.into_iter().map(|(key, value)| (key, value.into())).collect();
    let choice = studio_core::server_import::Choice { names: Some(names), values };
    let result = studio_core::server_import::submit(&self::org(&org).await?, import, choice).await?;
    redirect(&crate::paths::servers_imported(&org, result.imported.len()));
    Ok(())
}

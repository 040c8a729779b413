//! `/orgs/{org}/servers/import` and `/orgs/{org}/servers/export`

use std::collections::BTreeMap;

use axum::Json as Reply;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use model::mcp_json::McpJsonFormat;
use model::{ImportEntry, Secret, ServerImportResult};
use serde::{Deserialize, Serialize};
use studio_core::server_export;
use studio_core::server_import::{self, Choice};
use utoipa::{IntoParams, ToSchema};

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Org};

/// A file to look into.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ImportPreviewRequest {
    /// The `mcp.json` of Claude, Cursor, VS Code or another client, at most 256 KiB. Comments are understood.
    text: Secret,
}

/// What would become of the servers of a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportPreview {
    /// The servers, in the order of the file. One without `refusal` can be imported once its `needs` are sent along.
    servers: Vec<ImportEntry>,
}

/// A file to import.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ImportRequest {
    /// The `mcp.json` of Claude, Cursor, VS Code or another client, at most 256 KiB. Comments are understood.
    text: Secret,
    /// Names of the servers to import; all that can be and are not disabled when left out.
    #[serde(default)]
    names: Option<Vec<String>>,
    /// Values for placeholders: `env:NAME` or `input:id` to value.
    #[serde(default)]
    values: BTreeMap<String, Secret>,
}

/// Tells what would become of the servers of another client's `mcp.json`.
///
/// Nothing is saved.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/import/preview",
    tag = "server",
    request_body = ImportPreviewRequest,
    responses((status = 200, description = "The servers of the file.", body = ImportPreview))
)]
pub(crate) async fn preview_import(
    Org(ctx): Org,
    Json(request): Json<ImportPreviewRequest>,
) -> Answer<Reply<ImportPreview>> {
    let servers = server_import::preview(&ctx, &request.text).await.or_problem(&ctx)?;
    Ok(Reply(ImportPreview { servers }))
}

/// Registers servers of another client's `mcp.json`.
///
/// All of the chosen ones or none; `errors` names what is wrong as `servers.<name>` and `values.<key>`. They are checked
/// at once in the background.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/import",
    tag = "server",
    request_body = ImportRequest,
    responses((status = 201, description = "What was imported and what was not.", body = ServerImportResult))
)]
pub(crate) async fn import_servers(
    Org(ctx): Org,
    Json(request): Json<ImportRequest>,
) -> Answer<(StatusCode, Reply<ServerImportResult>)> {
    let choice = Choice { names: request.names, values: request.values };
    let result = server_import::import(&ctx, &request.text, choice).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(result)))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// Whose `mcp.json` it will be; Claude's when left out.
    #[param(inline)]
    format: Option<McpJsonFormat>,
}

/// Gives the servers as another client's `mcp.json`.
///
/// In the place of each secret stands a placeholder that the client fills.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/export",
    tag = "server",
    params(ExportQuery),
    responses((status = 200, description = "The file.", body = serde_json::Value, headers(
        ("Content-Disposition" = String, description = "`attachment` with the name `mcp.json`.")
    )))
)]
pub(crate) async fn export_servers(Org(ctx): Org, Query(query): Query<ExportQuery>) -> Answer<Response> {
    let format = query.format.unwrap_or(McpJsonFormat::Claude);
    let text = server_export::export(&ctx, format).await.or_problem(&ctx)?;
    let headers = [(CONTENT_TYPE, "application/json"), (CONTENT_DISPOSITION, "attachment; filename=\"mcp.json\"")];
    Ok((headers, text).into_response())
}

//! `/orgs/{org}/servers`

use app::i18n::I18n;
use axum::Json as Reply;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use model::{
    Check, CheckName, CheckStatus, Issue, MasterAgentView, NewServer, Page, ServerFilter, ServerId, ServerPatch,
    ServerView, ValidationReport,
};
use serde::Serialize;
use studio_core::OrgCtx;
use studio_core::server::{self, Progress};
use utoipa::ToSchema;

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// Lists servers by name.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers",
    tag = "server",
    params(ServerFilter),
    responses((status = 200, description = "One page.", body = Page<ServerView>))
)]
pub(crate) async fn list_servers(Org(ctx): Org, Query(filter): Query<ServerFilter>) -> Answer<Reply<Page<ServerView>>> {
    server::list(&ctx, &filter).await.or_problem(&ctx).map(Reply)
}

/// Registers a server.
///
/// It is checked at once in the background.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers",
    tag = "server",
    request_body = NewServer,
    responses((status = 201, description = "The server.", body = ServerView))
)]
pub(crate) async fn create_server(
    Org(ctx): Org,
    Json(new): Json<NewServer>,
) -> Answer<(StatusCode, Reply<ServerView>)> {
    let server = server::create(&ctx, new).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(server)))
}

/// Gives one server.
///
/// Its credentials are never in it.
#[utoipa::path(
    get,
    path = "/orgs/{org}/servers/{id}",
    tag = "server",
    params(("id" = ServerId, Path, description = "The server.")),
    responses((status = 200, description = "The server.", body = ServerView))
)]
pub(crate) async fn get_server(Org(ctx): Org, Id(id): Id<ServerId>) -> Answer<Reply<ServerView>> {
    server::get(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// Changes a server.
///
/// What the body does not name stays. A changed address or new credentials are checked at once. Stored credentials stay only
/// where scheme, host and port of the address do: another one needs `auth` in the same body.
#[utoipa::path(
    patch,
    path = "/orgs/{org}/servers/{id}",
    tag = "server",
    params(("id" = ServerId, Path, description = "The server.")),
    request_body = ServerPatch,
    responses((status = 200, description = "The server as it is now.", body = ServerView))
)]
pub(crate) async fn update_server(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Json(patch): Json<ServerPatch>,
) -> Answer<Reply<ServerView>> {
    server::update(&ctx, id, patch).await.or_problem(&ctx).map(Reply)
}

/// Deletes a server with its tasks.
///
/// Its executions stay.
#[utoipa::path(
    delete,
    path = "/orgs/{org}/servers/{id}",
    tag = "server",
    params(("id" = ServerId, Path, description = "The server.")),
    responses(
        (status = 204, description = "It is gone."),
        (status = 409, description = "Something runs on it.")
    )
)]
pub(crate) async fn delete_server(Org(ctx): Org, Id(id): Id<ServerId>) -> Answer<StatusCode> {
    server::delete(&ctx, id).await.or_problem(&ctx)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks a server now and stores what was found.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/{id}/check",
    tag = "server",
    params(("id" = ServerId, Path, description = "The server.")),
    responses((status = 200, description = "The server as it was found.", body = ServerView))
)]
pub(crate) async fn check_server(Org(ctx): Org, Id(id): Id<ServerId>) -> Answer<Reply<ServerView>> {
    server::check(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// Runs the checks of a server that is not registered.
///
/// Nothing is saved. With `Accept: application/x-ndjson` the answer is a stream: a line a change of a check (`Check`), the report as the last.
#[utoipa::path(
    post,
    path = "/orgs/{org}/servers/validate",
    tag = "server",
    request_body = NewServer,
    responses((status = 200, description = "What was found.", content(
        (Report = "application/json"),
        (String = "application/x-ndjson")
    )))
)]
pub(crate) async fn validate_server(Org(ctx): Org, headers: HeaderMap, Json(new): Json<NewServer>) -> Answer<Response> {
    let lines = headers.get(ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("application/x-ndjson"));
    let progress = server::validate(&ctx, new).await.or_problem(&ctx)?;
    if !lines {
        let report = server::report(progress).await.or_problem(&ctx)?;
        return Ok(Reply(Report::new(&ctx, report)).into_response());
    }
    let stream = progress.map(move |step| {
        let line = match step {
            Progress::Check(check) => serde_json::to_string(&CheckBody::new(&ctx, check)),
            Progress::Report(report) => serde_json::to_string(&Report::new(&ctx, *report)),
        };
        line.map(|line| line + "\n")
    });
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(stream)).into_response())
}

/// A check with its outcome.
#[derive(Serialize, ToSchema)]
#[schema(as = Check)]
pub(crate) struct CheckBody {
    /// Which one.
    name: CheckName,
    /// How it stands.
    status: CheckStatus,
    /// What was found, or what is wrong and what to do, in the caller's language.
    detail: Option<String>,
    /// Why it failed.
    issue: Option<Issue>,
    /// How long it took, in milliseconds.
    duration_ms: u64,
}

impl CheckBody {
    fn new(ctx: &OrgCtx, check: Check) -> Self {
        let Check { name, status, detail, issue, duration_ms } = check;
        let i18n = I18n::for_lang(ctx.lang);
        let detail = match (&issue, &detail) {
            (Some(issue), _) => Some(format!("{} {}", i18n.message(&issue.message()), i18n.message(&issue.remedy()))),
            (None, Some(detail)) => Some(i18n.message(detail)),
            (None, None) => None,
        };
        Self { name, status, detail, issue, duration_ms }
    }
}

/// Everything a validation found out.
#[derive(Serialize, ToSchema)]
#[schema(as = ValidationReport)]
pub(crate) struct Report {
    /// No check failed.
    ok: bool,
    /// The checks in their order.
    checks: Vec<CheckBody>,
    /// `serverInfo` as the server gave it.
    server_info: Option<serde_json::Value>,
    /// Protocol revision agreed on, such as `2026-07-28`.
    protocol_version: Option<String>,
    /// Capabilities as the server gave them.
    capabilities: Option<serde_json::Value>,
    /// The master agent, when there is one.
    master_agent: Option<MasterAgentView>,
    /// Names of the MCP tools offered.
    mcp_tools: Vec<String>,
}

impl Report {
    fn new(ctx: &OrgCtx, report: ValidationReport) -> Self {
        let ValidationReport { ok, checks, server_info, protocol_version, capabilities, master_agent, mcp_tools } =
            report;
        let checks = checks.into_iter().map(|check| CheckBody::new(ctx, check)).collect();
        Self { ok, checks, server_info, protocol_version, capabilities, master_agent, mcp_tools }
    }
}

//! `/orgs/{org}/servers`

use app::i18n::I18n;
use axum::Json as Reply;
use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use model::{Check, NewServer, Page, PageQuery, ServerId, ServerPatch, ServerView, ValidationReport};
use serde_json::{Value, json};
use studio_core::OrgCtx;
use studio_core::server::{self, Progress};

use super::body::{Json, Query};
use super::problem::OrProblem as _;
use super::{Answer, Id, Org};

/// `GET /orgs/{org}/servers`
pub(crate) async fn list_servers(Org(ctx): Org, Query(query): Query<PageQuery>) -> Answer<Reply<Page<ServerView>>> {
    server::list(&ctx, &query).await.or_problem(&ctx).map(Reply)
}

/// `POST /orgs/{org}/servers`
pub(crate) async fn create_server(
    Org(ctx): Org,
    Json(new): Json<NewServer>,
) -> Answer<(StatusCode, Reply<ServerView>)> {
    let server = server::create(&ctx, new).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(server)))
}

/// `GET /orgs/{org}/servers/{id}`
pub(crate) async fn get_server(Org(ctx): Org, Id(id): Id<ServerId>) -> Answer<Reply<ServerView>> {
    server::get(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// `PATCH /orgs/{org}/servers/{id}`
pub(crate) async fn update_server(
    Org(ctx): Org,
    Id(id): Id<ServerId>,
    Json(patch): Json<ServerPatch>,
) -> Answer<Reply<ServerView>> {
    server::update(&ctx, id, patch).await.or_problem(&ctx).map(Reply)
}

/// `DELETE /orgs/{org}/servers/{id}`
pub(crate) async fn delete_server(Org(ctx): Org, Id(id): Id<ServerId>) -> Answer<StatusCode> {
    server::delete(&ctx, id).await.or_problem(&ctx)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /orgs/{org}/servers/{id}/check`
pub(crate) async fn check_server(Org(ctx): Org, Id(id): Id<ServerId>) -> Answer<Reply<ServerView>> {
    server::check(&ctx, id).await.or_problem(&ctx).map(Reply)
}

/// `POST /orgs/{org}/servers/validate`: the report, or with `Accept: application/x-ndjson` a line a change of a check.
pub(crate) async fn validate_server(Org(ctx): Org, headers: HeaderMap, Json(new): Json<NewServer>) -> Answer<Response> {
    let lines = headers.get(ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|a| a.contains("application/x-ndjson"));
    let progress = server::validate(&ctx, new).await.or_problem(&ctx)?;
    if !lines {
        let report = server::report(progress).await.or_problem(&ctx)?;
        return Ok(Reply(report_json(&ctx, &report)).into_response());
    }
    let stream = progress.map(move |step| {
        let line = match step {
            Progress::Check(check) => check_json(&ctx, &check),
            Progress::Report(report) => report_json(&ctx, &report),
        };
        Ok::<_, std::convert::Infallible>(format!("{line}\n"))
    });
    Ok(([(CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(stream)).into_response())
}

/// A check as programs read it: the detail in words.
fn check_json(ctx: &OrgCtx, check: &Check) -> Value {
    let i18n = I18n::for_lang(ctx.lang);
    let detail = match (&check.issue, &check.detail) {
        (Some(issue), _) => Some(format!("{} {}", i18n.message(&issue.message()), i18n.message(&issue.remedy()))),
        (None, Some(detail)) => Some(i18n.message(detail)),
        (None, None) => None,
    };
    json!({ "name": check.name, "status": check.status, "detail": detail, "issue": check.issue, "duration_ms": check.duration_ms })
}

fn report_json(ctx: &OrgCtx, report: &ValidationReport) -> Value {
    json!({
        "ok": report.ok,
        "checks": report.checks.iter().map(|check| check_json(ctx, check)).collect::<Vec<_>>(),
        "server_info": report.server_info,
        "protocol_version": report.protocol_version,
        "capabilities": report.capabilities,
        "master_agent": report.master_agent,
        "mcp_tools": report.mcp_tools,
    })
}

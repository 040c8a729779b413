//! `Idempotency-Key` on POST: what was answered once is answered again.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use model::Error;
use studio_core::OpCtx;
use studio_core::idempotency::{self, Answer, Begun, Running};
use tracing::Instrument as _;

use crate::http::problem::Problem;
use crate::router::MAX_BODY;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Carries a POST with a key out once. Without a key, or for nobody (who may change nothing), it changes nothing.
pub(crate) async fn idempotency(request: Request, next: Next) -> Response {
    let ctx = request.extensions().get::<OpCtx>().cloned();
    let key = request.headers().get(KEY).cloned();
    let (Some(ctx), Some(key)) = (ctx, key) else { return next.run(request).await };
    // Answers of /auth hold tokens, which must not be stored; and they are asked for by nobody known yet.
    let excluded = path_of(&request).starts_with("/api/v1/auth/");
    if *request.method() != Method::POST || excluded || ctx.user().is_err() {
        return next.run(request).await;
    }
    match run(&ctx, &key, request, next).await {
        Ok(response) => response,
        Err(error) => Problem::of(error, &ctx.request_id).in_lang(ctx.lang).into_response(),
    }
}

/// The whole path of a request with its query, also within a nested router.
pub(crate) fn path_of(request: &Request) -> String {
    let original = request.extensions().get::<OriginalUri>().map(|OriginalUri(uri)| uri);
    original.unwrap_or_else(|| request.uri()).path_and_query().map_or_else(String::new, ToString::to_string)
}

async fn run(ctx: &OpCtx, key: &HeaderValue, request: Request, next: Next) -> studio_core::Result<Response> {
    // Bytes beyond ASCII become a character that core refuses.
    let key = String::from_utf8_lossy(key.as_bytes()).into_owned();
    let path = path_of(&request);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY).await.map_err(|_| Error::TooLarge { limit: MAX_BODY as u64 })?;
    let fingerprint = idempotency::fingerprint(parts.method.as_str(), &path, &body);
    let running = match idempotency::begin(ctx, &key, &fingerprint).await? {
        Begun::Replay(answer) => return Ok(replay(answer)),
        Begun::Run(running) => running,
    };
    let request = Request::from_parts(parts, Body::from(body));
    // In a task of its own: a caller who hangs up and asks again finds the answer, not half of a change.
    let ctx = ctx.clone();
    let task = tokio::spawn(async move { carry_out(&ctx, running, request, next).await }.in_current_span());
    match task.await {
        Ok(response) => response,
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

/// A panic leaves the key running; it is given free after a while.
async fn carry_out(ctx: &OpCtx, running: Running, request: Request, next: Next) -> studio_core::Result<Response> {
    let response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).map(str::to_owned);
    // A stream has no end that could be waited for.
    if matches!(kind.as_deref(), Some("application/x-ndjson" | "text/event-stream")) {
        idempotency::finish(ctx, running, None).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body: Bytes = to_bytes(body, usize::MAX).await.map_err(anyhow::Error::from)?;
    let answer = Answer { status: parts.status.as_u16(), content_type: kind, body: body.to_vec() };
    idempotency::finish(ctx, running, Some(&answer)).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn replay(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(answer.body)).into_response();
    let headers = response.headers_mut();
    if let Some(kind) = answer.content_type.and_then(|kind| HeaderValue::from_str(&kind).ok()) {
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

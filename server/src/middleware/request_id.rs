//! Every request has an id, a span, a time limit and one line in the log.

use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header::UPGRADE};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use rand::RngCore as _;
use tracing::Instrument as _;

use crate::http::problem::Problem;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request.
#[derive(Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Takes the caller's `X-Request-Id` (up to 64 plain characters) or makes one; sends it back.
pub(crate) async fn request_id(State(limit): State<Duration>, mut request: Request, next: Next) -> Response {
    let given =
        request.headers().get(HEADER).and_then(|v| v.to_str().ok()).filter(|id| is_plain(id)).map(str::to_owned);
    let id = given.unwrap_or_else(fresh);
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", id = %id, %method, path);
    let upgrade = request.headers().contains_key(UPGRADE);
    let started = Instant::now();
    let answered = async {
        if upgrade {
            return next.run(request).await;
        }
        match tokio::time::timeout(limit, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Problem::from(model::Error::Unavailable).into_response(),
        }
    };
    let mut response = answered.instrument(span.clone()).await;
    let status = response.status().as_u16();
    let ms = started.elapsed().as_millis();
    span.in_scope(|| tracing::debug!(status, ms, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

fn is_plain(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn fresh() -> String {
    let mut bytes = [0_u8; 12];
    rand::rng().fill_bytes(&mut bytes);
    hex::encode(bytes)
}

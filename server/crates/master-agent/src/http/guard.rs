//! What every request must pass: room, host and token.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use serde_json::json;
use tokio::sync::Semaphore;

use crate::token::Token;

/// Who is let in.
#[derive(Debug)]
pub struct Guard {
    token: Option<Token>,
    allowed_hosts: Vec<String>,
    room: Arc<Semaphore>,
}

impl Guard {
    /// The guard of a daemon that listens at `address`.
    ///
    /// The Host header is checked against DNS rebinding, which concerns what a browser on this very host can reach:
    /// on loopback only loopback's names pass, and those given. Elsewhere the names under which clients know this
    /// host cannot be guessed, and the token, which a browser does not have, guards alone unless names are given.
    pub fn new(token: Option<Token>, address: SocketAddr, allowed_hosts: Vec<String>) -> Self {
        let mut hosts: Vec<String> = allowed_hosts.iter().map(|host| host.to_lowercase()).collect();
        if address.ip().is_loopback() || !hosts.is_empty() {
            hosts.extend(["localhost", "127.0.0.1", "::1"].map(Into::into));
            hosts.push(address.ip().to_string());
        }
        Self { token, allowed_hosts: hosts, room: Arc::new(Semaphore::new(0)) }
    }

    /// With room for so many requests at a time.
    pub fn with_room(mut self, requests: usize) -> Self {
        self.room = Arc::new(Semaphore::new(requests));
        self
    }

    fn knows_host(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.host());
        self.allowed_hosts.is_empty() || host.is_some_and(|host| self.allowed_hosts.contains(&without_port(host)))
    }

    fn knows_token(&self, headers: &HeaderMap) -> bool {
        let Some(token) = &self.token else { return true };
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match shown.split_once(' ') {
            Some((scheme, shown)) => scheme.eq_ignore_ascii_case("bearer") && token.matches(shown.trim()),
            None => false,
        }
    }
}

/// Lets a request pass or answers why not. Its room is given back when its answer has been sent.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    if !guard.knows_token(request.headers()) {
        let mut refused = refuse(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "send the master token as `Authorization: Bearer TOKEN`; `master-agent token` prints it on this host",
        );
        refused.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
        return refused;
    }
    if !guard.knows_host(request.uri(), request.headers()) {
        let message = "the Host header names a host that is not allowed; start with --allowed-host HOST to allow it";
        return refuse(StatusCode::FORBIDDEN, "host_not_allowed", message);
    }
    let Ok(room) = guard.room.clone().try_acquire_owned() else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many requests at a time; try again later");
    };
    let (parts, body) = next.run(request).await.into_parts();
    let body = body.into_data_stream().map(move |part| {
        let _held = &room;
        part
    });
    Response::from_parts(parts, Body::from_stream(body))
}

/// A refusal with a JSON body.
pub fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "error": code, "message": message }))).into_response()
}

fn without_port(host: &str) -> String {
    let bare = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None if host.parse::<IpAddr>().is_ok() => host,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    bare.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::without_port;

    #[test]
    fn ports_are_cut_off_hosts() {
        for (host, bare) in
            [("LocalHost:7400", "localhost"), ("127.0.0.1", "127.0.0.1"), ("[::1]:80", "::1"), ("::1", "::1")]
        {
            assert_eq!(without_port(host), bare);
        }
    }
}

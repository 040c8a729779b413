//! The real router on a Studio of the test's own, and a program that sends it requests.
#![allow(dead_code)] // each file of tests uses its share

use std::collections::BTreeMap;
use std::sync::Arc;

use app::shell::Assets;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use server::router::router;
use server::state::AppState;
use studio_core::clock::Clock;
use test_support::TestStudio;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// The password of every [`test_support::Member`].
pub const PASSWORD: &str = "correct horse battery";

/// A Studio and its doors.
pub struct Doors {
    pub studio: TestStudio,
    pub router: Router,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Doors {
    pub async fn start() -> Self {
        Self::of(TestStudio::start().await.unwrap())
    }

    pub async fn with_clock(clock: Arc<dyn Clock>) -> Self {
        Self::of(TestStudio::with_clock(clock).await.unwrap())
    }

    fn of(studio: TestStudio) -> Self {
        let names = ["frontend.js", "frontend.wasm", "main.css"].map(str::to_owned).into_iter();
        let names = names.chain(["en", "fr", "es", "de"].map(|lang| format!("messages.{lang}.ftl")));
        let manifest: BTreeMap<String, String> = names.map(|name| (name.clone(), format!("/assets/{name}"))).collect();
        let state = AppState {
            services: studio.services.clone(),
            assets: Assets::from_manifest(&serde_json::to_string(&manifest).unwrap()).unwrap(),
            site: std::env::temp_dir(),
            public_origin: None,
        };
        Self { studio, router: router(state, CancellationToken::new()) }
    }

    /// A request with these headers. Nothing is added but the host.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header("host", "studio.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        Reply { status: parts.status, headers: parts.headers, body: to_bytes(body, 1 << 24).await.unwrap().to_vec() }
    }

    /// `POST` of JSON by nobody.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &[("content-type", "application/json")], &body.to_string()).await
    }

    /// `GET /me` with a bearer token.
    pub async fn me(&self, token: &str) -> Reply {
        self.send("GET", "/api/v1/me", &[("authorization", &format!("Bearer {token}"))], "").await
    }

    /// Signs a program in: the tokens of a member whom `TestStudio::owner` made.
    pub async fn login(&self, name: &str) -> Tokens {
        let body = json!({ "email": format!("{name}@example.org"), "password": PASSWORD });
        let reply = self.post("/api/v1/auth/login", &body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        Tokens::of(&reply)
    }

    /// `POST /auth/refresh`.
    pub async fn refresh(&self, token: &str) -> Reply {
        self.post("/api/v1/auth/refresh", &json!({ "refresh_token": token })).await
    }
}

/// A pair of tokens.
pub struct Tokens {
    pub access: String,
    pub refresh: String,
}

impl Tokens {
    /// From the answer that brought them.
    pub fn of(reply: &Reply) -> Self {
        let json = reply.json();
        let token = |name: &str| json[name].as_str().unwrap().to_owned();
        Self { access: token("access_token"), refresh: token("refresh_token") }
    }
}

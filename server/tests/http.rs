//! The doors themselves: errors that name the field, origins, headers, cookies.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use app::shell::Assets;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use server::router::router;
use server::state::AppState;
use test_support::{TestMcpServer, TestStudio};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

struct Client {
    studio: TestStudio,
    router: Router,
}

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    async fn start() -> Self {
        let studio = TestStudio::start().await.unwrap();
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

    async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply { status: parts.status, headers: parts.headers, body: to_bytes(body, 1 << 24).await.unwrap().to_vec() }
    }

    async fn post(&self, path: &str, token: &str, body: impl Into<Body>) -> Reply {
        let request = Request::post(path)
            .header("host", "studio.test")
            .header("origin", "http://studio.test")
            .header("content-type", "application/json")
            .header("cookie", format!("mas_session={token}"))
            .body(body.into());
        self.send(request.unwrap()).await
    }

    /// A request of a program, with a token if it has one.
    async fn program(&self, verb: &str, path: &str, token: Option<&str>, more: &[(&str, &str)], body: &str) -> Reply {
        let mut request = Request::builder().method(verb).uri(path).header("host", "studio.test");
        request = request.header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_names_the_field_and_the_remedy() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    let path = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);

    let reply = client.post(&path, &ada.token, "{").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::BAD_REQUEST, Some("malformed")));
    assert_eq!(reply.headers["content-type"], "application/problem+json");

    let reply = client.post(&path, &ada.token, "{}").await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json()["errors"][0]["field"], "name");

    let wrong_type = json!({ "name": "x", "url": "http://x", "auth": { "kind": "bearer", "token": 7 } }).to_string();
    let reply = client.post(&path, &ada.token, wrong_type).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text());

    let all_wrong = json!({ "name": " ", "url": "nonsense", "auth": { "kind": "bearer", "token": "" } }).to_string();
    let reply = client.post(&path, &ada.token, all_wrong).await;
    let fields: Vec<_> = reply.json()["errors"].as_array().unwrap().iter().map(|e| e["field"].clone()).collect();
    assert_eq!(fields, ["name", "url", "auth.token"]);
    assert!(reply.json()["errors"][1]["message"].as_str().unwrap().contains("http"));

    let reply = client.post(&path, &ada.token, vec![b' '; 2 * 1024 * 1024]).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);

    let reply = client.post("/api/v1/nowhere", &ada.token, "{}").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::NOT_FOUND, Some("not_found")));
    let reply = client.post("/api/v1/me", &ada.token, "{}").await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test(flavor = "multi_thread")]
async fn mcp_tools_are_listed_and_called() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&[("echo", "Gives back")]).await.unwrap();
    let servers = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);
    let new = json!({ "name": "one", "url": remote.url(), "auth": { "kind": "none" } }).to_string();
    let server = client.post(&servers, &ada.token, new).await.json();
    let tools = format!("{servers}/{}/mcp-tools", server["id"].as_str().unwrap());

    let cookie = format!("mas_session={}", ada.token);
    let request = Request::get(&tools).header("cookie", &cookie).body(Body::empty()).unwrap();
    let page = client.send(request).await.json();
    assert_eq!((&page["items"][0]["name"], &page["next_cursor"]), (&json!("echo"), &Value::Null), "{page}");
    assert_eq!(page["items"][0]["input_schema"], json!({ "type": "object" }));

    let call = format!("{tools}/echo/call");
    let reply = client.post(&call, &ada.token, r#"{"arguments":{"a":1}}"#).await.json();
    assert_eq!((&reply["structured_content"], &reply["is_error"]), (&json!({ "a": 1 }), &json!(false)), "{reply}");
    assert_eq!(reply["content"], json!([{ "type": "text", "text": r#"{"a":1}"# }]));
    assert!(reply["duration_ms"].is_u64());

    let reply = client.post(&call, &ada.token, r#"{"arguments":[1]}"#).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(reply.json()["errors"][0]["field"], "arguments");
    let reply = client.post(&format!("{tools}/nothing/call"), &ada.token, "{}").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::NOT_FOUND, Some("not_found")));

    let calls = format!("{tools}/echo/calls");
    let reply = client.post(&calls, &ada.token, r#"{"arguments":{"a":1}}"#).await;
    assert_eq!(reply.status, StatusCode::ACCEPTED);
    let begun = reply.json();
    let action = json!({ "kind": "tool_call", "tool": "echo", "arguments": { "a": 1 } });
    assert_eq!((&begun["kind"], &begun["state"]), (&json!("call"), &json!("queued")), "{begun}");
    assert_eq!(begun["action"], action);
    let request = Request::get(&calls).header("cookie", &cookie).body(Body::empty()).unwrap();
    let page = client.send(request).await.json();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["items"][0]["id"]), (1, &begun["id"]), "{page}");
    let reply = client.post(&calls, &ada.token, r#"{"timeout_s":0}"#).await;
    assert_eq!(
        (reply.status, &reply.json()["errors"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("timeout_s"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_mcp_tool_of_any_name_can_be_opened_and_called() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    let names = [".", "..", "a/b", "50%", "%2e", "~2E", "a b?c#d"];
    let remote = TestMcpServer::start(&names.map(|name| (name, "Does nothing"))).await.unwrap();
    let servers = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);
    let new = json!({ "name": "one", "url": remote.url(), "auth": { "kind": "none" } }).to_string();
    let id = client.post(&servers, &ada.token, new).await.json()["id"].as_str().unwrap().to_owned();
    let id: model::ServerId = id.parse().unwrap();
    let get = async |path: &str| {
        let request = Request::get(path).header("accept", "text/html").header("host", "studio.test");
        let request = request.header("cookie", format!("mas_session={}", ada.token));
        client.send(request.body(Body::empty()).unwrap()).await
    };
    let encoded = names.map(|name| (name, model::path_segment::encoded(name)));
    // Where percent-encoding is enough it does as well.
    let percent = [("a/b", "a%2Fb"), ("50%", "50%25"), ("%2e", "%252e")].map(|(name, path)| (name, path.to_owned()));
    for (name, segment) in encoded.iter().chain(&percent) {
        let tool = format!("{servers}/{id}/mcp-tools/{segment}");
        assert_eq!(get(&tool).await.json()["name"], *name, "{segment}");
        let reply = client.post(&format!("{tool}/call"), &ada.token, "{}").await;
        assert_eq!(reply.json()["content"], json!([{ "type": "text", "text": "done" }]), "{segment}");
    }
    for name in names {
        let path = app::paths::mcp_tool(&ada.ctx.slug, id, name);
        let page = get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
    }
    let path = app::paths::mcp_tool(&ada.ctx.slug, id, "nothing");
    assert_eq!(get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_speak_the_reader_s_language() {
    let client = Client::start().await;
    let request = Request::get("/api/v1/me").header("accept-language", "de").body(Body::empty()).unwrap();
    let german = client.send(request).await.json()["detail"].clone();
    let english = client.send(Request::get("/api/v1/me").body(Body::empty()).unwrap()).await.json()["detail"].clone();
    assert_ne!(german, english);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_site_changes_nothing() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    for origin in [Some("http://evil.test"), Some("null"), None] {
        let mut request = Request::post("/api/v1/auth/logout")
            .header("host", "studio.test")
            .header("cookie", format!("mas_session={}", ada.token));
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let reply = client.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN, "{origin:?}");
    }
    // Still signed in.
    let request = Request::get("/api/v1/me").header("cookie", format!("mas_session={}", ada.token));
    assert_eq!(client.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_a_cookie_that_scripts_cannot_read_and_that_ends() {
    let client = Client::start().await;
    client.studio.owner("ada").await.unwrap();
    let form = Request::post("/api/fn/sign-in")
        .header("host", "studio.test")
        .header("origin", "http://studio.test")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("email=Ada@Example.org&password=correct horse battery"));
    let reply = client.send(form.unwrap()).await;
    let cookie = reply.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    let token = cookie.split(['=', ';']).nth(1).unwrap().to_owned();

    let wrong = json!({ "email": "ada@example.org", "password": "wrong horse battery" }).to_string();
    let reply = client.post("/api/v1/auth/login", "", wrong).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::UNAUTHORIZED, Some("invalid_credentials")));

    let reply = client.post("/api/v1/auth/logout", &token, "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    let request = Request::get("/api/v1/me").header("cookie", format!("mas_session={token}")).body(Body::empty());
    assert_eq!(client.send(request.unwrap()).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_s_tokens_rotate_and_a_stolen_one_ends_the_session() {
    let client = Client::start().await;
    client.studio.owner("ada").await.unwrap();
    let body = json!({ "email": "ada@example.org", "password": "correct horse battery" }).to_string();
    let reply = client.program("POST", "/api/v1/auth/login", None, &[], &body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    assert!(!reply.headers.contains_key("set-cookie"));
    let (first, org) = (reply.json(), reply.json()["organizations"][0].clone());
    assert_eq!((org["role"].as_str(), first["expires_in"].as_i64()), (Some("owner"), Some(900)));
    let me = async |token: &Value| client.program("GET", "/api/v1/me", token.as_str(), &[], "").await;
    let reply = me(&first["access_token"]).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.headers.contains_key("ratelimit-remaining") && reply.headers.contains_key("ratelimit-reset"));

    let refresh = async |token: &Value| {
        let body = json!({ "refresh_token": token }).to_string();
        client.program("POST", "/api/v1/auth/refresh", None, &[], &body).await
    };
    let second = refresh(&first["refresh_token"]).await.json();
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(me(&second["access_token"]).await.status, StatusCode::OK);
    assert_eq!(refresh(&first["refresh_token"]).await.status, StatusCode::UNAUTHORIZED);
    for token in [&first["access_token"], &second["access_token"], &json!("nonsense")] {
        let reply = me(token).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
        assert_eq!(reply.headers["www-authenticate"], "Bearer error=\"invalid_token\"");
    }
    assert_eq!(refresh(&second["refresh_token"]).await.status, StatusCode::UNAUTHORIZED);
    let owner = client.studio.database.owner().await.unwrap();
    let row = owner.query_one("SELECT count(*) FROM audit_log WHERE action = 'user.token-reuse'", &[]).await.unwrap();
    assert_eq!(row.get::<_, i64>(0), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bearer_counts_alone_and_from_anywhere() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    let cookie = format!("mas_session={}", ada.token);
    // A good cookie does not help a bad token.
    let headers = [("cookie", cookie.as_str()), ("origin", "http://elsewhere.test")];
    let reply = client.program("GET", "/api/v1/me", Some("a.b.c"), &headers, "").await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
    let body = json!({ "email": "ada@example.org", "password": "correct horse battery" }).to_string();
    let login = client.program("POST", "/api/v1/auth/login", None, &[], &body).await.json();
    let token = login["access_token"].as_str();
    let reply = client.program("POST", "/api/v1/auth/logout", token, &headers, "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    assert_eq!(client.program("GET", "/api/v1/me", token, &[], "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_key_changes_nothing_twice() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    let path = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);
    let cookie = format!("mas_session={}", ada.token);
    let send = async |key: &str, name: &str| {
        let headers = [("cookie", cookie.as_str()), ("origin", "http://studio.test"), ("idempotency-key", key)];
        let body = json!({ "name": name, "url": "http://127.0.0.1:9/mcp", "auth": { "kind": "none" } }).to_string();
        client.program("POST", &path, None, &headers, &body).await
    };
    let first = send("k1", "a").await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    let again = send("k1", "a").await;
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    let other = send("k1", "b").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(other.json()["errors"][0]["field"], "Idempotency-Key");
    assert_eq!(send(&"x".repeat(256), "c").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planted_token_comes_back_nowhere() {
    let client = Client::start().await;
    let ada = client.studio.owner("ada").await.unwrap();
    let secret = "planted-7d1f-token";
    let path = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);
    let auth = json!({ "kind": "bearer", "token": secret });
    let body = json!({ "name": "a", "url": "http://127.0.0.1:9/mcp", "auth": auth }).to_string();
    let reply = client.post(&path, &ada.token, body.clone()).await;
    assert_eq!(reply.status, StatusCode::CREATED);
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    let cookie = format!("mas_session={}", ada.token);
    let mut seen = vec![reply.text(), client.post(&format!("{path}/validate"), &ada.token, body).await.text()];
    seen.push(client.post(&format!("{path}/{id}/check"), &ada.token, "").await.text());
    for path in [path.clone(), format!("{path}/{id}"), format!("/o/{}/servers/{id}", ada.ctx.slug)] {
        let request = Request::get(path).header("cookie", &cookie).body(Body::empty()).unwrap();
        seen.push(client.send(request).await.text());
    }
    for text in &seen {
        assert!(!text.contains(secret), "{text}");
    }
    // Nor in the clear at rest.
    let owner = client.studio.database.owner().await.unwrap();
    let row = owner.query_one(
        "SELECT string_agg(s::text, '') || (SELECT string_agg(a::text, '') FROM audit_log a) FROM servers s",
        &[],
    );
    let stored: String = row.await.unwrap().get(0);
    assert!(!stored.contains(secret) && !stored.contains(&hex::encode(secret)));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_their_policy_and_their_status() {
    let client = Client::start().await;
    let get = |path: &str| Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap();
    let reply = client.send(get("/sign-in")).await;
    assert_eq!(reply.status, StatusCode::OK);
    let policy = reply.headers["content-security-policy"].to_str().unwrap().to_owned();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-eval' '"), "{policy}");
    assert!(reply.text().contains(&format!("nonce=\"{nonce}\"")));
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    assert_eq!(client.send(get("/no/such/page")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_javascript_comes_back_with_what_was_entered() {
    let client = Client::start().await;
    let request = Request::post("/api/fn/sign-up")
        .header("host", "studio.test")
        .header("origin", "http://studio.test")
        .header("referer", "http://studio.test/sign-up")
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("name=Ada&email=nonsense&password=short&organization_name=Acme"));
    let reply = client.send(request.unwrap()).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text());
    let page = reply.text();
    assert!(page.contains("value=\"Ada\"") && page.contains("value=\"nonsense\"") && page.contains("value=\"Acme\""));
    assert!(!page.contains("short\""), "a password comes back");
    assert!(page.contains("aria-invalid"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_function_refuses_what_it_cannot_read() {
    let client = Client::start().await;
    let form = |path: &str, body: &'static str| {
        Request::post(path)
            .header("host", "studio.test")
            .header("origin", "http://studio.test")
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap()
    };
    let reply = client.send(form("/api/fn/sign-up", "name=Ada")).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.text());
    let reply = client.send(form("/api/fn/sign-up", "%ff=%00&[=]")).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{}", reply.text());
    let reply = client.send(form("/api/fn/no-such-function", "")).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::NOT_FOUND, Some("not_found")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_describes_itself() {
    let client = Client::start().await;
    let get = |path: &str, name: &'static str, value: &str| {
        client.send(Request::get(path).header(name, value).body(Body::empty()).unwrap())
    };

    let reply = get("/api/openapi.json", "if-none-match", "W/\"other\"").await;
    assert_eq!((reply.status, reply.json()["openapi"].as_str()), (StatusCode::OK, Some("3.1.0")));
    assert_eq!(reply.headers["cache-control"], "no-cache");
    let tag = reply.headers["etag"].to_str().unwrap().to_owned();
    let reply = get("/api/openapi.json", "if-none-match", &tag).await;
    assert_eq!((reply.status, reply.body.len()), (StatusCode::NOT_MODIFIED, 0));

    let reply = get("/api/docs", "accept-language", "de").await;
    let page = reply.text();
    assert_eq!(reply.status, StatusCode::OK);
    assert!(page.contains("lang=\"de\"") && page.contains("API-Referenz"), "{page}");
    assert!(page.contains("id=\"list_servers\"") && page.contains("id=\"schema-NewServer\""), "{page}");
    assert!(
        !page.contains("<script") && !reply.headers["content-security-policy"].to_str().unwrap().contains("script")
    );
}

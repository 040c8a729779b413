//! What goes wrong with servers that are not what they should be: each has its own issue at the right check.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{any, get, post};
use futures::stream;
use model::CheckName::*;
use model::{IssueCode, Secret, ServerAuth};
use studio_mcp::Endpoint;
use support::mcp_server::{Stranger, announcement};
use support::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const TOKEN: &str = "planted-token-2718";

async fn server(path: &str, method: axum::routing::MethodRouter) -> Server {
    Server::start(Router::new().route(path, method)).await
}

#[tokio::test]
async fn credentials_refused() {
    let connector = connector();
    for (status, code) in
        [(StatusCode::UNAUTHORIZED, IssueCode::Unauthorized), (StatusCode::FORBIDDEN, IssueCode::Forbidden)]
    {
        // The echo of the token must not come back to anybody.
        let plain = server("/mcp", any(move || async move { (status, format!("bad token {TOKEN}")) })).await;
        let detail = expect_issue(&connector, &bearer(&plain.url(), TOKEN), Authenticate, code).await;
        assert!(!detail.contains(TOKEN), "{detail}");
        let challenge = [(header::WWW_AUTHENTICATE, "Bearer realm=\"x\"")];
        let challenging = server("/mcp", any(move || async move { (status, challenge) })).await;
        expect_issue(&connector, &endpoint(&challenging.url()), Authenticate, code).await;

        let probe = connector.probe(key(), &bearer(&plain.url(), TOKEN)).await;
        assert_eq!((probe.reachable, probe.authenticated), (true, Some(false)));
        assert_eq!(probe.issue.unwrap().code, code);
    }
}

#[tokio::test]
async fn not_an_mcp_server() {
    let connector = connector();
    let page = server("/mcp", any(|| async { Html("<html>welcome</html>") })).await;
    let detail = expect_issue(&connector, &endpoint(&page.url()), Protocol, IssueCode::NotMcp).await;
    assert!(detail.contains("text/html"), "{detail}");

    let other_json = server("/mcp", any(|| async { axum::Json(serde_json::json!({"hello": "world"})) })).await;
    expect_issue(&connector, &endpoint(&other_json.url()), Protocol, IssueCode::NotMcp).await;

    let accepts = server("/mcp", any(|| async { StatusCode::ACCEPTED })).await;
    expect_issue(&connector, &endpoint(&accepts.url()), Protocol, IssueCode::NotMcp).await;

    let elsewhere = server("/other", any(|| async { "" })).await;
    expect_issue(&connector, &endpoint(&elsewhere.url()), Protocol, IssueCode::PathNotFound).await;

    let only_get = server("/mcp", get(|| async { Html("<html></html>") })).await;
    let detail = expect_issue(&connector, &endpoint(&only_get.url()), Protocol, IssueCode::HttpStatus).await;
    assert!(detail.starts_with("405"), "{detail}");

    let broken = server("/mcp", any(|| async { StatusCode::BAD_GATEWAY })).await;
    let detail = expect_issue(&connector, &endpoint(&broken.url()), Protocol, IssueCode::HttpStatus).await;
    assert!(detail.starts_with("502"), "{detail}");

    let probe = connector.probe(key(), &endpoint(&page.url())).await;
    assert_eq!((probe.reachable, probe.authenticated), (false, None));
}

#[tokio::test]
async fn redirects_are_told_not_followed() {
    let connector = connector();
    let away = server("/mcp", any(|| async { Redirect::temporary("http://169.254.169.254/latest?secret=1") })).await;
    let detail = expect_issue(&connector, &endpoint(&away.url()), Protocol, IssueCode::HttpStatus).await;
    assert!(detail.starts_with("307"), "{detail}");
    assert!(detail.contains("http://169.254.169.254/latest") && !detail.contains("secret"), "{detail}");
}

/// Be it a call, the look for the older transport, a probe or the output of a run: not even headers of one's own, which HTTP
/// clients that follow would take along.
#[tokio::test]
async fn credentials_do_not_follow_a_redirect() {
    let arrived = Arc::new(AtomicUsize::new(0));
    let seen = arrived.clone();
    let count = move || {
        seen.fetch_add(1, Ordering::Relaxed);
        std::future::ready(StatusCode::OK)
    };
    let elsewhere = Server::start(Router::new().fallback(count)).await;
    let headers = ServerAuth::Headers { headers: [("x-key".to_owned(), Secret::from(TOKEN.to_owned()))].into() };
    let auths = [bearer(&elsewhere.url(), TOKEN).auth, headers];
    for status in [301, 302, 303, 307, 308] {
        let status = StatusCode::from_u16(status).unwrap();
        let target = elsewhere.url();
        let away = server("/mcp", any(move || async move { (status, [(header::LOCATION, target)]) })).await;
        for auth in auths.clone() {
            let connector = connector();
            let endpoint = Endpoint { auth, ..endpoint(&away.url()) };
            let detail = expect_issue(&connector, &endpoint, Protocol, IssueCode::HttpStatus).await;
            assert!(detail.starts_with(status.as_str()), "{detail}");
            assert!(connector.probe(key(), &endpoint).await.issue.is_some());
        }
    }
    let target = elsewhere.url();
    let agent = Stranger { master_agent: Some(announcement()), ..Stranger::modern() };
    let router = agent.router().fallback(move || async move { Redirect::temporary(&target) });
    let agent = Server::start(router).await;
    for auth in auths {
        let endpoint = Endpoint { auth, ..endpoint(&agent.url()) };
        let client = connector().master_agent(key(), &endpoint).await.unwrap();
        let refused = client.output_stream(uuid::Uuid::nil(), 0).await.err().unwrap();
        assert_eq!(refused.issue.code, IssueCode::HttpStatus, "{}", refused.issue);
    }
    assert_eq!(arrived.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn json_rpc_errors_and_versions() {
    let connector = connector();
    let error = |message: &'static str| {
        any(move |axum::Json(request): axum::Json<serde_json::Value>| async move {
            axum::Json(serde_json::json!({
                "jsonrpc": "2.0", "id": request["id"], "error": {"code": -32603, "message": message},
            }))
        })
    };
    let failing = server("/mcp", error("the database is down")).await;
    let detail = expect_issue(&connector, &endpoint(&failing.url()), Protocol, IssueCode::ServerError).await;
    assert!(detail.contains("the database is down"), "{detail}");
    let ancient = server("/mcp", error("Unsupported protocol version")).await;
    expect_issue(&connector, &endpoint(&ancient.url()), Protocol, IssueCode::ProtocolMismatch).await;
}

#[tokio::test]
async fn silence_is_bounded() {
    let connector = connector_with(|config| config.handshake_timeout = Duration::from_millis(400));
    let started = Instant::now();
    let silent = server("/mcp", any(std::future::pending::<Response>)).await;
    expect_issue(&connector, &endpoint(&silent.url()), Protocol, IssueCode::ResponseTimeout).await;
    let probe = connector.probe(key(), &endpoint(&silent.url())).await;
    assert_eq!(probe.issue.unwrap().code, IssueCode::ResponseTimeout);

    // Opens a stream of events and says nothing.
    let events = || async {
        let body = Body::from_stream(stream::pending::<Result<String, std::io::Error>>());
        ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
    };
    let mute = server("/mcp", any(events)).await;
    expect_issue(&connector, &endpoint(&mute.url()), Protocol, IssueCode::ResponseTimeout).await;
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[tokio::test]
async fn size_is_bounded() {
    let connector = connector_with(|config| config.max_response_bytes = 64 * 1024);
    let endless = |content_type: &'static str| {
        any(move || async move {
            let piece = "x".repeat(16 * 1024);
            let pieces = stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
            ([(header::CONTENT_TYPE, content_type)], Body::from_stream(pieces)).into_response()
        })
    };
    for content_type in ["application/json", "text/event-stream"] {
        let huge = server("/mcp", endless(content_type)).await;
        expect_issue(&connector, &endpoint(&huge.url()), Protocol, IssueCode::ResponseTooLarge).await;
        let probe = connector.probe(key(), &endpoint(&huge.url())).await;
        assert_eq!(probe.issue.unwrap().code, IssueCode::ResponseTooLarge, "{content_type}");
    }
    let page = server("/mcp", endless("text/html")).await;
    expect_issue(&connector, &endpoint(&page.url()), Protocol, IssueCode::NotMcp).await;
}

/// Reads a request and does with the connection what it is told.
async fn raw(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(answer).await;
            });
        }
    });
    format!("127.0.0.1:{}", address.port())
}

#[tokio::test]
async fn cut_connections() {
    let connector = connector();
    let nothing = raw(b"").await;
    let url = format!("http://{nothing}/mcp");
    expect_issue(&connector, &endpoint(&url), Protocol, IssueCode::ConnectionLost).await;
    let half =
        raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"jsonrpc\"").await;
    let url = format!("http://{half}/mcp");
    expect_issue(&connector, &endpoint(&url), Protocol, IssueCode::ConnectionLost).await;
    let events = raw(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 500\r\n\r\ndata: {").await;
    let url = format!("http://{events}/mcp");
    expect_issue(&connector, &endpoint(&url), Protocol, IssueCode::ConnectionLost).await;
}

#[tokio::test]
async fn retired_transport_is_recognized() {
    let events = || async {
        let first = "event: endpoint\ndata: /messages?sessionId=1\n\n".to_owned();
        let body = stream::once(async move { Ok::<_, std::io::Error>(first) });
        let body = Body::from_stream(futures::StreamExt::chain(body, stream::pending()));
        ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
    };
    let connector = connector();
    let router = Router::new().route("/sse", get(events)).route("/messages", post(|| async { "" }));
    let server = Server::start(router).await;
    let endpoint = endpoint(&format!("http://{}/sse", server.address));
    expect_issue(&connector, &endpoint, Protocol, IssueCode::LegacySse).await;
    let probe = connector.probe(key(), &endpoint).await;
    assert_eq!(probe.issue.unwrap().code, IssueCode::LegacySse);
}

#[tokio::test]
async fn names_addresses_and_ports() {
    let connector = connector();
    let unknown = endpoint("http://no-such-host.invalid/mcp");
    expect_issue(&connector, &unknown, Resolve, IssueCode::NameNotResolved).await;
    assert_eq!(connector.probe(key(), &unknown).await.issue.unwrap().code, IssueCode::NameNotResolved);

    for blocked in ["http://10.0.0.1/mcp", "http://169.254.169.254/mcp", "http://[::1]/mcp", "http://[::ffff:a00:1]/"] {
        expect_issue(&connector, &endpoint(blocked), Resolve, IssueCode::AddressBlocked).await;
        let probe = connector.probe(key(), &endpoint(blocked)).await;
        assert_eq!(probe.issue.unwrap().code, IssueCode::AddressBlocked, "{blocked}");
    }
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let closed = endpoint(&format!("http://{free}/mcp"));
    expect_issue(&connector, &closed, Reach, IssueCode::ConnectionRefused).await;
    assert_eq!(connector.probe(key(), &closed).await.issue.unwrap().code, IssueCode::ConnectionRefused);
}

#[tokio::test]
async fn a_name_that_resolves_to_a_blocked_address_is_blocked_everywhere() {
    let strict = connector_with(|config| config.egress = Default::default());
    let server = server("/mcp", any(|| async { "" })).await;
    let by_name = endpoint(&format!("http://localhost:{}/mcp", server.address.port()));
    expect_issue(&strict, &by_name, Resolve, IssueCode::AddressBlocked).await;
    assert_eq!(strict.probe(key(), &by_name).await.issue.unwrap().code, IssueCode::AddressBlocked);
    let refused = strict.master_agent(key(), &by_name).await.err().unwrap();
    assert_eq!(refused.code, IssueCode::AddressBlocked);
}

/// In a process of its own, whose environment names a proxy that does not exist.
#[test]
fn a_proxy_of_the_environment_is_not_used() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "redirects_are_told_not_followed"])
        .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:9")))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && words.contains("1 passed"), "{words}");
}

/// A listener that is full drops what knocks, as a firewall does.
#[tokio::test]
async fn an_address_that_never_answers() {
    let connector = connector_with(|config| config.connect_timeout = Duration::from_millis(300));
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let knock = || tokio::time::timeout(Duration::from_millis(200), tokio::net::TcpStream::connect(address));
    let _held = futures::future::join_all((0..8).map(|_| knock())).await;
    let full = endpoint(&format!("http://{address}/mcp"));
    expect_issue(&connector, &full, Reach, IssueCode::ConnectTimeout).await;
    assert_eq!(connector.probe(key(), &full).await.issue.unwrap().code, IssueCode::ConnectTimeout);
    let refused = connector.master_agent(key(), &full).await.err().unwrap();
    assert_eq!(refused.code, IssueCode::ConnectTimeout);
}

#[tokio::test]
async fn https_to_a_server_without_tls() {
    let connector = connector();
    let plain = server("/mcp", any(|| async { "" })).await;
    let url = format!("https://{}/mcp", plain.address);
    expect_issue(&connector, &endpoint(&url), Tls, IssueCode::TlsFailed).await;
    assert_eq!(connector.probe(key(), &endpoint(&url)).await.issue.unwrap().code, IssueCode::TlsFailed);
}

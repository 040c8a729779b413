//! A planted secret appears in no log line, whatever the server does with it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use agent_protocol::ExecListArgs;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::any;
use model::{Secret, ServerAuth};
use studio_mcp::Endpoint;
use support::mcp_server::{Stranger, announcement};
use support::*;
use tracing_subscriber::fmt::MakeWriter;

const PLANTED: &str = "planted-secret-1618";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

fn endpoints(url: &str) -> Vec<Endpoint> {
    let secret = || Secret::from(PLANTED.to_owned());
    let auths = [
        ServerAuth::Bearer { token: secret() },
        ServerAuth::Basic { username: "ann".into(), password: secret() },
        ServerAuth::Headers { headers: [("x-key".to_owned(), secret())].into() },
    ];
    auths.into_iter().map(|auth| Endpoint { url: url.parse().unwrap(), auth }).collect()
}

#[tokio::test]
async fn nothing_is_logged_at_the_finest_level() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    for stranger in [Stranger::modern(), Stranger::legacy()] {
        let server = Server::start(Stranger { master_agent: Some(announcement()), ..stranger }.router()).await;
        for endpoint in endpoints(&server.url()) {
            let connector = connector();
            assert!(validate(&connector, &endpoint).await.0.ok);
            let agent = connector.master_agent(key(), &endpoint).await.unwrap();
            agent.exec_list(&ExecListArgs::default()).await.unwrap();
            assert!(connector.probe(key(), &endpoint).await.issue.is_none());
        }
        server.kill().await;
    }
    let text = log.text();
    assert!(text.len() > 1000, "the log was written: {text}");
    assert!(!text.contains(PLANTED));
    assert!(!text.contains("YW5uOnBsYW50ZWQtc2VjcmV0LTE2MTg"), "nor as base64");
}

#[tokio::test]
async fn an_echo_of_it_is_neither_logged_nor_reported() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_writer(log.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let echo = |status: StatusCode| {
        any(move |headers: axum::http::HeaderMap| async move {
            let given: Vec<&str> = headers.values().filter_map(|value| value.to_str().ok()).collect();
            (status, format!("you sent {}", given.join(" ")))
        })
    };
    let router = Router::new()
        .route("/400", echo(StatusCode::BAD_REQUEST))
        .route("/401", echo(StatusCode::UNAUTHORIZED))
        .route("/500", echo(StatusCode::INTERNAL_SERVER_ERROR))
        .route("/200", echo(StatusCode::OK));
    let server = Server::start(router).await;
    let connector = connector();
    for path in ["400", "401", "500", "200"] {
        for endpoint in endpoints(&format!("http://{}/{path}", server.address)) {
            let (report, told) = validate(&connector, &endpoint).await;
            let probe = connector.probe(key(), &endpoint).await;
            let said = format!("{report:?} {told:?} {probe:?}");
            assert!(!said.contains(PLANTED) && !said.contains("YW5uOnBsYW50ZWQtc2VjcmV0LTE2MTg"), "{said}");
        }
    }
    assert!(!log.text().contains(PLANTED), "{}", log.text());
}

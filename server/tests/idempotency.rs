//! `Idempotency-Key`: however often a change is asked for under one key, it happens once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use studio_core::idempotency;
use support::{Doors, Reply};
use test_support::{Member, TestClock};
use tokio::net::TcpListener;

/// A browser that posts with a key.
struct Caller {
    doors: Arc<Doors>,
    member: Member,
}

impl Caller {
    async fn new(doors: &Arc<Doors>, name: &str) -> Self {
        Self { doors: doors.clone(), member: doors.studio.owner(name).await.unwrap() }
    }

    /// The servers of the caller's organization.
    fn servers(&self) -> String {
        format!("/api/v1/orgs/{}/servers", self.member.ctx.slug)
    }

    async fn post(&self, path: &str, key: &str, body: &Value) -> Reply {
        let cookie = format!("mas_session={}", self.member.token);
        let headers = [
            ("cookie", cookie.as_str()),
            ("origin", "http://studio.test"),
            ("content-type", "application/json"),
            ("idempotency-key", key),
        ];
        self.doors.send("POST", path, &headers, &body.to_string()).await
    }

    /// Registers a server.
    async fn create(&self, key: &str, name: &str) -> Reply {
        self.post(&self.servers(), key, &server(name)).await
    }
}

fn server(name: &str) -> Value {
    json!({ "name": name, "url": "http://127.0.0.1:9/mcp", "auth": { "kind": "none" } })
}

fn is_replay(reply: &Reply) -> bool {
    reply.header("idempotency-replayed") == "true"
}

/// `(field, code)` of a refusal that names one field.
fn field(reply: &Reply) -> (String, String) {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text());
    let error = reply.json()["errors"][0].clone();
    (error["field"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
}

/// Names of all servers of the installation.
async fn stored(doors: &Doors) -> Vec<String> {
    let owner = doors.studio.database.owner().await.unwrap();
    let rows = owner.query("SELECT name FROM servers ORDER BY name", &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_gets_the_same_answer_and_happens_once() {
    let doors = Arc::new(Doors::start().await);
    let ada = Caller::new(&doors, "ada").await;
    let first = ada.create("k", "one").await;
    assert_eq!((first.status, is_replay(&first)), (StatusCode::CREATED, false), "{}", first.text());
    for _ in 0..3 {
        let again = ada.create("k", "one").await;
        assert_eq!((again.status, &again.body, is_replay(&again)), (first.status, &first.body, true));
        assert_eq!(again.header("content-type"), first.header("content-type"));
    }
    assert_eq!(stored(&doors).await, ["one"]);
    // Without the key the name is taken: what came back above is a memory, not a second success.
    assert_eq!(field(&ada.create("l", "one").await), ("name".to_owned(), "taken".to_owned()));
    // A refusal is an answer, too.
    let again = ada.create("l", "one").await;
    assert!(is_replay(&again));
    assert_eq!(field(&again).1, "taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_stands_for_one_request_of_one_user() {
    let doors = Arc::new(Doors::start().await);
    let (ada, eve) = (Caller::new(&doors, "ada").await, Caller::new(&doors, "eve").await);
    assert_eq!(ada.create("k", "one").await.status, StatusCode::CREATED);
    let reused = ("Idempotency-Key".to_owned(), "key_reused".to_owned());
    assert_eq!(field(&ada.create("k", "two").await), reused, "another body");
    let path = format!("{}/validate", ada.servers());
    assert_eq!(field(&ada.post(&path, "k", &server("one")).await), reused, "another path");
    let hers = eve.create("k", "two").await;
    assert_eq!((hers.status, is_replay(&hers)), (StatusCode::CREATED, false), "another user: {}", hers.text());
    // Nor does she get at his answer by asking what he asked.
    assert_eq!(eve.post(&ada.servers(), "m", &server("one")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stored(&doors).await, ["one", "two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_is_refused_by_name() {
    let doors = Arc::new(Doors::start().await);
    let ada = Caller::new(&doors, "ada").await;
    let long = "x".repeat(256);
    for (key, code) in [("", "required"), (long.as_str(), "too_long"), ("a b", "characters"), ("a\tb", "characters")] {
        let refused = ada.create(key, "one").await;
        assert_eq!(field(&refused), ("Idempotency-Key".to_owned(), code.to_owned()), "{key:?}");
        assert!(refused.json()["errors"][0]["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
    assert!(stored(&doors).await.is_empty());
    assert_eq!(ada.create(&"x".repeat(255), "one").await.status, StatusCode::CREATED);
}

/// A host that takes the connection and says nothing keeps the first request going for as long as the test wants.
#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_hung_up_finds_the_answer() {
    let doors = Arc::new(Doors::start().await);
    let ada = Arc::new(Caller::new(&doors, "ada").await);
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut body = server("one");
    body["url"] = format!("http://{}/mcp", silent.local_addr().unwrap()).into();
    let path = format!("{}/validate", ada.servers());
    let first = {
        let (ada, path, body) = (ada.clone(), path.clone(), body.clone());
        tokio::spawn(async move { ada.post(&path, "k", &body).await })
    };
    let accepted = tokio::time::timeout(Duration::from_secs(20), silent.accept()).await;
    let (connection, _) = accepted.expect("the host is asked").unwrap();
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let busy = ada.post(&path, "k", &body).await;
    assert_eq!(
        (busy.status, busy.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("conflict")),
        "{}",
        busy.text()
    );
    drop((connection, silent));

    let answer = async {
        loop {
            let reply = ada.post(&path, "k", &body).await;
            if reply.status != StatusCode::CONFLICT {
                return reply;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let reply = tokio::time::timeout(Duration::from_secs(50), answer).await.expect("the first request ends");
    assert_eq!((reply.status, is_replay(&reply)), (StatusCode::OK, true), "{}", reply.text());
    assert_eq!(reply.json()["ok"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_of_ours_may_be_tried_again() {
    let doors = Arc::new(Doors::start().await);
    let ada = Caller::new(&doors, "ada").await;
    let owner = doors.studio.database.owner().await.unwrap();
    owner.batch_execute("REVOKE INSERT ON servers FROM studio_app").await.unwrap();
    let failed = ada.create("k", "one").await;
    assert_eq!((failed.status, failed.json()["code"].as_str()), (StatusCode::INTERNAL_SERVER_ERROR, Some("internal")));
    assert!(!failed.text().contains("studio_app"), "{}", failed.text());
    owner.batch_execute("GRANT INSERT ON servers TO studio_app").await.unwrap();
    let again = ada.create("k", "one").await;
    assert_eq!((again.status, is_replay(&again)), (StatusCode::CREATED, false), "{}", again.text());
    assert_eq!(stored(&doors).await, ["one"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_forgotten_when_its_replica_died_and_after_a_day() {
    let clock = Arc::new(TestClock::default());
    let doors = Arc::new(Doors::with_clock(clock.clone()).await);
    let ada = Caller::new(&doors, "ada").await;
    // Begun and never finished.
    let begun = idempotency::fingerprint("POST", &ada.servers(), server("one").to_string().as_bytes());
    idempotency::begin(&ada.member.ctx, "k", &begun).await.unwrap();
    clock.advance(chrono::Duration::seconds(299));
    assert_eq!(ada.create("k", "one").await.status, StatusCode::CONFLICT);
    clock.advance(chrono::Duration::seconds(2));
    assert_eq!(ada.create("k", "one").await.status, StatusCode::CREATED);

    clock.advance(chrono::Duration::seconds(24 * 3600 - 1));
    assert!(is_replay(&ada.create("k", "one").await));
    clock.advance(chrono::Duration::seconds(1));
    let fresh = ada.create("k", "two").await;
    assert_eq!((fresh.status, is_replay(&fresh)), (StatusCode::CREATED, false), "{}", fresh.text());
}

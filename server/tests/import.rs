//! Servers come in from other clients' files and go out again over REST, their secrets only in.
#![allow(clippy::unwrap_used)]

mod support;

use axum::http::StatusCode;
use serde_json::{Value, json};
use support::{Doors, Reply};

const PLANTED: &str = "pl4nt3d-t0k3n";

/// Sends JSON, or nothing, as a program that is signed in.
async fn send(doors: &Doors, token: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let reply = doors.send(method, path, &headers, &body.map(|body| body.to_string()).unwrap_or_default()).await;
    assert!(!reply.text().contains(PLANTED), "{method} {path}: {}", reply.text());
    reply
}

/// `(field, code)` of each rule that was broken.
fn problems(reply: &Reply) -> Vec<(String, String)> {
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text());
    let word = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    let errors = reply.json()["errors"].as_array().unwrap().clone();
    errors.iter().map(|error| (word(error, "field"), word(error, "code"))).collect()
}

fn problem(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_and_goes_out() {
    let doors = Doors::start().await;
    let ada = doors.studio.owner("ada").await.unwrap();
    doors.studio.owner("eve").await.unwrap();
    let (token, stranger) = (doors.login("ada").await.access, doors.login("eve").await.access);
    let servers = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);
    let (preview, import) = (format!("{servers}/import/preview"), format!("{servers}/import"));
    let text = json!({ "mcpServers": {
        "a": { "url": "http://127.0.0.1:9/mcp", "headers": { "Authorization": format!("Bearer {PLANTED}") } },
        "b": { "url": "http://127.0.0.1:9/mcp", "headers": { "X-Key": "${env:KEY}" } },
        "c": { "type": "sse", "url": "http://127.0.0.1:9/sse" }
    } })
    .to_string();

    let reply = send(&doors, &token, "POST", &preview, Some(json!({ "text": text }))).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let told = reply.json()["servers"].clone();
    assert_eq!((&told[0]["auth_kind"], &told[1]["needs"][0]["key"]), (&json!("bearer"), &json!("env:KEY")));
    assert_eq!(told[2]["refusal"]["reason"], "sse");

    let reply = send(&doors, &token, "POST", &import, Some(json!({ "text": text }))).await;
    assert_eq!(problems(&reply), problem("values.env:KEY", "required"));
    let whole = json!({ "text": text, "values": { "env:KEY": PLANTED } });
    let reply = send(&doors, &token, "POST", &import, Some(whole)).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text());
    assert_eq!(
        (&reply.json()["imported"][1]["name"], &reply.json()["left_out"][0]["name"]),
        (&json!("b"), &json!("c"))
    );
    let reply = send(&doors, &token, "POST", &import, Some(json!({ "text": text, "names": ["a"] }))).await;
    assert_eq!(problems(&reply), problem("servers.a", "rule"));

    let reply = send(&doors, &token, "GET", &format!("{servers}/export?format=vscode"), None).await;
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "application/json"));
    assert!(reply.header("content-disposition").starts_with("attachment"));
    assert_eq!(reply.json()["servers"]["a"]["headers"]["Authorization"], "Bearer ${input:a-token}");
    let reply = send(&doors, &stranger, "GET", &format!("{servers}/export"), None).await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_told_by_its_field() {
    let doors = Doors::start().await;
    let ada = doors.studio.owner("ada").await.unwrap();
    let token = doors.login("ada").await.access;
    let servers = format!("/api/v1/orgs/{}/servers", ada.ctx.slug);
    let import = format!("{servers}/import");
    for (body, field, code) in [
        (json!({}), "text", "required"),
        (json!({ "text": 7 }), "text", "shape"),
        (json!({ "text": "" }), "text", "required"),
        (json!({ "text": "{ nothing" }), "text", "rule"),
        (json!({ "text": " x".repeat(150_000) }), "text", "rule"),
        (json!({ "text": "{}", "values": { "env:KEY": [] } }), "values.env:KEY", "shape"),
    ] {
        let reply = send(&doors, &token, "POST", &import, Some(body)).await;
        assert_eq!(problems(&reply), problem(field, code));
    }
    let reply = send(&doors, &token, "GET", &format!("{servers}/export?format=word"), None).await;
    assert_eq!(problems(&reply), problem("format", "shape"));
}

//! What servers of both eras offer: listed to the end, called, given up, within bounds.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use model::{IssueCode, McpContent, McpRole, McpToolResult};
use serde_json::{Map, Value, json};
use studio_mcp::{CallError, Connector, Endpoint, Progress, Sent, ToolCall};
use support::mcp_server::Stranger;
use support::*;

/// Both eras, with streams that carry progress.
fn strangers() -> [Stranger; 2] {
    [Stranger { json: false, ..Stranger::modern() }, Stranger::legacy()]
}

fn call(name: &str, arguments: Value) -> ToolCall {
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    ToolCall { name: name.to_owned(), arguments, timeout: Duration::from_secs(3) }
}

async fn called(
    connector: &Connector,
    endpoint: &Endpoint,
    name: &str,
    arguments: Value,
) -> Result<McpToolResult, CallError> {
    connector.call_tool(key(), endpoint, call(name, arguments), |_| {}).await
}

#[tokio::test]
async fn two_thousand_mcp_tools_are_listed_and_too_many_are_named() {
    for stranger in [Stranger::modern(), Stranger::legacy()] {
        let connector = connector();
        let server = Server::start(Stranger { tools: 2_000, ..stranger.clone() }.router()).await;
        let tools = connector.list_tools(key(), &endpoint(&server.url())).await.unwrap();
        assert_eq!(tools.len(), 2_000);
        assert_eq!((tools[1_999].name.as_str(), tools[0].description.as_deref()), ("tool_1999", Some("does")));
        assert_eq!(tools[0].input_schema, json!({"type": "object"}));

        let server = Server::start(Stranger { tools: 5_001, ..stranger }.router()).await;
        connector.invalidate(key().server);
        let error = connector.list_tools(key(), &endpoint(&server.url())).await.unwrap_err();
        assert_eq!(error.issue.code, IssueCode::ResponseTooLarge);
        assert!(error.issue.detail.contains("5000 MCP tools"), "{error}");
    }
}

#[tokio::test]
async fn a_capability_that_is_absent_is_an_empty_list() {
    for stranger in strangers() {
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let endpoint = endpoint(&server.url());
        assert!(connector.list_resources(key(), &endpoint).await.unwrap().is_empty());
        assert!(connector.list_resource_templates(key(), &endpoint).await.unwrap().is_empty());
        assert!(connector.list_prompts(key(), &endpoint).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn resources_and_prompts_are_browsed_and_read() {
    for stranger in strangers() {
        let connector = connector();
        let server = Server::start(Stranger { library: true, ..stranger }.router()).await;
        let endpoint = endpoint(&server.url());
        let resources = connector.list_resources(key(), &endpoint).await.unwrap();
        assert_eq!((resources[0].uri.as_str(), resources[0].size), ("file:///a", Some(6)));
        // The method is not known there at all.
        assert!(connector.list_resource_templates(key(), &endpoint).await.unwrap().is_empty());
        let contents = connector.read_resource(key(), &endpoint, "file:///a").await.unwrap();
        assert_eq!(contents[0].text.as_deref(), Some("inside"));
        let missing = connector.read_resource(key(), &endpoint, "file:///b").await.unwrap_err();
        assert_eq!(missing.issue.code, IssueCode::ArgumentsRefused, "{missing}");

        let prompts = connector.list_prompts(key(), &endpoint).await.unwrap();
        assert!(prompts[0].name == "greet" && prompts[0].arguments[0].required, "{prompts:?}");
        let arguments: Map<String, Value> = [("who".to_owned(), json!("Ada"))].into_iter().collect();
        let preview = connector.get_prompt(key(), &endpoint, "greet", arguments).await.unwrap();
        assert_eq!(preview.messages[0].role, McpRole::User);
        assert_eq!(preview.messages[0].content, McpContent::Text { text: "Greet Ada".to_owned() });
        let refused = connector.get_prompt(key(), &endpoint, "greet", Map::new()).await.unwrap_err();
        assert_eq!(refused.issue.code, IssueCode::ArgumentsRefused, "{refused}");
    }
}

#[tokio::test]
async fn results_and_the_ways_of_failing_are_told_apart() {
    for stranger in strangers() {
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let endpoint = endpoint(&server.url());
        let shown = called(&connector, &endpoint, "show", json!({"a": [1]})).await.unwrap();
        assert_eq!(shown.structured_content, Some(json!({"given": {"a": [1]}})));
        let blocks = serde_json::to_value(&shown.content).unwrap();
        assert_eq!(blocks[1], json!({"type": "image", "data": "AA==", "mime_type": "image/png"}));
        assert_eq!((&blocks[2]["type"], &blocks[2]["uri"]), (&json!("resource_link"), &json!("file:///a")));
        assert_eq!(blocks[3]["resource"]["text"], "inside");
        assert!(!shown.is_error);

        let failed = called(&connector, &endpoint, "fails", json!({})).await.unwrap();
        assert!(failed.is_error);
        assert_eq!(failed.content, [McpContent::Text { text: "the disk is full".to_owned() }]);
        for (name, code) in [
            ("missing", IssueCode::McpToolUnknown),
            ("refuses", IssueCode::ArgumentsRefused),
            ("breaks", IssueCode::ServerError),
        ] {
            let error = called(&connector, &endpoint, name, json!({})).await.unwrap_err();
            assert_eq!(error.issue.code, code, "{error}");
        }
    }
}

#[tokio::test]
async fn a_result_beyond_the_bound_is_named_and_harms_no_later_call() {
    for stranger in [Stranger::modern(), Stranger { json: false, ..Stranger::modern() }, Stranger::legacy()] {
        let connector = connector_with(|config| config.max_response_bytes = 64 * 1024);
        let server = Server::start(stranger.router()).await;
        let endpoint = endpoint(&server.url());
        let error = called(&connector, &endpoint, "big", json!({"bytes": 200_000})).await.unwrap_err();
        assert_eq!(error.issue.code, IssueCode::ResponseTooLarge, "{error}");
        called(&connector, &endpoint, "big", json!({"bytes": 1_000})).await.unwrap();
    }
}

#[tokio::test]
async fn progress_is_told_while_the_call_runs() {
    for stranger in strangers() {
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let mut told = Vec::new();
        let steps = call("steps", json!({}));
        connector.call_tool(key(), &endpoint(&server.url()), steps, |step| told.push(step)).await.unwrap();
        let expected = |current| Progress { current, total: Some(2.0), message: Some("on the way".to_owned()) };
        assert_eq!(told, [expected(1.0), expected(2.0)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_overtakes_the_progress_before_it() {
    for stranger in strangers() {
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let endpoint = endpoint(&server.url());
        for _ in 0..20 {
            let mut told = Vec::new();
            let hurries = call("hurries", json!({}));
            connector.call_tool(key(), &endpoint, hurries, |step| told.push(step.current)).await.unwrap();
            assert_eq!(told, (0..100).map(f64::from).collect::<Vec<_>>());
        }
    }
}

#[tokio::test]
async fn a_call_that_is_dropped_or_too_long_is_cancelled_at_the_server() {
    for stranger in strangers() {
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let endpoint = endpoint(&server.url());
        let waiting = called(&connector, &endpoint, "waits", json!({}));
        assert!(tokio::time::timeout(Duration::from_millis(300), waiting).await.is_err());
        given_up(&stranger, 1).await;

        let short = ToolCall { timeout: Duration::from_millis(300), ..call("waits", json!({})) };
        let error = connector.call_tool(key(), &endpoint, short, |_| {}).await.unwrap_err();
        assert_eq!((error.issue.code, error.sent), (IssueCode::ResponseTimeout, Sent::Maybe), "{error}");
        given_up(&stranger, 2).await;
    }
}

async fn given_up(stranger: &Stranger, wanted: usize) {
    let begun = Instant::now();
    while stranger.given_up.load(Ordering::Relaxed) < wanted {
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?} was not cancelled", stranger.versions);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn calls_that_hang_leave_room_for_everything_else() {
    let server = Server::start(Stranger { json: false, ..Stranger::modern() }.router()).await;
    let connector = connector_with(|config| config.max_calls_per_server = 2);
    let endpoint = endpoint(&server.url());
    let hanging: Vec<_> = (0..2)
        .map(|_| {
            let (connector, endpoint) = (connector.clone(), endpoint.clone());
            tokio::spawn(async move { called(&connector, &endpoint, "waits", json!({})).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let short = ToolCall { timeout: Duration::from_millis(200), ..call("show", json!({})) };
    let error = connector.call_tool(key(), &endpoint, short, |_| {}).await.unwrap_err();
    assert_eq!((error.issue.code, error.sent), (IssueCode::ResponseTimeout, Sent::No), "{error}");
    assert!(connector.probe(key(), &endpoint).await.issue.is_none());
    assert_eq!(connector.list_tools(key(), &endpoint).await.unwrap().len(), 3);
    hanging.iter().for_each(|task| task.abort());
}

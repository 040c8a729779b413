//! Who is let in, and what the agent says of itself.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::os::unix::fs::PermissionsExt;

use agent_protocol::{EXTENSION_KEY, HostInfo, MasterAgentExtension, TOOL_HOST_INFO};
use serde_json::{Value, json};
use support::{Agent, Era, TOKEN, http};

async fn post(agent: &Agent, headers: &[(&str, &str)]) -> (u16, Value) {
    let mut request = http()
        .post(format!("http://{}/mcp", agent.address))
        .header("accept", "application/json, text/event-stream")
        .json(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or_default())
}

#[tokio::test]
async fn only_the_token_lets_in() {
    let agent = Agent::start();
    let bearer = format!("Bearer {TOKEN}");
    let almost = format!("Bearer {TOKEN}x");
    for headers in [vec![], vec![("authorization", almost.as_str())], vec![("authorization", TOKEN)]] {
        let (status, body) = post(&agent, &headers).await;
        assert_eq!((status, &body["error"]), (401, &json!("unauthorized")));
        assert!(body["message"].as_str().unwrap().contains("Bearer"));
    }
    assert_eq!(post(&agent, &[("authorization", &bearer)]).await.0, 200);
    let rebound = [("authorization", bearer.as_str()), ("host", "evil.example")];
    assert_eq!(post(&agent, &rebound).await.0, 403);
    let from_a_page = [("authorization", bearer.as_str()), ("origin", "http://evil.example")];
    assert_eq!(post(&agent, &from_a_page).await.0, 403);
    let raw = http().get(format!("http://{}/runs/{}/output", agent.address, support::new_id())).send().await.unwrap();
    assert_eq!(raw.status(), 401);
}

#[tokio::test]
async fn it_announces_itself_in_both_eras_with_an_identity_that_stays() {
    let mut agent = Agent::start();
    let mut seen = Vec::new();
    for era in [Era::New, Era::Old, Era::New] {
        let client = agent.client_in(era).await;
        let peer = client.0.peer_info().expect("known").clone();
        assert_eq!(peer.server_info.as_ref().expect("named").name, "master-agent");
        let extension = peer.capabilities.extensions.as_ref().expect("extensions")[EXTENSION_KEY].clone();
        let extension: MasterAgentExtension = serde_json::from_value(Value::Object(extension)).unwrap();
        assert!(extension.contract == 1 && extension.output_stream);
        let info: HostInfo = client.call(TOOL_HOST_INFO, json!({})).await;
        assert_eq!(info.instance_id, extension.instance_id);
        assert!(info.cpus > 0 && info.memory_bytes > 0 && !info.hostname.is_empty());
        seen.push(extension.instance_id);
        agent.crash_and_restart();
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn every_tool_has_schemas_and_hints() {
    let agent = Agent::start();
    let tools = agent.client().await.0.list_all_tools().await.unwrap();
    for tool in &tools {
        assert_eq!(tool.input_schema["type"], "object", "{}", tool.name);
        assert_eq!(tool.output_schema.as_ref().expect("an output schema")["type"], "object", "{}", tool.name);
        assert!(tool.annotations.as_ref().is_some_and(|hints| hints.read_only_hint.is_some()));
    }
    let mut names: Vec<_> = tools.iter().map(|tool| tool.name.as_ref()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "exec_forget",
            "exec_list",
            "exec_read",
            "exec_resize",
            "exec_signal",
            "exec_start",
            "exec_write",
            "host_info",
            "host_metrics",
            "run_command"
        ]
    );
}

#[test]
fn the_token_is_made_once_and_is_private() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("agent");
    let print = || String::from_utf8(support::command(&data).arg("token").output().unwrap().stdout).unwrap();
    let token = print();
    assert_eq!(token.trim().len(), 64);
    assert_eq!(print(), token);
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(std::fs::metadata(data.join("token")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn no_token_is_refused_beyond_loopback_and_a_short_one_everywhere() {
    let data = tempfile::tempdir().unwrap();
    let open = support::command(data.path()).args(["serve", "--listen", "0.0.0.0:0", "--no-token"]).output().unwrap();
    assert!(!open.status.success() && String::from_utf8_lossy(&open.stderr).contains("--no-token"));
    let empty = support::command(data.path()).env("MASTER_AGENT_TOKEN", "").arg("serve").output().unwrap();
    assert!(!empty.status.success() && String::from_utf8_lossy(&empty.stderr).contains("MASTER_AGENT_TOKEN"));
}

//! Servers of both eras: validated, probed, called, killed and found again.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use agent_protocol::{ExecForgetArgs, ExecListArgs, ExecReadArgs, ToolErrorCode};
use axum::Json;
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use model::{CheckStatus, IssueCode};
use rmcp::model::ProtocolVersion;
use serde_json::json;
use studio_mcp::{PoolKey, Sent};
use support::mcp_server::{Stranger, announcement};
use support::*;

fn strangers() -> Vec<(Stranger, &'static str)> {
    let stateless = Stranger { sessions: false, json: true, ..Stranger::legacy() };
    let events = Stranger { json: false, ..Stranger::modern() };
    vec![
        (Stranger::modern(), "2026-07-28"),
        (events, "2026-07-28"),
        (Stranger::legacy(), "2025-11-25"),
        (stateless, "2025-11-25"),
        (Stranger { versions: vec![ProtocolVersion::V_2024_11_05], ..Stranger::legacy() }, "2024-11-05"),
    ]
}

#[tokio::test]
async fn validates_each_check_in_turn() {
    for (stranger, version) in strangers() {
        let server = Server::start(Stranger { tools: 250, ..stranger }.router()).await;
        let (report, told) = validate(&connector(), &endpoint(&server.url())).await;
        assert!(report.ok, "{version}: {report:#?}");
        assert_eq!(statuses(&report), "PPSPPSP", "{version}");
        assert_eq!(report.protocol_version.as_deref(), Some(version));
        assert_eq!(report.mcp_tools.len(), 250);
        assert_eq!(report.server_info.unwrap()["name"], "stranger");
        assert!(report.capabilities.unwrap()["tools"].is_object());
        assert_eq!(report.master_agent, None);
        let running = told.iter().filter(|check| check.status == CheckStatus::Running).count();
        assert_eq!((running, told.len()), (7, 14), "each check begins and ends");
    }
}

#[tokio::test]
async fn finds_the_master_agent() {
    for (stranger, version) in strangers() {
        let server = Server::start(Stranger { master_agent: Some(announcement()), ..stranger }.router()).await;
        let connector = connector();
        let (report, _) = validate(&connector, &endpoint(&server.url())).await;
        assert_eq!(statuses(&report), "PPSPPPP", "{version}: {report:#?}");
        let found = report.master_agent.unwrap();
        assert_eq!((found.version.as_str(), found.hostname.as_deref()), ("0.9.0", Some("build-01")));
        assert!(found.output_stream);

        let agent = connector.master_agent(key(), &endpoint(&server.url())).await.unwrap();
        assert_eq!(agent.exec_list(&ExecListArgs::default()).await.unwrap().total, 0);
        let refused = agent.exec_forget(&ExecForgetArgs { run_id: Default::default() }).await.unwrap_err();
        assert_eq!(refused.issue.code, IssueCode::RunUnknown);
        assert_eq!(refused.issue.detail, "no run of this id");
        assert_eq!((refused.refusal, refused.sent), (Some(ToolErrorCode::UnknownRun), Sent::Maybe));
        let missing = agent.host_metrics().await.unwrap_err();
        assert_eq!(missing.issue.code, IssueCode::ServerError, "{missing}");
    }
}

#[tokio::test]
async fn a_server_without_master_agent_says_so() {
    let server = Server::start(Stranger::modern().router()).await;
    let issue = connector().master_agent(key(), &endpoint(&server.url())).await.err().unwrap();
    assert_eq!(issue.code, IssueCode::NoMasterAgent);

    let mut newer = announcement();
    newer["contract"] = 99.into();
    let server = Server::start(Stranger { master_agent: Some(newer), ..Stranger::modern() }.router()).await;
    let issue = connector().master_agent(key(), &endpoint(&server.url())).await.err().unwrap();
    assert_eq!(issue.code, IssueCode::ProtocolMismatch);
}

#[tokio::test]
async fn a_probe_is_one_round_trip_and_recovers() {
    for (stranger, version) in strangers() {
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let endpoint = endpoint(&server.url());
        let first = connector.probe(key(), &endpoint).await;
        assert_eq!((first.reachable, first.authenticated), (true, Some(true)), "{version}: {:?}", first.issue);
        assert_eq!(first.protocol_version.as_deref(), Some(version));

        let before = stranger.requests.load(Ordering::Relaxed);
        let second = connector.probe(key(), &endpoint).await;
        assert!(second.reachable && second.issue.is_none());
        assert_eq!(stranger.requests.load(Ordering::Relaxed) - before, 1, "{version}");

        let address = server.kill().await;
        let down = connector.probe(key(), &endpoint).await;
        assert_eq!((down.reachable, down.authenticated), (false, None));
        assert_eq!(down.issue.unwrap().code, IssueCode::ConnectionRefused, "{version}");

        let _again = Server::start_at(address, stranger.router()).await;
        let back = connector.probe(key(), &endpoint).await;
        assert!(back.reachable && back.issue.is_none(), "{version}: {:?}", back.issue);
    }
}

#[tokio::test]
async fn a_restart_between_two_calls_goes_unnoticed() {
    for (stranger, version) in strangers() {
        let stranger = Stranger { master_agent: Some(announcement()), ..stranger };
        let connector = connector();
        let server = Server::start(stranger.router()).await;
        let agent = connector.master_agent(key(), &endpoint(&server.url())).await.unwrap();
        agent.host_info().await.unwrap();
        let address = server.kill().await;
        let refused = agent.host_info().await.unwrap_err();
        // Either the kept connection was found cut, or a new one was refused; which comes first is a matter of timing.
        let code = refused.issue.code;
        assert!(matches!(code, IssueCode::ConnectionRefused | IssueCode::ConnectionLost), "{version}: {code}");
        assert!(code == IssueCode::ConnectionLost || refused.sent == Sent::No, "{version}: {:?}", refused.sent);

        let _again = Server::start_at(address, stranger.router()).await;
        agent.host_info().await.unwrap_or_else(|error| panic!("{version}: {error}"));
    }
}

#[tokio::test]
async fn a_restart_goes_unnoticed_when_unknown_sessions_are_answered_with_an_error_without_id() {
    let stranger = Stranger { master_agent: Some(announcement()), ..Stranger::legacy() };
    // As server-everything does; the protocol has 404.
    let router = || {
        stranger.router().layer(map_response(|response: Response| async move {
            match response.status() {
                StatusCode::NOT_FOUND => {
                    let error = json!({"code": -32000, "message": "Bad Request: No valid session ID provided"});
                    (StatusCode::BAD_REQUEST, Json(json!({"jsonrpc": "2.0", "error": error}))).into_response()
                }
                _ => response,
            }
        }))
    };
    let connector = connector();
    let server = Server::start(router()).await;
    let agent = connector.master_agent(key(), &endpoint(&server.url())).await.unwrap();
    agent.host_info().await.unwrap();
    let _again = Server::start_at(server.kill().await, router()).await;
    agent.host_info().await.unwrap();
}

#[tokio::test]
async fn a_connection_cut_during_a_call_is_told_at_once() {
    for (stranger, version) in strangers() {
        let connector = connector();
        let server = Server::start(Stranger { master_agent: Some(announcement()), ..stranger }.router()).await;
        let agent = connector.master_agent(key(), &endpoint(&server.url())).await.unwrap();
        let call =
            tokio::spawn(async move { agent.exec_read(&ExecReadArgs { wait_ms: 20_000, ..Default::default() }).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let cut = Instant::now();
        server.kill().await;
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.issue.code, error.sent), (IssueCode::ConnectionLost, Sent::Maybe), "{version}: {error}");
        assert!(cut.elapsed() < Duration::from_secs(1), "{version}: {:?}", cut.elapsed());
    }
}

#[tokio::test]
async fn concurrent_callers_share_one_connection_and_one_failure() {
    let stranger = Stranger { master_agent: Some(announcement()), ..Stranger::modern() };
    let server = Server::start(stranger.router()).await;
    let connector = connector();
    let endpoint = endpoint(&server.url());
    let callers = (0..50).map(|_| connector.master_agent(key(), &endpoint));
    assert!(futures::future::join_all(callers).await.iter().all(Result::is_ok));
    assert_eq!(stranger.requests.load(Ordering::Relaxed), 1, "one server/discover for all");

    connector.invalidate(key().server);
    connector.master_agent(key(), &endpoint).await.unwrap();
    assert_eq!(stranger.requests.load(Ordering::Relaxed), 2);
    let newer = PoolKey { revision: 2, ..key() };
    connector.master_agent(newer, &endpoint).await.unwrap();
    connector.master_agent(key(), &endpoint).await.unwrap();
    assert_eq!(stranger.requests.load(Ordering::Relaxed), 3, "the newer connection serves both");
}

#[tokio::test]
async fn long_polls_do_not_hold_up_other_calls_or_probes() {
    for stranger in [Stranger::modern(), Stranger::legacy()] {
        let server = Server::start(Stranger { master_agent: Some(announcement()), ..stranger }.router()).await;
        let connector = connector();
        let endpoint = endpoint(&server.url());
        let agent = connector.master_agent(key(), &endpoint).await.unwrap();
        let polls = (0..60).map(|_| {
            let agent = agent.clone();
            tokio::spawn(async move { agent.exec_read(&ExecReadArgs { wait_ms: 1500, ..Default::default() }).await })
        });
        let polls: Vec<_> = polls.collect();
        tokio::time::sleep(Duration::from_millis(400)).await;
        let started = Instant::now();
        agent.host_info().await.unwrap();
        assert!(connector.probe(key(), &endpoint).await.issue.is_none());
        assert!(started.elapsed() < Duration::from_millis(700), "{:?}", started.elapsed());
        for poll in polls {
            assert_eq!(poll.await.unwrap().unwrap().bytes.0, b"hi");
        }
    }
}

#[tokio::test]
async fn a_server_that_holds_too_much_makes_callers_wait_and_says_so() {
    let server = Server::start(Stranger { master_agent: Some(announcement()), ..Stranger::modern() }.router()).await;
    let connector = connector_with(|config| {
        config.max_connections_per_server = 1;
        config.request_timeout = Duration::from_millis(300);
    });
    let agent = connector.master_agent(key(), &endpoint(&server.url())).await.unwrap();
    let holder = agent.clone();
    let poll =
        tokio::spawn(async move { holder.exec_read(&ExecReadArgs { wait_ms: 1000, ..Default::default() }).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let error = agent.host_info().await.unwrap_err();
    assert_eq!((error.issue.code, error.sent), (IssueCode::ResponseTimeout, Sent::No), "{error}");
    poll.await.unwrap().unwrap();
    agent.host_info().await.unwrap();
}

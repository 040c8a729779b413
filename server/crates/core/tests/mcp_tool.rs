//! MCP tools on a real Postgres and a real MCP server.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use model::event::EventFrame;
use model::{
    Error, FieldCode, IssueCode, McpToolCall, NewServer, Noun, PageQuery, Role, ServerAuth, ServerId, ServerPatch,
};
use studio_core::event::Listener;
use studio_core::{mcp_prompt, mcp_resource, mcp_tool, server};
use studio_db::models::audit;
use test_support::{Member, TestMcpServer, TestStudio, refused};

const TOOLS: [(&str, &str); 3] = [("echo", "Gives back"), ("waits", "Never ends"), ("zap_user", "Removes a user")];

async fn add(member: &Member, name: &str, url: String) -> ServerId {
    let new = NewServer { name: name.to_owned(), description: None, url, auth: ServerAuth::None, labels: Vec::new() };
    server::create(&member.ctx, new).await.unwrap().id
}

async fn names(member: &Member, server: ServerId) -> Vec<String> {
    let page = mcp_tool::list(&member.ctx, server, &PageQuery::default()).await.unwrap();
    page.items.into_iter().map(|tool| tool.name).collect()
}

fn arguments(json: &str) -> McpToolCall {
    serde_json::from_str(&format!(r#"{{"arguments":{json}}}"#)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_offers_is_kept_in_step() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let id = add(&ada, "one", remote.url()).await;
    // Never fetched before: asked for, they are.
    assert_eq!(names(&ada, id).await, ["echo", "waits", "zap_user"]);
    let first = mcp_tool::get(&ada.ctx, id, "echo").await.unwrap();
    assert_eq!((first.server_name.as_str(), first.description.as_deref()), ("one", Some("Gives back")));
    assert_eq!((first.changed_at, first.gone_at), (first.first_seen_at, None));

    remote.offer(&[("echo", "Gives all back"), ("new", "Was not there"), ("waits", "Never ends")]);
    let mut listener = Listener::new(ada.ctx.clone());
    listener.subscribe(&format!("server:{id}")).unwrap();
    let checked = server::check(&ada.ctx, id).await.unwrap();
    assert!(checked.catalog_synced_at.is_some() && checked.catalog_error.is_none(), "{checked:?}");
    let told = tokio::time::timeout(Duration::from_secs(5), listener.next()).await.unwrap();
    assert!(matches!(told[0], EventFrame::Changed(_)), "{told:?}");
    assert_eq!(names(&ada, id).await, ["echo", "new", "waits"]);
    let changed = mcp_tool::get(&ada.ctx, id, "echo").await.unwrap();
    assert_eq!(changed.first_seen_at, first.first_seen_at);
    assert!(changed.changed_at > first.changed_at && changed.description.as_deref() == Some("Gives all back"));
    let same = mcp_tool::get(&ada.ctx, id, "waits").await.unwrap();
    assert_eq!(same.changed_at, same.first_seen_at);
    let gone = mcp_tool::get(&ada.ctx, id, "zap_user").await.unwrap();
    assert!(gone.gone_at.is_some());
    assert_eq!(mcp_tool::count(&ada.ctx, id).await.unwrap(), 3, "what is gone does not count");
    let error = refused(mcp_tool::call(&ada.ctx, id, "zap_user", McpToolCall::default(), |_| {}).await);
    assert_eq!(error, Error::NotFound { noun: Noun::McpTool });

    remote.offer(&TOOLS);
    server::check(&ada.ctx, id).await.unwrap();
    assert_eq!(mcp_tool::get(&ada.ctx, id, "zap_user").await.unwrap().gone_at, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_away_is_asked_at_once_what_it_offers() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let (id, port) = (add(&ada, "one", remote.url()).await, remote.port());
    assert_eq!(names(&ada, id).await.len(), 3);
    drop(remote);
    let down = server::check(&ada.ctx, id).await.unwrap();
    assert!(down.last_error.is_some(), "{down:?}");

    let _again = TestMcpServer::start_at(port, &[("other", "Was not there")]).await.unwrap();
    studio.work();
    let seen = async {
        while names(&ada, id).await != ["other"] {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    // Well before the poll.
    tokio::time::timeout(Duration::from_secs(20), seen).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_are_kept_and_paged_through() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let names: Vec<String> = (0..2_000).map(|n| format!("tool_{n:04}")).collect();
    let tools: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "does")).collect();
    let remote = TestMcpServer::start(&tools).await.unwrap();
    let id = add(&ada, "big", remote.url()).await;
    let mut query = PageQuery { limit: Some(100), ..Default::default() };
    let mut seen = Vec::new();
    loop {
        let page = mcp_tool::list(&ada.ctx, id, &query).await.unwrap();
        seen.extend(page.items.into_iter().map(|tool| tool.name));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, names);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_over_all_servers_of_the_organization_only() {
    let studio = TestStudio::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let (one, two) = (add(&ada, "one", remote.url()).await, add(&ada, "two", remote.url()).await);
    let hers = add(&eve, "hers", remote.url()).await;
    for (member, id) in [(&ada, one), (&ada, two), (&eve, hers)] {
        assert_eq!(names(member, id).await.len(), 3);
    }
    let found = async |member: &Member, q: &str| {
        let query = PageQuery { q: Some(q.to_owned()), ..Default::default() };
        let page = mcp_tool::search(&member.ctx, &query).await.unwrap();
        page.items.into_iter().map(|tool| format!("{} {}", tool.server_name, tool.name)).collect::<Vec<_>>()
    };
    let mut both = found(&ada, "USER removes").await;
    both.sort();
    assert_eq!(both, ["one zap_user", "two zap_user"]);
    assert_eq!(found(&eve, "user").await, ["hers zap_user"]);
    // A sign of patterns stands for itself.
    assert!(found(&ada, "%").await.is_empty());

    let unknown = Error::NotFound { noun: Noun::Server };
    assert_eq!(refused(mcp_tool::list(&eve.ctx, one, &PageQuery::default()).await), unknown);
    assert_eq!(refused(mcp_tool::count(&eve.ctx, one).await), unknown);
    assert_eq!(refused(mcp_tool::get(&eve.ctx, one, "echo").await), unknown);
    assert_eq!(refused(mcp_tool::call(&eve.ctx, one, "echo", McpToolCall::default(), |_| {}).await), unknown);
    assert_eq!(refused(mcp_resource::list(&eve.ctx, one, &PageQuery::default()).await), unknown);
    assert_eq!(refused(mcp_prompt::list(&eve.ctx, one, &PageQuery::default()).await), unknown);
    assert_eq!(remote.calls(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_call_viewers_look_and_the_call_is_on_record_without_its_arguments() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let id = add(&ada, "one", remote.url()).await;

    let viewer = studio.in_role(&ada, Role::Viewer).await.unwrap();
    assert_eq!(names(&viewer, id).await.len(), 3);
    let planted = r#"{"password":"planted-1414"}"#;
    let error = refused(mcp_tool::call(&viewer.ctx, id, "echo", arguments(planted), |_| {}).await);
    assert!(matches!(error, Error::Forbidden { .. }), "{error:?}");
    let error = refused(mcp_resource::read(&viewer.ctx, id, "file:///a").await);
    assert!(matches!(error, Error::Forbidden { .. }), "{error:?}");
    assert_eq!(remote.calls(), 0);

    let operator = studio.in_role(&ada, Role::Operator).await.unwrap();
    let result = mcp_tool::call(&operator.ctx, id, "echo", arguments(planted), |_| {}).await.unwrap();
    assert_eq!(result.structured_content, Some(serde_json::json!({ "password": "planted-1414" })));
    assert!(!result.is_error && remote.calls() == 1);
    studio.services.journal.finish().await;
    let rows = audit::latest(&mut ada.ctx.tx().await.unwrap(), 1).await.unwrap();
    assert_eq!((rows[0].0.as_str(), rows[0].1), ("mcp_tool.call", Some(id.0)));
    let owner = studio.database.owner().await.unwrap();
    let row = owner.query_one("SELECT string_agg(a::text, ' ') FROM audit_log a", &[]).await.unwrap();
    let log: String = row.get(0);
    assert!(log.contains("echo") && !log.contains("planted-1414"), "{log}");

    let long = McpToolCall { timeout_s: Some(51), ..McpToolCall::default() };
    let error = refused(mcp_tool::call(&operator.ctx, id, "echo", long, |_| {}).await);
    assert_eq!(error, Error::invalid("timeout_s", FieldCode::OutOfRange { min: 1, max: 50 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_waits_for_is_cancelled() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let id = add(&ada, "one", remote.url()).await;
    assert_eq!(names(&ada, id).await.len(), 3);
    let waiting = mcp_tool::call(&ada.ctx, id, "waits", McpToolCall::default(), |_| {});
    assert!(tokio::time::timeout(Duration::from_millis(500), waiting).await.is_err());
    let begun = Instant::now();
    while remote.cancelled() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(5), "it was not cancelled");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_asked_says_why() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let dead = add(&ada, "dead", "http://127.0.0.1:9/mcp".to_owned()).await;
    for _ in 0..2 {
        let error = refused(mcp_tool::list(&ada.ctx, dead, &PageQuery::default()).await);
        let Error::Remote { issue } = error else { panic!("{error:?}") };
        assert_eq!(issue.code, IssueCode::ConnectionRefused);
    }
    let seen = server::get(&ada.ctx, dead).await.unwrap();
    assert_eq!(seen.catalog_error.map(|issue| issue.code), Some(IssueCode::ConnectionRefused));

    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let moved = ServerPatch { url: Some(remote.url()), ..Default::default() };
    assert_eq!(server::update(&ada.ctx, dead, moved).await.unwrap().catalog_synced_at, None);
    assert_eq!(names(&ada, dead).await.len(), 3);

    let off = ServerPatch { enabled: Some(false), ..Default::default() };
    server::update(&ada.ctx, dead, off).await.unwrap();
    let error = refused(mcp_tool::call(&ada.ctx, dead, "echo", McpToolCall::default(), |_| {}).await);
    let Error::Remote { issue } = error else { panic!("{error:?}") };
    assert_eq!((issue.code, remote.calls()), (IssueCode::Disabled, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_be_called_a_moment_ago_is_looked_at_anew_after_a_change() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let id = add(&ada, "one", remote.url()).await;
    let call = async || mcp_tool::call(&ada.ctx, id, "echo", arguments("{}"), |_| {}).await;
    let enabled = async |enabled| {
        let patch = ServerPatch { enabled: Some(enabled), ..Default::default() };
        server::update(&ada.ctx, id, patch).await.unwrap();
    };
    for _ in 0..2 {
        call().await.unwrap();
        enabled(false).await;
        let Error::Remote { issue } = refused(call().await) else { panic!("a server that is switched off was called") };
        assert_eq!(issue.code, IssueCode::Disabled);
        enabled(true).await;
    }
    call().await.unwrap();
    remote.offer(&[("new", "Was not there")]);
    server::check(&ada.ctx, id).await.unwrap();
    assert_eq!(refused(call().await), Error::NotFound { noun: Noun::McpTool });
    assert_eq!(remote.calls(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_calls_at_once_each_is_on_record() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let eve = studio.owner("eve").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    let at = [(&ada, add(&ada, "one", remote.url()).await), (&eve, add(&eve, "one", remote.url()).await)];
    let calls = (0..80).map(|i| {
        let (member, id) = at[i % 2];
        mcp_tool::call(&member.ctx, id, "echo", arguments("{}"), |_| {})
    });
    for result in futures::future::join_all(calls).await {
        result.unwrap();
    }
    studio.services.journal.finish().await;
    for (member, id) in at {
        let rows = audit::latest(&mut member.ctx.tx().await.unwrap(), 100).await.unwrap();
        let ours = rows.iter().filter(|row| row.0 == "mcp_tool.call" && row.1 == Some(id.0)).count();
        assert_eq!(ours, 40);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_tells_of_changes_is_heard_long_before_the_next_check() {
    let studio = TestStudio::start().await.unwrap();
    studio.work();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start_telling(&TOOLS).await.unwrap();
    let id = add(&ada, "one", remote.url()).await;
    let until = async |what: &str, holds: &dyn Fn(&[String]) -> bool| {
        let begun = Instant::now();
        loop {
            let names = names(&ada, id).await;
            if holds(&names) {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "{what}: {names:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    until("listened to", &|_| remote.listeners() == 1).await;
    remote.offer(&[("new", "Was not there")]);
    until("heard", &|names| names == ["new"]).await;

    let asked = remote.lists();
    for i in 0..200 {
        remote.offer(&[(&format!("tool_{i}"), "One of many")]);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    until("the last of many", &|names| names == ["tool_199"]).await;
    assert!(remote.lists() - asked < 20, "asked {} times", remote.lists() - asked);

    let off = ServerPatch { enabled: Some(false), ..Default::default() };
    server::update(&ada.ctx, id, off).await.unwrap();
    until("let go", &|_| remote.listeners() == 0).await;
}

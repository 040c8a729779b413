//! Finding things on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{
    Action, Error, FieldCode, NewServer, NewTask, PageQuery, Priority, Role, Schedule, SearchHit, SearchKind,
    ServerAuth, ServerId, ServerView, TaskAction, TaskLimits, TaskView,
};
use studio_core::{OrgCtx, mcp_tool, organization, search, server, task};
use test_support::{Member, TestMcpServer, TestStudio};

async fn server(ctx: &OrgCtx, name: &str, url: &str) -> ServerView {
    let new = NewServer {
        name: name.to_owned(),
        description: None,
        url: url.to_owned(),
        auth: ServerAuth::None,
        labels: Vec::new(),
    };
    server::create(ctx, new).await.unwrap()
}

async fn task(ctx: &OrgCtx, server_id: ServerId, title: &str) -> TaskView {
    let new = NewTask {
        title: title.to_owned(),
        description: None,
        server_id: Some(server_id),
        labels: Vec::new(),
        action: TaskAction::Command { command: "true".to_owned(), pty: false, cwd: None, env: Default::default() },
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits::default(),
        concurrency_key: None,
    };
    task::create(ctx, new).await.unwrap()
}

/// What is found, by title, of one kind.
async fn titles(member: &Member, q: &str, kind: SearchKind) -> Vec<String> {
    let hits = search::find(&member.ctx, q, None).await.unwrap();
    hits.into_iter().filter(|hit| hit.kind == kind).map(|hit| hit.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_begins_with_the_words_comes_first_and_nothing_foreign_comes() {
    let studio = TestStudio::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let web = server(&ada.ctx, "old-web", "http://127.0.0.1:9/mcp").await;
    server(&ada.ctx, "Web 1", "http://127.0.0.1:9/one").await;
    server(&ada.ctx, "plain", "http://web.example.org/mcp").await;
    server(&ada.ctx, "mail", "http://127.0.0.1:9/mail").await;
    server(&eve.ctx, "web of eve", "http://127.0.0.1:9/mcp").await;
    assert_eq!(titles(&ada, "wEB", SearchKind::Server).await, ["Web 1", "old-web", "plain"]);

    task(&ada.ctx, web.id, "Webserver restart").await;
    let newer = task(&ada.ctx, web.id, "Restart the web server").await;
    assert_eq!(titles(&ada, "web", SearchKind::Task).await, ["Webserver restart", "Restart the web server"]);
    assert_eq!(titles(&ada, " restart ", SearchKind::Task).await, ["Restart the web server", "Webserver restart"]);

    let run = task::run(&ada.ctx, newer.id).await.unwrap();
    let expected = SearchHit::execution(run.id, run.title.clone(), Some("old-web".to_owned()), run.state);
    let id = run.id.to_string();
    for q in [id.as_str(), &id[..13], "restart the"] {
        let hits = search::find(&ada.ctx, q, None).await.unwrap();
        assert!(hits.contains(&expected), "{q}: {hits:?}");
        assert!(search::find(&eve.ctx, q, None).await.unwrap().is_empty(), "{q}");
    }
    let latest = search::find(&ada.ctx, "restart the", Some(1)).await.unwrap();
    assert_eq!(latest.len(), 2, "one task, one execution: {latest:?}");
    assert_eq!(latest[0].execution_state(), Some(run.state));
}

#[tokio::test(flavor = "multi_thread")]
async fn mcp_tools_are_found_by_name_and_title_while_they_are_offered() {
    let studio = TestStudio::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let remote = TestMcpServer::start(&[("do_echo", "Gives back"), ("echo", "x"), ("other", "echo")]).await.unwrap();
    let host = server(&ada.ctx, "web", &remote.url()).await;
    mcp_tool::list(&ada.ctx, host.id, &PageQuery::default()).await.unwrap();
    assert_eq!(titles(&ada, "ECHO", SearchKind::McpTool).await, ["echo", "do_echo"]);
    let owner = studio.database.owner().await.unwrap();
    owner.execute("UPDATE mcp_tools SET title = 'Echoing Tool' WHERE name = 'other'", &[]).await.unwrap();
    assert_eq!(titles(&ada, "echo", SearchKind::McpTool).await, ["echo", "Echoing Tool", "do_echo"]);
    let hits = search::find(&ada.ctx, "echoing", None).await.unwrap();
    let title = Some("Echoing Tool".to_owned());
    assert_eq!(hits, [SearchHit::mcp_tool(host.id, "other".to_owned(), title, "web".to_owned())]);
    assert!(search::find(&eve.ctx, "echo", None).await.unwrap().is_empty());
    owner.execute("UPDATE mcp_tools SET gone_at = now() WHERE name = 'echo'", &[]).await.unwrap();
    assert_eq!(titles(&ada, "echo", SearchKind::McpTool).await, ["Echoing Tool", "do_echo"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_taken_literally_and_hits_are_few() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    for n in 0..10 {
        server(&ada.ctx, &format!("host {n}"), "http://127.0.0.1:9/mcp").await;
    }
    server(&ada.ctx, "100% _odd\\name", "http://127.0.0.1:9/mcp").await;
    for q in ["%", "_", "\\", "0% _", "_odd\\n"] {
        assert_eq!(titles(&ada, q, SearchKind::Server).await, ["100% _odd\\name"], "{q}");
    }
    assert_eq!(titles(&ada, "host", SearchKind::Server).await.len(), 8);
    assert_eq!(search::find(&ada.ctx, "host", Some(3)).await.unwrap().len(), 3);

    let long = "x".repeat(201);
    for (q, code) in
        [("  ", FieldCode::Required), (long.as_str(), FieldCode::TooLong { max: 200 }), ("a\0b", FieldCode::Characters)]
    {
        match search::find(&ada.ctx, q, None).await {
            Err(studio_core::Error::Public(error)) => assert_eq!(error, Error::invalid("q", code)),
            other => panic!("{q:?}: {:?}", other.is_ok()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_offered_what_it_may_do() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    assert_eq!(organization::permissions(&ada.ctx).unwrap(), Action::ALL);
    let viewer = studio.in_role(&ada, Role::Viewer).await.unwrap();
    let permitted = organization::permissions(&viewer.ctx).unwrap();
    assert!(permitted.contains(&Action::TaskRead) && !permitted.contains(&Action::TaskRun), "{permitted:?}");
}

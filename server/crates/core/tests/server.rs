//! What people do with a server on its page, on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{
    Error, NewServer, NewTask, Noun, PageQuery, Priority, Schedule, Secret, ServerAuth, ServerAuthEntry,
    ServerAuthKind, ServerDependents, ServerId, ServerPatch, TaskAction, TaskLimits,
};
use studio_core::{mcp_tool, server, task};
use studio_db::models::server as rows;
use test_support::{Member, TestMcpServer, TestStudio};

async fn add(member: &Member, url: String, auth: ServerAuth) -> ServerId {
    let new = NewServer { name: "one".to_owned(), description: None, url, auth };
    server::create(&member.ctx, new).await.unwrap().id
}

/// A form with this kind chosen and nothing entered.
fn empty(kind: ServerAuthKind) -> ServerAuthEntry {
    let nothing = String::new;
    ServerAuthEntry { kind, token: nothing(), username: nothing(), password: nothing(), secret_headers: nothing() }
}

/// Kind, sealed credentials and revision as they are kept.
async fn kept(member: &Member, id: ServerId) -> (ServerAuthKind, Option<Vec<u8>>, i64) {
    let mut tx = member.ctx.tx().await.unwrap();
    let row = rows::get(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    (row.auth_kind, row.auth_sealed, row.revision)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_a_server_is_counted() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&[("echo", "Gives back"), ("waits", "Never ends")]).await.unwrap();
    let id = add(&ada, remote.url(), ServerAuth::None).await;
    let nothing = ServerDependents { tasks: 0, mcp_tools: 0, executions: 0 };
    assert_eq!(server::dependents(&ada.ctx, id).await.unwrap(), nothing);

    mcp_tool::list(&ada.ctx, id, &PageQuery::default()).await.unwrap();
    let action = TaskAction::Command { command: "true".to_owned(), pty: false, cwd: None, env: Default::default() };
    let new = NewTask {
        title: "Say it".to_owned(),
        description: None,
        server_id: id,
        action,
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits::default(),
    };
    let task = task::create(&ada.ctx, new).await.unwrap();
    task::run(&ada.ctx, task.id).await.unwrap();
    task::run(&ada.ctx, task.id).await.unwrap();
    let found = server::dependents(&ada.ctx, id).await.unwrap();
    assert_eq!(found, ServerDependents { tasks: 1, mcp_tools: 2, executions: 2 });

    let eve = studio.owner("eve").await.unwrap();
    let refused = server::dependents(&eve.ctx, id).await;
    let not_found = Error::NotFound { noun: Noun::Server };
    assert!(matches!(refused, Err(studio_core::Error::Public(error)) if error == not_found));
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_are_left_empty_stay() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let auth = ServerAuth::Basic { username: "ada".to_owned(), password: Secret::from("pw".to_owned()) };
    let id = add(&ada, "http://127.0.0.1:9/mcp".to_owned(), auth).await;
    let before = kept(&ada, id).await;

    let patch = || ServerPatch { description: Some("x".to_owned()), ..Default::default() };
    server::update_entered(&ada.ctx, id, patch(), empty(ServerAuthKind::Basic)).await.unwrap();
    assert_eq!(kept(&ada, id).await, before);

    let entered = ServerAuthEntry { secret_headers: "X-Key: k".to_owned(), ..empty(ServerAuthKind::Headers) };
    let view = server::update_entered(&ada.ctx, id, patch(), entered).await.unwrap();
    assert_eq!(view.auth_kind, ServerAuthKind::Headers);
    assert_ne!(kept(&ada, id).await.1, before.1);

    // Another kind without a value takes nothing away.
    let missing = server::update_entered(&ada.ctx, id, patch(), empty(ServerAuthKind::Bearer)).await;
    assert!(matches!(missing, Err(studio_core::Error::Public(Error::Invalid { .. }))));
    assert_eq!(kept(&ada, id).await.0, ServerAuthKind::Headers);

    server::update_entered(&ada.ctx, id, patch(), empty(ServerAuthKind::None)).await.unwrap();
    assert_eq!(kept(&ada, id).await.1, None);
}

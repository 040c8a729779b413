//! What people do with a server on its page, on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{
    Error, FieldCode, Message, NewServer, NewTask, Noun, PageQuery, Priority, Schedule, Secret, ServerAuth,
    ServerAuthEntry, ServerAuthKind, ServerDependents, ServerId, ServerPatch, TaskAction, TaskLimits,
};
use studio_core::{mcp_tool, server, task};
use studio_db::models::server as rows;
use test_support::{Member, TestMcpServer, TestStudio, refused};

async fn add(member: &Member, url: String, auth: ServerAuth) -> ServerId {
    let new = NewServer { name: "one".to_owned(), description: None, url, auth, labels: Vec::new() };
    server::create(&member.ctx, new).await.unwrap().id
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
        server_id: Some(id),
        labels: Vec::new(),
        action,
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits::default(),
        concurrency_key: None,
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
    server::update_entered(&ada.ctx, id, patch(), ServerAuthEntry::empty(ServerAuthKind::Basic)).await.unwrap();
    assert_eq!(kept(&ada, id).await, before);

    let entered =
        ServerAuthEntry { secret_headers: "X-Key: k".to_owned(), ..ServerAuthEntry::empty(ServerAuthKind::Headers) };
    let view = server::update_entered(&ada.ctx, id, patch(), entered).await.unwrap();
    assert_eq!(view.auth_kind, ServerAuthKind::Headers);
    assert_ne!(kept(&ada, id).await.1, before.1);

    // Another kind without a value takes nothing away.
    let missing = server::update_entered(&ada.ctx, id, patch(), ServerAuthEntry::empty(ServerAuthKind::Bearer)).await;
    assert!(matches!(missing, Err(studio_core::Error::Public(Error::Invalid { .. }))));
    assert_eq!(kept(&ada, id).await.0, ServerAuthKind::Headers);

    server::update_entered(&ada.ctx, id, patch(), ServerAuthEntry::empty(ServerAuthKind::None)).await.unwrap();
    assert_eq!(kept(&ada, id).await.1, None);
}

/// Credentials of each kind that has some.
fn every_auth() -> [ServerAuth; 3] {
    let secret = || Secret::from("pw".to_owned());
    [
        ServerAuth::Bearer { token: secret() },
        ServerAuth::Basic { username: "ada".to_owned(), password: secret() },
        ServerAuth::Headers { headers: [("X-Key".to_owned(), secret())].into() },
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_do_not_follow_to_another_origin() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let again = Error::invalid("auth", FieldCode::Rule { message: Message::new("server-auth-again") });
    let to = |url: &str| ServerPatch { url: Some(url.to_owned()), ..Default::default() };
    for auth in every_auth() {
        let kind = auth.kind();
        let id = add(&ada, "http://127.0.0.1:9/mcp".to_owned(), auth.clone()).await;
        let before = kept(&ada, id).await;
        for elsewhere in ["http://127.0.0.1:8/mcp", "http://localhost:9/mcp", "https://127.0.0.1:9/mcp"] {
            assert_eq!(refused(server::update(&ada.ctx, id, to(elsewhere)).await), again, "{kind} {elsewhere}");
            let entered = ServerAuthEntry::empty(kind);
            let form = server::update_entered(&ada.ctx, id, to(elsewhere), entered).await;
            assert_eq!(refused(form), again, "{kind} {elsewhere}");
        }
        assert_eq!(kept(&ada, id).await, before, "nothing is changed");
        assert_eq!(server::get(&ada.ctx, id).await.unwrap().url, "http://127.0.0.1:9/mcp");

        // Another path is at the same host.
        server::update(&ada.ctx, id, to("http://127.0.0.1:9/other")).await.unwrap();
        assert_eq!(kept(&ada, id).await.1, before.1);

        // Given again they go there; without any there is nothing to keep back.
        let given = ServerPatch { auth: Some(auth), ..to("http://127.0.0.1:8/mcp") };
        assert_eq!(server::update(&ada.ctx, id, given).await.unwrap().auth_kind, kind);
        assert_ne!(kept(&ada, id).await.1, before.1);
        let none = ServerAuthEntry::empty(ServerAuthKind::None);
        server::update_entered(&ada.ctx, id, to("http://127.0.0.1:7/mcp"), none).await.unwrap();
        assert_eq!(kept(&ada, id).await.1, None);
        server::update(&ada.ctx, id, to("http://127.0.0.1:6/mcp")).await.unwrap();
        server::delete(&ada.ctx, id).await.unwrap();
    }
}

//! The server wizard's drafts on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{Error, FieldCode, Message, ServerAuthEntry, ServerAuthKind, ServerStatus};
use studio_core::server;
use studio_core::server_draft::{self, Basics};
use test_support::{TestMcpServer, TestStudio, refused};

const PLANTED: &str = "pl4nt3d";

fn basics(name: &str, url: &str, auth: ServerAuthEntry) -> Basics {
    Basics { name: name.to_owned(), description: None, url: url.to_owned(), auth }
}

/// Each kind as it is entered, and the header it is sent in.
fn every_kind() -> [(ServerAuthEntry, &'static str, &'static str); 3] {
    let empty = ServerAuthEntry::empty;
    let planted = || PLANTED.to_owned();
    [
        (ServerAuthEntry { token: planted(), ..empty(ServerAuthKind::Bearer) }, "authorization", "Bearer pl4nt3d"),
        (
            ServerAuthEntry { username: "ada".to_owned(), password: planted(), ..empty(ServerAuthKind::Basic) },
            "authorization",
            // ada:pl4nt3d
            "Basic YWRhOnBsNG50M2Q=",
        ),
        (
            ServerAuthEntry { secret_headers: format!("X-Key: {PLANTED}"), ..empty(ServerAuthKind::Headers) },
            "x-key",
            PLANTED,
        ),
    ]
}

fn again() -> Error {
    Error::invalid("auth", FieldCode::Rule { message: Message::new("server-auth-again") })
}

#[tokio::test(flavor = "multi_thread")]
async fn each_kind_of_credentials_is_kept_sealed_checked_with_and_registered() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let owner = studio.database.owner().await.unwrap();
    for (entered, name, value) in every_kind() {
        let kind = entered.kind;
        let remote = TestMcpServer::start_wanting(&[("echo", "Gives back")], name, value).await.unwrap();
        let url = remote.url();

        // Without them the server refuses, so that a check that passes has used them.
        let none = basics(kind.as_str(), &url, ServerAuthEntry::empty(ServerAuthKind::None));
        let draft = server_draft::save(&ada.ctx, None, none).await.unwrap();
        assert!(!server_draft::validate(&ada.ctx, draft.id).await.unwrap().ok, "{kind}");

        let draft = server_draft::save(&ada.ctx, Some(draft.id), basics(kind.as_str(), &url, entered)).await.unwrap();
        assert_eq!((draft.auth_kind, &draft.validation), (kind, &None));
        let sql = "SELECT auth_sealed, d::text FROM server_drafts d";
        let row = owner.query_one(sql, &[]).await.unwrap();
        let (sealed, whole): (Vec<u8>, String) = (row.get(0), row.get(1));
        assert!(!String::from_utf8_lossy(&sealed).contains(PLANTED) && !whole.contains(PLANTED), "{kind}");
        let report = server_draft::validate(&ada.ctx, draft.id).await.unwrap();
        assert!(report.ok, "{kind}: {report:?}");

        // Left empty they stay, at the same origin alone.
        let empty = || ServerAuthEntry::empty(kind);
        let elsewhere = basics("b", "http://127.0.0.1:9/mcp", empty());
        assert_eq!(refused(server_draft::save(&ada.ctx, Some(draft.id), elsewhere).await), again());
        let renamed = basics(&format!("{kind} again"), &url, empty());
        server_draft::save(&ada.ctx, Some(draft.id), renamed).await.unwrap();
        assert!(server_draft::validate(&ada.ctx, draft.id).await.unwrap().ok, "{kind}");

        let server = server_draft::submit(&ada.ctx, draft.id).await.unwrap();
        assert_eq!(server.auth_kind, kind);
        assert_eq!(server::check(&ada.ctx, server.id).await.unwrap().status, ServerStatus::Healthy, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_kind_without_a_value_is_told_beside_its_field() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    for (kind, fields) in [
        (ServerAuthKind::Bearer, &["auth.token"][..]),
        (ServerAuthKind::Basic, &["auth.username", "auth.password"][..]),
        (ServerAuthKind::Headers, &["auth.secret_headers"][..]),
    ] {
        let entered = basics("a", "http://127.0.0.1:9/mcp", ServerAuthEntry::empty(kind));
        let Error::Invalid { fields: wrong } = refused(server_draft::save(&ada.ctx, None, entered).await) else {
            panic!("{kind}")
        };
        let wrong: Vec<_> = wrong.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(wrong, fields, "{kind}");
    }
}

//! Import and export of servers on a real Postgres.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use model::mcp_json::{self, McpJsonFormat};
use model::{Error, FieldCode, NewServer, Noun, RefusalReason, Secret, ServerAuth, ServerAuthKind, ServerFilter};
use studio_core::server_import::{self, Choice};
use studio_core::{server, server_export};
use studio_db::models::audit;
use test_support::{Member, TestClock, TestStudio, refused};

const PLANTED: &str = "pl4nt3d-t0k3n";

fn file() -> Secret {
    r#"{ "mcpServers": {
        "ready": { "url": "http://127.0.0.1:9/mcp", "headers": { "Authorization": "Bearer pl4nt3d-t0k3n" } },
        "open": { "url": "http://127.0.0.1:9/mcp", "headers": { "X-Key": "${KEY}", "X-Org": "pl4nt3d-t0k3n" } },
        "off": { "url": "http://127.0.0.1:9/mcp", "disabled": true },
        "program": { "command": "npx" }
    } }"#
        .to_owned()
        .into()
}

fn chosen(names: &[&str], values: &[(&str, &str)]) -> Choice {
    let values = values.iter().map(|(key, value)| ((*key).to_owned(), Secret::from((*value).to_owned())));
    Choice { names: Some(names.iter().map(|name| (*name).to_owned()).collect()), values: values.collect() }
}

fn fields(error: Error) -> Vec<String> {
    match error {
        Error::Invalid { fields } => fields.into_iter().map(|field| field.field).collect(),
        other => panic!("{other:?}"),
    }
}

async fn names(member: &Member) -> Vec<String> {
    let page = server::list(&member.ctx, &ServerFilter::default()).await.unwrap();
    page.items.into_iter().map(|server| server.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_the_chosen_ones_are_registered_or_none() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let value = [("env:KEY", " k3y ")];

    // A value is missing, a name is unknown, one cannot be imported, none is chosen: nothing happens.
    let import = async |choice| server_import::import(&ada.ctx, &file(), choice).await;
    assert_eq!(fields(refused(import(chosen(&["ready", "open"], &[])).await)), ["values.env:KEY"]);
    let wrong = refused(import(chosen(&["ready", "nowhere", "program"], &[])).await);
    assert_eq!(fields(wrong), ["servers.nowhere", "servers.program"]);
    assert_eq!(fields(refused(import(chosen(&[], &[])).await)), ["names"]);
    let unsendable = refused(import(chosen(&["ready", "open"], &[("env:KEY", "a\nb")])).await);
    assert_eq!(fields(unsendable), ["servers.open.auth.headers.X-Key"]);
    assert!(names(&ada).await.is_empty());

    let all = Choice { names: None, ..chosen(&[], &value) };
    let result = import(all).await.unwrap();
    let imported: Vec<_> = result.imported.iter().map(|server| (server.name.as_str(), server.auth_kind)).collect();
    assert_eq!(imported, [("ready", ServerAuthKind::Bearer), ("open", ServerAuthKind::Headers)]);
    let left: Vec<_> = result.left_out.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(left, ["off", "program"]);
    assert!(result.imported.iter().all(|server| server.next_check_at.is_some()));
    let rows = audit::latest(&mut ada.ctx.tx().await.unwrap(), 10).await.unwrap();
    assert_eq!(rows.iter().filter(|(action, ..)| action == "server.create").count(), 2, "{rows:?}");

    // A second time the names are taken, and the preview says so.
    let again = refused(import(chosen(&["off", "ready"], &[])).await);
    assert_eq!(fields(again), ["servers.ready"]);
    let preview = server_import::preview(&ada.ctx, &file()).await.unwrap();
    let reasons: Vec<_> = preview.iter().map(|entry| entry.refusal.as_ref().map(|refusal| refusal.reason)).collect();
    assert_eq!(reasons, [Some(RefusalReason::Taken), Some(RefusalReason::Taken), None, Some(RefusalReason::Stdio)]);
    assert_eq!(names(&ada).await, ["open", "ready"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_file_is_its_sender_s_alone_once_and_for_a_day() {
    let clock = std::sync::Arc::new(TestClock::default());
    let studio = TestStudio::with_clock(clock.clone()).await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let gone = Error::NotFound { noun: Noun::ServerImport };
    let id = server_import::save(&ada.ctx, &file()).await.unwrap();
    assert_eq!(server_import::get(&ada.ctx, id).await.unwrap().len(), 4);
    assert_eq!(refused(server_import::get(&eve.ctx, id).await), gone);
    assert_eq!(refused(server_import::submit(&eve.ctx, id, chosen(&["ready"], &[])).await), gone);

    // Sealed at rest.
    let owner = studio.database.owner().await.unwrap();
    let row = owner.query_one("SELECT text_sealed FROM server_imports", &[]).await.unwrap();
    let sealed: Vec<u8> = row.get(0);
    assert!(!String::from_utf8_lossy(&sealed).contains("mcpServers"));

    // A refused import leaves it, a done one takes it, another file replaces it, a day ends it.
    refused(server_import::submit(&ada.ctx, id, chosen(&["program"], &[])).await);
    assert_eq!(server_import::submit(&ada.ctx, id, chosen(&["ready"], &[])).await.unwrap().imported.len(), 1);
    assert_eq!(refused(server_import::submit(&ada.ctx, id, chosen(&["off"], &[])).await), gone);
    let first = server_import::save(&ada.ctx, &file()).await.unwrap();
    let second = server_import::save(&ada.ctx, &file()).await.unwrap();
    assert_eq!(refused(server_import::get(&ada.ctx, first).await), gone);
    clock.advance(chrono::Duration::hours(25));
    assert_eq!(refused(server_import::get(&ada.ctx, second).await), gone);
    server_import::save(&eve.ctx, &file()).await.unwrap();
    assert_eq!((names(&ada).await, names(&eve).await), (vec!["ready".to_owned()], Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_is_not_kept() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    assert_eq!(
        refused(server_import::save(&ada.ctx, &String::new().into()).await),
        Error::invalid("text", FieldCode::Required)
    );
    for text in ["{", "[]", "{}"] {
        assert_eq!(fields(refused(server_import::save(&ada.ctx, &text.to_owned().into()).await)), ["text"], "{text}");
        assert_eq!(
            fields(refused(server_import::preview(&ada.ctx, &text.to_owned().into()).await)),
            ["text"],
            "{text}"
        );
    }
    let rows = studio.database.owner().await.unwrap().query("SELECT 1 FROM server_imports", &[]).await.unwrap();
    assert!(rows.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_tells_no_secret_and_nothing_of_others() {
    let studio = TestStudio::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let planted = || Secret::from(PLANTED.to_owned());
    let auths = [
        ServerAuth::None,
        ServerAuth::Bearer { token: planted() },
        ServerAuth::Basic { username: PLANTED.to_owned(), password: planted() },
        ServerAuth::Headers { headers: BTreeMap::from([("X-Key".to_owned(), planted())]) },
    ];
    for (n, auth) in auths.into_iter().enumerate() {
        let url = format!("http://127.0.0.1:9/{n}");
        server::create(&ada.ctx, NewServer { name: format!("s{n}"), description: None, url, auth, labels: Vec::new() })
            .await
            .unwrap();
    }
    for format in McpJsonFormat::ALL {
        let text = server_export::export(&ada.ctx, *format).await.unwrap();
        assert!(!text.contains(PLANTED), "{format}");
        let entries = mcp_json::read(&text).unwrap();
        let kinds: Vec<_> = entries.iter().map(|entry| (entry.told.auth_kind, entry.told.needs.len())).collect();
        use ServerAuthKind::{Basic, Bearer, Headers, None};
        assert_eq!(kinds, [(None, 0), (Bearer, 1), (Basic, 1), (Headers, 1)], "{text}");
        let others = server_export::export(&eve.ctx, *format).await.unwrap();
        assert!(!others.contains("s0"), "{others}");
    }
}

//! The first owner from the configuration: made once, or a sentence that names the variable.
#![allow(clippy::unwrap_used)]

mod support;

use axum::http::StatusCode;
use server::config::BootstrapOptions;
use server::roles::bootstrap;
use studio_core::auth;
use support::{Doors, PASSWORD};

fn options(email: &str, password: &str, org: &str) -> BootstrapOptions {
    BootstrapOptions {
        bootstrap_email: Some(email.to_owned()),
        bootstrap_password: Some(password.to_owned().into()),
        bootstrap_org: org.to_owned(),
    }
}

async fn users(doors: &Doors) -> Vec<String> {
    let owner = doors.studio.database.owner().await.unwrap();
    let rows = owner.query("SELECT email FROM users ORDER BY email", &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_owner_is_made_once() {
    let doors = Doors::start().await;
    let services = &doors.studio.services;
    let nobody = BootstrapOptions { bootstrap_email: None, bootstrap_password: None, bootstrap_org: "main".to_owned() };
    bootstrap(&nobody, services).await.unwrap();
    assert!(users(&doors).await.is_empty(), "nothing configured, nobody made");

    bootstrap(&options(" Ada@Example.org", PASSWORD, "main"), services).await.unwrap();
    let tokens = doors.login("ada").await;
    let me = doors.me(&tokens.access).await.json();
    let membership = &me["memberships"][0];
    assert_eq!(
        (membership["role"].as_str(), membership["organization"]["slug"].as_str()),
        (Some("owner"), Some("main"))
    );
    assert!(auth::first_run_link(&doors.studio.anonymous()).await.unwrap().is_none(), "somebody is here");

    // At later starts it does not matter what the variables say.
    for later in [
        options("eve@example.org", "another horse battery", "other"),
        options("ada@example.org", "another horse battery", "main"),
        options("nonsense", "short", ""),
    ] {
        bootstrap(&later, services).await.unwrap();
    }
    assert_eq!(users(&doors).await, ["ada@example.org"]);
    doors.login("ada").await;
    assert_eq!(doors.me(&tokens.access).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_made_beside_who_signed_up() {
    let doors = Doors::start().await;
    doors.studio.owner("eve").await.unwrap();
    bootstrap(&options("ada@example.org", PASSWORD, "main"), &doors.studio.services).await.unwrap();
    assert_eq!(users(&doors).await, ["eve@example.org"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_told_by_the_name_of_its_variable() {
    const EMAIL: &str = "STUDIO_BOOTSTRAP_EMAIL";
    const SECRET: &str = "STUDIO_BOOTSTRAP_PASSWORD";
    const ORG: &str = "STUDIO_BOOTSTRAP_ORG";
    let doors = Doors::start().await;
    for (options, named) in [
        (options("nonsense", PASSWORD, "main"), vec![EMAIL]),
        (options("", PASSWORD, "main"), vec![EMAIL]),
        (options("ada@example.org", "pw-7d1f", "main"), vec![SECRET]),
        (options("ada@example.org", "", "main"), vec![SECRET]),
        (options("ada@example.org", "ada@example.org", "main"), vec![SECRET]),
        (options("ada@example.org", PASSWORD, " "), vec![ORG]),
        (options("nonsense", "pw-7d1f", " "), vec![EMAIL, SECRET, ORG]),
    ] {
        let error = bootstrap(&options, &doors.studio.services).await.unwrap_err();
        let text = format!("{error:#}");
        for variable in [EMAIL, SECRET, ORG] {
            assert_eq!(text.contains(variable), named.contains(&variable), "{variable}: {text}");
        }
        assert!(!text.contains("pw-7d1f"), "{text}");
        // In words, not as the key of a message.
        assert!(!text.contains("field-error"), "{text}");
    }
    assert!(users(&doors).await.is_empty());
}

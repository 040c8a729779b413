//! The first owner, made from the configuration, on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{Error, FieldCode, Role};
use studio_core::{auth, bootstrap};
use test_support::TestStudio;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_owner_is_made_once_also_by_replicas_that_start_together() {
    let studio = TestStudio::start().await.unwrap();
    let ctx = studio.anonymous();
    let first = |email: &str, password: &str| {
        bootstrap::first_owner(&ctx, email.to_owned(), password.to_owned().into(), "main".to_owned())
    };
    for (email, password, field) in
        [("nobody", "correct horse battery", "email"), ("root@example.org", "short", "password")]
    {
        match first(email, password).await {
            Err(studio_core::Error::Public(Error::Invalid { fields })) => assert_eq!(fields[0].field, field),
            other => panic!("{email}, {password}: {other:?}"),
        }
    }
    let password = "correct horse battery";
    let (one, two) = tokio::join!(first("root@example.org", password), first("root@example.org", password));
    assert!(one.unwrap() ^ two.unwrap(), "exactly one makes it");
    // Somebody is here: whatever the configuration says now, nothing is made or changed.
    assert!(!first("other@example.org", "another horse battery").await.unwrap());
    assert!(!first("nobody", "short").await.unwrap());

    let signed_in = auth::sign_in(&ctx, "root@example.org", &password.to_owned().into()).await.unwrap();
    let membership = &signed_in.session.memberships[0];
    assert_eq!((membership.organization.slug.as_str(), membership.role), ("main", Role::Owner));
    match auth::sign_in(&ctx, " ", &String::new().into()).await {
        Err(studio_core::Error::Public(Error::Invalid { fields })) => {
            let found: Vec<_> = fields.iter().map(|f| (f.field.as_str(), f.code.clone())).collect();
            assert_eq!(found, [("email", FieldCode::Required), ("password", FieldCode::Required)]);
        }
        other => panic!("{:?}", other.map(|_| "signed in")),
    }
}

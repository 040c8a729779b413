//! A user's organizations on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{Error, FieldCode, NewOrganization, OrganizationPatch, Role};
use studio_core::organization::{self, OWNED_MAX};
use studio_core::server;
use studio_db::models::audit;
use test_support::{TestStudio, refused};

fn named(name: &str) -> NewOrganization {
    NewOrganization { name: name.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_makes_one_owns_it_and_nobody_else_knows_of_it() {
    let studio = TestStudio::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let made = organization::create(&ada.ctx, named("  Difference Engines ")).await.unwrap();
    assert_eq!(made.role, Role::Owner);
    assert_eq!(
        (made.organization.slug.as_str(), made.organization.name.as_str()),
        ("difference-engines", "Difference Engines")
    );

    let slugs: Vec<_> = organization::list(&ada.ctx).await.unwrap().into_iter().map(|m| m.organization.slug).collect();
    assert!(slugs.len() == 2 && slugs.iter().any(|slug| slug == "difference-engines"), "{slugs:?}");
    let there = ada.ctx.op.organization("difference-engines").await.unwrap();
    assert_eq!((there.organization_id, there.role), (made.organization.id, Role::Owner));
    assert_eq!(organization::get(&there).await.unwrap(), made.organization);
    let (user, _) = ada.ctx.user().unwrap();
    let rows = audit::latest(&mut there.tx().await.unwrap(), 10).await.unwrap();
    assert_eq!(rows, [("organization.create".to_owned(), Some(made.organization.id.0), Some(user))]);

    // What is in one is not in the other.
    let new = model::NewServer {
        name: "host".to_owned(),
        description: None,
        url: "http://127.0.0.1:9/mcp".to_owned(),
        auth: model::ServerAuth::None,
        labels: Vec::new(),
    };
    let host = server::create(&there, new).await.unwrap();
    assert_eq!(refused(server::get(&ada.ctx, host.id).await), Error::NotFound { noun: model::Noun::Server });

    let unknown = Error::NotFound { noun: model::Noun::Organization };
    assert_eq!(refused(eve.ctx.op.organization("difference-engines").await), unknown);
    assert_eq!(refused(eve.ctx.op.organization(&made.organization.id.to_string()).await), unknown);
    assert_eq!(organization::list(&eve.ctx).await.unwrap().len(), 1);
    assert_eq!(refused(organization::create(&studio.anonymous(), named("x")).await), Error::Unauthenticated);
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_names_get_slugs_of_their_own_also_at_once() {
    let studio = TestStudio::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let (one, two) =
        tokio::join!(organization::create(&ada.ctx, named("Same")), organization::create(&eve.ctx, named("Same")));
    let mut slugs = [one.unwrap().organization.slug, two.unwrap().organization.slug];
    slugs.sort();
    assert_eq!(slugs, ["same", "same-2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_names_are_told_and_nothing_is_made() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    for (name, code) in [
        ("", FieldCode::Required),
        (" \t ", FieldCode::Required),
        ("two\nlines", FieldCode::Characters),
        ("x".repeat(81).as_str(), FieldCode::TooLong { max: 80 }),
    ] {
        let expected = Error::invalid("name", code);
        assert_eq!(refused(organization::create(&ada.ctx, named(name)).await), expected, "{name:?}");
        let patch = OrganizationPatch { name: Some(name.to_owned()), ..Default::default() };
        assert_eq!(refused(organization::update(&ada.ctx, patch).await), expected, "{name:?}");
    }
    assert_eq!(organization::list(&ada.ctx).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_owns_more_than_the_bound_also_at_once() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let owned = usize::try_from(OWNED_MAX).unwrap();
    // The one of the sign-up counts; two are left to race for the last place.
    for n in 2..owned {
        organization::create(&ada.ctx, named(&format!("Number {n}"))).await.unwrap();
    }
    let (one, two) =
        tokio::join!(organization::create(&ada.ctx, named("Last")), organization::create(&ada.ctx, named("Too many")));
    let error = refused(if one.is_ok() { two } else { one });
    assert!(matches!(&error, Error::Conflict { message } if message.key == "organization-too-many"), "{error:?}");
    assert_eq!(organization::list(&ada.ctx).await.unwrap().len(), owned);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_leaves_the_slug_and_is_on_record() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let patch = OrganizationPatch { name: Some("Analytical Engines".to_owned()), ..Default::default() };
    let renamed = organization::update(&ada.ctx, patch.clone()).await.unwrap();
    assert_eq!((renamed.slug.as_str(), renamed.name.as_str()), ("ada-ltd", "Analytical Engines"));
    assert_eq!(organization::get(&ada.ctx).await.unwrap(), renamed);
    let rows = audit::latest(&mut ada.ctx.tx().await.unwrap(), 10).await.unwrap();
    assert!(rows.iter().any(|(action, ..)| action == "organization.update"), "{rows:?}");
    for role in [Role::Manager, Role::Operator, Role::Viewer] {
        let member = studio.in_role(&ada, role).await.unwrap();
        let error = refused(organization::update(&member.ctx, patch.clone()).await);
        assert!(matches!(error, Error::Forbidden { .. }), "{role}: {error:?}");
        assert_eq!(organization::get(&member.ctx).await.unwrap().name, "Analytical Engines");
    }
}

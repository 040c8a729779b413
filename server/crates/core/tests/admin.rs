//! What an operator does for people, on a real Postgres.
#![allow(clippy::unwrap_used)]

use model::{Error, FieldCode, Noun, Role, Secret};
use studio_core::admin::{self, NewOwner};
use studio_core::{Actor, OpCtx, auth, organization, refresh_token};
use studio_db::models::audit;
use test_support::{Member, TestStudio, refused};

const OLD: &str = "correct horse battery";
const NEW: &str = "staple paper mountain";

fn secret(text: &str) -> Secret {
    text.to_owned().into()
}

fn operator(studio: &TestStudio) -> OpCtx {
    OpCtx::new(studio.services.clone(), Actor::System, "test".to_owned())
}

async fn last_audit(member: &Member) -> String {
    audit::latest(&mut member.ctx.tx().await.unwrap(), 1).await.unwrap().remove(0).0
}

fn new_owner(email: &str, organization: &str) -> NewOwner {
    NewOwner { email: email.to_owned(), name: None, password: secret(NEW), organization: organization.to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_owner_of_a_new_organization_and_of_one_that_is_there() {
    let studio = TestStudio::start().await.unwrap();
    let operator = operator(&studio);
    let slug = admin::create_owner(&operator, new_owner("Eve@example.org", "Night Shift")).await.unwrap();
    assert_eq!(slug, "night-shift");
    let signed_in = auth::sign_in(&studio.anonymous(), "eve@example.org", &secret(NEW)).await.unwrap();
    assert_eq!(signed_in.session.user.name, "Eve");
    let memberships: Vec<_> =
        signed_in.session.memberships.iter().map(|m| (m.organization.name.as_str(), m.role)).collect();
    assert_eq!(memberships, [("Night Shift", Role::Owner)]);

    let ada = studio.owner("ada").await.unwrap();
    assert_eq!(admin::create_owner(&operator, new_owner("max@example.org", "ada-ltd")).await.unwrap(), "ada-ltd");
    assert_eq!(last_audit(&ada).await, "membership.create");
    let signed_in = auth::sign_in(&studio.anonymous(), "max@example.org", &secret(NEW)).await.unwrap();
    assert_eq!(signed_in.session.memberships[0].organization.id, ada.ctx.organization_id);

    let taken = refused(admin::create_owner(&operator, new_owner("max@example.org", "other")).await);
    assert_eq!(taken, Error::invalid("email", FieldCode::Taken));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_password_is_the_only_one_and_ends_every_session() {
    let studio = TestStudio::start().await.unwrap();
    let operator = operator(&studio);
    let ada = studio.owner("ada").await.unwrap();
    let (program, _) = refresh_token::login(&studio.anonymous(), "ada@example.org", &secret(OLD)).await.unwrap();
    let ended = admin::reset_password(&operator, " ADA@example.org ", &secret(NEW)).await.unwrap();
    assert_eq!(ended, 2);
    assert_eq!(last_audit(&ada).await, "user.password-reset");
    assert!(auth::resolve(&studio.anonymous(), &secret(&ada.token)).await.unwrap().is_none());
    assert!(refresh_token::resolve(&studio.anonymous(), &program.access).await.unwrap().is_none());
    assert_eq!(refused(refresh_token::refresh(&studio.anonymous(), &program.refresh).await), Error::Unauthenticated);
    let old = auth::sign_in(&studio.anonymous(), "ada@example.org", &secret(OLD)).await;
    assert_eq!(refused(old), Error::InvalidCredentials);
    auth::sign_in(&studio.anonymous(), "ada@example.org", &secret(NEW)).await.unwrap();

    let short = refused(admin::reset_password(&operator, "ada@example.org", &secret("short")).await);
    assert_eq!(short, Error::invalid("password", FieldCode::TooShort { min: 10 }));
    let nobody = refused(admin::reset_password(&operator, "nobody@example.org", &secret(NEW)).await);
    assert_eq!(nobody, Error::NotFound { noun: Noun::User });
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_sessions_end_and_the_password_stays() {
    let studio = TestStudio::start().await.unwrap();
    let operator = operator(&studio);
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    assert_eq!(admin::revoke_sessions(&operator, "ada@example.org").await.unwrap(), 1);
    assert_eq!(admin::revoke_sessions(&operator, "ada@example.org").await.unwrap(), 0);
    assert_eq!(last_audit(&ada).await, "user.sessions-revoke");
    assert!(auth::resolve(&studio.anonymous(), &secret(&ada.token)).await.unwrap().is_none());
    assert!(auth::resolve(&studio.anonymous(), &secret(&eve.token)).await.unwrap().is_some());
    auth::sign_in(&studio.anonymous(), "ada@example.org", &secret(OLD)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_comes_here_through_a_door() {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    for ctx in [studio.anonymous(), ada.ctx.op.clone()] {
        let refusals = [
            refused(admin::create_owner(&ctx, new_owner("max@example.org", "ada-ltd")).await),
            refused(admin::reset_password(&ctx, "ada@example.org", &secret(NEW)).await),
            refused(admin::revoke_sessions(&ctx, "ada@example.org").await),
        ];
        assert!(refusals.iter().all(|error| *error == Error::Unauthenticated), "{refusals:?}");
    }
    assert_eq!(organization::list(&ada.ctx).await.unwrap().len(), 1);
}

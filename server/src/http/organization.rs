//! `/orgs`: the caller's organizations, and each of them.

use axum::Json as Reply;
use axum::http::StatusCode;
use model::{MembershipView, NewOrganization, OrganizationId, OrganizationPatch, OrganizationView, Page, Role};
use serde::Serialize;
use studio_core::organization;

use super::body::Json;
use super::problem::OrProblem as _;
use super::{Answer, Ctx, Org};

/// An organization of the caller with the role there, as programs read it.
#[derive(Serialize)]
pub(crate) struct MemberOf {
    id: OrganizationId,
    slug: String,
    name: String,
    role: Role,
}

impl From<MembershipView> for MemberOf {
    fn from(MembershipView { organization, role }: MembershipView) -> Self {
        Self { id: organization.id, slug: organization.slug, name: organization.name, role }
    }
}

/// `GET /orgs`: all on one page, for a user has few.
pub(crate) async fn list_organizations(Ctx(ctx): Ctx) -> Answer<Reply<Page<MemberOf>>> {
    let memberships = organization::list(&ctx).await.or_problem(&ctx)?;
    let items = memberships.into_iter().map(MemberOf::from).collect();
    Ok(Reply(Page { items, next_cursor: None }))
}

/// `POST /orgs`
pub(crate) async fn create_organization(
    Ctx(ctx): Ctx,
    Json(new): Json<NewOrganization>,
) -> Answer<(StatusCode, Reply<MemberOf>)> {
    let made = organization::create(&ctx, new).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(made.into())))
}

/// `GET /orgs/{org}`
pub(crate) async fn get_organization(Org(ctx): Org) -> Answer<Reply<OrganizationView>> {
    organization::get(&ctx).await.or_problem(&ctx).map(Reply)
}

/// `PATCH /orgs/{org}`
pub(crate) async fn update_organization(
    Org(ctx): Org,
    Json(patch): Json<OrganizationPatch>,
) -> Answer<Reply<OrganizationView>> {
    organization::update(&ctx, patch).await.or_problem(&ctx).map(Reply)
}

//! `/orgs`: the caller's organizations, and each of them.

use axum::Json as Reply;
use axum::http::StatusCode;
use model::{MembershipView, NewOrganization, OrganizationId, OrganizationPatch, OrganizationView, Page, Role};
use serde::Serialize;
use studio_core::organization;
use utoipa::ToSchema;

use super::body::Json;
use super::problem::OrProblem as _;
use super::{Answer, Ctx, Org};

/// An organization of the caller with the role there, as programs read it.
#[derive(Serialize, ToSchema)]
pub(crate) struct MemberOf {
    /// Its id.
    id: OrganizationId,
    /// Its word in URLs.
    slug: String,
    /// Its name.
    name: String,
    /// The caller's role in it.
    role: Role,
}

impl From<MembershipView> for MemberOf {
    fn from(MembershipView { organization, role }: MembershipView) -> Self {
        Self { id: organization.id, slug: organization.slug, name: organization.name, role }
    }
}

/// Lists the caller's organizations.
///
/// All on one page, for a user has few.
#[utoipa::path(
    get,
    path = "/orgs",
    tag = "organization",
    responses((status = 200, description = "All of them, by name.", body = Page<MemberOf>))
)]
pub(crate) async fn list_organizations(Ctx(ctx): Ctx) -> Answer<Reply<Page<MemberOf>>> {
    let memberships = organization::list(&ctx).await.or_problem(&ctx)?;
    let items = memberships.into_iter().map(MemberOf::from).collect();
    Ok(Reply(Page { items, next_cursor: None }))
}

/// Makes an organization that the caller owns.
///
/// Its word in URLs is made from its name and stays.
#[utoipa::path(
    post,
    path = "/orgs",
    tag = "organization",
    request_body = NewOrganization,
    responses((status = 201, description = "The organization.", body = MemberOf))
)]
pub(crate) async fn create_organization(
    Ctx(ctx): Ctx,
    Json(new): Json<NewOrganization>,
) -> Answer<(StatusCode, Reply<MemberOf>)> {
    let made = organization::create(&ctx, new).await.or_problem(&ctx)?;
    Ok((StatusCode::CREATED, Reply(made.into())))
}

/// Gives an organization.
#[utoipa::path(
    get,
    path = "/orgs/{org}",
    tag = "organization",
    responses((status = 200, description = "The organization.", body = OrganizationView))
)]
pub(crate) async fn get_organization(Org(ctx): Org) -> Answer<Reply<OrganizationView>> {
    organization::get(&ctx).await.or_problem(&ctx).map(Reply)
}

/// Changes an organization.
///
/// What the body does not name stays.
#[utoipa::path(
    patch,
    path = "/orgs/{org}",
    tag = "organization",
    request_body = OrganizationPatch,
    responses((status = 200, description = "The organization as it is now.", body = OrganizationView))
)]
pub(crate) async fn update_organization(
    Org(ctx): Org,
    Json(patch): Json<OrganizationPatch>,
) -> Answer<Reply<OrganizationView>> {
    organization::update(&ctx, patch).await.or_problem(&ctx).map(Reply)
}

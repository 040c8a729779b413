//! Organizations: a further one, and the name of one.

use leptos::prelude::*;
use model::Action;

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{ctx, org, redirect};

/// Makes an organization that the caller owns and goes to its dashboard.
#[server(prefix = "/api/fn", endpoint = "create-organization")]
pub async fn create_organization(name: String) -> ApiResult<()> {
    let made = studio_core::organization::create(&ctx()?, model::NewOrganization { name }).await?;
    redirect(&crate::paths::dashboard(&made.organization.slug));
    Ok(())
}

/// What the caller's role permits in an organization.
#[server(prefix = "/api/fn", endpoint = "permissions")]
pub async fn permissions(org: String) -> ApiResult<Vec<Action>> {
    Ok(studio_core::organization::permissions(&self::org(&org).await?)?)
}

/// Gives an organization another name.
#[server(prefix = "/api/fn", endpoint = "update-organization")]
pub async fn update_organization(org: String, name: String) -> ApiResult<()> {
    let patch = model::OrganizationPatch { name: Some(name) };
    studio_core::organization::update(&self::org(&org).await?, patch).await?;
    Ok(())
}

/// Whether the caller's role lets them do this in the organization: pages say so instead of offering what will be refused.
#[server(prefix = "/api/fn", endpoint = "is-allowed")]
pub async fn is_allowed(org: String, action: model::Action) -> ApiResult<bool> {
    Ok(self::org(&org).await?.authorize(action).is_ok())
}

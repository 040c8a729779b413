//! Organizations: a further one, and what can be changed of one.

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

/// Changes an organization. Numbers come as text so that a wrong one is told beside its field; what is left out stays.
#[server(prefix = "/api/fn", endpoint = "update-organization")]
pub async fn update_organization(
    org: String,
    name: String,
    retention_days: Option<String>,
    output_cap_mib: Option<String>,
) -> ApiResult<()> {
    use model::organization::{MAX_OUTPUT_CAP_MIB, MAX_RETENTION_DAYS, MIN_OUTPUT_CAP_MIB};

    let number = |field: &str, text: Option<String>, min: u32, max: u32| match text.as_deref().map(str::trim) {
        None => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| {
            model::Error::invalid(field, model::FieldCode::OutOfRange { min: min.into(), max: max.into() })
        }),
    };
    let patch = model::OrganizationPatch {
        name: Some(name),
        retention_days: number("retention_days", retention_days, 0, MAX_RETENTION_DAYS)?,
        output_cap_mib: number("output_cap_mib", output_cap_mib, MIN_OUTPUT_CAP_MIB, MAX_OUTPUT_CAP_MIB)?,
    };
    studio_core::organization::update(&self::org(&org).await?, patch).await?;
    Ok(())
}

/// Whether the caller's role lets them do this in the organization: pages say so instead of offering what will be refused.
#[server(prefix = "/api/fn", endpoint = "is-allowed")]
pub async fn is_allowed(org: String, action: model::Action) -> ApiResult<bool> {
    Ok(self::org(&org).await?.authorize(action).is_ok())
}

//! What an organization's first page shows.

use leptos::prelude::*;
use model::dashboard::DashboardView;

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::org;

/// Counts, first steps and the latest executions.
#[server(prefix = "/api/fn", endpoint = "dashboard")]
pub async fn dashboard(org: String) -> ApiResult<DashboardView> {
    Ok(studio_core::dashboard::read(&self::org(&org).await?).await?)
}

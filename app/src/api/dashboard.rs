//! What an organization's first page shows.

use leptos::prelude::*;
use model::dashboard::{DashboardView, Outcomes};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::org;

/// Numbers of now and of today, what waits for somebody, first steps and the latest executions. `utc_offset` says in minutes
/// how far the reader's clock is ahead of UTC.
#[server(prefix = "/api/fn", endpoint = "dashboard")]
pub async fn dashboard(org: String, utc_offset: Option<i32>) -> ApiResult<DashboardView> {
    Ok(studio_core::dashboard::read(&self::org(&org).await?, utc_offset.unwrap_or_default()).await?)
}

/// How executions ended in the seven days before the reader's day.
#[server(prefix = "/api/fn", endpoint = "dashboard-week")]
pub async fn dashboard_week(org: String, utc_offset: Option<i32>) -> ApiResult<Outcomes> {
    Ok(studio_core::dashboard::week_before(&self::org(&org).await?, utc_offset.unwrap_or_default()).await?)
}

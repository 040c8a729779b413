//! Finding things by a few characters.

use leptos::prelude::*;
use model::SearchHit;

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::org;

/// Servers, tasks and executions that fit; those that begin with `q` come first.
#[server(prefix = "/api/fn", endpoint = "search")]
pub async fn search(org: String, q: String) -> ApiResult<Vec<SearchHit>> {
    Ok(studio_core::search::find(&self::org(&org).await?, &q, None).await?)
}

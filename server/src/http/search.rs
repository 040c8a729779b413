//! `/orgs/{org}/search`

use axum::Json as Reply;
use model::{Page, SearchHit, SearchQuery};
use studio_core::search;

use super::body::Query;
use super::problem::OrProblem as _;
use super::{Answer, Org};

/// Finds servers, tasks, MCP tools and executions.
///
/// All on one page: at most 8 of each kind. Those that begin with what is looked for come first. Of executions the newest
/// are looked through by title, and all by the beginning of the id.
#[utoipa::path(
    get,
    path = "/orgs/{org}/search",
    tag = "search",
    params(SearchQuery),
    responses((status = 200, description = "Servers, tasks, MCP tools, executions.", body = Page<SearchHit>))
)]
pub(crate) async fn search(Org(ctx): Org, Query(query): Query<SearchQuery>) -> Answer<Reply<Page<SearchHit>>> {
    let items = search::find(&ctx, &query.q, query.limit).await.or_problem(&ctx)?;
    Ok(Reply(Page { items, next_cursor: None }))
}

//! Finding servers, tasks, MCP tools and executions by a few characters.

use model::search::MOST_HITS;
use model::{Action, ExecutionId, SearchHit, ServerStatus};
use studio_db::TenantTx;
use studio_db::models::{execution, mcp_tool, server, task};
use uuid::Uuid;

use crate::field::Fields;
use crate::{OrgCtx, Result};

/// How many of the newest executions are looked through for a title.
const WINDOW: i64 = 2000;
/// An id is looked for from so many hexadecimal digits on: all ids of some weeks share the first four.
const ID_DIGITS: usize = 4;

/// Servers, tasks, MCP tools and executions that `q` fits, in this order; those that begin with it come first. At most
/// `limit` (and 8) of each. A kind that the actor may not see is left out.
pub async fn find(ctx: &OrgCtx, q: &str, limit: Option<u32>) -> Result<Vec<SearchHit>> {
    ctx.authorize(Action::OrganizationRead)?;
    let mut fields = Fields::default();
    let words = fields.line("q", q, 200);
    fields.finish()?;
    let limit = i64::from(limit.unwrap_or(MOST_HITS).clamp(1, MOST_HITS));
    let mut hits = Vec::new();
    let mut tx = ctx.tx().await?;
    if ctx.authorize(Action::ServerRead).is_ok() {
        let rows = server::search(&mut tx, &words, limit).await?;
        hits.extend(rows.into_iter().map(|row| {
            let status = ServerStatus::of(row.enabled, row.reachable, row.authenticated);
            SearchHit::server(row.id, row.name, row.url, status)
        }));
    }
    if ctx.authorize(Action::TaskRead).is_ok() {
        let rows = task::search(&mut tx, &words, limit).await?;
        hits.extend(
            rows.into_iter().map(|(row, server, latest)| {
                SearchHit::task(row.id, row.title, server, latest.map(|(state, _)| state))
            }),
        );
    }
    if ctx.authorize(Action::McpToolRead).is_ok() {
        let rows = mcp_tool::search(&mut tx, &words, limit).await?;
        hits.extend(rows.into_iter().map(|(id, name, title, server)| SearchHit::mcp_tool(id, name, title, server)));
    }
    if ctx.authorize(Action::ExecutionRead).is_ok() {
        let rows = executions(&mut tx, &words, limit).await?;
        hits.extend(
            rows.into_iter().map(|(row, server, _)| SearchHit::execution(row.id, row.title, server, row.state)),
        );
    }
    tx.done();
    Ok(hits)
}

/// By the beginning of the id where `words` may be one, else (and when there is none) by title.
async fn executions(tx: &mut TenantTx, words: &str, limit: i64) -> Result<Vec<execution::ExecutionRow>> {
    if let Some((first, last)) = id_range(words) {
        let rows = execution::between(tx, first, last, limit).await?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(execution::search(tx, words, WINDOW, limit).await?)
}

/// The first and the last id that begin with this text, if it can be the beginning of one.
fn id_range(text: &str) -> Option<(ExecutionId, ExecutionId)> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let is_prefix = (ID_DIGITS..=32).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
    if !is_prefix {
        return None;
    }
    let filled = |with: &str| Uuid::try_parse(&format!("{digits}{}", with.repeat(32 - digits.len()))).ok();
    Some((filled("0")?.into(), filled("f")?.into()))
}

#[cfg(test)]
mod tests {
    use super::id_range;

    #[test]
    fn the_beginning_of_an_id_is_a_range() {
        let range = |text| id_range(text).map(|(first, last)| format!("{first} {last}"));
        let expected = "019aabcd-0000-0000-0000-000000000000 019aabcd-ffff-ffff-ffff-ffffffffffff".to_owned();
        assert_eq!(range("019AABCD"), Some(expected.clone()));
        assert_eq!(range("019aabcd-"), Some(expected));
        let whole = "019aabcd-0123-7abc-8def-0123456789ab";
        assert_eq!(range(whole), Some(format!("{whole} {whole}")));
        for text in ["", "019", "019g", "deploy", "019aabcd-0123-7abc-8def-0123456789abc", "0\u{661}9a"] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}

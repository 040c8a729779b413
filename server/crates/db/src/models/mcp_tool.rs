//! MCP tools that servers offer or once offered.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use model::{OrganizationId, ServerId};
use serde_json::Value;

use crate::schema::{mcp_tools, servers};
use crate::{Result, TenantTx};

/// Rows of one statement: Postgres takes 65,535 values at most.
const ROWS_AT_ONCE: usize = 1_000;

/// An MCP tool as last seen.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = mcp_tools, check_for_backend(diesel::pg::Pg))]
pub struct McpTool {
    /// Who offers it.
    pub server_id: ServerId,
    /// Name.
    pub name: String,
    /// Name for people.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// JSON Schema of its arguments.
    pub input_schema: Value,
    /// JSON Schema of its structured result.
    pub output_schema: Option<Value>,
    /// `model::McpToolAnnotations`.
    pub annotations: Option<Value>,
    /// List of `model::McpIcon`.
    pub icons: Value,
    /// First seen.
    pub first_seen_at: DateTime<Utc>,
    /// Changed or came back.
    pub changed_at: DateTime<Utc>,
    /// No longer offered since.
    pub gone_at: Option<DateTime<Utc>>,
}

/// An MCP tool that is new, changed, or back.
#[derive(Insertable)]
#[diesel(table_name = mcp_tools)]
pub struct NewMcpTool<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Who offers it.
    pub server_id: ServerId,
    /// Name.
    pub name: &'a str,
    /// Name for people.
    pub title: Option<&'a str>,
    /// What it does.
    pub description: Option<&'a str>,
    /// JSON Schema of its arguments.
    pub input_schema: Value,
    /// JSON Schema of its structured result.
    pub output_schema: Option<Value>,
    /// `model::McpToolAnnotations`.
    pub annotations: Option<Value>,
    /// List of `model::McpIcon`.
    pub icons: Value,
    /// SHA-256 of the definition.
    pub definition_hash: Vec<u8>,
    /// Now; an older one stays.
    pub first_seen_at: DateTime<Utc>,
    /// Now.
    pub changed_at: DateTime<Utc>,
}

/// An MCP tool with the name of its server.
pub type McpToolRow = (McpTool, String);

/// What is known of a server: names, hashes of the definitions, and whether each is still offered.
pub async fn known(tx: &mut TenantTx, server: ServerId) -> Result<Vec<(String, Vec<u8>, bool)>> {
    let organization = tx.organization();
    Ok(mcp_tools::table
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::server_id.eq(server))
        .select((mcp_tools::name, mcp_tools::definition_hash, mcp_tools::gone_at.is_null()))
        .load(tx)
        .await?)
}

/// Stores these as they are now; each name stands once in them.
pub async fn upsert(tx: &mut TenantTx, rows: &[NewMcpTool<'_>]) -> Result<()> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        diesel::insert_into(mcp_tools::table)
            .values(rows)
            .on_conflict((mcp_tools::organization_id, mcp_tools::server_id, mcp_tools::name))
            .do_update()
            .set((
                mcp_tools::title.eq(excluded(mcp_tools::title)),
                mcp_tools::description.eq(excluded(mcp_tools::description)),
                mcp_tools::input_schema.eq(excluded(mcp_tools::input_schema)),
                mcp_tools::output_schema.eq(excluded(mcp_tools::output_schema)),
                mcp_tools::annotations.eq(excluded(mcp_tools::annotations)),
                mcp_tools::icons.eq(excluded(mcp_tools::icons)),
                mcp_tools::definition_hash.eq(excluded(mcp_tools::definition_hash)),
                mcp_tools::changed_at.eq(excluded(mcp_tools::changed_at)),
                mcp_tools::gone_at.eq(excluded(mcp_tools::gone_at)),
            ))
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Marks these as no longer offered.
pub async fn mark_gone(tx: &mut TenantTx, server: ServerId, names: &[String], at: DateTime<Utc>) -> Result<()> {
    let organization = tx.organization();
    let rows = mcp_tools::table
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::server_id.eq(server))
        .filter(mcp_tools::name.eq_any(names));
    diesel::update(rows).set(mcp_tools::gone_at.eq(at)).execute(tx).await?;
    Ok(())
}

/// What is offered, of one server or of all, by name, from `after` (name and server) on; each of the words, in lower case,
/// must occur in name, title or description.
pub async fn list(
    tx: &mut TenantTx,
    server: Option<ServerId>,
    words: &[String],
    after: Option<(&str, ServerId)>,
    limit: i64,
) -> Result<Vec<McpToolRow>> {
    let organization = tx.organization();
    let mut query = mcp_tools::table
        .inner_join(
            servers::table
                .on(servers::organization_id.eq(mcp_tools::organization_id).and(servers::id.eq(mcp_tools::server_id))),
        )
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::gone_at.is_null())
        .order((mcp_tools::name, mcp_tools::server_id))
        .limit(limit)
        .select((McpTool::as_select(), servers::name))
        .into_boxed();
    if let Some(server) = server {
        query = query.filter(mcp_tools::server_id.eq(server));
    }
    for word in words {
        query = query.filter(mcp_tools::search.like(super::contains(word)));
    }
    if let Some((name, server)) = after {
        query = query.filter(
            mcp_tools::name
                .gt(name.to_owned())
                .or(mcp_tools::name.eq(name.to_owned()).and(mcp_tools::server_id.gt(server))),
        );
    }
    Ok(query.load(tx).await?)
}

/// What is offered with these words in name or title, of all servers: those that begin with them first, then by name. Each
/// with its server, its title and that server's name.
pub async fn search(
    tx: &mut TenantTx,
    words: &str,
    limit: i64,
) -> Result<Vec<(ServerId, String, Option<String>, String)>> {
    let organization = tx.organization();
    // Never NULL, which would stand before everything.
    let fits = |pattern: String| {
        let title = mcp_tools::title.is_not_null().and(mcp_tools::title.assume_not_null().ilike(pattern.clone()));
        mcp_tools::name.ilike(pattern).or(title)
    };
    Ok(mcp_tools::table
        .inner_join(
            servers::table
                .on(servers::organization_id.eq(mcp_tools::organization_id).and(servers::id.eq(mcp_tools::server_id))),
        )
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::gone_at.is_null())
        .filter(fits(super::contains(words)))
        .order((fits(super::starts_with(words)).desc(), mcp_tools::name, mcp_tools::server_id))
        .limit(limit)
        .select((mcp_tools::server_id, mcp_tools::name, mcp_tools::title, servers::name))
        .load(tx)
        .await?)
}

/// How many a server offers.
pub async fn count(tx: &mut TenantTx, server: ServerId) -> Result<i64> {
    let organization = tx.organization();
    let rows = mcp_tools::table
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::server_id.eq(server))
        .filter(mcp_tools::gone_at.is_null());
    Ok(rows.count().get_result(tx).await?)
}

/// The one of this name, also when it is no longer offered.
pub async fn get(tx: &mut TenantTx, server: ServerId, name: &str) -> Result<McpToolRow> {
    let organization = tx.organization();
    Ok(mcp_tools::table
        .inner_join(
            servers::table
                .on(servers::organization_id.eq(mcp_tools::organization_id).and(servers::id.eq(mcp_tools::server_id))),
        )
        .filter(mcp_tools::organization_id.eq(organization))
        .filter(mcp_tools::server_id.eq(server))
        .filter(mcp_tools::name.eq(name))
        .select((McpTool::as_select(), servers::name))
        .first(tx)
        .await?)
}

//! What servers offer, fetched and kept.

use std::collections::{HashMap, HashSet};

use chrono::Duration as Span;
use model::{Error, Issue, McpToolDefinition, Noun, ServerId};
use sha2::{Digest as _, Sha256};
use studio_db::TenantTx;
use studio_db::models::mcp_tool::{self, NewMcpTool};
use studio_db::models::server::{self, Server, ServerCatalog};

use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::server::endpoint;
use crate::{OrgCtx, Result, health, view};

/// After a failed fetch the next one comes with the first good check after this. What was fetched is fetched again with the
/// first check after the usual time between two, and earlier when the server was away, says that it is another one, is
/// connected to anew or says that it changed: one without sessions that is restarted with other tools between two checks does
/// none of that.
const RETRY: Span = Span::minutes(1);

/// The server and a transaction to go on with, after what it offers was fetched if it never was: an empty list would not be
/// the truth.
pub(super) async fn fetched(ctx: &OrgCtx, id: ServerId) -> Result<(TenantTx, Server)> {
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    if !row.enabled || row.catalog_synced_at.is_some() {
        return Ok((tx, row));
    }
    tx.done();
    let tried: Option<Issue> = view::stored(row.catalog_error.clone())?;
    let issue = match tried.filter(|_| row.catalog_due_at.is_some_and(|due| due > ctx.now())) {
        Some(issue) => Some(issue),
        None => sync(ctx, &row).await?,
    };
    match issue {
        Some(issue) => Err(Error::Remote { issue }.into()),
        None => Ok((ctx.tx().await?, row)),
    }
}

/// Fetches what a server offers and stores what changed; the issue when it could not be fetched. No transaction is open
/// while the server is asked.
pub(crate) async fn sync(ctx: &OrgCtx, row: &Server) -> Result<Option<Issue>> {
    let (key, endpoint) = endpoint(ctx, row)?;
    let offered = ctx.services().connector.list_tools(key, &endpoint).await;
    let mut tx = ctx.tx().await?;
    let before = or_not_found(server::lock(&mut tx, row.id).await, Noun::Server)?;
    if before.revision != row.revision {
        // Its address changed meanwhile: a check of the new one follows.
        tx.done();
        return Ok(None);
    }
    let now = ctx.now();
    let (changed, issue) = match offered {
        Ok(tools) => (keep(ctx, &mut tx, row.id, &tools).await?, None),
        Err(error) => (false, Some(error.issue)),
    };
    let catalog = ServerCatalog {
        catalog_synced_at: if issue.is_none() { Some(now) } else { before.catalog_synced_at },
        catalog_error: issue.as_ref().map(serde_json::to_value).transpose()?,
        catalog_due_at: Some(now + if issue.is_none() { health::usual_interval(ctx) } else { RETRY }),
    };
    let news = changed
        || before.catalog_error != catalog.catalog_error
        || before.catalog_synced_at.is_none() != catalog.catalog_synced_at.is_none();
    server::set_catalog(&mut tx, row.id, &catalog).await?;
    if news {
        tell(&mut tx, Topic::Server(row.id)).await?;
    }
    tx.commit().await?;
    if changed {
        ctx.services().recent.forget();
    }
    Ok(issue)
}

/// Stores what is new, changed, back or gone; whether there was any of it. Of two tools of one name the first counts.
async fn keep(ctx: &OrgCtx, tx: &mut TenantTx, server: ServerId, tools: &[McpToolDefinition]) -> Result<bool> {
    let known = mcp_tool::known(tx, server).await?;
    let known: HashMap<String, (Vec<u8>, bool)> =
        known.into_iter().map(|(name, hash, offered)| (name, (hash, offered))).collect();
    let now = ctx.now();
    let mut names = HashSet::new();
    let mut rows = Vec::new();
    for tool in tools {
        if !names.insert(tool.name.as_str()) {
            continue;
        }
        let hash = Sha256::digest(serde_json::to_vec(tool)?).to_vec();
        if known.get(&tool.name).is_some_and(|(before, offered)| *offered && *before == hash) {
            continue;
        }
        rows.push(NewMcpTool {
            organization_id: ctx.organization_id,
            server_id: server,
            name: &tool.name,
            title: tool.title.as_deref(),
            description: tool.description.as_deref(),
            input_schema: tool.input_schema.clone(),
            output_schema: tool.output_schema.clone(),
            annotations: tool.annotations.as_ref().map(serde_json::to_value).transpose()?,
            icons: serde_json::to_value(&tool.icons)?,
            definition_hash: hash,
            first_seen_at: now,
            changed_at: now,
        });
    }
    let gone = known.iter().filter(|(name, (_, offered))| *offered && !names.contains(name.as_str()));
    let gone: Vec<String> = gone.map(|(name, _)| name.clone()).collect();
    mcp_tool::upsert(tx, &rows).await?;
    if !gone.is_empty() {
        mcp_tool::mark_gone(tx, server, &gone, now).await?;
    }
    Ok(!rows.is_empty() || !gone.is_empty())
}

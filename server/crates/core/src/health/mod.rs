//! Health in the background: every enabled server is checked for ever, with back-off and jitter when it fails, and what was
//! found is kept: each check for a day, its hour for 90 days, each change of state.

mod heard;
mod history;
mod schedule;

use chrono::{DateTime, Duration as Span, Utc};
use model::{MasterAgentView, Noun, ServerId, ServerStatus};
use studio_db::TenantTx;
use studio_db::models::server::{self, Server, ServerHealth, ServerIdentity};
use studio_db::models::{server_health, server_transition};
use studio_mcp::{Endpoint, PoolKey, Probe};

use self::schedule::{back_off, interval};
use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::server::endpoint;
use crate::{OrgCtx, Result, mcp_tool, view};

pub use self::history::get;
pub use self::schedule::run;
pub(crate) use self::schedule::usual_interval;

/// Single checks are kept so long.
const KEEP_CHECKS: Span = Span::hours(24);
/// Hours are kept so long.
const KEEP_HOURS: Span = Span::days(90);
/// So many changes of state are kept.
const KEEP_TRANSITIONS: i64 = 500;

/// Checks one server and stores what was found. When it is healthy, what it offers is fetched too: where that is due, the
/// server said that it changed, it was away or is another one now, or someone wants it (`fetch`).
pub(crate) async fn check(ctx: &OrgCtx, id: ServerId, fetch: bool) -> Result<()> {
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    tx.done();
    let (key, endpoint) = endpoint(ctx, &row)?;
    let probe = ctx.services().connector.probe(key, &endpoint).await;
    let passed = probe.issue.is_none();
    let identity = if passed { Some(identity(ctx, &row, &probe, key, &endpoint).await?) } else { None };
    let renewed = row.reachable != Some(true)
        || row.authenticated == Some(false)
        || identity.as_ref().is_some_and(|identity| *identity != known_identity(&row));
    store(ctx, &row, &probe, identity).await?;
    let due = renewed || row.catalog_due_at.is_none_or(|due| due <= ctx.now());
    if passed && (ctx.services().connector.take_tools_changed(key) || due || fetch) {
        mcp_tool::sync(ctx, &row).await?;
    }
    if passed && row.enabled && probe.capabilities.as_ref().is_some_and(studio_mcp::tells_of_tools) {
        // It is asked from time to time all the same.
        if let Err(issue) = ctx.services().connector.listen(key, &endpoint).await {
            tracing::debug!(server = %id, %issue, "cannot be listened to");
        }
    }
    Ok(())
}

/// A check that nobody waits for.
async fn in_background(ctx: &OrgCtx, id: ServerId) {
    match check(ctx, id, false).await {
        Ok(()) => {}
        // Removed while it was checked.
        Err(crate::Error::Public(model::Error::NotFound { .. })) => {}
        Err(error) => {
            tracing::warn!(server = %id, error = format!("{error:#}"), "a health check could not be carried out");
        }
    }
}

/// Stores what a check found, unless the server was changed or deleted meanwhile.
async fn store(ctx: &OrgCtx, row: &Server, probe: &Probe, identity: Option<ServerIdentity>) -> Result<()> {
    let now = ctx.now();
    let passed = probe.issue.is_none();
    let attempt = if passed { 0 } else { row.attempt.saturating_add(1) };
    let next = if passed { interval(ctx) } else { back_off(attempt, chance(ctx)) };
    let issue = probe.issue.as_ref().map(serde_json::to_value).transpose()?;
    let latency = i32::try_from(probe.latency.as_millis()).ok().filter(|_| passed);
    let health = ServerHealth {
        reachable: Some(probe.reachable),
        authenticated: probe.authenticated,
        latency_ms: latency.or(row.latency_ms),
        last_checked_at: Some(now),
        next_check_at: Some(now + next),
        attempt,
        last_error: issue.clone(),
    };
    // Mostly it is who it was: nothing to write.
    let identity = identity.filter(|identity| *identity != known_identity(row));
    let mut tx = ctx.tx().await?;
    let Some(enabled) = server::set_health(&mut tx, row.id, row.revision, &health, identity.as_ref()).await? else {
        return Ok(());
    };
    if enabled && row.enabled {
        let new = server_health::NewServerCheck {
            server_id: row.id,
            checked_at: now,
            reachable: probe.reachable,
            authenticated: probe.authenticated,
            latency_ms: latency,
            issue: probe.issue.as_ref().map(|issue| issue.code),
        };
        if server_health::insert(&mut tx, &new).await? {
            forget(&mut tx, row.id, now).await?;
        }
        let status = ServerStatus::of(true, health.reachable, health.authenticated);
        if status != ServerStatus::of(true, row.reachable, row.authenticated) {
            server_transition::insert(&mut tx, row.id, now, status, issue).await?;
        }
    }
    // A healthy server that stays healthy is no news.
    if row.reachable != health.reachable || row.authenticated != health.authenticated || !passed {
        tell(&mut tx, Topic::Server(row.id)).await?;
    }
    Ok(tx.commit().await?)
}

/// Notes that a server was switched off; from here on it is not checked.
pub(crate) async fn switched_off(tx: &mut TenantTx, id: ServerId, now: DateTime<Utc>) -> Result<()> {
    Ok(server_transition::insert(tx, id, now, ServerStatus::Disabled, None).await?)
}

/// Drops what of a server's history is older than it is kept; called once an hour.
async fn forget(tx: &mut TenantTx, id: ServerId, now: DateTime<Utc>) -> Result<()> {
    server_health::delete_before(tx, id, now - KEEP_CHECKS, now - KEEP_HOURS).await?;
    Ok(server_transition::keep_latest(tx, id, KEEP_TRANSITIONS).await?)
}

/// Who the server is by its last check that passed.
fn known_identity(row: &Server) -> ServerIdentity {
    ServerIdentity {
        protocol_version: row.protocol_version.clone(),
        server_info: row.server_info.clone(),
        capabilities: row.capabilities.clone(),
        master_agent: row.master_agent.clone(),
    }
}

/// Who the server says it is, its master agent with host name and system.
async fn identity(
    ctx: &OrgCtx,
    row: &Server,
    probe: &Probe,
    key: PoolKey,
    endpoint: &Endpoint,
) -> Result<ServerIdentity> {
    let master_agent = match probe.master_agent.clone() {
        Some(found) => Some(with_host(ctx, found, row.master_agent.clone(), key, endpoint).await?),
        None => None,
    };
    Ok(ServerIdentity {
        protocol_version: probe.protocol_version.clone(),
        server_info: probe.server_info.clone(),
        capabilities: probe.capabilities.clone(),
        master_agent: master_agent.as_ref().map(serde_json::to_value).transpose()?,
    })
}

/// The master agent with its host's name and system: as known, or asked once an instance.
async fn with_host(
    ctx: &OrgCtx,
    mut found: MasterAgentView,
    known: Option<serde_json::Value>,
    key: PoolKey,
    endpoint: &Endpoint,
) -> Result<MasterAgentView> {
    let known: Option<MasterAgentView> = view::stored(known)?;
    if let Some(known) = known.filter(|k| k.instance_id == found.instance_id && k.hostname.is_some()) {
        (found.hostname, found.os, found.arch) = (known.hostname, known.os, known.arch);
        return Ok(found);
    }
    if let Ok(client) = ctx.services().connector.master_agent(key, endpoint).await
        && let Ok(host) = client.host_info().await
    {
        (found.hostname, found.os, found.arch) = (Some(host.hostname), Some(host.os), Some(host.architecture));
    }
    Ok(found)
}

/// A number from 0 to 1.
fn chance(ctx: &OrgCtx) -> f64 {
    let mut bytes = [0_u8; 2];
    ctx.services().random.fill(&mut bytes);
    f64::from(u16::from_le_bytes(bytes)) / f64::from(u16::MAX)
}

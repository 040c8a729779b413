//! Health in the background: every enabled server is checked for ever, with back-off and jitter when it fails.

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use model::{MasterAgentView, Noun, ServerId};
use studio_db::models::server::{self, ServerHealth, ServerIdentity};
use studio_mcp::{Endpoint, PoolKey};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::server::{back_off, endpoint};
use crate::{Actor, OpCtx, OrgCtx, Result, Services, mcp_tool, view};

/// Time between checks of a healthy server.
const INTERVAL: Span = Span::seconds(30);
/// A check that was begun and never ended (its replica died) is begun again after this.
const PATIENCE: Span = Span::seconds(60);
/// Checks under way at once.
const AT_ONCE: usize = 32;

/// Checks what is due until told to stop.
pub async fn run(services: Arc<Services>, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut bus = services.bus.subscribe();
    loop {
        if let Err(error) = begin_due(&services, &places).await {
            tracing::warn!(error = format!("{error:#}"), "cannot look for servers to check");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = wait_for_server(&mut bus) => {}
        }
    }
}

/// Returns when some server changed: it may be due now.
async fn wait_for_server(bus: &mut tokio::sync::broadcast::Receiver<crate::bus::Event>) {
    loop {
        match bus.recv().await {
            Ok(event) if !matches!(event.topic, Topic::Server(_)) => {}
            Err(tokio::sync::broadcast::error::RecvError::Closed) => std::future::pending().await,
            _ => return,
        }
    }
}

async fn begin_due(services: &Arc<Services>, places: &Arc<Semaphore>) -> Result<()> {
    let system = OpCtx::new(services.clone(), Actor::System, "health".to_owned());
    let mut tx = services.db.system().await?;
    let due = server::due(&mut tx, system.now(), AT_ONCE as i64).await?;
    tx.commit().await?;
    for (organization, id) in due {
        let Ok(place) = places.clone().acquire_owned().await else { return Ok(()) };
        let ctx = OrgCtx::system(&system, organization);
        let mut tx = ctx.tx().await?;
        let mine = server::postpone(&mut tx, id, ctx.now(), ctx.now() + PATIENCE).await?;
        tx.commit().await?;
        if mine {
            tokio::spawn(async move {
                if let Err(error) = check(&ctx, id, false).await {
                    tracing::warn!(server = %id, error = format!("{error:#}"), "a health check could not be carried out");
                }
                drop(place);
            });
        }
    }
    Ok(())
}

/// Checks one server and stores what was found. When it is healthy, what it offers is fetched too: where that is due, the
/// server said that it changed, or someone wants it (`fetch`).
pub(crate) async fn check(ctx: &OrgCtx, id: ServerId, fetch: bool) -> Result<()> {
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    tx.commit().await?;
    let (key, endpoint) = endpoint(ctx, &row)?;
    let probe = ctx.services().connector.probe(key, &endpoint).await;

    let now = ctx.now();
    let attempt = if probe.issue.is_some() { row.attempt.saturating_add(1) } else { 0 };
    let next = if attempt == 0 { INTERVAL } else { back_off(attempt, jitter(ctx)) };
    let good = probe.issue.is_none();
    let health = ServerHealth {
        reachable: Some(probe.reachable),
        authenticated: probe.authenticated,
        latency_ms: if good { i32::try_from(probe.latency.as_millis()).ok() } else { row.latency_ms },
        last_checked_at: Some(now),
        next_check_at: Some(now + next),
        attempt,
        last_error: probe.issue.as_ref().map(serde_json::to_value).transpose()?,
    };
    let identity = if good {
        let master_agent = match probe.master_agent {
            Some(found) => Some(with_host(ctx, found, row.master_agent.clone(), key, &endpoint).await?),
            None => None,
        };
        Some(ServerIdentity {
            protocol_version: probe.protocol_version,
            server_info: probe.server_info,
            capabilities: probe.capabilities,
            master_agent: master_agent.as_ref().map(serde_json::to_value).transpose()?,
        })
    } else {
        None
    };
    let mut tx = ctx.tx().await?;
    server::set_health(&mut tx, id, row.revision, &health, identity.as_ref()).await?;
    // A healthy server that stays healthy is no news.
    if row.reachable != health.reachable || row.authenticated != health.authenticated || !good {
        tell(&mut tx, Topic::Server(id)).await?;
    }
    tx.commit().await?;
    let due = row.catalog_due_at.is_none_or(|due| due <= now);
    if good && (ctx.services().connector.take_tools_changed(key) || due || fetch) {
        mcp_tool::sync(ctx, &row).await?;
    }
    Ok(())
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
fn jitter(ctx: &OrgCtx) -> f64 {
    let mut byte = [0_u8; 1];
    ctx.services().random.fill(&mut byte);
    f64::from(byte[0]) / 255.0
}

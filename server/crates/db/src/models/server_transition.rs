//! When a server became another: healthy, unreachable, unauthorized, disabled.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use model::{ServerId, ServerStatus};
use serde_json::Value;

use crate::schema::server_transitions;
use crate::{Result, TenantTx};

/// One line of the history: when, what it became, why (`model::Issue`).
pub type ServerTransition = (DateTime<Utc>, ServerStatus, Option<Value>);

/// Adds a line, unless the latest says the same. The caller has locked the server's row.
pub async fn insert(
    tx: &mut TenantTx,
    server: ServerId,
    at: DateTime<Utc>,
    status: ServerStatus,
    issue: Option<Value>,
) -> Result<()> {
    let organization = tx.organization();
    diesel::sql_query(
        "INSERT INTO server_transitions (organization_id, server_id, at, status, issue)
        SELECT $1, $2, $3, $4, $5
        WHERE $4 IS DISTINCT FROM (
            SELECT status FROM server_transitions WHERE organization_id = $1 AND server_id = $2
            ORDER BY at DESC LIMIT 1
        )
        ON CONFLICT DO NOTHING",
    )
    .bind::<diesel::sql_types::Uuid, _>(organization)
    .bind::<diesel::sql_types::Uuid, _>(server)
    .bind::<Timestamptz, _>(at)
    .bind::<Text, _>(status)
    .bind::<Nullable<Jsonb>, _>(issue)
    .execute(tx)
    .await?;
    Ok(())
}

/// The latest lines, newest first.
pub async fn latest(tx: &mut TenantTx, server: ServerId, limit: i64) -> Result<Vec<ServerTransition>> {
    let organization = tx.organization();
    Ok(server_transitions::table
        .filter(server_transitions::organization_id.eq(organization))
        .filter(server_transitions::server_id.eq(server))
        .order(server_transitions::at.desc())
        .limit(limit)
        .select((server_transitions::at, server_transitions::status, server_transitions::issue))
        .load(tx)
        .await?)
}

/// Drops all but the latest lines of a server.
pub async fn keep_latest(tx: &mut TenantTx, server: ServerId, lines: i64) -> Result<()> {
    let organization = tx.organization();
    let of_server = server_transitions::table
        .filter(server_transitions::organization_id.eq(organization))
        .filter(server_transitions::server_id.eq(server));
    let last_dropped: Option<DateTime<Utc>> = of_server
        .order(server_transitions::at.desc())
        .offset(lines)
        .select(server_transitions::at)
        .first(tx)
        .await
        .optional()?;
    if let Some(last_dropped) = last_dropped {
        diesel::delete(of_server.filter(server_transitions::at.le(last_dropped))).execute(tx).await?;
    }
    Ok(())
}

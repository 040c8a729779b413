//! Servers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use model::{OrganizationId, ServerAuthKind, ServerId};
use serde_json::Value;

use crate::schema::servers;
use crate::{Result, SystemTx, TenantTx};

diesel::define_sql_function! {
    /// Lower case, as the unique index on names has it.
    fn lower(text: Text) -> Text;
}

/// A registered server.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = servers, check_for_backend(diesel::pg::Pg))]
pub struct Server {
    /// Id.
    pub id: ServerId,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Address of its MCP endpoint.
    pub url: String,
    /// Kind of credentials.
    pub auth_kind: ServerAuthKind,
    /// Credentials, sealed.
    pub auth_sealed: Option<Vec<u8>>,
    /// Grows when address or credentials change.
    pub revision: i64,
    /// Switched on.
    pub enabled: bool,
    /// It answered at the last check.
    pub reachable: Option<bool>,
    /// It accepted the credentials at the last check.
    pub authenticated: Option<bool>,
    /// Round trip of the last good check in milliseconds.
    pub latency_ms: Option<i32>,
    /// Last check.
    pub last_checked_at: Option<DateTime<Utc>>,
    /// Next check.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Failed checks in a row.
    pub attempt: i32,
    /// Why the last check failed (`model::Issue`).
    pub last_error: Option<Value>,
    /// Protocol revision agreed on.
    pub protocol_version: Option<String>,
    /// `serverInfo`.
    pub server_info: Option<Value>,
    /// Capabilities.
    pub capabilities: Option<Value>,
    /// `model::MasterAgentView`.
    pub master_agent: Option<Value>,
    /// Registered.
    pub created_at: DateTime<Utc>,
    /// Changed.
    pub updated_at: DateTime<Utc>,
}

/// A server to insert.
#[derive(Insertable)]
#[diesel(table_name = servers)]
pub struct NewServer<'a> {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Id.
    pub id: ServerId,
    /// Name.
    pub name: &'a str,
    /// What it is for.
    pub description: Option<&'a str>,
    /// Address.
    pub url: &'a str,
    /// Kind of credentials.
    pub auth_kind: ServerAuthKind,
    /// Credentials, sealed.
    pub auth_sealed: Option<&'a [u8]>,
    /// When to check it first.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Changes by people; `None` stays.
#[derive(Default, AsChangeset)]
#[diesel(table_name = servers)]
pub struct ServerChange<'a> {
    /// Name.
    pub name: Option<&'a str>,
    /// What it is for.
    pub description: Option<Option<&'a str>>,
    /// Address.
    pub url: Option<&'a str>,
    /// Kind of credentials.
    pub auth_kind: Option<ServerAuthKind>,
    /// Credentials, sealed.
    pub auth_sealed: Option<Option<&'a [u8]>>,
    /// Grows when address or credentials change.
    pub revision: Option<i64>,
    /// Switched on.
    pub enabled: Option<bool>,
    /// When to check it next.
    pub next_check_at: Option<Option<DateTime<Utc>>>,
    /// Now.
    pub updated_at: Option<DateTime<Utc>>,
}

/// What a check found.
#[derive(AsChangeset)]
#[diesel(table_name = servers, treat_none_as_null = true)]
pub struct ServerHealth {
    /// It answered.
    pub reachable: Option<bool>,
    /// It accepted the credentials.
    pub authenticated: Option<bool>,
    /// Round trip in milliseconds.
    pub latency_ms: Option<i32>,
    /// Now.
    pub last_checked_at: Option<DateTime<Utc>>,
    /// When to check again.
    pub next_check_at: Option<DateTime<Utc>>,
    /// Failed checks in a row.
    pub attempt: i32,
    /// Why it failed (`model::Issue`).
    pub last_error: Option<Value>,
}

/// Who the server says it is, kept from the last good check.
#[derive(AsChangeset)]
#[diesel(table_name = servers, treat_none_as_null = true)]
pub struct ServerIdentity {
    /// Protocol revision agreed on.
    pub protocol_version: Option<String>,
    /// `serverInfo`.
    pub server_info: Option<Value>,
    /// Capabilities.
    pub capabilities: Option<Value>,
    /// `model::MasterAgentView`.
    pub master_agent: Option<Value>,
}

/// Inserts one; a taken name is a unique violation of `servers_name`.
pub async fn insert(tx: &mut TenantTx, new: &NewServer<'_>) -> Result<Server> {
    Ok(diesel::insert_into(servers::table).values(new).returning(Server::as_returning()).get_result(tx).await?)
}

/// The one with this id.
pub async fn get(tx: &mut TenantTx, id: ServerId) -> Result<Server> {
    let organization = tx.organization();
    Ok(servers::table.find((organization, id)).select(Server::as_select()).first(tx).await?)
}

/// By name, from `after` (lower-case name and id) on; `words` must occur in name or address.
pub async fn list(
    tx: &mut TenantTx,
    words: Option<&str>,
    after: Option<(&str, ServerId)>,
    limit: i64,
) -> Result<Vec<Server>> {
    let organization = tx.organization();
    let mut query = servers::table
        .filter(servers::organization_id.eq(organization))
        .order((lower(servers::name), servers::id))
        .limit(limit)
        .select(Server::as_select())
        .into_boxed();
    if let Some(words) = words {
        let pattern = super::contains(words);
        query = query.filter(servers::name.ilike(pattern.clone()).or(servers::url.ilike(pattern)));
    }
    if let Some((name, id)) = after {
        query = query.filter(
            lower(servers::name)
                .gt(name.to_owned())
                .or(lower(servers::name).eq(name.to_owned()).and(servers::id.gt(id))),
        );
    }
    Ok(query.load(tx).await?)
}

/// Enabled servers with a master agent, by name.
pub async fn with_master_agent(tx: &mut TenantTx) -> Result<Vec<(ServerId, String)>> {
    let organization = tx.organization();
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .filter(servers::enabled)
        .filter(servers::master_agent.is_not_null())
        .order(lower(servers::name))
        .select((servers::id, servers::name))
        .load(tx)
        .await?)
}

/// How many there are, and how many of them are healthy.
pub async fn count(tx: &mut TenantTx) -> Result<(i64, i64)> {
    let organization = tx.organization();
    let all = servers::table.filter(servers::organization_id.eq(organization));
    let total = all.count().get_result(tx).await?;
    let healthy = all
        .filter(servers::enabled)
        .filter(servers::reachable.eq(true))
        .filter(servers::authenticated.eq(true))
        .count()
        .get_result(tx)
        .await?;
    Ok((total, healthy))
}

/// Every one, by name.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Server>> {
    let organization = tx.organization();
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .order((lower(servers::name), servers::id))
        .select(Server::as_select())
        .load(tx)
        .await?)
}

/// Which of these names, in lower case, are taken.
pub async fn taken_names(tx: &mut TenantTx, names: &[String]) -> Result<Vec<String>> {
    let organization = tx.organization();
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .filter(lower(servers::name).eq_any(names))
        .select(lower(servers::name))
        .load(tx)
        .await?)
}

/// Whether one with this address is registered.
pub async fn has_url(tx: &mut TenantTx, url: &str) -> Result<bool> {
    let organization = tx.organization();
    let same = servers::table.filter(servers::organization_id.eq(organization)).filter(servers::url.eq(url));
    Ok(diesel::select(diesel::dsl::exists(same)).get_result(tx).await?)
}

/// Changes one.
pub async fn update(tx: &mut TenantTx, id: ServerId, change: &ServerChange<'_>) -> Result<Server> {
    let organization = tx.organization();
    Ok(diesel::update(servers::table.find((organization, id)))
        .set(change)
        .returning(Server::as_returning())
        .get_result(tx)
        .await?)
}

/// Stores what a check of this revision found; nothing when the server was changed meanwhile.
pub async fn set_health(
    tx: &mut TenantTx,
    id: ServerId,
    revision: i64,
    health: &ServerHealth,
    identity: Option<&ServerIdentity>,
) -> Result<()> {
    let organization = tx.organization();
    let row = servers::table.find((organization, id)).filter(servers::revision.eq(revision));
    diesel::update(row).set(health).execute(tx).await?;
    if let Some(identity) = identity {
        diesel::update(row).set(identity).execute(tx).await?;
    }
    Ok(())
}

/// Deletes one with its tasks.
pub async fn delete(tx: &mut TenantTx, id: ServerId) -> Result<()> {
    let organization = tx.organization();
    diesel::delete(servers::table.find((organization, id))).execute(tx).await?;
    Ok(())
}

/// Servers of all organizations whose check is due.
pub async fn due(tx: &mut SystemTx, now: DateTime<Utc>, limit: i64) -> Result<Vec<(OrganizationId, ServerId)>> {
    Ok(servers::table
        .filter(servers::enabled)
        .filter(servers::next_check_at.le(now))
        .order(servers::next_check_at)
        .limit(limit)
        .select((servers::organization_id, servers::id))
        .load(tx)
        .await?)
}

/// Puts the next check off before it begins, so that no other replica begins it too; `false` when another one did.
pub async fn postpone(tx: &mut TenantTx, id: ServerId, now: DateTime<Utc>, until: DateTime<Utc>) -> Result<bool> {
    let organization = tx.organization();
    let row = servers::table.find((organization, id)).filter(servers::enabled).filter(servers::next_check_at.le(now));
    Ok(diesel::update(row).set(servers::next_check_at.eq(until)).execute(tx).await? == 1)
}

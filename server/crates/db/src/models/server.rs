//! Servers.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use model::{OrganizationId, ServerAuthKind, ServerId, ServerStatus};
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
    /// MCP tools of this revision fetched.
    pub catalog_synced_at: Option<DateTime<Utc>>,
    /// Why the last fetch failed (`model::Issue`).
    pub catalog_error: Option<Value>,
    /// When to fetch them again; `None` for at the next check.
    pub catalog_due_at: Option<DateTime<Utc>>,
    /// Words for what it is or has.
    pub labels: Vec<String>,
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
    /// Words for what it is or has.
    pub labels: &'a [String],
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
    /// Words for what it is or has.
    pub labels: Option<&'a [String]>,
    /// It answered at the last check.
    pub reachable: Option<Option<bool>>,
    /// It accepted the credentials at the last check.
    pub authenticated: Option<Option<bool>>,
    /// When to check it next.
    pub next_check_at: Option<Option<DateTime<Utc>>>,
    /// MCP tools of this revision fetched.
    pub catalog_synced_at: Option<Option<DateTime<Utc>>>,
    /// When to fetch them again.
    pub catalog_due_at: Option<Option<DateTime<Utc>>>,
    /// Failed checks in a row.
    pub attempt: Option<i32>,
    /// Why the last check failed.
    pub last_error: Option<Option<Value>>,
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
#[derive(PartialEq, AsChangeset)]
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

/// What a fetch of its MCP tools came to.
#[derive(AsChangeset)]
#[diesel(table_name = servers, treat_none_as_null = true)]
pub struct ServerCatalog {
    /// MCP tools of this revision fetched.
    pub catalog_synced_at: Option<DateTime<Utc>>,
    /// Why the fetch failed (`model::Issue`).
    pub catalog_error: Option<Value>,
    /// When to fetch them again.
    pub catalog_due_at: Option<DateTime<Utc>>,
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

/// The same, locked until the end of the transaction.
pub async fn lock(tx: &mut TenantTx, id: ServerId) -> Result<Server> {
    let organization = tx.organization();
    Ok(servers::table.find((organization, id)).select(Server::as_select()).for_update().first(tx).await?)
}

/// By name, from `after` (lower-case name and id) on; `words` must occur in name or address.
pub async fn list(
    tx: &mut TenantTx,
    words: Option<&str>,
    status: Option<ServerStatus>,
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
    // The facts of each word of `ServerStatus::of`.
    if status.is_some_and(|status| status != ServerStatus::Disabled) {
        query = query.filter(servers::enabled);
    }
    query = match status {
        None => query,
        Some(ServerStatus::Disabled) => query.filter(servers::enabled.eq(false)),
        Some(ServerStatus::Unreachable) => query.filter(servers::reachable.eq(false)),
        Some(ServerStatus::Unauthorized) => {
            query.filter(servers::reachable.eq(true)).filter(servers::authenticated.eq(false))
        }
        Some(ServerStatus::Healthy) => {
            query.filter(servers::reachable.eq(true)).filter(servers::authenticated.eq(true))
        }
        Some(ServerStatus::Unknown) => query
            .filter(servers::reachable.is_distinct_from(false))
            .filter(servers::reachable.is_null().or(servers::authenticated.is_null())),
    };
    if let Some((name, id)) = after {
        query = query.filter(
            lower(servers::name)
                .gt(name.to_owned())
                .or(lower(servers::name).eq(name.to_owned()).and(servers::id.gt(id))),
        );
    }
    Ok(query.load(tx).await?)
}

/// Those with these words in name or address: names that begin with them first, then by name.
pub async fn search(tx: &mut TenantTx, words: &str, limit: i64) -> Result<Vec<Server>> {
    let organization = tx.organization();
    let pattern = super::contains(words);
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .filter(servers::name.ilike(pattern.clone()).or(servers::url.ilike(pattern)))
        .order((servers::name.ilike(super::starts_with(words)).desc(), lower(servers::name), servers::id))
        .limit(limit)
        .select(Server::as_select())
        .load(tx)
        .await?)
}

/// Enabled servers and whether each has a master agent: those first, then by name.
pub async fn enabled(tx: &mut TenantTx) -> Result<Vec<(ServerId, String, bool)>> {
    let organization = tx.organization();
    Ok(servers::table
        .filter(servers::organization_id.eq(organization))
        .filter(servers::enabled)
        .order((servers::master_agent.is_null(), lower(servers::name)))
        .select((servers::id, servers::name, servers::master_agent.is_not_null()))
        .load(tx)
        .await?)
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

/// Stores what a check of this revision found, and tells whether the server is enabled; nothing when it was changed or
/// deleted meanwhile.
pub async fn set_health(
    tx: &mut TenantTx,
    id: ServerId,
    revision: i64,
    health: &ServerHealth,
    identity: Option<&ServerIdentity>,
) -> Result<Option<bool>> {
    let organization = tx.organization();
    let row = servers::table.find((organization, id)).filter(servers::revision.eq(revision));
    let enabled: Option<bool> =
        diesel::update(row).set(health).returning(servers::enabled).get_result(tx).await.optional()?;
    if let Some(identity) = identity {
        diesel::update(row).set(identity).execute(tx).await?;
    }
    Ok(enabled)
}

/// Stores what a fetch of its MCP tools came to.
pub async fn set_catalog(tx: &mut TenantTx, id: ServerId, catalog: &ServerCatalog) -> Result<()> {
    let organization = tx.organization();
    diesel::update(servers::table.find((organization, id))).set(catalog).execute(tx).await?;
    Ok(())
}

/// Deletes one with its tasks and MCP tools.
pub async fn delete(tx: &mut TenantTx, id: ServerId) -> Result<()> {
    let organization = tx.organization();
    diesel::delete(servers::table.find((organization, id))).execute(tx).await?;
    Ok(())
}

/// Which due checks are wanted.
pub struct DueChecks {
    /// Of servers whose last check failed; else of those whose last check passed or that were never checked.
    pub failing: bool,
    /// Now.
    pub now: DateTime<Utc>,
    /// Until then no other replica takes them.
    pub until: DateTime<Utc>,
    /// Organizations with checks under way.
    pub busy: Vec<OrganizationId>,
    /// How many each of them has.
    pub under_way: Vec<i64>,
    /// The most one organization may have under way.
    pub most: i64,
    /// The most altogether.
    pub limit: i64,
}

#[derive(QueryableByName)]
struct DueCheck {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    organization_id: OrganizationId,
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: ServerId,
}

/// Those of these servers that are enabled and passed their last check, of whatever organizations.
pub async fn healthy(tx: &mut SystemTx, ids: &[ServerId]) -> Result<Vec<(OrganizationId, ServerId)>> {
    Ok(servers::table
        .filter(servers::id.eq_any(ids))
        .filter(servers::enabled)
        .filter(servers::attempt.eq(0))
        .select((servers::organization_id, servers::id))
        .load(tx)
        .await?)
}

/// Takes servers of all organizations whose check is due, longest waiting first: their next check is put off, so that no
/// other replica begins it too. One statement, whole by itself.
pub async fn claim_due(tx: &mut SystemTx, wanted: DueChecks) -> Result<Vec<(OrganizationId, ServerId)>> {
    let DueChecks { failing, now, until, busy, under_way, most, limit } = wanted;
    let claimed: Vec<DueCheck> = diesel::sql_query(
        "WITH due AS (
            SELECT organization_id, id, row_number() OVER (PARTITION BY organization_id ORDER BY next_check_at) AS place
            FROM servers WHERE enabled AND next_check_at <= $1 AND (attempt > 0) = $3
        ), chosen AS (
            SELECT s.organization_id, s.id
            FROM due d
            JOIN servers s ON s.organization_id = d.organization_id AND s.id = d.id
            LEFT JOIN unnest($4, $5) AS busy (organization_id, under_way) ON busy.organization_id = d.organization_id
            WHERE s.enabled AND s.next_check_at <= $1 AND d.place + coalesce(busy.under_way, 0) <= $6
            ORDER BY s.next_check_at LIMIT $7 FOR UPDATE OF s SKIP LOCKED
        )
        UPDATE servers s SET next_check_at = $2
        FROM chosen c WHERE s.organization_id = c.organization_id AND s.id = c.id
        RETURNING s.organization_id, s.id",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(until)
    .bind::<Bool, _>(failing)
    .bind::<Array<diesel::sql_types::Uuid>, _>(busy)
    .bind::<Array<BigInt>, _>(under_way)
    .bind::<BigInt, _>(most)
    .bind::<BigInt, _>(limit)
    .load(tx)
    .await?;
    Ok(claimed.into_iter().map(|check| (check.organization_id, check.id)).collect())
}

//! Organizations and memberships.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use model::{OrganizationId, Role, UserId};

use crate::schema::{memberships, organizations, users};
use crate::{Result, SystemTx, TenantTx};

/// A tenant.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = organizations, check_for_backend(diesel::pg::Pg))]
pub struct Organization {
    /// Id.
    pub id: OrganizationId,
    /// Word in URLs.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Version of its roles and rules.
    pub policy_version: i32,
    /// So many days after their end executions are deleted; 0: never.
    pub retention_days: i32,
    /// Of the output of an attempt so many MiB are kept.
    pub output_cap_mib: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// An organization to insert.
#[derive(Insertable)]
#[diesel(table_name = organizations)]
pub struct NewOrganization<'a> {
    /// Id.
    pub id: OrganizationId,
    /// Word in URLs.
    pub slug: &'a str,
    /// Name.
    pub name: &'a str,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// A membership to insert.
#[derive(Insertable)]
#[diesel(table_name = memberships)]
pub struct NewMembership {
    /// Where.
    pub organization_id: OrganizationId,
    /// Who.
    pub user_id: UserId,
    /// As what.
    pub role: Role,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Inserts one; a taken slug is a unique violation of `organizations_slug_key`.
pub async fn insert(tx: &mut SystemTx, new: &NewOrganization<'_>) -> Result<Organization> {
    Ok(diesel::insert_into(organizations::table)
        .values(new)
        .returning(Organization::as_returning())
        .get_result(tx)
        .await?)
}

/// The organization with this slug.
pub async fn by_slug(tx: &mut SystemTx, slug: &str) -> Result<Option<Organization>> {
    Ok(organizations::table
        .filter(organizations::slug.eq(slug))
        .select(Organization::as_select())
        .first(tx)
        .await
        .optional()?)
}

/// Waits until nobody else is choosing a slug; the lock ends with the transaction ("slug" in ASCII).
pub async fn lock_slugs(tx: &mut SystemTx) -> Result<()> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(x'736c7567'::bigint)").execute(tx).await?;
    Ok(())
}

/// Slugs that begin with this one, to find a free one beside them.
pub async fn slugs_like(tx: &mut SystemTx, slug: &str) -> Result<Vec<String>> {
    Ok(organizations::table
        .filter(organizations::slug.eq(slug).or(organizations::slug.like(format!("{slug}-%"))))
        .select(organizations::slug)
        .load(tx)
        .await?)
}

/// Makes a user a member.
pub async fn insert_membership(tx: &mut SystemTx, new: &NewMembership) -> Result<()> {
    diesel::insert_into(memberships::table).values(new).execute(tx).await?;
    Ok(())
}

/// How many organizations a user owns. Holds the user's row until the transaction ends, so that of two requests one
/// counts what the other made.
pub async fn count_owned(tx: &mut SystemTx, user: UserId) -> Result<i64> {
    users::table.find(user).select(users::id).for_update().get_result::<UserId>(tx).await?;
    Ok(memberships::table
        .filter(memberships::user_id.eq(user))
        .filter(memberships::role.eq(Role::Owner))
        .count()
        .get_result(tx)
        .await?)
}

/// The tenant of the transaction.
pub async fn get(tx: &mut TenantTx) -> Result<Organization> {
    Ok(organizations::table.find(tx.organization()).select(Organization::as_select()).first(tx).await?)
}

/// What changes of a tenant; what is `None` stays.
#[derive(AsChangeset)]
#[diesel(table_name = organizations)]
pub struct OrganizationChange<'a> {
    /// Name.
    pub name: Option<&'a str>,
    /// Retention in days.
    pub retention_days: Option<i32>,
    /// Output kept of an attempt in MiB.
    pub output_cap_mib: Option<i32>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// Organizations whose executions are deleted some time after their end.
pub async fn with_retention(db: &mut SystemTx) -> Result<Vec<OrganizationId>> {
    Ok(organizations::table
        .filter(organizations::retention_days.gt(0))
        .order(organizations::id)
        .select(organizations::id)
        .load(db)
        .await?)
}

/// Changes the tenant of the transaction.
pub async fn update(tx: &mut TenantTx, change: &OrganizationChange<'_>) -> Result<Organization> {
    Ok(diesel::update(organizations::table.find(tx.organization()))
        .set(change)
        .returning(Organization::as_returning())
        .get_result(tx)
        .await?)
}

/// The organizations of a user with the role there, by name.
pub async fn of_user(tx: &mut SystemTx, user: UserId) -> Result<Vec<(Organization, Role)>> {
    Ok(memberships::table
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(memberships::user_id.eq(user))
        .order((organizations::name, organizations::id))
        .select((Organization::as_select(), memberships::role))
        .load(tx)
        .await?)
}

/// The organization with this slug or id, if the user is a member, and the role there.
pub async fn membership(tx: &mut SystemTx, user: UserId, slug_or_id: &str) -> Result<Option<(Organization, Role)>> {
    let query = memberships::table
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(memberships::user_id.eq(user))
        .select((Organization::as_select(), memberships::role))
        .into_boxed();
    let query = match slug_or_id.parse::<OrganizationId>() {
        Ok(id) => query.filter(organizations::id.eq(id)),
        Err(_) => query.filter(organizations::slug.eq(slug_or_id)),
    };
    Ok(query.first(tx).await.optional()?)
}

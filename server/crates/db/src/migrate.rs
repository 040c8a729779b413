//! Roles first, then the migrations, as the owner.

use diesel_async::{AsyncMigrationHarness, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connect::{Connector, ConnectorError, Roots};

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../../migrations");
/// Replicas that start together migrate one after the other ("studio" in ASCII).
const LOCK: i64 = 0x7374_7564_696f;

/// Passwords of the two roles the product connects as; hex digits only.
pub struct RolePasswords {
    /// Of `studio_app`.
    pub app: String,
    /// Of `studio_system`.
    pub system: String,
}

/// Why the schema could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// What the owner would connect with.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The owner cannot connect.
    #[error("cannot connect as the owner of the database")]
    Connect(#[from] diesel::ConnectionError),
    /// A statement about roles failed.
    #[error("cannot prepare the database roles; the owner needs CREATEROLE")]
    Roles(#[source] diesel::result::Error),
    /// A query beside the migrations failed.
    #[error("query failed")]
    Query(#[from] diesel::result::Error),
    /// A migration failed; none after it was run.
    #[error("a migration failed: {0}")]
    Migration(String),
    /// The task that ran them ended early.
    #[error("the migration was interrupted")]
    Interrupted,
}

/// Makes the two roles (or sets their passwords) and runs what migrations are pending. Returns their names.
///
/// `roles: None` leaves the roles alone, for those who manage them outside.
pub async fn migrate(
    owner_url: &str,
    roots: &Roots,
    roles: Option<&RolePasswords>,
) -> Result<Vec<String>, MigrateError> {
    let mut conn = Connector::new(owner_url, roots)?.connect().await?;
    conn.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).await?;
    if let Some(roles) = roles {
        for (role, password) in [("studio_app", &roles.app), ("studio_system", &roles.system)] {
            conn.batch_execute(&role_sql(role, password)).await.map_err(MigrateError::Roles)?;
        }
    }
    // The lock ends with the connection.
    tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        let run = harness.run_pending_migrations(MIGRATIONS).map_err(|e| MigrateError::Migration(e.to_string()))?;
        Ok(run.iter().map(ToString::to_string).collect())
    })
    .await
    .map_err(|_| MigrateError::Interrupted)?
}

/// One statement, so that a role that exists already is no error; roles are shared by all databases of a cluster.
fn role_sql(role: &str, password: &str) -> String {
    let hex: String = password.chars().filter(char::is_ascii_hexdigit).collect();
    format!(
        "DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '{hex}';
            ELSE
                ALTER ROLE {role} PASSWORD '{hex}';
            END IF;
        END $$"
    )
}

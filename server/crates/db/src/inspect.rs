//! What a database is, before anything is done with it.

use diesel::dsl::sql;
use diesel::sql_types::Integer;
use diesel_async::{AsyncMigrationHarness, RunQueryDsl};
use diesel_migrations::MigrationHarness;

use crate::MigrateError;
use crate::connect::{Connector, Roots};
use crate::migrate::MIGRATIONS;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Major version of Postgres.
    pub version: i32,
    /// Migrations that were not run yet.
    pub pending: usize,
}

/// Looks at a database as its owner. Changes nothing but that diesel's own table of migrations is made where it is missing.
pub async fn inspect(owner_url: &str, roots: &Roots) -> Result<Inspection, MigrateError> {
    let mut conn = Connector::new(owner_url, roots)?.connect().await?;
    let number = diesel::select(sql::<Integer>("current_setting('server_version_num')::integer"));
    let number = number.get_result::<i32>(&mut conn).await?;
    let pending = tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        let pending = harness.pending_migrations(MIGRATIONS).map_err(|e| MigrateError::Migration(e.to_string()))?;
        Ok::<_, MigrateError>(pending.len())
    })
    .await
    .map_err(|_| MigrateError::Interrupted)??;
    Ok(Inspection { version: number / 10_000, pending })
}

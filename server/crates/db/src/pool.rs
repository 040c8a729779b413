//! Two pools: one connects as `studio_app`, one as `studio_system`.

use std::time::Duration;

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::deadpool::{BuildError, Object, Pool, PoolError};
use model::OrganizationId;

use crate::{SystemTx, TenantTx};

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What goes wrong between the Studio and Postgres.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No connection within the time.
    #[error("no database connection")]
    Pool(#[from] PoolError),
    /// A query failed.
    #[error("query failed")]
    Query(#[from] diesel::result::Error),
    /// A column holds what its type in `model` cannot be read from.
    #[error("a stored value cannot be read")]
    Stored(#[from] serde_json::Error),
}

impl Error {
    /// The name of the unique index or constraint that refused the write.
    pub fn unique_violation(&self) -> Option<&str> {
        match self {
            Self::Query(diesel::result::Error::DatabaseError(
                diesel::result::DatabaseErrorKind::UniqueViolation,
                info,
            )) => info.constraint_name(),
            _ => None,
        }
    }

    /// The row is not there (or not the tenant's).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Query(diesel::result::Error::NotFound))
    }
}

/// A pool could not be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot make a connection pool")]
pub struct DbOpenError(#[from] BuildError);

/// Where the database is and how many connections to keep.
#[derive(Clone)]
pub struct DbConfig {
    /// URL of the role `studio_app`.
    pub app_url: String,
    /// URL of the role `studio_system`.
    pub system_url: String,
    /// Largest number of connections as `studio_app`.
    pub app_connections: usize,
    /// Largest number of connections as `studio_system`.
    pub system_connections: usize,
}

/// The database, cheap to clone.
#[derive(Clone)]
pub struct Db {
    app: Pool<AsyncPgConnection>,
    system: Pool<AsyncPgConnection>,
    system_url: String,
}

impl Db {
    /// Makes the pools; connects lazily.
    pub fn open(config: &DbConfig) -> std::result::Result<Self, DbOpenError> {
        Ok(Self {
            app: pool(&config.app_url, config.app_connections)?,
            system: pool(&config.system_url, config.system_connections)?,
            system_url: config.system_url.clone(),
        })
    }

    /// A transaction in which only this organization's rows exist.
    pub async fn tenant(&self, organization: OrganizationId) -> Result<TenantTx> {
        TenantTx::begin(self.app.get().await?, organization).await
    }

    /// A transaction with the named grants of `studio_system`, for work before the tenant is known. Few callers.
    pub async fn system(&self) -> Result<SystemTx> {
        SystemTx::begin(self.system.get().await?).await
    }

    /// URL for connections of one's own: `LISTEN` cannot live in a pool.
    pub(crate) fn listen_url(&self) -> &str {
        &self.system_url
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        use diesel_async::SimpleAsyncConnection;
        let mut conn: Object<AsyncPgConnection> = self.system.get().await?;
        Ok(conn.batch_execute("SELECT 1").await?)
    }

    /// Closes every connection.
    pub fn close(&self) {
        self.app.close();
        self.system.close();
    }
}

fn pool(url: &str, max_size: usize) -> std::result::Result<Pool<AsyncPgConnection>, BuildError> {
    Pool::builder(AsyncDieselConnectionManager::<AsyncPgConnection>::new(url))
        .max_size(max_size)
        .wait_timeout(Some(Duration::from_secs(10)))
        .create_timeout(Some(Duration::from_secs(10)))
        .runtime(deadpool::Runtime::Tokio1)
        .build()
}

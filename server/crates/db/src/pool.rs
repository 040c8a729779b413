//! Two pools: one connects as `studio_app`, one as `studio_system`.

use std::time::Duration;

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{BuildError, Object, Pool, PoolError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures::FutureExt as _;
use model::OrganizationId;

use crate::connect::{Connector, ConnectorError, Roots};
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

    /// The database will never take this write: it breaks a rule of the schema.
    pub fn is_refusal(&self) -> bool {
        use diesel::result::DatabaseErrorKind as Kind;
        let Self::Query(diesel::result::Error::DatabaseError(kind, _)) = self else { return false };
        matches!(
            kind,
            Kind::UniqueViolation | Kind::ForeignKeyViolation | Kind::NotNullViolation | Kind::CheckViolation
        )
    }

    /// The row is not there (or not the tenant's).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Query(diesel::result::Error::NotFound))
    }
}

/// A pool could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DbOpenError {
    /// The pool itself.
    #[error("cannot make a connection pool")]
    Pool(#[from] BuildError),
    /// What it would connect with.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
}

/// Where the database is and how many connections to keep.
#[derive(Clone)]
pub struct DbConfig {
    /// URL of the role `studio_app`.
    pub app_url: String,
    /// URL of the role `studio_system`.
    pub system_url: String,
    /// Authorities that may vouch for the database beside the system's.
    pub roots: Roots,
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
    listener: Connector,
}

impl Db {
    /// Makes the pools; connects lazily.
    pub fn open(config: &DbConfig) -> std::result::Result<Self, DbOpenError> {
        let app = Connector::new(&config.app_url, &config.roots)?;
        let system = Connector::new(&config.system_url, &config.roots)?;
        Ok(Self {
            app: pool(app, config.app_connections)?,
            system: pool(system.clone(), config.system_connections)?,
            listener: system,
        })
    }

    /// A transaction in which only this organization's rows exist.
    pub async fn tenant(&self, organization: OrganizationId) -> Result<TenantTx> {
        Ok(TenantTx::begin(self.app.get().await?, organization))
    }

    /// A transaction with the named grants of `studio_system`, for work before the tenant is known. Few callers.
    pub async fn system(&self) -> Result<SystemTx> {
        SystemTx::begin(self.system.get().await?).await
    }

    /// For connections of one's own as `studio_system`: `LISTEN` cannot live in a pool.
    pub(crate) fn listener(&self) -> &Connector {
        &self.listener
    }

    /// As [`Db::system`] for statements of which each stands alone: a transaction by itself, without the round trips of its
    /// begin and end.
    pub async fn system_each(&self) -> Result<SystemTx> {
        Ok(SystemTx::each(self.system.get().await?))
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

fn pool(connector: Connector, max_size: usize) -> std::result::Result<Pool<AsyncPgConnection>, BuildError> {
    let mut config = ManagerConfig::<AsyncPgConnection>::default();
    // A connection that the server has closed is known to be; asking each one before each use costs a round trip.
    config.recycling_method = RecyclingMethod::Fast;
    config.custom_setup = Box::new(move |_| {
        let connector = connector.clone();
        async move { connector.connect().await }.boxed()
    });
    // The connector knows the URL; the manager would only hand it back.
    Pool::builder(AsyncDieselConnectionManager::<AsyncPgConnection>::new_with_config(String::new(), config))
        .max_size(max_size)
        .wait_timeout(Some(Duration::from_secs(10)))
        .create_timeout(Some(Duration::from_secs(10)))
        .runtime(deadpool::Runtime::Tokio1)
        .build()
}

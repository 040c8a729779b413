//! A database a test on a real Postgres: the one of `STUDIO_TEST_POSTGRES` (a superuser's URL), else one that is started
//! for this process.

use anyhow::{Context as _, Result};
use embedded_postgres::{EmbeddedPostgres, Options};
use studio_db::{Db, DbConfig, Roots};
use tokio::sync::OnceCell;
use url::Url;

const PASSWORD: &str = "0123456789abcdef";
static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

struct Cluster {
    admin: Url,
    /// Stopped with the process, by Postgres' own watch on its parent.
    _own: Option<(EmbeddedPostgres, tempfile::TempDir)>,
}

/// A migrated database with nothing in it.
pub struct TestDatabase {
    /// Connections as the product has them.
    pub db: Db,
    /// URL of the owner.
    pub owner_url: String,
    /// URL of the role `studio_app`.
    pub app_url: String,
    /// URL of the role `studio_system`.
    pub system_url: String,
}

impl TestDatabase {
    /// Makes one.
    pub async fn new() -> Result<Self> {
        let cluster = CLUSTER.get_or_try_init(cluster).await?;
        let name = format!("test_{:016x}", rand::random::<u64>());
        let admin = connect(cluster.admin.as_str()).await?;
        // Roles belong to the cluster: tests that start together make them one after the other.
        admin.batch_execute("SELECT pg_advisory_lock(1)").await?;
        for role in ["studio_app", "studio_system"] {
            let sql = format!(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
                    CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'; END IF; END $$"
            );
            admin.batch_execute(&sql).await?;
        }
        admin.batch_execute(&format!("CREATE DATABASE {name}")).await?;
        admin.batch_execute("SELECT pg_advisory_unlock(1)").await?;
        let url = |user: Option<&str>| -> Result<String> {
            let mut url = cluster.admin.clone();
            url.set_path(&name);
            if let Some(user) = user {
                let set = url.set_username(user).and_then(|()| url.set_password(Some(PASSWORD)));
                set.map_err(|()| anyhow::anyhow!("the URL of the test Postgres names no host"))?;
            }
            Ok(url.into())
        };
        let (owner_url, app_url, system_url) = (url(None)?, url(Some("studio_app"))?, url(Some("studio_system"))?);
        studio_db::migrate(&owner_url, &Roots::default(), None).await?;
        let db = Db::open(&DbConfig {
            app_url: app_url.clone(),
            system_url: system_url.clone(),
            roots: Roots::default(),
            app_connections: 8,
            system_connections: 4,
        })?;
        Ok(Self { db, owner_url, app_url, system_url })
    }

    /// A connection as the owner, who sees everything.
    pub async fn owner(&self) -> Result<tokio_postgres::Client> {
        connect(&self.owner_url).await
    }
}

/// Connects with plain SQL, for what the product has no function for.
pub(crate) async fn connect(url: &str) -> Result<tokio_postgres::Client> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.context("test Postgres")?;
    tokio::spawn(connection);
    Ok(client)
}

async fn cluster() -> Result<Cluster> {
    if let Ok(url) = std::env::var("STUDIO_TEST_POSTGRES") {
        return Ok(Cluster { admin: Url::parse(&url).context("STUDIO_TEST_POSTGRES")?, _own: None });
    }
    let folder = tempfile::Builder::new().prefix("studio-test-").tempdir()?;
    let postgres = EmbeddedPostgres::start(Options::for_tests(folder.path().join("postgres"))).await?;
    let admin = Url::parse(&postgres.connection().superuser_url("postgres"))?;
    Ok(Cluster { admin, _own: Some((postgres, folder)) })
}

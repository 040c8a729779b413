//! From configuration to services.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use embedded_postgres::{Connection, EmbeddedPostgres, Options as PostgresOptions};
use studio_core::bus::Bus;
use studio_core::clock::{SystemClock, SystemRandom};
use studio_core::execution::tail::Tails;
use studio_core::{Authorizer, Journal, LocalAgent, Recent, Services, Settings};
use studio_db::{Db, DbConfig, Roots};
use studio_mcp::{Connector, ConnectorConfig, EgressPolicy};
use url::Url;

use crate::config::{Options, RemoteOptions};
use crate::keys::Key;

/// Name of the database in a private Postgres.
const DATABASE: &str = "postgres";

/// Everything a role works with.
pub struct Booted {
    /// What the application works with.
    pub services: Arc<Services>,
    /// The private Postgres, if there is one; stopped last.
    pub postgres: Option<EmbeddedPostgres>,
}

/// The database as configured: a private one is started; roles are made and migrations run.
pub struct Database {
    /// How to connect.
    pub config: DbConfig,
    /// Migrations that were run.
    pub migrated: Vec<String>,
    /// The private Postgres, if there is one.
    pub postgres: Option<EmbeddedPostgres>,
}

/// Starts what is needed and connects.
pub async fn boot(options: &Options) -> Result<Booted> {
    with_private(options, Private::Start).await
}

/// The same for a moment, also while a Studio is running on the same data folder.
pub async fn boot_beside(options: &Options) -> Result<Booted> {
    with_private(options, Private::Share).await
}

async fn with_private(options: &Options, private: Private) -> Result<Booted> {
    let key = Key::of(options)?;
    let database = database(options, &key, private).await?;
    let db = Db::open(&database.config)?;
    db.ping().await.context("the database does not let the role studio_system in")?;
    let services = Services {
        db,
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        sealer: key.sealer(),
        access_tokens: key.access_tokens(),
        authorizer: Authorizer::load().await?,
        connector: connector(&options.remote)?,
        bus: Bus::default(),
        tails: Tails::default(),
        recent: Recent::default(),
        journal: Journal::default(),
        settings: settings(options),
    };
    Ok(Booted { services: Arc::new(services), postgres: database.postgres })
}

/// Brings the database up to date.
pub async fn migrate(options: &Options) -> Result<Database> {
    database(options, &Key::of(options)?, Private::Start).await
}

/// How a private Postgres is come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Private {
    /// It is started; a second process on the same folder is refused.
    Start,
    /// The one that another process is running, else it is started.
    Share,
}

/// Where the database is; nobody has connected yet.
pub(crate) struct Place {
    /// URL of the owner.
    pub(crate) owner: String,
    /// How the product connects.
    pub(crate) config: DbConfig,
    /// The private Postgres, if this process started it.
    pub(crate) postgres: Option<EmbeddedPostgres>,
    /// Somebody else makes the roles and sets their passwords.
    roles_outside: bool,
}

/// Finds the database as configured; a private one is started.
pub(crate) async fn place(options: &Options, key: &Key, private: Private) -> Result<Place> {
    let passwords = key.role_passwords();
    let roots = roots(options)?;
    let (owner, app, system, postgres) = match &options.database.database_url {
        Some(owner) => {
            let app = with_user(owner, "studio_app", &passwords.app)?;
            let system = with_user(owner, "studio_system", &passwords.system)?;
            (owner.clone(), app, system, None)
        }
        None => {
            let (connection, postgres) = private_postgres(options, private).await?;
            let app = connection.url("studio_app", &passwords.app, DATABASE);
            let system = connection.url("studio_system", &passwords.system, DATABASE);
            (connection.superuser_url(DATABASE), app, system, postgres)
        }
    };
    let outside = options.database.database_app_url.clone().zip(options.database.database_system_url.clone());
    let roles_outside = outside.is_some();
    let (app_url, system_url) = outside.unwrap_or((app, system));
    let app_connections = options.database.database_connections.max(2);
    let system_connections = (app_connections / 4).max(2);
    let config = DbConfig { app_url, system_url, roots, app_connections, system_connections };
    Ok(Place { owner, config, postgres, roles_outside })
}

async fn database(options: &Options, key: &Key, private: Private) -> Result<Database> {
    let Place { owner, config, postgres, roles_outside } = place(options, key, private).await?;
    let passwords = key.role_passwords();
    let roles = (!roles_outside).then_some(&passwords);
    let migrated = match studio_db::migrate(&owner, &config.roots, roles).await {
        Ok(migrated) => migrated,
        Err(error) => {
            if let Some(postgres) = postgres
                && let Err(stop) = postgres.stop().await
            {
                tracing::warn!(error = %stop, "cannot stop the private Postgres");
            }
            return Err(error).context("cannot bring the database up to date");
        }
    };
    for name in &migrated {
        tracing::info!(migration = %name, "migrated");
    }
    Ok(Database { config, migrated, postgres })
}

async fn private_postgres(options: &Options, private: Private) -> Result<(Connection, Option<EmbeddedPostgres>)> {
    let folder = options.data.folder.join("postgres");
    if private == Private::Share
        && let Some(running) = Connection::of_running(&folder).context("cannot reach the private Postgres")?
    {
        return Ok((running, None));
    }
    let mut start = PostgresOptions::new(folder);
    start.max_connections = u32::try_from(options.database.database_connections * 2 + 20).unwrap_or(100);
    let postgres = EmbeddedPostgres::start(start).await.context("cannot start the private Postgres")?;
    Ok((postgres.connection().clone(), Some(postgres)))
}

fn roots(options: &Options) -> Result<Roots> {
    match &options.database.database_ca {
        Some(path) => Roots::read(path).context("DATABASE_CA is of no use"),
        None => Ok(Roots::default()),
    }
}

fn with_user(owner: &str, user: &str, password: &str) -> Result<String> {
    let mut url = Url::parse(owner).context("DATABASE_URL is not a URL: postgres://user:password@host/database")?;
    let set = url.set_username(user).and_then(|()| url.set_password(Some(password)));
    set.map_err(|()| anyhow::anyhow!("DATABASE_URL must name a host: postgres://user:password@host/database"))?;
    Ok(url.into())
}

fn connector(options: &RemoteOptions) -> Result<Connector> {
    let egress = EgressPolicy { allowed_networks: options.allow_networks.clone() };
    Ok(Connector::new(ConnectorConfig { egress, ..Default::default() })?)
}

fn settings(options: &Options) -> Settings {
    let RemoteOptions { local_agent_url, local_agent_token_file, .. } = options.remote.clone();
    Settings {
        secure_cookies: options.web.public_url.as_ref().is_some_and(|url| url.scheme() == "https"),
        api_rate: options.web.api_rate,
        check_interval: options.remote.check_interval,
        local_agent: local_agent_url
            .zip(local_agent_token_file)
            .map(|(url, token_file)| LocalAgent { url, token_file }),
    }
}

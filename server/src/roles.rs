//! What the binary does in each of its roles.

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use app::i18n::I18n;
use axum::serve::ListenerExt as _;
use studio_core::{Actor, OpCtx, Services};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::boot::{self, Booted};
use crate::config::{BootstrapOptions, Options};
use crate::open_files;
use crate::router;
use crate::state::AppState;

/// Requests and sockets still open when the Studio is told to end get so long.
const DRAIN: Duration = Duration::from_secs(8);

/// Which parts run in this process.
#[derive(Clone, Copy, Debug)]
pub struct Roles {
    web: bool,
    worker: bool,
}

impl Roles {
    /// Everything.
    pub const ALL: Self = Self { web: true, worker: true };
    /// Pages, REST and sockets.
    pub const WEB: Self = Self { web: true, worker: false };
    /// Executions and health checks.
    pub const WORKER: Self = Self { web: false, worker: true };
}

/// Runs until SIGTERM or SIGINT.
pub async fn serve(options: Options, roles: Roles) -> Result<()> {
    let stop = stop_on_signal()?;
    if let Err(error) = open_files::raise_limit() {
        tracing::warn!(error = format!("{error:#}"), "there may be room for few sockets only");
    }
    let Booted { services, postgres } = boot::boot(&options).await?;
    if let Err(error) = bootstrap(&options.bootstrap, &services).await {
        services.db.close();
        if let Some(postgres) = postgres {
            postgres.stop().await.context("cannot stop the private Postgres")?;
        }
        return Err(error);
    }
    let tasks = TaskTracker::new();
    let bus = services.clone();
    let listening = stop.clone();
    tasks.spawn(async move { bus.bus.run(bus.db.clone(), listening).await });
    if roles.worker {
        tasks.spawn(studio_core::worker::run(services.clone(), stop.clone()));
        tasks.spawn(studio_core::health::run(services.clone(), stop.clone()));
        tasks.spawn(clean_up(services.clone(), stop.clone()));
    }
    let ended = if roles.web {
        web(&options, AppState::new(services.clone(), &options.web)?, &stop).await
    } else {
        println!("Studio worker is ready");
        stop.cancelled().await;
        Ok(())
    };
    stop.cancel();
    tasks.close();
    if tokio::time::timeout(DRAIN, tasks.wait()).await.is_err() {
        tracing::warn!("background work did not end in time");
    }
    if tokio::time::timeout(DRAIN, services.journal.finish()).await.is_err() {
        tracing::warn!("audit rows of the last calls could not be written");
    }
    services.db.close();
    if let Some(postgres) = postgres {
        postgres.stop().await.context("cannot stop the private Postgres")?;
    }
    ended
}

/// Makes the first owner of the configuration when there is no user.
pub async fn bootstrap(options: &BootstrapOptions, services: &Arc<Services>) -> Result<()> {
    let BootstrapOptions { bootstrap_email, bootstrap_password, bootstrap_org } = options.clone();
    let Some((email, password)) = bootstrap_email.zip(bootstrap_password) else { return Ok(()) };
    let ctx = OpCtx::new(services.clone(), Actor::System, "boot".to_owned());
    match studio_core::bootstrap::first_owner(&ctx, email, password, bootstrap_org).await {
        Ok(true) => tracing::info!("the first owner was made"),
        Ok(false) => {}
        Err(studio_core::Error::Public(model::Error::Invalid { fields })) => {
            let i18n = I18n::for_lang(model::Lang::En);
            let wrong = fields.iter().map(|f| {
                let variable = match f.field.as_str() {
                    "password" => "STUDIO_BOOTSTRAP_PASSWORD",
                    "organization_name" => "STUDIO_BOOTSTRAP_ORG",
                    _ => "STUDIO_BOOTSTRAP_EMAIL",
                };
                format!("{variable}: {}", i18n.message(&f.message()))
            });
            anyhow::bail!("cannot make the first owner. {}", wrong.collect::<Vec<_>>().join(" "))
        }
        Err(error) => return Err(anyhow::Error::from(error).context("cannot make the first owner")),
    }
    Ok(())
}

/// Forgets what is over, now and then, until told to stop.
async fn clean_up(services: Arc<Services>, stop: CancellationToken) {
    loop {
        if let Err(error) = studio_core::auth::clean_up(&services.db, services.clock.now()).await {
            tracing::warn!(error = format!("{error:#}"), "cannot clean up");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(Duration::from_secs(600)) => {}
        }
    }
}

async fn web(options: &Options, state: AppState, stop: &CancellationToken) -> Result<()> {
    let address = SocketAddr::new(options.web.listen, options.web.port);
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another program using the port? Choose one with --port")
    })?;
    let address = listener.local_addr()?;
    let url = match &options.web.public_url {
        Some(url) => url.as_str().trim_end_matches('/').to_owned(),
        None => format!("http://{address}"),
    };
    // Nagle's algorithm would hold back the end of every streamed answer.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    let ctx = OpCtx::new(state.services.clone(), Actor::System, "boot".to_owned());
    let link = studio_core::auth::first_run_link(&ctx).await.map_err(anyhow::Error::from)?;
    let service = router::router(state, stop.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(stop.clone().cancelled_owned()).into_future();
    println!("Studio is ready at {url}");
    if let Some(token) = link {
        println!("First run: make the first account at {url}{}", app::paths::welcome(token.expose()));
    }
    let serving = tokio::spawn(serving);
    stop.cancelled().await;
    match tokio::time::timeout(DRAIN, serving).await {
        Ok(ended) => ended?.context("the web server failed"),
        Err(_) => {
            tracing::warn!("connections still open are cut");
            Ok(())
        }
    }
}

/// Brings the schema up to date.
pub async fn migrate(options: &Options) -> Result<()> {
    let database = boot::migrate(options).await?;
    match database.migrated.len() {
        0 => println!("The database is up to date"),
        n => println!("{n} migrations run"),
    }
    if let Some(postgres) = database.postgres {
        postgres.stop().await?;
    }
    Ok(())
}

/// A token that SIGTERM and SIGINT cancel.
fn stop_on_signal() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot listen for SIGINT")?;
    let token = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // First, for nobody may read the log any more.
        token.cancel();
        tracing::info!("ending");
    });
    Ok(stop)
}

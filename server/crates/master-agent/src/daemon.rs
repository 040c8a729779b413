//! `master-agent serve`.

use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use crate::args::ServeArgs;
use crate::data_dir::DataDir;
use crate::host::Host;
use crate::http::{self, Guard};
use crate::mcp::Agent;
use crate::metrics::Meter;
use crate::runs::{HostEnvironment, Limits, Runs};
use crate::token::Token;

/// The library's own lines come with every request.
const DEFAULT_LOG: &str = "info,rmcp=warn";
const MIB: u64 = 1024 * 1024;
/// How long a stopping daemon waits for its answers to be sent.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// Threads for the file system. Each holds some memory, and reads are short.
const FILE_THREADS: usize = 8;

/// Serves until it is told to stop.
pub fn run(args: ServeArgs) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_LOG)))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(FILE_THREADS)
        .enable_all()
        .build()
        .context("starting the runtime")?;
    let served = runtime.block_on(serve(args));
    // Whoever still waits has been given its time.
    runtime.shutdown_background();
    served
}

async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let address = args.listen;
    ensure!(
        !args.no_token || address.ip().is_loopback(),
        "--no-token is refused on {address}: anybody who reaches it could run commands; \
         listen on 127.0.0.1 or leave --no-token out"
    );
    let data = DataDir::open(args.data.data)?;
    let _lock = data.lock()?;
    let token = if args.no_token { None } else { Some(Token::load(&data)?) };
    let instance_id = data.instance_id()?;
    let draining = CancellationToken::new();
    let environment = HostEnvironment::of_this_process();
    let host = Host::new(instance_id, environment.path());
    let limits = Limits { runs: args.max_runs, spool: args.spool_mib * MIB, total_spool: args.total_spool_mib * MIB };
    let runs = Runs::open(data.clone(), limits, environment, draining.clone()).await?;
    let agent = Arc::new(Agent { runs, host, meter: Meter::default() });

    let listener = TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))?;
    let address = listener.local_addr()?;
    // Without it each streamed answer waits some 40 ms for an acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "cannot set TCP_NODELAY");
        }
    });
    let stop = CancellationToken::new();
    let router = http::router(agent, Guard::new(token, address, args.allowed_hosts), stop.clone());
    println!("master-agent listens at http://{address}{}", agent_protocol::MCP_PATH);
    tracing::info!(%address, %instance_id, data = %data.path().display(), "serving");

    let served = axum::serve(listener, router).with_graceful_shutdown(draining.clone().cancelled_owned());
    tokio::select! {
        served = served.into_future() => served.context("serving"),
        told = drain(draining, stop) => told,
    }
}

/// Waits to be told to stop, ends what waits, and gives the rest a little time. Runs go on without the daemon.
async fn drain(draining: CancellationToken, stop: CancellationToken) -> anyhow::Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    tracing::info!("stopping; runs go on");
    draining.cancel();
    tokio::time::sleep(DRAIN_TIME).await;
    tracing::warn!("some answers were not sent in time");
    stop.cancel();
    Ok(())
}

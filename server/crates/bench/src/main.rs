//! The client of `./studio bench`: signs up at a Studio that was just started, measures it and prints what it found as
//! JSON ([`Outcome`]). It runs as a program of its own, in release, so that the client is no brake.

mod api;
mod bad_servers;
mod disturbance;
mod events;
mod first_byte;
mod http;
mod local;
mod mcp_call;
mod mcp_server;
mod memory;
mod open_files;
mod output;
mod process;
mod queue;
mod servers;
mod socket;
mod studio;
mod terminal;
mod under_way;
mod viewers;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context as _, Result, bail};
use clap::{Parser, ValueEnum};
use studio_bench::Outcome;

use studio::Studio;

/// The first start makes a database.
const START_LIMIT: Duration = Duration::from_secs(90);

/// Measures a Studio that was just started.
#[derive(Parser)]
struct Cli {
    /// Its port on 127.0.0.1.
    #[arg(long)]
    port: u16,
    /// Its process.
    #[arg(long)]
    server_pid: u32,
    /// The master agent's process.
    #[arg(long)]
    agent_pid: u32,
    /// The master agent's MCP endpoint.
    #[arg(long)]
    agent_url: String,
    /// The master agent's data folder, with its token in it.
    #[arg(long)]
    agent_data: PathBuf,
    /// Folder of its private Postgres.
    #[arg(long)]
    postgres: PathBuf,
    /// Folder of the scripts for Node.
    #[arg(long)]
    scripts: PathBuf,
    /// What to measure.
    #[arg(required = true)]
    names: Vec<Name>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    Output,
    FirstByte,
    Api,
    McpCall,
    Disturbance,
    Events,
    Memory,
    Servers,
    Queue,
    UnderWay,
    Viewers,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut arguments = env::args_os().skip(1);
    let first = arguments.next();
    if first.as_ref().is_some_and(|first| first == bad_servers::COMMAND) {
        return runtime.block_on(bad_servers::serve());
    }
    if first.is_some_and(|first| first == mcp_server::COMMAND) {
        let addresses = arguments.next().and_then(|number| number.to_str()?.parse().ok());
        return runtime.block_on(mcp_server::serve(addresses.context("at how many addresses?")?));
    }
    // Several crates would pick one of two; ours is ring.
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        bail!("another TLS provider is installed already");
    }
    let outcome = runtime.block_on(measure(&Cli::parse()))?;
    println!("{}", serde_json::to_string(&outcome)?);
    Ok(())
}

/// What disturbs less comes first: memory before there was a request, that of many servers before there was load, output
/// (which fills the database) last.
async fn measure(cli: &Cli) -> Result<Outcome> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, cli.port));
    until_it_listens(address).await?;
    let wants = |name| cli.names.contains(&name);
    let mut outcome = Outcome::default();
    let idle = match wants(Name::Memory) {
        true => {
            eprintln!("bench: memory");
            Some(memory::idle(cli.server_pid, cli.agent_pid).await)
        }
        false => None,
    };
    let studio = Arc::new(Studio::sign_up(address).await.context("cannot sign up")?);
    let token_file = cli.agent_data.join("token");
    let token = fs::read_to_string(&token_file).with_context(|| format!("cannot read {}", token_file.display()))?;
    let server =
        studio.add_agent("local", &cli.agent_url, token.trim()).await.context("cannot register the master agent")?;
    match idle {
        Some(Ok(idle)) => outcome.add("memory", memory::measure(&studio, &server, &cli.agent_data, idle).await),
        Some(Err(error)) => outcome.add("memory", Err(error)),
        None => {}
    }
    if wants(Name::Servers) {
        eprintln!("bench: servers");
        outcome.add("servers", servers::measure(&studio, cli.server_pid).await);
    }
    if wants(Name::FirstByte) {
        eprintln!("bench: first byte");
        outcome.add("first-byte", first_byte::measure(&studio, &server).await);
    }
    if wants(Name::Api) {
        eprintln!("bench: api");
        outcome.add("api", api::measure(&studio, &server).await);
    }
    if wants(Name::McpCall) {
        eprintln!("bench: MCP call");
        outcome.add("mcp-call", mcp_call::measure(&studio).await);
    }
    if wants(Name::Disturbance) {
        eprintln!("bench: disturbance");
        outcome.add("disturbance", disturbance::measure(&studio).await);
    }
    if wants(Name::Events) {
        eprintln!("bench: events");
        outcome.add("events", events::measure(&studio, &server).await);
    }
    if wants(Name::UnderWay) {
        eprintln!("bench: under way");
        let agent = (cli.agent_url.as_str(), token.trim());
        outcome.add("under-way", under_way::measure(&studio, agent, cli.server_pid).await);
    }
    if wants(Name::Viewers) {
        eprintln!("bench: viewers");
        outcome.add("viewers", viewers::measure(&studio, &server).await);
    }
    if wants(Name::Queue) {
        eprintln!("bench: queue");
        let scripts = queue::Scripts { folder: &cli.scripts, postgres: &cli.postgres };
        outcome.add("queue", queue::measure(&studio, &scripts).await);
    }
    if wants(Name::Output) {
        eprintln!("bench: output");
        outcome.add("output", output::measure(&studio, &server).await);
    }
    Ok(outcome)
}

/// Connects without asking anything: memory is measured before the first request.
async fn until_it_listens(address: SocketAddr) -> Result<()> {
    let began = Instant::now();
    while tokio::net::TcpStream::connect(address).await.is_err() {
        if began.elapsed() > START_LIMIT {
            bail!("nothing listens on {address} after {} s", START_LIMIT.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::data_dir::DataDir;
use crate::token::Token;
use crate::{daemon, install};

#[derive(Debug, Parser)]
#[command(name = "master-agent", version, about = "Runs commands on this host for MCP clients.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve MCP until SIGTERM or SIGINT; runs outlive it
    Serve(ServeArgs),
    /// Print the master token, making it if there is none
    Token(DataArgs),
    /// Write a systemd unit that starts this program with these settings
    Install(install::InstallArgs),
}

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// Data folder [default: /var/lib/master-agent for root, else ~/.local/share/master-agent]
    #[arg(long, env = "MASTER_AGENT_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// What `serve` can be told.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Address to listen on; port 0 takes a free one, which is printed
    #[arg(long, env = "MASTER_AGENT_LISTEN", default_value = "127.0.0.1:7400")]
    pub listen: SocketAddr,
    /// Ask for no token; refused unless the address is a loopback one
    #[arg(long)]
    pub no_token: bool,
    /// Accept only these Host headers; may be repeated. On loopback its names are always accepted; elsewhere any is,
    /// unless this is given
    #[arg(long = "allowed-host", value_name = "HOST")]
    pub allowed_hosts: Vec<String>,
    /// Most runs at a time
    #[arg(long, default_value_t = 256)]
    pub max_runs: usize,
    /// Most output kept of a run, in MiB
    #[arg(long, default_value_t = 256)]
    pub spool_mib: u64,
    /// Most output kept of all finished runs, in MiB; that of the oldest goes first
    #[arg(long, default_value_t = 4096)]
    pub total_spool_mib: u64,
}

/// Carries out what the command line says.
pub fn run() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Serve(args) => daemon::run(args),
        Command::Token(args) => {
            println!("{}", Token::load(&DataDir::open(args.data)?)?.expose());
            Ok(())
        }
        Command::Install(args) => install::install(&args),
    }
}

//! Configuration: flags and environment variables, documented by `--help`, a struct a concern.

use std::io::IsTerminal as _;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};
use model::Secret;
use studio_mcp::IpNet;
use tracing_subscriber::EnvFilter;

/// MCP Agent Studio.
#[derive(Parser)]
#[command(name = "studio-server", version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Logs.
    #[command(flatten)]
    pub log: LogOptions,
}

/// The roles of the binary.
#[derive(Subcommand)]
pub enum Command {
    /// Web and worker in one process; without DATABASE_URL with a private Postgres in the data folder.
    Serve(Options),
    /// Pages, REST and sockets only.
    Web(Options),
    /// Executions and health checks only.
    Worker(Options),
    /// Brings the database schema up to date and ends.
    Migrate(Options),
    /// Says whether everything the Studio needs is there.
    Doctor(Options),
    /// Helps people who cannot help themselves through a page.
    #[command(subcommand)]
    Admin(Admin),
}

/// What an operator does for people. A password is read from STUDIO_ADMIN_PASSWORD, else from standard input; never from
/// an argument, which other users of the machine can see.
#[derive(Subcommand)]
pub enum Admin {
    /// Makes an account that owns an organization.
    CreateOwner(CreateOwner),
    /// Gives an account another password and ends its sessions.
    ResetPassword(AdminAccount),
    /// Ends all sessions of an account, in browsers and of programs.
    RevokeSessions(AdminAccount),
}

/// Who becomes an owner of what.
#[derive(Args)]
pub struct CreateOwner {
    /// E-mail to sign in with.
    #[arg(long)]
    pub email: String,
    /// Slug of the organization; where there is none of this slug, one of this name is made.
    #[arg(long)]
    pub org: String,
    /// Name; without it what stands before the @ of the e-mail.
    #[arg(long)]
    pub name: Option<String>,
    /// The installation.
    #[command(flatten)]
    pub options: Options,
}

/// Whose account.
#[derive(Args)]
pub struct AdminAccount {
    /// E-mail of the account.
    #[arg(long)]
    pub email: String,
    /// The installation.
    #[command(flatten)]
    pub options: Options,
}

/// Logs.
#[derive(Args)]
pub struct LogOptions {
    /// What to log, in the syntax of tracing's EnvFilter. The MCP library is silent: what goes wrong between us and a server is
    /// told to who asked.
    #[arg(long = "log", env = "STUDIO_LOG", default_value = "info,rmcp=off", global = true)]
    pub filter: String,
    /// How to write it, to standard error.
    #[arg(long = "log-format", env = "STUDIO_LOG_FORMAT", default_value = "text", global = true)]
    pub format: LogFormat,
}

/// How log lines look.
#[derive(Clone, Copy, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Everything a role can be told.
#[derive(Args, Clone)]
pub struct Options {
    /// Web.
    #[command(flatten)]
    pub web: WebOptions,
    /// Data and keys.
    #[command(flatten)]
    pub data: DataOptions,
    /// Database.
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// Remote servers.
    #[command(flatten)]
    pub remote: RemoteOptions,
    /// First owner.
    #[command(flatten)]
    pub bootstrap: BootstrapOptions,
}

/// Where the Studio is reached.
#[derive(Args, Clone)]
pub struct WebOptions {
    /// Port to listen on; 0 takes a free one.
    #[arg(long, env = "STUDIO_PORT", default_value_t = 3000)]
    pub port: u16,
    /// Address to listen on.
    #[arg(long, env = "STUDIO_LISTEN", default_value = "127.0.0.1")]
    pub listen: IpAddr,
    /// Address people use, when it is another one (behind a proxy): https://studio.example.org
    #[arg(long, env = "STUDIO_PUBLIC_URL")]
    pub public_url: Option<url::Url>,
    /// REST requests a minute that one user, or one address of nobody known, may make [default: 60000].
    #[arg(long, env = "STUDIO_API_RATE")]
    pub api_rate: Option<NonZeroU32>,
    /// Folder with the built site (assets and manifest.json).
    #[arg(long, env = "STUDIO_SITE", default_value = "site")]
    pub site: PathBuf,
}

/// Data and keys.
#[derive(Args, Clone)]
pub struct DataOptions {
    /// Data folder.
    #[arg(long = "data", env = "STUDIO_DATA", default_value = "data")]
    pub folder: PathBuf,
    /// Key of the installation, 64 hexadecimal digits; seals secrets at rest. Without DATABASE_URL it is made in the data
    /// folder.
    #[arg(long, env = "STUDIO_KEY", hide_env_values = true)]
    pub key: Option<String>,
}

/// Which Postgres.
#[derive(Args, Clone)]
pub struct DatabaseOptions {
    /// Postgres 15 or newer, as the owner of the database (it makes the roles studio_app and studio_system). Without it a
    /// private one is started in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Connect as studio_app with this URL; the role is then managed outside.
    #[arg(long, env = "DATABASE_APP_URL", hide_env_values = true, requires = "database_system_url")]
    pub database_app_url: Option<String>,
    /// Connect as studio_system with this URL; the role is then managed outside.
    #[arg(long, env = "DATABASE_SYSTEM_URL", hide_env_values = true, requires = "database_app_url")]
    pub database_system_url: Option<String>,
    /// File with the certificates (PEM) of authorities that may vouch for the database beside the system's. With
    /// sslmode=require in DATABASE_URL the certificate is checked, its name included; without sslmode a server that is not
    /// trusted is spoken to in the clear.
    #[arg(long, env = "DATABASE_CA")]
    pub database_ca: Option<PathBuf>,
    /// Connections to keep as studio_app; a quarter of it more as studio_system.
    #[arg(long, env = "DATABASE_CONNECTIONS", default_value_t = 24)]
    pub database_connections: usize,
}

/// Which remote servers may be connected to.
#[derive(Args, Clone)]
pub struct RemoteOptions {
    /// Private networks that servers may be in, as CIDR, separated by commas. By default none, loopback included.
    #[arg(long, env = "STUDIO_ALLOW_NETWORKS", value_delimiter = ',')]
    pub allow_networks: Vec<IpNet>,
    /// Seconds between two health checks of a server that works, and until what it offers is asked for again, 5 to 3600
    /// [default: 60]. One that fails is checked again
    /// within 5 seconds, then less and less often, at least every 5 minutes.
    #[arg(long, env = "STUDIO_CHECK_INTERVAL", value_parser = clap::value_parser!(u32).range(5..=3600))]
    pub check_interval: Option<u32>,
    /// MCP endpoint of a master agent on this host that members may add in one click.
    #[arg(long, env = "STUDIO_LOCAL_AGENT_URL", requires = "local_agent_token_file")]
    pub local_agent_url: Option<String>,
    /// File with that master agent's token.
    #[arg(long, env = "STUDIO_LOCAL_AGENT_TOKEN_FILE")]
    pub local_agent_token_file: Option<PathBuf>,
}

/// The first owner, made at start when there is no user at all.
#[derive(Args, Clone)]
pub struct BootstrapOptions {
    /// E-mail of the first owner.
    #[arg(long, env = "STUDIO_BOOTSTRAP_EMAIL", requires = "bootstrap_password")]
    pub bootstrap_email: Option<String>,
    /// Password of the first owner.
    #[arg(long, env = "STUDIO_BOOTSTRAP_PASSWORD", hide_env_values = true, requires = "bootstrap_email")]
    pub bootstrap_password: Option<Secret>,
    /// Name of the first owner's organization.
    #[arg(long, env = "STUDIO_BOOTSTRAP_ORG", default_value = "main")]
    pub bootstrap_org: String,
}

/// Starts logging to standard error.
pub fn init_logs(options: &LogOptions) -> Result<()> {
    let filter = EnvFilter::try_new(&options.filter).context("STUDIO_LOG is not a filter")?;
    let colours = std::io::stderr().is_terminal();
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    // A log that nobody reads is no reason to panic.
    let logs = logs.log_internal_errors(false);
    let started = match options.format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().flatten_event(true).try_init(),
    };
    started.map_err(|e| anyhow::anyhow!("cannot start logging: {e}"))
}

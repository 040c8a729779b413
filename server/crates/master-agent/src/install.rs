//! `master-agent install`: the systemd unit.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Args;

/// What `install` can be told.
#[derive(Debug, Args)]
pub struct InstallArgs {
    /// Where the unit is written; `-` prints it
    #[arg(long, default_value = "/etc/systemd/system/master-agent.service", value_name = "FILE")]
    unit: PathBuf,
    /// User that the daemon, and so every command, runs as
    #[arg(long, default_value = "root")]
    user: String,
    /// Address the daemon listens on
    #[arg(long, default_value = "127.0.0.1:7400")]
    listen: SocketAddr,
    /// Data folder
    #[arg(long, default_value = "/var/lib/master-agent", value_name = "DIR")]
    data: PathBuf,
}

/// Writes the unit and says what to do next.
pub fn install(args: &InstallArgs) -> anyhow::Result<()> {
    let program = std::env::current_exe().context("finding this program")?;
    let unit = unit(args, &program)?;
    if args.unit == Path::new("-") {
        print!("{unit}");
        return Ok(());
    }
    fs::write(&args.unit, unit).with_context(|| format!("writing {}", args.unit.display()))?;
    println!("Wrote {}. Start it with:", args.unit.display());
    println!("  systemctl daemon-reload && systemctl enable --now master-agent");
    println!("and print its token, as its user, with:");
    println!("  {} token --data {}", program.display(), args.data.display());
    Ok(())
}

fn unit(args: &InstallArgs, program: &Path) -> anyhow::Result<String> {
    let (program, data) = (program.display().to_string(), args.data.display().to_string());
    for word in [&program, &data, &args.user] {
        ensure!(
            !word.is_empty() && !word.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'\\%$".contains(c)),
            "{word:?} cannot stand in a systemd unit; use a name without spaces, quotes, % and $"
        );
    }
    ensure!(args.data.is_absolute(), "--data must be an absolute path");
    Ok(format!(
        "[Unit]
Description=Master agent of MCP Agent Studio
After=network-online.target
Wants=network-online.target

[Service]
User={user}
ExecStart={program} serve --listen {listen} --data {data}
Restart=always
RestartSec=2
# Runs belong to processes of their own, which outlive the daemon.
KillMode=process
UMask=0077
OOMPolicy=continue
LimitNOFILE=65536

[Install]
WantedBy=multi-user.target
",
        user = args.user,
        listen = args.listen,
    ))
}

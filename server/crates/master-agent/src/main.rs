//! The master agent: a daemon for remote hosts that runs commands for MCP clients.
//!
//! `master-agent serve` offers MCP over streamable HTTP at `/mcp`, in both protocol eras and without sessions,
//! guarded by the master token; types and names of its tools are in the crate `agent-protocol`. Beside it,
//! `GET /runs/{run_id}/output?from=&follow=` gives the raw output of a run.
//!
//! Each run belongs to a shim, a process of its own ([`shim`]), so that the daemon can be killed, restarted or
//! replaced while commands run. What it knows is in its data folder:
//!
//! ```text
//! DIR/token            the master token, made at the first start (unless MASTER_AGENT_TOKEN is set)
//!     instance.json    the identity of this folder
//!     lock             held by the daemon: one a folder
//!     runs/            a folder for each run, see [`run_files`]
//!     tombstones/      what is kept of forgotten runs, for 30 days
//! ```
//!
//! Known limits: Linux only; a command runs as the daemon's own user, which can read DIR; a process that makes a
//! session of its own (a daemon) survives the normal end of its run, though not a time-out or a signal.

mod args;
mod daemon;
mod data_dir;
mod host;
mod http;
mod install;
mod mcp;
mod metrics;
mod refusal;
mod run_files;
mod runs;
mod shim;
mod shim_protocol;
mod token;

use std::process::ExitCode;

fn main() -> ExitCode {
    // A shim stays small: it must not meet the command line parser, the runtime or the logger.
    if std::env::args_os().nth(1).is_some_and(|first| first == "shim") {
        return shim::main();
    }
    match args::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("master-agent: {error:#}");
            ExitCode::FAILURE
        }
    }
}

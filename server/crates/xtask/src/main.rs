//! What `./studio` calls: builds, starts, checks, tests and measures the Studio.
//!
//! | command | does |
//! | --- | --- |
//! | `up` | builds what changed, starts a master agent and the Studio, and ends them with itself |
//! | `dev` | the same with a quickly built wasm, again after each change of a source file |
//! | `build` | binaries and site, starts nothing |
//! | `check` | format, lints, dependency rules, messages, migrations, size of the first page |
//! | `test` | unit and integration tests, then the stories in a real browser |
//! | `chaos` | the test of that name, longer: processes are killed, stopped and cut off while executions run |
//! | `bench` | the numbers the product is held to, measured, each beside a baseline |
//!
//! # The site
//! `$CARGO_TARGET_DIR/site` is a link to the newest folder below `xtask/sites/`; a running server keeps its own. In it:
//!
//! - `assets/<name>.<hash>.<ext>`: the hash is of the content, so these may be cached for ever. Beside each one that
//!   compresses stand `.br` and `.gz`.
//! - what lies in `public/`, under its own name, and the licences of the browser libraries.
//! - `manifest.json`: the URL path of each asset by its logical name: `frontend.js`, `frontend.wasm`, `main.css`,
//!   `xterm.js`, `xterm.css`, `messages.<lang>.ftl`, `fonts/<name>.woff2`; and the parts of the wasm that are loaded on
//!   demand.
//! - `parts.json`: the URL paths of the parts that a lazily loaded function or route needs, by its name.
//!
//! # The wasm
//! Built in the dev profile with overrides (`site/wasm.rs`), so that proc macros and build scripts are shared with the
//! server's build. Server and wasm are both built with `--cfg erase_components` (`.cargo/config.toml`): less code to load,
//! less to compile. It changes the markers in the rendered HTML, so both have it or none.

mod bench;
mod build;
mod chaos;
mod check;
mod dev;
mod layout;
mod run;
mod site;
mod test;
mod up;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use layout::Layout;

#[derive(Parser)]
#[command(
    name = "studio",
    about = "Builds, starts, checks, tests and measures MCP Agent Studio.",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build what changed and start the Studio with a local master agent.
    Up(UpArgs),
    /// The same with a quickly built wasm, again after each change of a source file.
    Dev(UpArgs),
    /// Build the binaries and the site.
    Build {
        /// Optimized binaries.
        #[arg(long)]
        release: bool,
    },
    /// Build the site only (wasm, styles, browser libraries).
    Site,
    /// Format, lints, dependency rules, messages, migrations, size of the first page.
    Check,
    /// Unit and integration tests, then the stories in a real browser.
    Test(TestArgs),
    /// Kill, stop and cut off processes while executions run, and look whether all that is left is true.
    Chaos(ChaosArgs),
    /// Measure the numbers the product is held to, optimized, on a data folder of its own.
    Bench(BenchArgs),
}

/// What `up` and `dev` take.
#[derive(Args, Clone, Debug)]
struct UpArgs {
    /// Port of the Studio on 127.0.0.1.
    #[arg(long, env = "STUDIO_PORT", default_value_t = 3000)]
    port: u16,
    /// Data folder [default: $XDG_DATA_HOME/mcp-agent-studio, for root /var/lib/mcp-agent-studio].
    #[arg(long, env = "STUDIO_DATA")]
    data: Option<PathBuf>,
    /// Optimized binaries: slower to build, faster to run.
    #[arg(long)]
    release: bool,
    /// Without a local master agent.
    #[arg(long)]
    no_agent: bool,
}

/// What `test` takes.
#[derive(Args, Clone, Debug)]
struct TestArgs {
    /// Only the unit and integration tests.
    #[arg(long, conflicts_with = "e2e")]
    unit: bool,
    /// Only the stories in the browser.
    #[arg(long)]
    e2e: bool,
    /// Passed on to the test runner (to Playwright, with --e2e).
    #[arg(last = true)]
    rest: Vec<String>,
}

/// What `chaos` takes.
#[derive(Args, Clone, Debug)]
struct ChaosArgs {
    /// What chance is made of; another one each time when left out.
    #[arg(long)]
    seed: Option<u64>,
    /// How long processes are troubled.
    #[arg(long, default_value_t = 600)]
    seconds: u64,
    /// Executions in that time.
    #[arg(long, default_value_t = 1000)]
    executions: u64,
}

/// What `bench` takes.
#[derive(Args, Clone, Debug)]
struct BenchArgs {
    /// Only this; may be repeated.
    #[arg(long, value_name = "NAME", value_parser = bench::NAMES)]
    only: Vec<String>,
    /// Write the figures to a file, too.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

fn main() -> ExitCode {
    let done = Layout::find().and_then(|layout| match Cli::parse().command {
        Command::Up(args) => up::up(&layout, &args),
        Command::Dev(args) => dev::dev(&layout, &args),
        Command::Build { release } => {
            build::programs(&layout, release)?;
            site::build(&layout, site::Mode::Full).map(drop)
        }
        Command::Site => site::build(&layout, site::Mode::Full).map(drop),
        Command::Check => check::check(&layout),
        Command::Test(args) => test::test(&layout, &args),
        Command::Chaos(args) => chaos::chaos(&layout, &args),
        Command::Bench(args) => bench::bench(&layout, &args),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("studio: {error:#}");
            ExitCode::FAILURE
        }
    }
}

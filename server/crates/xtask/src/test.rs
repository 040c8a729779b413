//! `test`: unit and integration tests, then the stories in a real browser.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    TestArgs,
    build::{self, cargo},
    layout::Layout,
    run::{run, timed},
    site,
};

/// A program from PyPI that the stories use, named as its package.
struct Program {
    name: &'static str,
    version: &'static str,
    /// What the stories need it for.
    purpose: &'static str,
}

/// Asks the Studio whether it keeps what its OpenAPI document promises.
const SCHEMATHESIS: Program = Program { name: "schemathesis", version: "4.32.5", purpose: "the test of the API" };

/// An MCP server that others wrote, of the newest protocol revision.
const MCP_SERVER_TIME: Program =
    Program { name: "mcp-server-time", version: "2026.10.19", purpose: "the stories of other people's MCP servers" };

/// Runs what was asked for; the stories only when the other tests passed.
pub fn test(layout: &Layout, args: &TestArgs) -> Result<()> {
    // Tests of the connector run the real master agent.
    build::programs(layout, false)?;
    if !args.e2e {
        unit(layout, if args.unit { &args.rest } else { &[] })?;
    }
    if !args.unit {
        stories(layout, if args.e2e { &args.rest } else { &[] })?;
    }
    Ok(())
}

fn unit(layout: &Layout, rest: &[String]) -> Result<()> {
    // One cluster for all test processes; each test makes a database of its own.
    let folder = std::env::temp_dir().join(format!("studio-test-{}", std::process::id()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let options = embedded_postgres::Options::for_tests(folder.join("postgres"));
    let postgres = runtime.block_on(embedded_postgres::EmbeddedPostgres::start(options))?;
    let tested = unit_with(layout, rest, &postgres.connection().superuser_url("postgres"));
    runtime.block_on(postgres.stop())?;
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    tested
}

fn unit_with(layout: &Layout, rest: &[String], postgres: &str) -> Result<()> {
    let mut command = cargo(&layout.root);
    match has_nextest() {
        true => command.args(["nextest", "run", "--no-fail-fast"]),
        false => command.args(["test", "--no-fail-fast"]),
    };
    command.args(["--workspace", "--exclude", "frontend"]);
    command.env("MASTER_AGENT_BIN", layout.target.join("debug/master-agent"));
    command.env("STUDIO_TEST_POSTGRES", postgres).args(rest);
    run(&mut command)
}

fn has_nextest() -> bool {
    let mut test = Command::new("cargo-nextest");
    test.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    test.status().is_ok_and(|status| status.success())
}

/// Playwright starts the Studio through us (`playwright.config.ts`) on a folder and a port of its own.
fn stories(layout: &Layout, rest: &[String]) -> Result<()> {
    let folder = layout.source("end2end");
    ensure!(has_stories(&folder.join("tests"))?, "there are no stories in end2end/tests");
    site::build(layout, site::Mode::Full)?;
    site::install(&folder)?;
    let data = std::env::temp_dir().join(format!("studio-e2e-{}", std::process::id()));
    fs::create_dir_all(&data)?;
    let mut playwright = Command::new("node");
    playwright.current_dir(&folder).args(["node_modules/@playwright/test/cli.js", "test"]).args(rest);
    playwright.env("STUDIO_XTASK", std::env::current_exe()?).env("STUDIO_ROOT", &layout.root);
    playwright.env("STUDIO_E2E_DATA", &data).env("STUDIO_E2E_PORT", free_port()?.to_string());
    playwright.env("STUDIO_E2E_SCHEMATHESIS", from_pypi(layout, &SCHEMATHESIS)?);
    playwright.env("STUDIO_E2E_MCP_SERVER_TIME", from_pypi(layout, &MCP_SERVER_TIME)?);
    playwright.env("STUDIO_E2E_CHROMIUM", chromium()?).env("CARGO_TARGET_DIR", &layout.target);
    let result = run(&mut playwright);
    match &result {
        Ok(()) => fs::remove_dir_all(&data).with_context(|| format!("cannot remove {}", data.display()))?,
        Err(_) => eprintln!("studio: the data of the failed run are kept in {}", data.display()),
    }
    result
}

fn has_stories(folder: &Path) -> Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_story = path.to_string_lossy().ends_with(".spec.ts");
        if is_story || (path.is_dir() && has_stories(&path)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A port of 127.0.0.1 that nobody listens on now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// The path of a program from PyPI, installed in a Python environment of its own unless it is there.
fn from_pypi(layout: &Layout, wanted: &Program) -> Result<PathBuf> {
    let Program { name, version, purpose } = wanted;
    let folder = layout.work(name)?.join(version);
    let program = folder.join("bin").join(name);
    // Made last: an environment that was begun and not finished is made again.
    let finished = folder.join(".finished");
    if finished.exists() {
        return Ok(program);
    }
    timed(name, || {
        let mut environment = Command::new("python3");
        run(environment.args(["-m", "venv", "--clear"]).arg(&folder))
            .context("python3 could not make an environment; install Debian's `python3-venv` package")?;
        let mut pip = Command::new(folder.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
        run(pip.arg(format!("{name}=={version}")))
            .with_context(|| format!("{name} could not be installed from PyPI, for {purpose}"))?;
        fs::write(&finished, "").with_context(|| format!("cannot write {}", finished.display()))
    })?;
    Ok(program)
}

/// `$CHROMIUM`, else the browser of the system; one is never downloaded.
pub fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM").filter(|path| !path.is_empty()) {
        return Ok(given.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    for name in ["chromium", "chromium-browser", "google-chrome"] {
        if let Some(found) = std::env::split_paths(&path).map(|dir| dir.join(name)).find(|path| path.exists()) {
            return Ok(found);
        }
    }
    bail!("no chromium was found; install Debian's `chromium` package or set CHROMIUM to its path")
}

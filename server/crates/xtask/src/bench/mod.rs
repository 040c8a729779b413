//! `bench`: the numbers the product is held to, each beside a baseline of the same run. A goal that is missed is printed
//! and no failure: a benchmark is no test.

mod live;
mod pages;
mod report;
mod size;
mod start;
mod studio;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use studio_bench::Outcome;

use crate::{BenchArgs, UpArgs, layout::Layout, test::free_port};

/// Everything that can be measured.
pub const NAMES: [&str; 14] = [
    "output",
    "first-byte",
    "api",
    "mcp-call",
    "disturbance",
    "events",
    "memory",
    "servers",
    "under-way",
    "viewers",
    "queue",
    "pages",
    "size",
    "start",
];

/// Measures what was asked for and prints a table.
pub fn bench(layout: &Layout, args: &BenchArgs) -> Result<()> {
    ensure!(env::var_os("DATABASE_URL").is_none(), "bench works with a private Postgres: unset DATABASE_URL");
    let wanted: Vec<&str> =
        NAMES.into_iter().filter(|name| args.only.is_empty() || args.only.iter().any(|only| only == name)).collect();
    // On a disk and open to the accounts of Postgres and of the agent; /tmp is memory on many machines.
    let folder = PathBuf::from("/var/tmp").join(format!("studio-bench-{}", std::process::id()));
    let measured = measure(layout, &wanted, &folder);
    let machine = report::Machine::of(Path::new("/var/tmp"))?;
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let outcome = measured?;
    report::print(&machine, &outcome);
    if let Some(path) = &args.json {
        fs::write(path, report::json(&machine, &outcome)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    ensure!(outcome.failures.is_empty(), "could not be measured: {}", outcome.failures.join("; "));
    Ok(())
}

/// What needs a quiet machine comes before what builds.
fn measure(layout: &Layout, wanted: &[&str], folder: &Path) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let live: Vec<&str> = wanted.iter().copied().filter(|name| live::NAMES.contains(name)).collect();
    if !live.is_empty() {
        match live::measure(layout, &data(folder.join("live"))?, &live) {
            Ok(found) => outcome.append(found),
            Err(error) => outcome.add(&live.join(", "), Err(error)),
        }
    }
    if wanted.contains(&"pages") {
        outcome.add("pages", pages::measure(layout, &data(folder.join("pages"))?));
    }
    if wanted.contains(&"start") {
        outcome.add("start", start::measure(layout, &data(folder.join("start"))?));
    }
    if wanted.contains(&"size") {
        outcome.add("size", size::measure(layout));
    }
    Ok(outcome)
}

/// What `up` would be told for a data folder of our own.
fn data(folder: PathBuf) -> Result<UpArgs> {
    Ok(UpArgs { port: free_port()?, data: Some(folder), release: true, no_agent: false })
}

//! `check`: what can be said about the code without running it. Every check runs, whatever the others say.

mod dependencies;
mod messages;
mod migrations;
mod strings;

use std::{process::Command, time::Instant};

use anyhow::{Result, bail, ensure};

use crate::{
    build::cargo,
    layout::Layout,
    run::{output, run},
    site::{self, Mode, Published},
};

/// Brotli bytes the first page may load as wasm and its glue.
pub const FIRST_PAGE_BUDGET: u64 = 350_000;

type Check = fn(&Layout) -> Result<String>;

const CHECKS: [(&str, Check); 8] = [
    ("format", format),
    ("dependency rules", dependencies::check),
    ("messages", messages::check),
    ("migrations", migrations::check),
    ("types of the stories", story_types),
    ("lints", lints),
    ("lints for the browser", browser_lints),
    ("size of the first page", first_page),
];

/// Runs all checks; fails when one did.
pub fn check(layout: &Layout) -> Result<()> {
    let mut failed = Vec::new();
    for (name, check) in CHECKS {
        let began = Instant::now();
        let (verdict, detail) = match check(layout) {
            Ok(detail) => ("ok", detail),
            Err(error) => {
                failed.push(name);
                ("FAILED", format!("{error:#}"))
            }
        };
        println!("{verdict:>6}  {name}  ({:.1} s)  {detail}", began.elapsed().as_secs_f64());
    }
    match failed.is_empty() {
        true => Ok(()),
        false => bail!("{} of {} checks failed: {}", failed.len(), CHECKS.len(), failed.join(", ")),
    }
}

fn format(layout: &Layout) -> Result<String> {
    let changed = output(cargo(&layout.root).args(["fmt", "--all", "--check", "--", "--files-with-diff"]));
    match changed {
        Ok(_) => Ok(String::new()),
        Err(error) => bail!("run `cargo fmt` ({error:#})"),
    }
}

fn story_types(layout: &Layout) -> Result<String> {
    let folder = layout.source("end2end");
    site::install(&folder)?;
    let mut tsc = Command::new("node");
    run(tsc.current_dir(&folder).args(["node_modules/typescript/bin/tsc", "--project", "."])).map(|()| String::new())
}

fn lints(layout: &Layout) -> Result<String> {
    let mut clippy = cargo(&layout.root);
    clippy.args(["clippy", "--quiet", "--workspace", "--exclude", "frontend", "--all-targets"]);
    run(clippy.args(["--", "-D", "warnings"])).map(|()| String::new())
}

fn browser_lints(layout: &Layout) -> Result<String> {
    let mut clippy = cargo(&layout.root);
    clippy.args(["clippy", "--quiet", "-p", "frontend", "--target", "wasm32-unknown-unknown"]);
    run(clippy.args(["--", "-D", "warnings"])).map(|()| String::new())
}

fn first_page(layout: &Layout) -> Result<String> {
    let page = FirstPage::of(&site::build(layout, Mode::Full)?)?;
    let FirstPage { wasm, glue } = page;
    let sum = page.sum();
    let detail = format!("{sum} of {FIRST_PAGE_BUDGET} bytes of brotli: wasm {wasm}, js {glue}");
    ensure!(sum <= FIRST_PAGE_BUDGET, "{detail}");
    Ok(detail)
}

/// What the first page loads as wasm and its glue, in bytes of brotli.
#[derive(Clone, Copy, Debug)]
pub struct FirstPage {
    wasm: u64,
    glue: u64,
}

impl FirstPage {
    /// That of a built site: the page to sign in, which stands in the main program.
    pub fn of(site: &Published) -> Result<Self> {
        Ok(Self { wasm: site.brotli_size("frontend.wasm")?, glue: site.brotli_size("frontend.js")? })
    }

    /// All of it.
    pub fn sum(&self) -> u64 {
        self.wasm + self.glue
    }
}

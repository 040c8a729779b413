//! The programs of the host.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{
    layout::Layout,
    run::{run, timed},
};

/// The binaries that were built.
#[derive(Clone, Debug)]
pub struct Programs {
    /// `studio-server`.
    pub server: PathBuf,
    /// `master-agent`.
    pub agent: PathBuf,
}

impl Programs {
    /// Where cargo puts them.
    pub fn of(layout: &Layout, release: bool) -> Self {
        let folder = layout.target.join(if release { "release" } else { "debug" });
        Self { server: folder.join("studio-server"), agent: folder.join("master-agent") }
    }
}

/// Cargo in the repository, with the toolchain that `./studio` found.
pub fn cargo(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Builds the server and the master agent.
pub fn programs(layout: &Layout, release: bool) -> Result<Programs> {
    timed("server and master agent", || {
        let mut command = cargo(&layout.root);
        command.args(["build", "--quiet", "-p", "server", "-p", "master-agent"]);
        if release {
            command.arg("--release");
        }
        run(&mut command)
    })?;
    Ok(Programs::of(layout, release))
}

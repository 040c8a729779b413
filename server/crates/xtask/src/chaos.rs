//! `chaos`: the test of that name (`server/tests/chaos`), longer and with other dice.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;

use crate::{
    ChaosArgs,
    build::{self, cargo},
    layout::Layout,
    run::run,
};

/// Runs it. The seed it prints makes it do the same again, as far as processes do the same twice.
pub fn chaos(layout: &Layout, args: &ChaosArgs) -> Result<()> {
    build::programs(layout, false)?;
    let seed = match args.seed {
        Some(seed) => seed,
        None => SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs(),
    };
    let mut command = cargo(&layout.root);
    command.args(["test", "--quiet", "--package", "server", "--test", "chaos", "--", "--nocapture"]);
    command.env("MASTER_AGENT_BIN", layout.target.join("debug/master-agent"));
    for (name, value) in [("SEED", seed), ("SECONDS", args.seconds), ("EXECUTIONS", args.executions)] {
        command.env(format!("STUDIO_CHAOS_{name}"), value.to_string());
    }
    run(&mut command)
}

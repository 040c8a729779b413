//! The arrows of the architecture point one way: what a crate must not reach.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use crate::{build::cargo, layout::Layout, run::output};

struct Rule {
    package: &'static str,
    wasm: bool,
    forbidden: &'static [&'static str],
}

const RULES: [Rule; 8] = [
    // `mio` stands for tokio with a network.
    Rule {
        package: "frontend",
        wasm: true,
        forbidden: &[
            "axum",
            "casbin",
            "diesel",
            "diesel-async",
            "hyper",
            "leptos_axum",
            "mio",
            "rmcp",
            "studio-core",
            "studio-db",
            "studio-mcp",
            "tokio-postgres",
        ],
    },
    Rule { package: "model", wasm: true, forbidden: &["diesel", "leptos", "tokio"] },
    Rule { package: "agent-protocol", wasm: false, forbidden: &["axum", "diesel", "leptos", "tokio"] },
    Rule { package: "studio-core", wasm: false, forbidden: &["app", "axum", "leptos", "server"] },
    Rule { package: "studio-db", wasm: false, forbidden: &["axum", "leptos", "rmcp", "studio-core"] },
    Rule {
        package: "studio-mcp",
        wasm: false,
        forbidden: &["diesel", "leptos", "studio-core", "studio-db", "tokio-postgres"],
    },
    Rule {
        package: "master-agent",
        wasm: false,
        forbidden: &["diesel", "leptos", "studio-core", "studio-db", "tokio-postgres"],
    },
    // Compiled before every `./studio up`: what measures is a program of its own.
    Rule { package: "xtask", wasm: false, forbidden: &["hyper", "tokio-tungstenite"] },
];

pub(super) fn check(layout: &Layout) -> Result<String> {
    let mut broken = Vec::new();
    for rule in &RULES {
        let reached = reached(layout, rule)?;
        for name in rule.forbidden.iter().filter(|name| reached.contains(**name)) {
            broken.push(format!("{} reaches {name} (see `cargo tree -p {} -i {name}`)", rule.package, rule.package));
        }
    }
    ensure!(broken.is_empty(), "{}", broken.join("; "));
    Ok(format!("{} rules", RULES.len()))
}

/// The names of the crates a package is linked with.
fn reached(layout: &Layout, rule: &Rule) -> Result<BTreeSet<String>> {
    let mut tree = cargo(&layout.root);
    tree.args(["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}", "-p", rule.package]);
    if rule.wasm {
        tree.args(["--target", "wasm32-unknown-unknown"]);
    }
    let printed = output(&mut tree)?;
    Ok(printed.lines().skip(1).filter_map(|line| line.split(' ').next()).map(str::to_owned).collect())
}

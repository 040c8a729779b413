//! The browser's half of the pages.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;

use super::{Assets, Mode, libraries, publish::hashed_name, short_hash, slim};
use crate::{build::cargo, layout::Layout, run::run};

const TARGET: &str = "wasm32-unknown-unknown";

/// The module that loads the parts of a split wasm. Both names are in what the splitter writes.
const LOADER: &str = "__wasm_split.js";

/// The parts that each lazily loaded function or route needs, by logical name.
pub(super) type Parts = BTreeMap<String, Vec<String>>;

pub(super) fn collect(layout: &Layout, mode: Mode, assets: &mut Assets) -> Result<Parts> {
    let raw = compile(layout, mode)?;
    let work = layout.work(if mode == Mode::Full { "wasm" } else { "wasm-quick" })?;
    let hash = short_hash(&fs::read(&raw).with_context(|| format!("cannot read {}", raw.display()))?);
    let stamp = work.join("made-from");
    if !fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == hash) {
        fs::remove_dir_all(&work).and_then(|()| fs::create_dir_all(&work)).context("cannot empty the wasm's folder")?;
        let main = split(&raw, &work)?;
        bind(&main, &work)?;
        fs::write(&stamp, hash)?;
    }
    let parts: Parts = serde_json::from_slice(&fs::read(work.join("parts.json"))?)?;
    let mut loader = fs::read_to_string(work.join("split").join(LOADER))?;
    for name in parts.values().flatten() {
        let bytes = slim::slim(&fs::read(work.join("split").join(name))?).with_context(|| name.clone())?;
        loader = loader.replace(&format!("\"./{name}\""), &format!("\"./{}\"", hashed_name(name, &bytes)));
        assets.insert(name.clone(), bytes);
    }
    fs::write(work.join(LOADER), loader)?;
    // The glue and what it imports by path become one file; what it imports by name is left to an import map.
    let glue = libraries::bundle(layout, &work.join("frontend.js"), &["--packages=external"])?;
    assets.insert("frontend.js".into(), glue.into_bytes());
    assets.insert("frontend.wasm".into(), fs::read(work.join("frontend_bg.wasm"))?);
    Ok(parts)
}

/// Compiles in the dev profile with overrides. They are chosen such that what runs at build time (proc macros, build
/// scripts) keeps its hash and is shared with the server's build: `lto`, `codegen-units` and `strip` set in the profile
/// would reach those too, so they go to the wasm target alone.
fn compile(layout: &Layout, mode: Mode) -> Result<PathBuf> {
    let mut command = cargo(&layout.root);
    command.args(["rustc", "--quiet", "-p", "frontend", "--lib", "--target", TARGET]);
    for setting in ["debug-assertions=false", "overflow-checks=false", "debug=false"] {
        command.arg("--config").arg(format!("profile.dev.{setting}"));
    }
    // Flags for a target replace those of `.cargo/config.toml`.
    let mut flags = vec!["--cfg=erase_components"];
    if mode == Mode::Full {
        command.args(["--config", "profile.dev.opt-level=\"z\"", "--config", "profile.dev.incremental=false"]);
        flags.extend(["-Cembed-bitcode=yes", "-Ccodegen-units=1", "-Cstrip=debuginfo"]);
    } else {
        command.args(["--config", "profile.dev.opt-level=1"]);
    }
    command.arg("--config").arg(format!("target.{TARGET}.rustflags={flags:?}"));
    // The splitter needs to know what refers to what.
    command.args(["--", "-Clink-arg=--emit-relocs"]);
    if mode == Mode::Full {
        command.arg("-Clto=fat");
    }
    run(&mut command)?;
    Ok(layout.target.join(TARGET).join("debug/frontend.wasm"))
}

/// Takes the functions and routes marked `lazy` out into parts of their own; gives the main part. See
/// `server/docs/adr/0001-wasm-splitting.md`.
fn split(raw: &Path, work: &Path) -> Result<PathBuf> {
    let input = fs::read(raw)?;
    let folder = work.join("split");
    let main = folder.join("main.wasm");
    let link_name = format!("./{LOADER}");
    let mut options = wasm_split_cli_support::Options::new(&input);
    (options.output_dir, options.main_out_path) = (&folder, &main);
    (options.link_name, options.main_module) = (&link_name, "./frontend.js");
    let done = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("splitting the wasm: {error:#}"))?;
    let parts: Parts = done
        .prefetch_map
        .into_iter()
        .map(|(name, files)| (name, files.into_iter().map(|file| format!("{file}.wasm")).collect()))
        .collect();
    fs::write(work.join("parts.json"), serde_json::to_vec(&parts)?)?;
    Ok(main)
}

fn bind(raw: &Path, out: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(raw).out_name("frontend").typescript(false).remove_name_section(true);
    bindgen.remove_producers_section(true).omit_default_module_path(true).keep_lld_exports(true);
    bindgen.web(true)?.generate(out).context("wasm-bindgen failed")?;
    ensure!(out.join("frontend_bg.wasm").exists(), "wasm-bindgen wrote no frontend_bg.wasm");
    Ok(())
}

//! Precompressed files, made once per content. Node does it (esbuild needs it anyway): brotli in an unoptimized build
//! of ours would take minutes.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, ensure};

use super::{Mode, short_hash};
use crate::layout::Layout;

const KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Places `.br` and `.gz` beside each of the files.
pub(super) fn compress(layout: &Layout, mode: Mode, files: &[PathBuf]) -> Result<()> {
    let quality = if mode == Mode::Full { 11 } else { 4 };
    let cache = layout.work("compressed")?;
    let mut missing = Vec::new();
    let mut pairs = Vec::new();
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let cached = cache.join(format!("{}-{quality}", short_hash(&bytes)));
        if !(ending(&cached, ".br").exists() && ending(&cached, ".gz").exists()) {
            fs::write(&cached, bytes)?;
            missing.push(cached.clone());
        }
        pairs.push((file, cached));
    }
    run_node(&missing, quality)?;
    for cached in &missing {
        fs::remove_file(cached)?;
    }
    for (file, cached) in pairs {
        for extension in [".br", ".gz"] {
            fs::copy(ending(&cached, extension), ending(file, extension))?;
        }
    }
    forget_old(&cache)
}

fn run_node(files: &[PathBuf], quality: u8) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", include_str!("compress.mjs"), "--", ""]).arg(quality.to_string());
    let mut child = node.stdin(Stdio::piped()).spawn().context("cannot run node")?;
    let list: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    child.stdin.take().context("no stdin")?.write_all(list.join("\n").as_bytes())?;
    let status = child.wait()?;
    ensure!(status.success(), "compressing the assets failed ({status})");
    Ok(())
}

fn forget_old(cache: &Path) -> Result<()> {
    for entry in fs::read_dir(cache)? {
        let entry = entry?;
        let age = SystemTime::now().duration_since(entry.metadata()?.modified()?).unwrap_or_default();
        if age > KEPT {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn ending(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(extension);
    name.into()
}

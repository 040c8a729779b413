//! What comes from npm: xterm.js and ECharts, each as one lazily imported module, and the fonts.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{Assets, short_hash};
use crate::{
    layout::Layout,
    run::{output, run},
};

/// Logical name and file below `frontend/node_modules`. Latin and Latin Extended cover the four languages; a browser
/// fetches the extended one only when a character of it is on the page (`unicode-range`).
const FONTS: [(&str, &str); 4] = [
    ("fonts/inter.woff2", "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
    ("fonts/inter-latin-ext.woff2", "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2"),
    ("fonts/jetbrains-mono.woff2", "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2"),
    (
        "fonts/jetbrains-mono-latin-ext.woff2",
        "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-ext-wght-normal.woff2",
    ),
];

/// Licences of what is shipped beside the packages of a scope: ECharts, and what it is built on.
const BESIDE: [&str; 5] =
    ["echarts/LICENSE", "echarts/NOTICE", "echarts/licenses/LICENSE-d3", "tslib/LICENSE.txt", "zrender/LICENSE"];

pub(super) fn collect(layout: &Layout, assets: &mut Assets) -> Result<()> {
    let folder = layout.source("frontend");
    install(&folder)?;
    let modules = folder.join("node_modules");
    for (name, file) in FONTS {
        assets.insert(name.to_owned(), read(&modules.join(file))?);
    }
    for name in ["xterm.js", "echarts.js"] {
        let bundle = bundle(layout, &folder.join(name), &["--legal-comments=eof"])?;
        assets.insert(name.to_owned(), bundle.into_bytes());
    }
    assets.insert("xterm.css".into(), read(&modules.join("@xterm/xterm/css/xterm.css"))?);
    Ok(())
}

/// `npm ci` in a folder with a lock file, unless what is there was installed from the same lock.
pub fn install(folder: &Path) -> Result<()> {
    let lock = short_hash(&read(&folder.join("package-lock.json"))?);
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    run(npm.stdout(std::process::Stdio::null())).context("the browser libraries could not be installed")?;
    fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Makes one minified module of an entry file and what it imports by path; imports by bare name stay as they are
/// unless they are in `frontend/node_modules`.
pub(super) fn bundle(layout: &Layout, entry: &Path, options: &[&str]) -> Result<String> {
    let mut esbuild = Command::new("node");
    esbuild.current_dir(layout.source("frontend")).arg("node_modules/esbuild/bin/esbuild").arg(entry);
    esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]).args(options);
    output(&mut esbuild)
}

/// The licences of all that is shipped from npm, as one text.
pub(super) fn licences(layout: &Layout) -> Result<String> {
    let modules = layout.source("frontend/node_modules");
    let mut files: Vec<PathBuf> = Vec::new();
    for scope in ["@xterm", "@fontsource-variable"] {
        for package in fs::read_dir(modules.join(scope)).context("browser libraries are missing")? {
            files.push(package?.path().join("LICENSE"));
        }
    }
    files.extend(BESIDE.map(|file| modules.join(file)));
    files.sort();
    let mut text = String::new();
    for file in files {
        let name = file.strip_prefix(&modules).unwrap_or(&file).display().to_string();
        text.push_str(&format!("===== {name}\n{}\n", String::from_utf8_lossy(&read(&file)?).trim()));
    }
    Ok(text)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

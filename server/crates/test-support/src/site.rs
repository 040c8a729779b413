//! The browser's files, where no browser looks.

use std::path::Path;

use anyhow::Result;
use serde_json::Value;

/// Writes as much of a site as the Studio insists on, for tests that ask for no page.
pub fn site(folder: &Path) -> Result<()> {
    let names = ["frontend.js", "frontend.wasm", "main.css"].map(str::to_owned).into_iter();
    let names = names.chain(["en", "fr", "es", "de"].map(|lang| format!("messages.{lang}.ftl")));
    let manifest: Value = names.map(|name| (name.clone(), Value::from(format!("/assets/{name}")))).collect();
    std::fs::create_dir_all(folder.join("assets"))?;
    std::fs::write(folder.join("manifest.json"), manifest.to_string())?;
    Ok(std::fs::write(folder.join("parts.json"), "{}")?)
}

//! One file of messages a language: the concatenation of `app/locales/<lang>/*.ftl`, as the server compiles it in.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};

use super::Assets;
use crate::layout::Layout;

/// The languages, as in `model::Lang`.
pub const LANGUAGES: [&str; 4] = ["en", "fr", "es", "de"];

pub(super) fn collect(layout: &Layout, assets: &mut Assets) -> Result<()> {
    for lang in LANGUAGES {
        let texts: Vec<String> = files(layout, lang)?.iter().map(fs::read_to_string).collect::<Result<_, _>>()?;
        assets.insert(format!("messages.{lang}.ftl"), texts.join("\n").into_bytes());
    }
    Ok(())
}

/// The message files of a language, sorted.
pub fn files(layout: &Layout, lang: &str) -> Result<Vec<PathBuf>> {
    let folder = layout.source("app/locales").join(lang);
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ftl"));
    files.sort();
    Ok(files)
}

//! Sass.

use anyhow::{Context, Result};

use super::Assets;
use crate::layout::Layout;

pub(super) fn collect(layout: &Layout, assets: &mut Assets) -> Result<()> {
    let options = grass::Options::default().style(grass::OutputStyle::Compressed).load_path(layout.source("style"));
    let entry = layout.source("style/main.scss");
    let css = grass::from_path(&entry, &options).with_context(|| format!("cannot compile {}", entry.display()))?;
    assets.insert("main.css".into(), css.into_bytes());
    Ok(())
}

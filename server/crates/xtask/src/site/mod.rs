//! The folder the server serves: wasm, styles, browser libraries, messages, fonts, public files.

mod compress;
mod libraries;
mod messages;
mod publish;
mod slim;
mod styles;
mod wasm;

use std::{collections::BTreeMap, path::PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

pub use libraries::install;
pub use messages::{LANGUAGES, files as message_files};

use crate::{layout::Layout, run::timed};

/// How much effort is put into small files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As shipped: smallest wasm, strongest compression.
    Full,
    /// For `dev`: quickly built, lightly compressed.
    Quick,
}

/// Assets by logical name, before they get their hashed one.
type Assets = BTreeMap<String, Vec<u8>>;

/// Where an asset ended up.
#[derive(Clone, Debug)]
pub struct Published {
    /// The folder of this build (not the link to the newest one).
    pub folder: PathBuf,
    /// URL path by logical name.
    pub manifest: BTreeMap<String, String>,
    /// Logical names of the wasm's parts by the lazily loaded function or route that needs them.
    pub parts: BTreeMap<String, Vec<String>>,
}

impl Published {
    /// Size in bytes of an asset.
    pub fn size(&self, logical: &str) -> Result<u64> {
        self.file_size(logical, "")
    }

    /// Size in bytes of the brotli file of an asset.
    pub fn brotli_size(&self, logical: &str) -> Result<u64> {
        self.file_size(logical, ".br")
    }

    fn file_size(&self, logical: &str, ending: &str) -> Result<u64> {
        let url = self.manifest.get(logical).with_context(|| format!("the site has no {logical}"))?;
        let path = self.folder.join(format!("{}{ending}", url.trim_start_matches('/')));
        Ok(path.metadata().with_context(|| format!("cannot read {}", path.display()))?.len())
    }
}

/// Builds what changed and points `$CARGO_TARGET_DIR/site` to it.
pub fn build(layout: &Layout, mode: Mode) -> Result<Published> {
    let _lock = layout.lock()?;
    let mut assets = Assets::new();
    timed("browser libraries", || libraries::collect(layout, &mut assets))?;
    timed("styles and messages", || {
        messages::collect(layout, &mut assets)?;
        styles::collect(layout, &mut assets)
    })?;
    let parts = timed("wasm", || wasm::collect(layout, mode, &mut assets))?;
    timed("site", || publish::publish(layout, mode, assets, parts))
}

/// The hash of some content, short enough for a file name.
fn short_hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..8])
}

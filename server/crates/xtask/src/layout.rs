//! Where things are.

use std::{
    env, fs,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// The folders of the repository and of what is built from it.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Layout {
    /// The repository is the current folder (`./studio` goes there); the target folder is cargo's.
    pub fn find() -> Result<Self> {
        let root = env::current_dir().context("where are we?")?;
        ensure!(root.join("server/crates/xtask").is_dir(), "{} is not the repository's folder", root.display());
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// A path in the repository.
    pub fn source(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root.join(path)
    }

    /// The link to the newest site.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// A folder for intermediate results, made when missing.
    pub fn work(&self, name: &str) -> Result<PathBuf> {
        let dir = self.target.join("xtask").join(name);
        fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
        Ok(dir)
    }

    /// Two builds at once would write the same files: held while one runs.
    pub fn lock(&self) -> Result<File> {
        let path = self.work("")?.join("lock");
        let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
        file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        Ok(file)
    }
}

//! Where `postgres` and `initdb` are.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{account::Account, error::Error};

/// A folder with `postgres` and `initdb` that run here.
#[derive(Clone, Debug)]
pub struct Binaries {
    /// The folder.
    pub dir: PathBuf,
    /// Their major version.
    pub version: u32,
}

impl Binaries {
    /// Looks in `given`, else `$PG_BIN`, the system's folders (newest first), `PATH` and the caches. A cluster that
    /// exists decides the major version.
    pub(crate) fn find(given: Option<&Path>, wanted: Option<u32>, account: &Account) -> Result<Self, Error> {
        let folders = match given {
            Some(dir) => vec![dir.to_path_buf()],
            None => candidates(),
        };
        let fits = |found: &Self| wanted.is_none_or(|version| version == found.version);
        if let Some(found) = folders.iter().filter_map(|dir| Self::look_at(dir, account)).find(fits) {
            return Ok(found);
        }
        Err(Error::NoBinaries {
            wanted: wanted.map(|version| format!(" of major version {version} (the cluster's)")).unwrap_or_default(),
            searched: folders.iter().map(|dir| dir.display().to_string()).collect(),
        })
    }

    fn look_at(dir: &Path, account: &Account) -> Option<Self> {
        if !account.can_enter(&dir.join("initdb")) {
            return None;
        }
        let printed = account.command(dir.join("postgres")).arg("--version").stdin(Stdio::null()).output().ok()?;
        let version = parse_version(&String::from_utf8_lossy(&printed.stdout))?;
        Some(Self { dir: dir.to_path_buf(), version })
    }

    pub(crate) fn command(&self, account: &Account, name: &str) -> Command {
        account.command(self.dir.join(name))
    }
}

/// `postgres (PostgreSQL) 15.14 (Debian …)` → 15.
fn parse_version(printed: &str) -> Option<u32> {
    let number = printed.split(") ").nth(1)?;
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn candidates() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::var_os("PG_BIN").map(PathBuf::from).into_iter().collect();
    folders.extend(versions_below(Path::new("/usr/lib/postgresql")));
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path).filter(|dir| dir.join("initdb").exists()));
    }
    for cache in cached_folders() {
        folders.extend(versions_below(&cache));
    }
    folders
}

/// Folders below which an unpacked Postgres is looked for as `<version>/bin`: the machine's, then the user's.
pub fn cached_folders() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("/var/cache/mcp-agent-studio/postgres")];
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from).or_else(home);
    folders.extend(cache.map(|dir| dir.join("mcp-agent-studio/postgres")));
    folders
}

/// `<folder>/<version>/bin`, the newest version first.
fn versions_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(Vec<u32>, PathBuf)> = entries
        .flatten()
        .map(|entry| {
            let name = entry.file_name();
            let numbers = name.to_string_lossy().split('.').map(|part| part.parse().unwrap_or(0)).collect();
            (numbers, entry.path().join("bin"))
        })
        .filter(|(_, bin)| bin.is_dir())
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0));
    found.into_iter().map(|(_, bin)| bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_postgres_prints() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_version("nonsense"), None);
    }
}

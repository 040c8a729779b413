//! How many files and sockets this process may have open.

use anyhow::{Result, ensure};
use nix::sys::resource::{Resource, getrlimit, rlim_t, setrlimit};

/// Sees to it that so many may be open; most machines begin with 1,024.
pub(crate) fn at_least(files: u32) -> Result<()> {
    let files = rlim_t::from(files);
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE)?;
    ensure!(hard >= files, "{files} files must be open at once and only {hard} may be: raise `ulimit -Hn`");
    if soft < files {
        setrlimit(Resource::RLIMIT_NOFILE, files, hard)?;
    }
    Ok(())
}

//! How many files and sockets the process may have open.

use anyhow::{Context as _, Result};
use nix::sys::resource::{Resource, getrlimit, rlim_t, setrlimit};

/// Room for tens of thousands of sockets. Not all that some systems allow: what we start inherits the limit, and there are
/// programs that walk through every number below it.
const ENOUGH: rlim_t = 65_536;

/// Asks for as many as are of use. Most machines begin with 1,024, for programs older than `epoll`, and allow far more
/// (getrlimit(2)).
pub(crate) fn raise_limit() -> Result<()> {
    let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).context("the limit of open files is not known")?;
    let wanted = hard.min(ENOUGH);
    if soft < wanted {
        setrlimit(Resource::RLIMIT_NOFILE, wanted, hard)
            .with_context(|| format!("cannot raise the limit of open files from {soft} to {wanted}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_as_far_as_the_system_allows() {
        raise_limit().unwrap();
        let (soft, hard) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
        assert!(soft >= hard.min(ENOUGH));
    }
}

//! As whom Postgres runs.

use std::{
    os::unix::{fs::chown, process::CommandExt},
    path::Path,
    process::{Command, Stdio},
};

use nix::unistd::{User, geteuid};

use crate::error::{Context, Error};

/// The account of the Postgres processes: ourselves, or another one when we are root.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    other: Option<(u32, u32)>,
}

impl Account {
    pub(crate) fn choose() -> Result<Self, Error> {
        if !geteuid().is_root() {
            return Ok(Self { other: None });
        }
        for name in ["postgres", "nobody"] {
            if let Some(user) = User::from_name(name).at("look up the user", Path::new(name))? {
                return Ok(Self { other: Some((user.uid.as_raw(), user.gid.as_raw())) });
            }
        }
        Err(Error::NoAccount)
    }

    /// Whether it is another account than ours.
    pub(crate) fn is_other(&self) -> bool {
        self.other.is_some()
    }

    /// A command that will run as this account, with nothing of our environment but the search path.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("LC_ALL", "C.UTF-8").env("TZ", "UTC").current_dir("/");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        if let Some((uid, gid)) = self.other {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Gives a file or folder to this account.
    pub(crate) fn own(&self, path: &Path) -> Result<(), Error> {
        match self.other {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)).at("change the owner of", path),
            None => Ok(()),
        }
    }

    /// Whether this account can enter the folder (or run the file): asked by trying, as ACLs and mounts count too.
    pub(crate) fn can_enter(&self, path: &Path) -> bool {
        let mut test = self.command("test");
        test.arg("-x").arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        test.status().is_ok_and(|status| status.success())
    }
}

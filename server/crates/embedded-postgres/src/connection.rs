//! Where and as whom one connects.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{SUPERUSER, cluster::read_password, error::Error, remains::PidFile};

/// The socket folder of a running cluster and its superuser's password.
#[derive(Clone)]
pub struct Connection {
    socket_dir: PathBuf,
    password: String,
}

impl Connection {
    pub(crate) fn new(socket_dir: PathBuf, password: String) -> Self {
        Self { socket_dir, password }
    }

    /// The cluster that some process, perhaps another one, is running in this data folder; `None` when none is up.
    ///
    /// # Errors
    /// The password cannot be read.
    pub fn of_running(data_dir: &Path) -> Result<Option<Self>, Error> {
        let Some(file) = PidFile::read(&data_dir.join("cluster")) else { return Ok(None) };
        if !file.ready || !file.is_alive() {
            return Ok(None);
        }
        Ok(Some(Self { socket_dir: file.socket_dir, password: read_password(&data_dir.join("password"))? }))
    }

    /// A URL tokio-postgres and libpq understand: `postgres://user:password@%2Fsocket%2Ffolder/database`.
    pub fn url(&self, user: &str, password: &str, database: &str) -> String {
        let socket = escape(&self.socket_dir.to_string_lossy());
        format!("postgres://{}:{}@{socket}/{}", escape(user), escape(password), escape(database))
    }

    /// The same for the cluster's superuser.
    pub fn superuser_url(&self, database: &str) -> String {
        self.url(SUPERUSER, &self.password, database)
    }

    /// The folder of the unix socket (`.s.PGSQL.5432` in it).
    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }
}

/// Without the password.
impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("socket_dir", &self.socket_dir).finish_non_exhaustive()
    }
}

/// Percent-encodes all but RFC 3986's unreserved characters.
fn escape(text: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_escaped_and_the_password_is_not_printed() {
        let connection = Connection::new("/run/x".into(), "secret".into());
        assert_eq!(connection.url("a b", "p@/ß", "d"), "postgres://a%20b:p%40%2F%C3%9F@%2Frun%2Fx/d");
        assert_eq!(connection.superuser_url("d"), "postgres://postgres:secret@%2Frun%2Fx/d");
        assert!(!format!("{connection:?}").contains("secret"));
    }
}

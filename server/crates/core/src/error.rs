//! What can go wrong inside: something to tell people, or a defect to log.

/// Shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error on its way to a door.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// For people, as it is.
    #[error(transparent)]
    Public(#[from] model::Error),
    /// Ours; the door logs it once and tells people an id.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl Error {
    /// What people are told. Logs the cause of an internal error; call it once, at the door.
    pub fn into_public(self, request_id: &str) -> model::Error {
        match self {
            Self::Public(error) => error,
            Self::Internal(cause) => {
                tracing::error!(request_id, error = format!("{cause:#}"), "internal error");
                model::Error::Internal { request_id: request_id.to_owned() }
            }
        }
    }
}

impl From<studio_db::Error> for Error {
    fn from(error: studio_db::Error) -> Self {
        match error {
            studio_db::Error::Pool(_) => {
                tracing::error!(error = format!("{:#}", anyhow::Error::from(error)), "database unavailable");
                Self::Public(model::Error::Unavailable)
            }
            other => Self::Internal(other.into()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}

/// A row that is not there (or not the tenant's) is a `NotFound` of this noun.
pub(crate) fn or_not_found<T>(result: studio_db::Result<T>, noun: model::Noun) -> Result<T> {
    result.map_err(|e| if e.is_not_found() { model::Error::NotFound { noun }.into() } else { e.into() })
}

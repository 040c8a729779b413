//! One way to connect, for the pools, the migrations and `LISTEN`: over TLS where the URL's `sslmode` wants it.
//!
//! A certificate is checked against the name in the URL and the system's authorities (and further ones, [`Roots`]), so
//! `require` means what libpq calls `verify-full`. `prefer`, which is the default, falls back to no TLS as in libpq: it
//! protects from nobody who can change packets. A unix socket never has TLS, which Postgres does not offer there.

use std::error::Error as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls_platform_verifier::Verifier;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Authorities that may vouch for the database beside the system's.
#[derive(Clone, Debug, Default)]
pub struct Roots(Vec<CertificateDer<'static>>);

impl Roots {
    /// The certificates of a PEM file; one at least.
    pub fn read(path: &Path) -> Result<Self, ConnectorError> {
        let refused = |source| ConnectorError::Roots { path: path.to_owned(), source };
        let certificates = CertificateDer::pem_file_iter(path).map_err(refused)?.collect::<Result<Vec<_>, _>>();
        let certificates = certificates.map_err(refused)?;
        if certificates.is_empty() {
            return Err(refused(rustls::pki_types::pem::Error::NoItemsFound));
        }
        Ok(Self(certificates))
    }
}

/// Why nothing can be connected to, whatever the network does.
#[derive(Debug, thiserror::Error)]
pub enum ConnectorError {
    /// No URL of a Postgres.
    #[error("the database's URL cannot be read (sslmode is one of disable, prefer, require)")]
    Url(#[source] tokio_postgres::Error),
    /// No authorities in the file.
    #[error("{} holds no certificates in PEM format", .path.display())]
    Roots {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: rustls::pki_types::pem::Error,
    },
    /// No authorities at all.
    #[error("TLS cannot be prepared")]
    Tls(#[from] rustls::Error),
}

/// Where to connect, as whom, and whom to trust. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Connector {
    config: Config,
    /// `None` where there is never TLS.
    tls: Option<MakeRustlsConnect>,
    /// It was said that connections are in the clear.
    told: Arc<AtomicBool>,
}

impl Connector {
    pub(crate) fn new(url: &str, roots: &Roots) -> Result<Self, ConnectorError> {
        let mut config: Config = url.parse().map_err(ConnectorError::Url)?;
        let hosts = config.get_hosts();
        if !hosts.is_empty() && hosts.iter().all(|host| matches!(host, Host::Unix(_))) {
            config.ssl_mode(SslMode::Disable);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Disable => None,
            _ => Some(MakeRustlsConnect::new(client_config(roots)?)),
        };
        Ok(Self { config, tls, told: Arc::default() })
    }

    /// A connection of one's own.
    pub(crate) async fn connect(&self) -> ConnectionResult<AsyncPgConnection> {
        let Some(tls) = &self.tls else { return self.connect_in_the_clear().await };
        match self.config.connect(tls.clone()).await {
            Ok((client, connection)) => AsyncPgConnection::try_from_client_and_connection(client, connection).await,
            Err(error) if self.config.get_ssl_mode() == SslMode::Prefer && is_of_tls(&error) => {
                if !self.told.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        error = in_words(&error),
                        "the database's certificate is not trusted, so connections to it are not encrypted; give its \
                         authority as DATABASE_CA and add sslmode=require to the URL"
                    );
                }
                self.connect_in_the_clear().await
            }
            Err(error) => Err(ConnectionError::BadConnection(in_words(&error))),
        }
    }

    async fn connect_in_the_clear(&self) -> ConnectionResult<AsyncPgConnection> {
        let mut config = self.config.clone();
        config.ssl_mode(SslMode::Disable);
        let connected = config.connect(NoTls).await;
        let (client, connection) = connected.map_err(|e| ConnectionError::BadConnection(in_words(&e)))?;
        AsyncPgConnection::try_from_client_and_connection(client, connection).await
    }
}

fn client_config(roots: &Roots) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new_with_extra_roots(roots.0.iter().cloned(), provider.clone())?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    // What `sslnegotiation=direct` asks for; Postgres ignores it otherwise.
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(config)
}

/// Whether it is TLS that went wrong, and not the network or what was said over it.
fn is_of_tls(error: &tokio_postgres::Error) -> bool {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>()).and_then(io::Error::get_ref);
    cause.is_some_and(|cause| cause.is::<rustls::Error>())
}

/// The error with its causes: diesel keeps a sentence only.
fn in_words(error: &tokio_postgres::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words += &format!(": {error}");
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_tls(url: &str) -> bool {
        Connector::new(url, &Roots::default()).unwrap().tls.is_some()
    }

    #[test]
    fn a_socket_and_who_disables_it_have_no_tls() {
        assert!(!has_tls("postgres://me:pw@%2Frun%2Fpostgresql/studio"));
        assert!(!has_tls("postgres://me:pw@%2Frun%2Fpostgresql/studio?sslmode=require"));
        assert!(!has_tls("postgres://me:pw@db.example.org/studio?sslmode=disable"));
    }

    #[test]
    fn other_words_are_refused() {
        let refused = Connector::new("postgres://me:pw@db.example.org/studio?sslmode=perhaps", &Roots::default());
        assert!(matches!(refused, Err(ConnectorError::Url(_))));
    }
}

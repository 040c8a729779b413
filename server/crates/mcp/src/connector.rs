//! One door to all remote servers: negotiated, pooled, bounded, guarded.

use std::sync::Arc;
use std::time::Duration;

use model::{Issue, IssueCode, ServerId};
use rmcp::RoleClient;
use rmcp::model::{ClientCapabilities, ClientConfig, ClientRequest, Implementation, ProtocolVersion, ServerResult};
use rmcp::service::{ClientInitializeError, ClientLifecycleMode, ClientServiceExt, PeerRequestOptions, RunningService};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::common::client_side_sse::NeverRetry;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rustls::pki_types::CertificateDer;
use tokio::sync::Semaphore;

use crate::egress::EgressPolicy;
use crate::endpoint::{Endpoint, PoolKey};
use crate::facts::ServerFacts;
use crate::failure::{self, CallError};
use crate::handler::Handler;
use crate::http_client::{GuardedHttp, ServerHttp};
use crate::listen::{Ear, Told};
use crate::pool::Pool;
use crate::tls;

/// Revisions without a handshake that we speak, best first.
pub(crate) const MODERN_VERSIONS: [ProtocolVersion; 1] = [ProtocolVersion::V_2026_07_28];
/// The revision offered to servers that want a handshake.
const LEGACY_VERSION: ProtocolVersion = ProtocolVersion::V_2025_11_25;
/// How long telling a server of an older revision that a request is given up may take.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(2);

/// Bounds of the connector.
#[derive(Clone, Debug)]
pub struct ConnectorConfig {
    /// Which addresses may be connected to.
    pub egress: EgressPolicy,
    /// Longest time for resolving, connecting and the TLS handshake together.
    pub connect_timeout: Duration,
    /// Longest time for the negotiation of a connection, [`Self::connect_timeout`] included.
    pub handshake_timeout: Duration,
    /// Longest time for one request; a long poll has its wait on top.
    pub request_timeout: Duration,
    /// Largest answer (or event of an answer), in bytes.
    pub max_response_bytes: usize,
    /// Most requests and output streams open to one server at a time; further ones wait.
    pub max_connections_per_server: usize,
    /// Most calls of MCP tools, reads of resources and prompts under way at one server; further ones wait. They leave
    /// the other connections to commands and checks.
    pub max_calls_per_server: usize,
    /// Most servers of which is heard when their MCP tools change; the others are asked now and then. Each keeps a
    /// connection open.
    pub max_listening: usize,
    /// After this long without use a connection leaves the pool.
    pub idle_timeout: Duration,
    /// Certificate authorities trusted beside the system's.
    pub extra_roots: Vec<CertificateDer<'static>>,
}

impl Default for ConnectorConfig {
    fn default() -> Self {
        Self {
            egress: EgressPolicy::default(),
            connect_timeout: Duration::from_secs(5),
            handshake_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(30),
            max_response_bytes: 16 * 1024 * 1024,
            max_connections_per_server: 256,
            max_calls_per_server: 32,
            max_listening: 512,
            idle_timeout: Duration::from_secs(300),
            extra_roots: Vec::new(),
        }
    }
}

/// Why no connector could be made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectorError {
    /// No crypto provider, or no certificate authorities on this host (Debian: `ca-certificates`).
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
    /// The HTTP client refused its settings.
    #[error("the HTTP client cannot be set up: {0}")]
    Http(#[from] reqwest::Error),
}

/// Talks to remote servers. Cheap to clone; clones share the pool.
#[derive(Clone)]
pub struct Connector {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: ConnectorConfig,
    pub(crate) http: GuardedHttp,
    pub(crate) tls: Arc<rustls::ClientConfig>,
    pub(crate) pool: Pool,
    /// Places for those that are listened to.
    pub(crate) ears: Arc<Semaphore>,
    pub(crate) told: Arc<Told>,
}

impl Connector {
    /// A connector with an empty pool. Needs a rustls crypto provider and, later, a tokio runtime.
    pub fn new(config: ConnectorConfig) -> Result<Self, ConnectorError> {
        let tls = tls::client_config(&config.extra_roots)?;
        let http = GuardedHttp::new(&config, tls.clone())?;
        let pool = Pool::new(config.max_connections_per_server, config.max_calls_per_server, config.idle_timeout);
        let ears = Arc::new(Semaphore::new(config.max_listening));
        let told = Arc::default();
        Ok(Self { inner: Arc::new(Inner { config, http, tls: Arc::new(tls), pool, ears, told }) })
    }

    /// Drops what is pooled for a server that was changed, disabled or deleted. Calls under way end by themselves.
    pub fn invalidate(&self, server: ServerId) {
        self.inner.pool.remove(server);
    }

    /// Makes sure that there is a connection to a server: where there is none, nothing can have been sent.
    pub async fn connect(&self, key: PoolKey, endpoint: &Endpoint) -> Result<(), Issue> {
        self.connection(key, endpoint).await.map(drop)
    }

    /// The pooled connection of a server, made when there is none. Concurrent callers share one attempt.
    pub(crate) async fn connection(&self, key: PoolKey, endpoint: &Endpoint) -> Result<Arc<Connection>, Issue> {
        let inner = self.inner.clone();
        let endpoint = endpoint.clone();
        self.inner
            .pool
            .get(key, move || async move { inner.connect(&endpoint, Some(key.server)).await.map(Arc::new) })
            .await
    }

    /// One request over the pooled connection. A connection that failed is not used again.
    pub(crate) async fn request(
        &self,
        key: PoolKey,
        endpoint: &Endpoint,
        request: ClientRequest,
        timeout: Duration,
    ) -> Result<ServerResult, CallError> {
        let connection = self.connection(key, endpoint).await.map_err(CallError::unsent)?;
        let _permit = self.inner.pool.permit(key.server, timeout).await?;
        let answer = connection.request(request, timeout).await;
        if let Err(error) = &answer
            && error.breaks_connection()
        {
            self.inner.pool.discard(key.server, &connection);
        }
        answer
    }
}

impl Inner {
    /// A new connection, negotiated within the handshake's time; one that may be listened on, if it is to be told of which
    /// server it is.
    pub(crate) async fn connect(&self, endpoint: &Endpoint, server: Option<ServerId>) -> Result<Connection, Issue> {
        let ear = Ear::new(server.map(|server| (self.told.clone(), server)));
        let http = ServerHttp::new(self.http.clone(), endpoint, self.config.handshake_timeout, ear);

        let limit = self.config.handshake_timeout;
        let negotiated = tokio::time::timeout(limit, self.negotiate(endpoint, http.clone())).await;
        let issue = match negotiated {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(error)) => error.issue,
            Err(_) => {
                Issue::new(IssueCode::ResponseTimeout, format!("{}: {} s", endpoint.authority(), limit.as_secs_f32()))
            }
        };
        if self.is_legacy_sse(endpoint, &issue).await {
            return Err(Issue::new(IssueCode::LegacySse, endpoint.url.path()));
        }
        Err(endpoint.redact(issue))
    }

    async fn negotiate(&self, endpoint: &Endpoint, http: ServerHttp) -> Result<Connection, CallError> {
        let auto = ClientLifecycleMode::Auto {
            preferred_versions: MODERN_VERSIONS.to_vec(),
            legacy_version: Some(LEGACY_VERSION),
        };
        let service = match self.serve(endpoint, &http, auto).await? {
            Ok(service) => service,
            // It knows `server/discover` and speaks only older revisions: those have their own handshake, which rmcp
            // does not try by itself here.
            Err(ClientInitializeError::NoCompatibleProtocolVersion { .. }) => self
                .serve(endpoint, &http, ClientLifecycleMode::Initialize)
                .await?
                .map_err(|error| explain(&http, &error))?,
            Err(error) => return Err(explain(&http, &error)),
        };
        let peer = service.peer().peer_info().ok_or_else(failure::unexpected_answer)?;
        let facts = ServerFacts::read(&peer).map_err(CallError::unsent)?;
        let modern = MODERN_VERSIONS.contains(&peer.protocol_version);
        Ok(Connection { service, http, endpoint: endpoint.clone(), facts, modern })
    }

    async fn serve(
        &self,
        endpoint: &Endpoint,
        http: &ServerHttp,
        mode: ClientLifecycleMode,
    ) -> Result<Result<Service, ClientInitializeError>, CallError> {
        let mut config = StreamableHttpClientTransportConfig::with_uri(endpoint.url.as_str())
            .custom_headers(endpoint.headers().map_err(CallError::unsent)?)
            .max_sse_event_size(self.config.max_response_bytes)
            .max_json_response_size(self.config.max_response_bytes)
            .max_concurrent_requests(self.config.max_connections_per_server)
            .control_request_timeout(CANCEL_TIMEOUT)
            .session_recovery_timeout(self.config.connect_timeout);
        // A broken answer is told at once instead of being asked for again behind the caller's back.
        config.retry_config = Arc::new(NeverRetry::default());
        let transport = StreamableHttpClientTransport::with_client(http.clone(), config);
        Ok(Handler::new(client_config(), http.clone()).serve_with_lifecycle(transport, mode).await)
    }
}

type Service = RunningService<RoleClient, Handler>;

/// What went wrong, from the stream itself where rmcp only knows that it ended.
fn explain(http: &ServerHttp, error: &ClientInitializeError) -> CallError {
    http.take_any_stream_failure().unwrap_or_else(|| failure::of_initialize(error))
}

/// Who we are, in both eras.
pub(crate) fn client_config() -> ClientConfig {
    let implementation = Implementation::new("mcp-agent-studio", env!("CARGO_PKG_VERSION"));
    ClientConfig::new(ClientCapabilities::default(), implementation).with_protocol_version(LEGACY_VERSION)
}

/// A negotiated connection. Ends when the last holder drops it.
pub(crate) struct Connection {
    pub(crate) service: Service,
    pub(crate) http: ServerHttp,
    /// What it was made with.
    pub(crate) endpoint: Endpoint,
    /// What the server told about itself.
    pub(crate) facts: ServerFacts,
    /// It speaks a revision without handshake and session.
    pub(crate) modern: bool,
}

impl Connection {
    /// Whether it can still be used.
    pub(crate) fn is_closed(&self) -> bool {
        self.service.is_closed()
    }

    /// Takes the credentials out of an error's words.
    pub(crate) fn redact(&self, mut error: CallError) -> CallError {
        error.issue = self.endpoint.redact(error.issue);
        error
    }

    /// One request and its answer within the time.
    pub(crate) async fn request(&self, request: ClientRequest, timeout: Duration) -> Result<ServerResult, CallError> {
        let options = PeerRequestOptions::with_timeout(timeout);
        let handle = self
            .service
            .peer()
            .send_cancellable_request(request, options)
            .await
            .map_err(|error| failure::of_service(&error))?;
        let id = handle.id.clone();
        let answer = handle.await_response().await;
        let stream_failure = self.http.take_stream_failure(&id);
        answer.map_err(|error| self.redact(stream_failure.unwrap_or_else(|| failure::of_service(&error))))
    }
}

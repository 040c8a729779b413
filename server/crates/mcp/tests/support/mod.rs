//! What the tests stand up: servers on loopback that can be killed and started again at the same address.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use model::{Check, CheckName, CheckStatus, IssueCode, Secret, ServerAuth, ServerId, ValidationReport};
use studio_mcp::{Connector, ConnectorConfig, EgressPolicy, Endpoint, PoolKey};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub mod mcp_server;

/// A connector with short times that may connect to loopback.
pub fn connector() -> Connector {
    connector_with(|_| {})
}

/// The same, adjusted.
pub fn connector_with(adjust: impl FnOnce(&mut ConnectorConfig)) -> Connector {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut config = ConnectorConfig {
        egress: EgressPolicy { allowed_networks: vec!["127.0.0.0/8".parse().unwrap()] },
        connect_timeout: Duration::from_secs(2),
        handshake_timeout: Duration::from_secs(2),
        request_timeout: Duration::from_secs(3),
        ..ConnectorConfig::default()
    };
    adjust(&mut config);
    Connector::new(config).unwrap()
}

/// Without credentials.
pub fn endpoint(url: &str) -> Endpoint {
    Endpoint { url: url.parse().unwrap(), auth: ServerAuth::None }
}

/// With a token.
pub fn bearer(url: &str, token: &str) -> Endpoint {
    Endpoint { url: url.parse().unwrap(), auth: ServerAuth::Bearer { token: Secret::from(token.to_owned()) } }
}

/// A key of its own.
pub fn key() -> PoolKey {
    PoolKey { server: ServerId(uuid::Uuid::from_u128(1)), revision: 1 }
}

/// An HTTP server in a runtime of its own, so that dropping it cuts every connection at once, as `kill -9` does.
pub struct Server {
    pub address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Server {
    /// On a free port.
    pub async fn start(router: Router) -> Self {
        Self::start_at("127.0.0.1:0".parse().unwrap(), router).await
    }

    /// At an address, such as that of one that was killed.
    pub async fn start_at(address: SocketAddr, router: Router) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (bound, waiting) = tokio::sync::oneshot::channel();
        runtime.spawn(async move {
            let listener = TcpListener::bind(address).await.unwrap();
            bound.send(listener.local_addr().unwrap()).unwrap();
            let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
            axum::serve(listener, router).await.unwrap();
        });
        Self { address: waiting.await.unwrap(), runtime: Some(runtime) }
    }

    /// The MCP endpoint.
    pub fn url(&self) -> String {
        format!("http://{}/mcp", self.address)
    }

    /// Ends it and all its connections.
    pub async fn kill(mut self) -> SocketAddr {
        if let Some(runtime) = self.runtime.take() {
            let end = move || runtime.shutdown_timeout(Duration::from_secs(2));
            tokio::task::spawn_blocking(end).await.unwrap();
        }
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Validates and returns the report with every change that was told.
pub async fn validate(connector: &Connector, endpoint: &Endpoint) -> (ValidationReport, Vec<Check>) {
    let mut told = Vec::new();
    let report = connector.validate(endpoint, |check| told.push(check.clone())).await;
    (report, told)
}

/// The statuses, one letter a check: P(assed), F(ailed), S(kipped).
pub fn statuses(report: &ValidationReport) -> String {
    let letter = |check: &Check| match check.status {
        CheckStatus::Passed => 'P',
        CheckStatus::Failed => 'F',
        CheckStatus::Skipped => 'S',
        CheckStatus::Pending | CheckStatus::Running => '?',
    };
    report.checks.iter().map(letter).collect()
}

/// Validates and expects a failure.
pub async fn expect_issue(connector: &Connector, endpoint: &Endpoint, name: CheckName, code: IssueCode) -> String {
    let (report, told) = validate(connector, endpoint).await;
    let failed = report.checks.iter().find(|check| check.status == CheckStatus::Failed);
    let failed = failed.unwrap_or_else(|| panic!("nothing failed: {report:#?}"));
    let issue = failed.issue.clone().unwrap();
    assert_eq!((failed.name, issue.code), (name, code), "{issue}");
    assert!(!report.ok);
    for check in &report.checks {
        assert!(matches!(check.status, CheckStatus::Passed | CheckStatus::Failed | CheckStatus::Skipped));
        let last = told.iter().rfind(|c| c.name == check.name).unwrap();
        assert_eq!(last, check, "what was told last is what is reported");
    }
    issue.detail
}

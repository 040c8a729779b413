//! Certificates: what is not trusted is refused, what is trusted is used.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use model::{CheckName, IssueCode};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use support::mcp_server::Stranger;
use support::*;
use tokio::net::TcpListener;

/// Serves with a fresh certificate for `localhost`; returns it and the port.
async fn serve(router: Router) -> (CertificateDer<'static>, u16) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let certificate = made.cert.der().clone();
    let secret = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], secret)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (acceptor, router) = (acceptor.clone(), router.clone());
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let service = TowerToHyperService::new(router);
                    let builder = hyper_util::server::conn::auto::Builder::new(TokioExecutor::new());
                    let _ = builder.serve_connection(TokioIo::new(stream), service).await;
                }
            });
        }
    });
    (certificate, port)
}

#[tokio::test]
async fn an_unknown_authority_is_refused() {
    let (_, port) = serve(Stranger::modern().router()).await;
    let connector = connector();
    let endpoint = endpoint(&format!("https://localhost:{port}/mcp"));
    expect_issue(&connector, &endpoint, CheckName::Tls, IssueCode::TlsFailed).await;
    assert_eq!(connector.probe(key(), &endpoint).await.issue.unwrap().code, IssueCode::TlsFailed);
}

#[tokio::test]
async fn a_further_authority_is_trusted_for_its_name_only() {
    let (certificate, port) = serve(Stranger::modern().router()).await;
    let connector = connector_with(|config| config.extra_roots = vec![certificate]);
    let (report, _) = validate(&connector, &endpoint(&format!("https://localhost:{port}/mcp"))).await;
    assert!(report.ok, "{report:#?}");
    assert_eq!(statuses(&report), "PPPPPSP");
    let other_name = endpoint(&format!("https://127.0.0.1:{port}/mcp"));
    expect_issue(&connector, &other_name, CheckName::Tls, IssueCode::TlsFailed).await;
}

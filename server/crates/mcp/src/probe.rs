//! The health check: one round trip.

use std::time::{Duration, Instant};

use model::{Issue, IssueCode, MasterAgentView};
use rmcp::model::{
    ClientJsonRpcMessage, ClientRequest, DiscoverRequest, DiscoverRequestParams, GetExtensions, PingRequest,
    ProtocolVersion, RequestId, RequestMetaObject, ServerJsonRpcMessage, ServerPeerInfo, ServerResult,
};
use rmcp::service::select_protocol_version;
use rmcp::transport::streamable_http_client::{StreamableHttpClient, StreamableHttpResponseLimits};
use serde_json::Value;

use crate::connector::{Connection, Connector, Inner, MODERN_VERSIONS, client_config};
use crate::endpoint::{Endpoint, PoolKey};
use crate::facts::ServerFacts;
use crate::failure::{self, CallError};
use crate::http_client::ServerHttp;
use crate::listen::Ear;

/// What a health check found.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// It answered over MCP, or refused the credentials.
    pub reachable: bool,
    /// It accepted the credentials; `None` when that could not be seen.
    pub authenticated: Option<bool>,
    /// Time of the round trip, or until it failed.
    pub latency: Duration,
    /// Why it is not usable.
    pub issue: Option<Issue>,
    /// Protocol revision agreed on.
    pub protocol_version: Option<String>,
    /// `serverInfo` as the server gave it.
    pub server_info: Option<Value>,
    /// Capabilities as the server gave them.
    pub capabilities: Option<Value>,
    /// The master agent as far as it announces itself: without host name, system and architecture.
    pub master_agent: Option<MasterAgentView>,
}

/// A server that answered `server/discover`, or one that wants a handshake.
enum Discovered {
    Modern(Box<ServerFacts>),
    Legacy,
}

impl Connector {
    /// Checks a server with one round trip: `server/discover`, or a ping on the pooled session of an older revision.
    /// A lost session is made anew, so a restarted server is found again by the next probe.
    pub async fn probe(&self, key: PoolKey, endpoint: &Endpoint) -> Probe {
        let started = Instant::now();
        match self.round_trip(key, endpoint).await {
            Ok((latency, facts)) => Probe {
                reachable: true,
                authenticated: Some(true),
                latency,
                issue: None,
                protocol_version: Some(facts.protocol_version.clone()),
                server_info: facts.server_info.clone(),
                capabilities: Some(facts.capabilities.clone()),
                master_agent: facts.master_agent_view(),
            },
            Err(issue) => {
                let refused = matches!(issue.code, IssueCode::Unauthorized | IssueCode::Forbidden);
                Probe {
                    reachable: refused,
                    authenticated: refused.then_some(false),
                    latency: started.elapsed(),
                    issue: Some(issue),
                    protocol_version: None,
                    server_info: None,
                    capabilities: None,
                    master_agent: None,
                }
            }
        }
    }

    async fn round_trip(&self, key: PoolKey, endpoint: &Endpoint) -> Result<(Duration, ServerFacts), Issue> {
        let pooled = self.inner.pool.peek(key);
        if let Some(connection) = pooled.as_ref().filter(|connection| !connection.modern) {
            match self.ping(connection).await {
                Ok(latency) => return Ok((latency, connection.facts.clone())),
                // Its session may be gone with a restart; what follows says whether the server is.
                Err(_) => self.inner.pool.discard(key.server, connection),
            }
        }
        let started = Instant::now();
        let discovered = self.inner.discover(endpoint).await;
        let latency = started.elapsed();
        if let Some(connection) = pooled.filter(|connection| connection.modern) {
            let same = matches!(&discovered, Ok(Discovered::Modern(facts)) if **facts == connection.facts);
            if !same {
                self.inner.pool.discard(key.server, &connection);
            }
        }
        match discovered.map_err(|error| endpoint.redact(error.issue))? {
            Discovered::Modern(facts) => Ok((latency, *facts)),
            Discovered::Legacy => {
                let connection = self.connection(key, endpoint).await?;
                let latency = self.ping(&connection).await.map_err(|error| error.issue)?;
                Ok((latency, connection.facts.clone()))
            }
        }
    }

    /// Times a ping. A server that does not know the method has answered all the same.
    async fn ping(&self, connection: &Connection) -> Result<Duration, CallError> {
        let started = Instant::now();
        let request = ClientRequest::PingRequest(PingRequest::default());
        match connection.request(request, self.inner.config.handshake_timeout).await {
            Err(error) if error.issue.code != IssueCode::ServerError => Err(error),
            _ => Ok(started.elapsed()),
        }
    }
}

impl Inner {
    /// One `server/discover` beside the pooled client, where it would wait for every request under way.
    async fn discover(&self, endpoint: &Endpoint) -> Result<Discovered, CallError> {
        let version = ProtocolVersion::V_2026_07_28;
        let us = client_config();
        let meta = RequestMetaObject::with_client_context(version.clone(), us.client_info, us.capabilities);
        let mut request = DiscoverRequest::new(DiscoverRequestParams {});
        request.extensions_mut().insert(meta);
        let message = ClientJsonRpcMessage::request(ClientRequest::DiscoverRequest(request), RequestId::Number(1));

        let mut headers = endpoint.headers().map_err(CallError::unsent)?;
        let version_header = http::HeaderName::from_static("mcp-protocol-version");
        headers.insert(version_header, http::HeaderValue::from_static("2026-07-28"));
        let method_header = http::HeaderName::from_static("mcp-method");
        headers.insert(method_header, http::HeaderValue::from_static("server/discover"));

        let mut limits = StreamableHttpResponseLimits::default();
        limits.max_json_response_size = self.config.max_response_bytes;
        limits.max_sse_event_size = self.config.max_response_bytes;
        let http = ServerHttp::new(self.http.clone(), endpoint, self.config.handshake_timeout, Ear::new(None));
        let url = endpoint.url.as_str().into();
        let answer = http
            .post_message_with_response_limits(url, message, None, None, headers, limits)
            .await
            .map_err(|error| failure::of_own(&error))?
            .expect_initialized::<CallError>()
            .await;
        let (message, _) =
            answer.map_err(|error| http.take_any_stream_failure().unwrap_or_else(|| failure::of_own(&error)))?;
        let ServerJsonRpcMessage::Response(response) = message else { return Ok(Discovered::Legacy) };
        let ServerResult::DiscoverResult(result) = response.result else { return Ok(Discovered::Legacy) };
        let Some(version) = select_protocol_version(&MODERN_VERSIONS, &result.supported_versions) else {
            return Ok(Discovered::Legacy);
        };
        let peer = ServerPeerInfo::from_discover_result(version, result);
        ServerFacts::read(&peer).map(|facts| Discovered::Modern(Box::new(facts))).map_err(CallError::unsent)
    }
}

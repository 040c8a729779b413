//! The checks of a server, one after the other, each told as it runs.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use agent_protocol::{HostInfo, HostInfoArgs, TOOL_HOST_INFO};
use futures::StreamExt;
use http::header::{ACCEPT, CONTENT_TYPE};
use model::{Check, CheckName, CheckStatus, Issue, IssueCode, MasterAgentView, Message, ValidationReport};
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::connector::{Connection, Connector, Inner};
use crate::egress::literal_address;
use crate::endpoint::Endpoint;
use crate::{catalog, master_agent, tools};

/// How long and how far a stream is read to recognize the retired transport.
const LEGACY_SSE_TIMEOUT: Duration = Duration::from_secs(3);
const LEGACY_SSE_BYTES: usize = 8 * 1024;

/// What a check came to.
enum Outcome<T> {
    Passed(Message, T),
    Skipped(Message, T),
    Failed(Issue),
}

use Outcome::{Failed, Passed, Skipped};

impl<T> From<Result<(Message, T), Issue>> for Outcome<T> {
    fn from(result: Result<(Message, T), Issue>) -> Self {
        match result {
            Ok((message, value)) => Passed(message, value),
            Err(issue) => Failed(issue),
        }
    }
}

impl Connector {
    /// Checks a server from its name to its MCP tools with a connection of its own. Each check is told when it begins
    /// and when it has ended; after the first one that failed the others are skipped.
    pub async fn validate(&self, endpoint: &Endpoint, on_change: impl FnMut(&Check) + Send) -> ValidationReport {
        let mut run = Run { checks: CheckName::ALL.iter().copied().map(Check::pending).collect(), on_change };
        let mut found = Found::default();
        self.inner.check_all(endpoint, &mut run, &mut found).await;
        run.skip_the_rest();
        ValidationReport {
            ok: run.checks.iter().all(|check| check.status != CheckStatus::Failed),
            checks: run.checks,
            server_info: found.connection.as_ref().and_then(|c| c.facts.server_info.clone()),
            protocol_version: found.connection.as_ref().map(|c| c.facts.protocol_version.clone()),
            capabilities: found.connection.as_ref().map(|c| c.facts.capabilities.clone()),
            master_agent: found.master_agent,
            mcp_tools: found.mcp_tools,
        }
    }
}

#[derive(Default)]
struct Found {
    connection: Option<Connection>,
    master_agent: Option<MasterAgentView>,
    mcp_tools: Vec<String>,
}

/// The checks and who wants to see them change.
struct Run<F> {
    checks: Vec<Check>,
    on_change: F,
}

impl<F: FnMut(&Check) + Send> Run<F> {
    /// Runs a check; `None` when it failed.
    async fn check<T>(&mut self, name: CheckName, work: impl Future<Output = Outcome<T>>) -> Option<T> {
        self.set(name, |check| check.status = CheckStatus::Running);
        let started = Instant::now();
        let outcome = work.await;
        self.end(name, started.elapsed(), outcome)
    }

    fn end<T>(&mut self, name: CheckName, took: Duration, outcome: Outcome<T>) -> Option<T> {
        let (status, detail, issue, value) = match outcome {
            Passed(message, value) => (CheckStatus::Passed, Some(message), None, Some(value)),
            Skipped(message, value) => (CheckStatus::Skipped, Some(message), None, Some(value)),
            Failed(issue) => (CheckStatus::Failed, None, Some(issue), None),
        };
        self.set(name, |check| {
            check.status = status;
            check.detail = detail;
            check.issue = issue;
            check.duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        });
        value
    }

    fn set(&mut self, name: CheckName, change: impl FnOnce(&mut Check)) {
        if let Some(check) = self.checks.iter_mut().find(|check| check.name == name) {
            change(check);
            (self.on_change)(check);
        }
    }

    fn skip_the_rest(&mut self) {
        for name in CheckName::ALL {
            if self.checks.iter().any(|check| check.name == *name && check.status == CheckStatus::Pending) {
                self.end(*name, Duration::ZERO, Skipped(Message::new("check-skipped"), ()));
            }
        }
    }
}

impl Inner {
    async fn check_all<F>(&self, endpoint: &Endpoint, run: &mut Run<F>, found: &mut Found) -> Option<()>
    where
        F: FnMut(&Check) + Send,
    {
        let addresses = run.check(CheckName::Resolve, async { self.resolve(endpoint).await.into() }).await?;
        let stream = run.check(CheckName::Reach, async { self.reach(endpoint, &addresses).await.into() }).await?;
        run.check(CheckName::Tls, self.handshake(endpoint, stream)).await?;
        let connection = found.connection.insert(self.converse(endpoint, run).await?);
        found.master_agent = run.check(CheckName::MasterAgent, self.greet(endpoint, connection)).await?;
        found.mcp_tools = run.check(CheckName::Capabilities, self.tools(connection)).await?;
        Some(())
    }

    async fn resolve(&self, endpoint: &Endpoint) -> Result<(Message, Vec<SocketAddr>), Issue> {
        let limit = self.config.connect_timeout;
        let addresses =
            tokio::time::timeout(limit, self.config.egress.resolve(&endpoint.url)).await.map_err(|_| {
                Issue::new(IssueCode::NameNotResolved, format!("{}: {} s", endpoint.authority(), limit.as_secs_f32()))
            })??;
        let mut shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
        shown.dedup();
        let key = match literal_address(&endpoint.url) {
            Some(_) => "check-resolve-passed-literal",
            None => "check-resolve-passed",
        };
        let message = Message::new(key).with("count", shown.len()).with("addresses", shown.join(", "));
        Ok((message, addresses))
    }

    /// Tries the addresses in their order, all within the time.
    async fn reach(&self, endpoint: &Endpoint, addresses: &[SocketAddr]) -> Result<(Message, TcpStream), Issue> {
        let limit = self.config.connect_timeout;
        let mut refused = None;
        let attempts = async {
            for address in addresses {
                match TcpStream::connect(address).await {
                    Ok(stream) => return Ok((*address, stream)),
                    Err(error) => refused = Some(Issue::new(reach_code(&error), format!("{address}: {error}"))),
                }
            }
            Err(refused.take().unwrap_or_else(|| Issue::new(IssueCode::NameNotResolved, endpoint.authority())))
        };
        let (address, stream) = tokio::time::timeout(limit, attempts).await.map_err(|_| {
            Issue::new(IssueCode::ConnectTimeout, format!("{}: {} s", endpoint.authority(), limit.as_secs_f32()))
        })??;
        Ok((Message::new("check-reach-passed").with("address", address), stream))
    }

    async fn handshake(&self, endpoint: &Endpoint, stream: TcpStream) -> Outcome<()> {
        if endpoint.url.scheme() == "http" {
            return Skipped(Message::new("check-tls-skipped"), ());
        }
        let failed = |words: String| Failed(Issue::new(IssueCode::TlsFailed, words));
        let host = endpoint.url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = match ServerName::try_from(host) {
            Ok(name) => name,
            Err(error) => return failed(error.to_string()),
        };
        let connecting = TlsConnector::from(self.tls.clone()).connect(name, stream);
        match tokio::time::timeout(self.config.connect_timeout, connecting).await {
            Ok(Ok(stream)) => {
                let version = match stream.get_ref().1.protocol_version() {
                    Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
                    _ => "TLS 1.3",
                };
                Passed(Message::new("check-tls-passed").with("version", version), ())
            }
            Ok(Err(error)) => failed(format!("{}: {error}", endpoint.authority())),
            Err(_) => Failed(Issue::new(IssueCode::ConnectTimeout, endpoint.authority())),
        }
    }

    /// Credentials and protocol are judged by the same exchange.
    async fn converse<F>(&self, endpoint: &Endpoint, run: &mut Run<F>) -> Option<Connection>
    where
        F: FnMut(&Check) + Send,
    {
        run.set(CheckName::Authenticate, |check| check.status = CheckStatus::Running);
        let started = Instant::now();
        let negotiated = self.connect(endpoint, None).await;
        let took = started.elapsed();
        match negotiated {
            Err(issue) if matches!(issue.code, IssueCode::Unauthorized | IssueCode::Forbidden) => {
                run.end::<()>(CheckName::Authenticate, took, Failed(issue));
                None
            }
            Err(issue) => {
                let unknown = Message::new("check-authenticate-skipped");
                run.end(CheckName::Authenticate, Duration::ZERO, Skipped(unknown, ()));
                run.set(CheckName::Protocol, |check| check.status = CheckStatus::Running);
                run.end(CheckName::Protocol, took, Failed(issue))
            }
            Ok(connection) => {
                let key = match endpoint.auth {
                    model::ServerAuth::None => "check-authenticate-passed-none",
                    _ => "check-authenticate-passed",
                };
                run.end(CheckName::Authenticate, took, Passed(Message::new(key), ()));
                let version = connection.facts.protocol_version.clone();
                let agreed = Message::new("check-protocol-passed").with("version", version);
                run.check(CheckName::Protocol, async { Passed(agreed, connection) }).await
            }
        }
    }

    async fn greet(&self, endpoint: &Endpoint, connection: &Connection) -> Outcome<Option<MasterAgentView>> {
        if connection.facts.master_agent.is_none() {
            return Skipped(Message::new("check-master-agent-skipped"), None);
        }
        let announced = match master_agent::understood(connection.facts.master_agent.clone()) {
            Ok(announced) => announced,
            Err(issue) => return Failed(issue),
        };
        let call = async {
            let request = tools::call_request(TOOL_HOST_INFO, &HostInfoArgs {})?;
            tools::call_answer::<HostInfo>(
                TOOL_HOST_INFO,
                connection.request(request, self.config.request_timeout).await?,
            )
        };
        match call.await {
            Ok(host) => {
                let message = Message::new("check-master-agent-passed")
                    .with("version", &announced.version)
                    .with("hostname", &host.hostname)
                    .with("os", &host.os);
                Passed(message, Some(master_agent::view(&announced, &host)))
            }
            Err(error) => Failed(endpoint.redact(error.issue)),
        }
    }

    async fn tools(&self, connection: &Connection) -> Outcome<Vec<String>> {
        let passed =
            |names: Vec<String>| Passed(Message::new("check-capabilities-passed").with("count", names.len()), names);
        match catalog::list(connection, &catalog::TOOLS, self.config.request_timeout).await {
            Ok(tools) => passed(tools.into_iter().map(|offered| offered.tool.name.into_owned()).collect()),
            Err(failure) => Failed(connection.redact(failure.into()).issue),
        }
    }

    /// Whether what refused our POST serves the HTTP+SSE transport (2024-11-05): a GET is answered with a stream
    /// whose first event is `endpoint`.
    pub(crate) async fn is_legacy_sse(&self, endpoint: &Endpoint, refused: &Issue) -> bool {
        if !matches!(refused.code, IssueCode::PathNotFound | IssueCode::HttpStatus) {
            return false;
        }
        let Ok(request) = self.http.get(endpoint, endpoint.url.clone()) else { return false };
        let look = async {
            let response = request.header(ACCEPT, "text/event-stream").send().await.ok()?;
            let content_type = response.headers().get(CONTENT_TYPE)?.to_str().ok()?.to_ascii_lowercase();
            if !content_type.starts_with("text/event-stream") {
                return None;
            }
            let mut seen = Vec::new();
            let mut pieces = response.bytes_stream();
            while seen.len() < LEGACY_SSE_BYTES {
                seen.extend_from_slice(&pieces.next().await?.ok()?);
                let text = String::from_utf8_lossy(&seen);
                if text.lines().any(|line| line.strip_prefix("event:").is_some_and(|name| name.trim() == "endpoint")) {
                    return Some(());
                }
            }
            None
        };
        matches!(tokio::time::timeout(LEGACY_SSE_TIMEOUT, look).await, Ok(Some(())))
    }
}

fn reach_code(error: &std::io::Error) -> IssueCode {
    match error.kind() {
        std::io::ErrorKind::TimedOut => IssueCode::ConnectTimeout,
        _ => IssueCode::ConnectionRefused,
    }
}

//! Why a call failed, and whether it can have had an effect.

use agent_protocol::ToolErrorCode;
use model::{Issue, IssueCode};
use reqwest::StatusCode;
use rmcp::model::ErrorCode;
use rmcp::service::{ClientInitializeError, ServiceError};
use rmcp::transport::DynamicTransportError;
use rmcp::transport::streamable_http_client::StreamableHttpError;

use crate::egress::Refused;

/// Whether a failed request can have reached what carries it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// It cannot: no connection came about, or it was refused at the door (401, 403, 404, 405, 429).
    No,
    /// It can, whether or not an answer came.
    Maybe,
}

/// A call that did not bring what was asked.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{issue}")]
pub struct CallError {
    /// What happened, for people.
    pub issue: Issue,
    /// Whether it can have had an effect there.
    pub sent: Sent,
    /// The master agent's own reason, when it answered with a refusal.
    pub refusal: Option<ToolErrorCode>,
    /// The HTTP status, when that was the answer.
    pub(crate) status: Option<StatusCode>,
}

impl CallError {
    pub(crate) fn new(code: IssueCode, detail: impl Into<String>, sent: Sent) -> Self {
        Self { issue: Issue::new(code, detail), sent, refusal: None, status: None }
    }

    /// A call that was not made.
    pub fn unsent(issue: Issue) -> Self {
        Self { issue, sent: Sent::No, refusal: None, status: None }
    }

    /// The server answered, though not with a result: nothing is under way there.
    pub fn is_answer(&self) -> bool {
        matches!(
            self.issue.code,
            IssueCode::ServerError
                | IssueCode::McpToolUnknown
                | IssueCode::ArgumentsRefused
                | IssueCode::InputRequired
                | IssueCode::ProtocolMismatch
                | IssueCode::ResponseTooLarge
        ) || self.status.is_some_and(|status| !is_of_a_proxy(status))
    }

    /// Whether the connection is suspect, so that the next call makes a new one.
    pub(crate) fn breaks_connection(&self) -> bool {
        !matches!(
            self.issue.code,
            IssueCode::ServerError
                | IssueCode::McpToolUnknown
                | IssueCode::ArgumentsRefused
                | IssueCode::InputRequired
                | IssueCode::HostReplaced
                | IssueCode::RunUnknown
                | IssueCode::StartRefused
                | IssueCode::ResponseTooLarge
        )
    }
}

/// A proxy waited in vain for the server's own answer (RFC 9110, 15.6.3 and 15.6.5; 520 to 527 are Cloudflare's): what
/// became of the request it does not know either.
fn is_of_a_proxy(status: StatusCode) -> bool {
    matches!(status.as_u16(), 502 | 504 | 520..=527)
}

/// The error of our HTTP client inside rmcp: already an issue, so that nothing prints a URL or a header.
pub(crate) type TransportError = StreamableHttpError<CallError>;

/// What a failed HTTP request means. `authority` is host and port.
pub(crate) fn of_reqwest(error: &reqwest::Error, authority: &str) -> CallError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    let mut innermost = String::new();
    let mut io_kind = None;
    let mut tls = false;
    while let Some(current) = cause {
        if let Some(Refused(issue)) = current.downcast_ref::<Refused>() {
            return CallError::unsent(issue.clone());
        }
        if let Some(Redirected(to)) = current.downcast_ref::<Redirected>() {
            return CallError::new(IssueCode::HttpStatus, to.clone(), Sent::No);
        }
        tls |= current.is::<rustls::Error>();
        if let Some(io) = current.downcast_ref::<std::io::Error>() {
            io_kind = Some(io.kind());
            tls |= io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
        }
        // reqwest's own words may hold the URL; those beneath it do not.
        if !current.is::<reqwest::Error>() {
            innermost = current.to_string();
        }
        cause = current.source();
    }
    let detail = if innermost.is_empty() { authority.to_owned() } else { format!("{authority}: {innermost}") };
    if error.is_connect() {
        let code = match io_kind {
            _ if error.is_dns() => IssueCode::NameNotResolved,
            _ if tls => IssueCode::TlsFailed,
            Some(std::io::ErrorKind::ConnectionRefused) => IssueCode::ConnectionRefused,
            _ if error.is_timeout() => IssueCode::ConnectTimeout,
            Some(std::io::ErrorKind::TimedOut) => IssueCode::ConnectTimeout,
            Some(std::io::ErrorKind::NetworkUnreachable | std::io::ErrorKind::HostUnreachable) => {
                IssueCode::ConnectionRefused
            }
            // TCP stood and the other side hung up before HTTP: that is the handshake.
            Some(_) => IssueCode::TlsFailed,
            None => IssueCode::ConnectTimeout,
        };
        return CallError::new(code, detail, Sent::No);
    }
    if error.is_builder() {
        return CallError::new(IssueCode::NotMcp, detail, Sent::No);
    }
    if error.is_timeout() {
        return CallError::new(IssueCode::ResponseTimeout, authority, Sent::Maybe);
    }
    CallError::new(IssueCode::ConnectionLost, detail, Sent::Maybe)
}

/// A redirect that was not followed, with its status and target.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Redirected(pub(crate) String);

/// What an HTTP status other than success means.
pub(crate) fn of_status(status: StatusCode, words: &str) -> CallError {
    let (code, sent) = match status {
        StatusCode::UNAUTHORIZED => (IssueCode::Unauthorized, Sent::No),
        StatusCode::FORBIDDEN => (IssueCode::Forbidden, Sent::No),
        StatusCode::NOT_FOUND => (IssueCode::PathNotFound, Sent::No),
        StatusCode::METHOD_NOT_ALLOWED | StatusCode::TOO_MANY_REQUESTS => (IssueCode::HttpStatus, Sent::No),
        _ => (IssueCode::HttpStatus, Sent::Maybe),
    };
    CallError { status: Some(status), ..CallError::new(code, with_words(&status.to_string(), words), sent) }
}

/// Adds the remote side's words when they are a sentence and not a page.
fn with_words(status: &str, words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.starts_with('<') {
        return status.to_owned();
    }
    let short: String = words.chars().take(200).collect();
    format!("{status}: {short}")
}

/// Folds rmcp's reading of an HTTP exchange into ours. What rmcp itself acts upon stays as it is.
pub(crate) fn of_transport(error: StreamableHttpError<reqwest::Error>, authority: &str) -> TransportError {
    use StreamableHttpError as E;
    E::Client(match error {
        E::SessionExpired => return E::SessionExpired,
        E::ServerDoesNotSupportSse => return E::ServerDoesNotSupportSse,
        E::Client(error) => of_reqwest(&error, authority),
        E::AuthRequired(_) => of_status(StatusCode::UNAUTHORIZED, ""),
        E::InsufficientScope(_) => of_status(StatusCode::FORBIDDEN, ""),
        E::HttpStatus(error) => match StatusCode::from_u16(error.status) {
            Ok(status) => of_status(status, ""),
            Err(_) => CallError::new(IssueCode::HttpStatus, error.status.to_string(), Sent::Maybe),
        },
        E::ResponseBodyTooLarge { max_size } => too_large(max_size),
        E::UnexpectedContentType(content_type) => {
            CallError::new(IssueCode::NotMcp, content_type.unwrap_or_default(), Sent::Maybe)
        }
        E::UnexpectedServerResponse(words) => of_unexpected_response(&words),
        E::Sse(error) => of_event_stream(&error),
        other => CallError::new(IssueCode::ConnectionLost, other.to_string(), Sent::Maybe),
    })
}

pub(crate) fn too_large(limit: usize) -> CallError {
    CallError::new(IssueCode::ResponseTooLarge, format!("more than {limit} bytes"), Sent::Maybe)
}

/// rmcp tells a status it has no variant for as the text `HTTP 404 Not Found: …`.
fn of_unexpected_response(words: &str) -> CallError {
    let status = words.strip_prefix("HTTP ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok());
    match status {
        Some(status) => of_status(status, words.split_once(": ").map_or("", |(_, body)| body)),
        None if words.starts_with("empty sse stream") => {
            CallError::new(IssueCode::ConnectionLost, "the answer ended before its result", Sent::Maybe)
        }
        None => CallError::new(IssueCode::NotMcp, "the answer is no JSON-RPC message", Sent::Maybe),
    }
}

/// A broken stream of events: too large an event, or a cut connection.
pub(crate) fn of_event_stream(error: &rmcp::transport::streamable_http_client::SseError) -> CallError {
    // The only way in which rmcp tells of its bound. Other words may hold the URL.
    let words = error.to_string();
    if words.contains("maximum size") {
        CallError::new(IssueCode::ResponseTooLarge, words, Sent::Maybe)
    } else {
        CallError::new(IssueCode::ConnectionLost, "the stream of the answer broke off", Sent::Maybe)
    }
}

/// What failed while a connection was negotiated.
pub(crate) fn of_initialize(error: &ClientInitializeError) -> CallError {
    use ClientInitializeError as E;
    match error {
        E::TransportError { error, .. } => of_dynamic(error),
        E::LegacyFallbackFailed { fallback, .. } => of_initialize(fallback),
        E::NoCompatibleProtocolVersion { server_supported, .. } => {
            let versions: Vec<&str> = server_supported.iter().map(|v| v.as_str()).collect();
            CallError::new(IssueCode::ProtocolMismatch, versions.join(", "), Sent::Maybe)
        }
        E::JsonRpcError(error) => of_json_rpc(error),
        E::ConnectionClosed(_) => {
            CallError::new(IssueCode::ConnectionLost, "the connection ended during the handshake", Sent::Maybe)
        }
        E::ExpectedInitResponse(_) | E::ExpectedInitResult(_) => {
            CallError::new(IssueCode::NotMcp, "the answer is no handshake", Sent::Maybe)
        }
        other => CallError::new(IssueCode::ServerError, other.to_string(), Sent::Maybe),
    }
}

/// What a failed request on a standing connection means.
pub(crate) fn of_service(error: &ServiceError) -> CallError {
    match error {
        ServiceError::McpError(error) => of_json_rpc(error),
        ServiceError::TransportSend(error) => of_dynamic(error),
        ServiceError::Timeout { timeout } => {
            CallError::new(IssueCode::ResponseTimeout, format!("{} s", timeout.as_secs_f32()), Sent::Maybe)
        }
        // rmcp also calls it so when only this answer was cut.
        ServiceError::TransportClosed => {
            CallError::new(IssueCode::ConnectionLost, "the connection ended before the answer", Sent::Maybe)
        }
        ServiceError::UnexpectedResponse => unexpected_answer(),
        other => CallError::new(IssueCode::ServerError, other.to_string(), Sent::Maybe),
    }
}

pub(crate) fn unexpected_answer() -> CallError {
    CallError::new(IssueCode::ServerError, "the answer is not of the kind asked for", Sent::Maybe)
}

/// What a JSON-RPC error means.
pub(crate) fn of_json_rpc(error: &rmcp::ErrorData) -> CallError {
    let about_version = error.message.to_lowercase().contains("protocol version");
    let code = if about_version { IssueCode::ProtocolMismatch } else { IssueCode::ServerError };
    CallError::new(code, format!("{} ({})", error.message, error.code.0), Sent::Maybe)
}

/// The same where the request was about something with arguments: a resource, a prompt.
pub(crate) fn of_refusal(error: &rmcp::ErrorData) -> CallError {
    let mut refused = of_json_rpc(error);
    if matches!(error.code, ErrorCode::INVALID_PARAMS | ErrorCode::RESOURCE_NOT_FOUND) {
        refused.issue.code = IssueCode::ArgumentsRefused;
    }
    refused
}

/// The same for an MCP tool. One code stands for an unknown tool and for refused arguments: the words tell them apart.
pub(crate) fn of_tool_refusal(error: &rmcp::ErrorData) -> CallError {
    let mut refused = of_refusal(error);
    let words = error.message.to_lowercase();
    let missing = ["unknown", "not found", "no such", "not exist"].iter().any(|sign| words.contains(sign));
    if refused.issue.code == IssueCode::ArgumentsRefused && words.contains("tool") && missing {
        refused.issue.code = IssueCode::McpToolUnknown;
    }
    refused
}

fn of_dynamic(error: &DynamicTransportError) -> CallError {
    match error.error.downcast_ref::<TransportError>() {
        Some(error) => of_own(error),
        None => CallError::new(IssueCode::ConnectionLost, "the connection ended", Sent::Maybe),
    }
}

/// Back from rmcp's error to ours.
pub(crate) fn of_own(error: &TransportError) -> CallError {
    match error {
        StreamableHttpError::Client(error) => error.clone(),
        StreamableHttpError::SessionExpired => {
            CallError::new(IssueCode::ConnectionLost, "the session expired", Sent::No)
        }
        StreamableHttpError::UnexpectedServerResponse(words) => of_unexpected_response(words),
        StreamableHttpError::Deserialize(_) => {
            CallError::new(IssueCode::NotMcp, "the answer is no JSON-RPC message", Sent::Maybe)
        }
        StreamableHttpError::Sse(error) => of_event_stream(error),
        _ => CallError::new(IssueCode::ConnectionLost, "the connection ended", Sent::Maybe),
    }
}

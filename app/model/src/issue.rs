//! Why a remote server could not be used, and what to do about it.

use serde::{Deserialize, Serialize};

use crate::Message;

word_enum!(
    /// The ways in which talking to a remote server fails.
    IssueCode {
        /** The host's name does not resolve. */ NameNotResolved = "name_not_resolved",
        /** The address is private or otherwise not allowed. */ AddressBlocked = "address_blocked",
        /** Nothing listens there. */ ConnectionRefused = "connection_refused",
        /** No connection within the time. */ ConnectTimeout = "connect_timeout",
        /** The certificate or handshake was not accepted. */ TlsFailed = "tls_failed",
        /** Credentials are needed or wrong. */ Unauthorized = "unauthorized",
        /** Credentials are right but not enough. */ Forbidden = "forbidden",
        /** The path does not exist there. */ PathNotFound = "path_not_found",
        /** What answers is not an MCP server. */ NotMcp = "not_mcp",
        /** The retired HTTP+SSE transport. */ LegacySse = "legacy_sse",
        /** No common protocol revision. */ ProtocolMismatch = "protocol_mismatch",
        /** Connected, but no answer within the time. */ ResponseTimeout = "response_timeout",
        /** The connection ended in the middle. */ ConnectionLost = "connection_lost",
        /** The answer is larger than accepted. */ ResponseTooLarge = "response_too_large",
        /** An unexpected HTTP status. */ HttpStatus = "http_status",
        /** The server answered with a protocol error. */ ServerError = "server_error",
        /** The server does not know the MCP tool. */ McpToolUnknown = "mcp_tool_unknown",
        /** The server refused the arguments. */ ArgumentsRefused = "arguments_refused",
        /** The MCP tool says that it failed; the detail is the first line of its words. */ McpToolFailed = "mcp_tool_failed",
        /** The worker that waited for the result stopped; what became of the call is not known. */ CallInterrupted = "call_interrupted",
        /** The server asks for input in the middle. */ InputRequired = "input_required",
        /** The server has no master agent, which is needed here. */ NoMasterAgent = "no_master_agent",
        /** The host was rebuilt: the run is not known there. */ HostReplaced = "host_replaced",
        /** The master agent does not know the run. */ RunUnknown = "run_unknown",
        /** The master agent refused to start the command. */ StartRefused = "start_refused",
        /** A time-out ended it; the detail says which, `queue`, `idle` or `total`. */ TimedOut = "timed_out",
        /** A signal from outside ended it; the detail is its number. */ Signaled = "signaled",
        /** The server is disabled. */ Disabled = "disabled",
    }
);

impl IssueCode {
    /// Another try may bring something else, without anybody mending anything.
    pub fn may_pass(self) -> bool {
        !matches!(
            self,
            Self::AddressBlocked
                | Self::Unauthorized
                | Self::Forbidden
                | Self::PathNotFound
                | Self::NotMcp
                | Self::LegacySse
                | Self::ProtocolMismatch
                | Self::NoMasterAgent
                | Self::TlsFailed
                | Self::McpToolUnknown
                | Self::ArgumentsRefused
                | Self::Disabled
        )
    }
}

/// What happened, with the detail that helps to mend it. Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Issue {
    /// Which of the ways.
    pub code: IssueCode,
    /// Host, status or the remote side's words, at most 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 501))]
    pub detail: String,
}

impl Issue {
    /// An issue with its detail, cut at 500 characters and without NUL, which Postgres does not take.
    pub fn new(code: IssueCode, detail: impl Into<String>) -> Self {
        let detail: String = detail.into().replace('\0', "");
        let detail = match detail.char_indices().nth(500) {
            Some((end, _)) => format!("{}…", &detail[..end]),
            None => detail,
        };
        Self { code, detail }
    }

    /// What happened (`issue-…`).
    pub fn message(&self) -> Message {
        Message::new(format!("issue-{}", self.key())).with("detail", &self.detail)
    }

    /// What to do (`issue-…-remedy`).
    pub fn remedy(&self) -> Message {
        Message::new(format!("issue-{}-remedy", self.key()))
    }

    fn key(&self) -> String {
        self.code.as_str().replace('_', "-")
    }
}

impl std::fmt::Display for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.detail.is_empty() { write!(f, "{}", self.code) } else { write!(f, "{}: {}", self.code, self.detail) }
    }
}

impl std::error::Error for Issue {}

//! The checks of a server, one by one, as the wizard shows them.

use serde::{Deserialize, Serialize};

use crate::{Issue, MasterAgentView, Message};

word_enum!(
    /// What is checked, in this order.
    CheckName {
        /** The host's name resolves to an allowed address. */ Resolve = "resolve",
        /** A TCP connection opens. */ Reach = "reach",
        /** The TLS handshake (skipped for http). */ Tls = "tls",
        /** The credentials are accepted. */ Authenticate = "authenticate",
        /** A protocol revision was agreed. */ Protocol = "protocol",
        /** A master agent was found (skipped when there is none). */ MasterAgent = "master_agent",
        /** Capabilities and MCP tools were fetched. */ Capabilities = "capabilities",
    }
);

word_enum!(
    /// How a check stands.
    CheckStatus {
        /** Not begun. */ Pending = "pending",
        /** Under way. */ Running = "running",
        /** Fine. */ Passed = "passed",
        /** Not fine; `issue` says why. */ Failed = "failed",
        /** Not applicable, or an earlier one failed. */ Skipped = "skipped",
    }
);

/// One check with its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Which one.
    pub name: CheckName,
    /// How it stands.
    pub status: CheckStatus,
    /// What was found ("3 addresses", "2026-07-28"), for a check that passed or was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Message>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<Issue>,
    /// How long it took, in milliseconds.
    #[serde(default)]
    pub duration_ms: u64,
}

impl Check {
    /// A check that has not begun.
    pub fn pending(name: CheckName) -> Self {
        Self { name, status: CheckStatus::Pending, detail: None, issue: None, duration_ms: 0 }
    }
}

/// Everything a validation found out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ValidationReport {
    /// No check failed.
    pub ok: bool,
    /// The checks in their order.
    pub checks: Vec<Check>,
    /// `serverInfo` as the server gave it.
    pub server_info: Option<serde_json::Value>,
    /// Protocol revision agreed on, such as `2026-07-28`.
    pub protocol_version: Option<String>,
    /// Capabilities as the server gave them.
    pub capabilities: Option<serde_json::Value>,
    /// The master agent, when there is one.
    pub master_agent: Option<MasterAgentView>,
    /// Names of the MCP tools offered.
    pub mcp_tools: Vec<String>,
}

impl ValidationReport {
    /// The first issue, if a check failed.
    pub fn issue(&self) -> Option<&Issue> {
        self.checks.iter().find_map(|c| c.issue.as_ref())
    }

    /// Whether a check passed: `Some(true)`, failed: `Some(false)`, or says nothing.
    pub fn outcome(&self, name: CheckName) -> Option<bool> {
        match self.checks.iter().find(|c| c.name == name)?.status {
            CheckStatus::Passed => Some(true),
            CheckStatus::Failed => Some(false),
            _ => None,
        }
    }
}

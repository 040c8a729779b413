//! What a server tells about itself when a connection is negotiated.

use agent_protocol::{EXTENSION_KEY, MasterAgentExtension};
use model::{Issue, IssueCode, MasterAgentView};
use rmcp::model::ServerPeerInfo;
use serde_json::Value;

/// Protocol revision, identity, capabilities and master agent of a server.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerFacts {
    /// Revision agreed on, such as `2026-07-28`.
    pub protocol_version: String,
    /// `serverInfo` as the server gave it.
    pub server_info: Option<Value>,
    /// Capabilities as the server gave them.
    pub capabilities: Value,
    /// The entry of its master agent, when it announces one.
    pub master_agent: Option<MasterAgentExtension>,
}

impl ServerFacts {
    /// Reads them; an entry of a master agent that cannot be read is an issue, not an absence.
    pub(crate) fn read(peer: &ServerPeerInfo) -> Result<Self, Issue> {
        let entry = peer.capabilities.extensions.as_ref().and_then(|extensions| extensions.get(EXTENSION_KEY));
        let master_agent = entry
            .map(|entry| serde_json::from_value(Value::Object(entry.clone())))
            .transpose()
            .map_err(|error| Issue::new(IssueCode::ProtocolMismatch, format!("{EXTENSION_KEY}: {error}")))?;
        let as_value = |result: Result<Value, serde_json::Error>| {
            result.map_err(|error| Issue::new(IssueCode::NotMcp, error.to_string()))
        };
        Ok(Self {
            protocol_version: peer.protocol_version.to_string(),
            server_info: peer.server_info.as_ref().map(|info| as_value(serde_json::to_value(info))).transpose()?,
            capabilities: as_value(serde_json::to_value(&peer.capabilities))?,
            master_agent,
        })
    }

    /// The master agent as far as the announcement tells.
    pub(crate) fn master_agent_view(&self) -> Option<MasterAgentView> {
        self.master_agent.as_ref().map(|entry| MasterAgentView {
            version: entry.version.clone(),
            instance_id: entry.instance_id.to_string(),
            hostname: None,
            os: None,
            arch: None,
            output_stream: entry.output_stream,
        })
    }
}

//! MCP tools: what servers offer to be called, as the Studio knows it, and calls of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ServerId;
use crate::mcp_content::{McpContent, McpIcon};

/// An MCP tool as its server describes it (`Tool` of revision 2026-07-28, names in snake_case, without `_meta`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct McpToolDefinition {
    /// Name, unique on its server.
    pub name: String,
    /// Name for people; with older revisions that of the annotations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it does, in the server's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// JSON Schema of its arguments.
    pub input_schema: Value,
    /// JSON Schema of its structured result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_schema: Option<Value>,
    /// What the server claims about its behaviour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotations: Option<McpToolAnnotations>,
    /// Pictures for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub icons: Vec<McpIcon>,
}

/// What a server claims about an MCP tool. Hints: a hostile server may lie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpToolAnnotations {
    /// Name for people, of older revisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// It changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only_hint: Option<bool>,
    /// What it changes may be lost by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destructive_hint: Option<bool>,
    /// A second call with the same arguments changes nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotent_hint: Option<bool>,
    /// It reaches beyond its server, as a web search does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_world_hint: Option<bool>,
}

/// An MCP tool as members see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpToolView {
    /// The server that offers it.
    pub server_id: ServerId,
    /// That server's name.
    pub server_name: String,
    /// Name, unique on its server.
    pub name: String,
    /// Name for people.
    pub title: Option<String>,
    /// What it does, in the server's words.
    pub description: Option<String>,
    /// JSON Schema of its arguments.
    pub input_schema: Value,
    /// JSON Schema of its structured result.
    pub output_schema: Option<Value>,
    /// What the server claims about its behaviour: hints, not facts.
    pub annotations: Option<McpToolAnnotations>,
    /// Pictures for it: https addresses and embedded images.
    pub icons: Vec<McpIcon>,
    /// When the Studio first saw it.
    pub first_seen_at: DateTime<Utc>,
    /// When its definition changed last, or it came back.
    pub changed_at: DateTime<Utc>,
    /// When the server stopped offering it; `None` while it does.
    pub gone_at: Option<DateTime<Utc>>,
}

/// A call of an MCP tool.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpToolCall {
    /// What the tool's `input_schema` asks for: an object.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub arguments: Map<String, Value>,
    /// Longest time to the result, in seconds. For a call that is waited for 1 to 50, 30 when left out; for one that is
    /// begun 1 to 604 800, 600 when left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 604800))]
    pub timeout_s: Option<u32>,
}

/// What a call of an MCP tool came to. `is_error` is the tool's own word for a call that it carried out and that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpToolResult {
    /// The result for people and models, block by block.
    pub content: Vec<McpContent>,
    /// The result for programs, as `output_schema` describes it.
    pub structured_content: Option<Value>,
    /// The tool says that it failed; `content` says why.
    pub is_error: bool,
    /// Time from the call to its result, in milliseconds.
    pub duration_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_an_object() {
        let call: McpToolCall = serde_json::from_str(r#"{"arguments":{"a":[1,null]}}"#).unwrap();
        assert_eq!(call.arguments["a"], serde_json::json!([1, null]));
        assert!(serde_json::from_str::<McpToolCall>("{}").unwrap().arguments.is_empty());
        for wrong in [r#"{"arguments":[]}"#, r#"{"arguments":"x"}"#, r#"{"arguments":null}"#] {
            assert!(serde_json::from_str::<McpToolCall>(wrong).is_err(), "{wrong}");
        }
    }
}

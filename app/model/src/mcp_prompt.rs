//! Prompts of a server: messages it makes from arguments (`Prompt` and `PromptMessage` of revision 2026-07-28, names in
//! snake_case, without `_meta`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::mcp_content::{McpContent, McpIcon};

/// A prompt a server offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpPrompt {
    /// Name, unique on its server.
    pub name: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is made from.
    #[serde(default)]
    pub arguments: Vec<McpPromptArgument>,
    /// Pictures for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub icons: Vec<McpIcon>,
}

/// An argument of a prompt. All are text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpPromptArgument {
    /// Name.
    pub name: String,
    /// Name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The prompt cannot be made without it.
    #[serde(default)]
    pub required: bool,
}

/// What a prompt is to be made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpPromptInput {
    /// Value by name of the argument.
    #[serde(default)]
    pub arguments: BTreeMap<String, String>,
}

/// A prompt as the server makes it from its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpPromptPreview {
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The messages, in their order.
    pub messages: Vec<McpPromptMessage>,
}

/// A message of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpPromptMessage {
    /// Who says it.
    pub role: McpRole,
    /// What is said.
    pub content: McpContent,
}

word_enum!(
    /// Who says a message of a prompt.
    McpRole {
        /** A person. */ User = "user",
        /** A model. */ Assistant = "assistant",
    }
);

//! What MCP tools, resources and prompts consist of (`ContentBlock` and `Icon` of revision 2026-07-28, names in
//! snake_case, without `_meta` and annotations).

use serde::{Deserialize, Serialize};

use crate::mcp_resource::{McpResource, McpResourceContents};

/// A block of content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum McpContent {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A picture.
    Image {
        /// Its bytes in base64.
        data: String,
        /// Such as `image/png`.
        mime_type: String,
    },
    /// A sound.
    Audio {
        /// Its bytes in base64.
        data: String,
        /// Such as `audio/wav`.
        mime_type: String,
    },
    /// A resource of the server that can be read.
    ResourceLink(McpResource),
    /// A resource with its contents.
    Resource {
        /// The contents.
        resource: McpResourceContents,
    },
}

/// A picture for an MCP tool, resource or prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct McpIcon {
    /// An `https:` address or a `data:image/…` one; others are left out.
    pub src: String,
    /// Such as `image/png`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<String>,
    /// Such as `48x48`, or `any`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<String>,
    /// `light` or `dark`: the background it is made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn blocks_have_the_protocol_s_types() {
        let link = json!({ "type": "resource_link", "uri": "file:///a", "name": "a" });
        let contents = json!({ "type": "resource", "resource": { "uri": "file:///a", "text": "x" } });
        let image = json!({ "type": "image", "data": "AA==", "mime_type": "image/png" });
        for block in [json!({ "type": "text", "text": "x" }), image, link, contents] {
            let read: McpContent = serde_json::from_value(block.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), block);
        }
    }
}

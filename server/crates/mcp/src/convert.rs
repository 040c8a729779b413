//! From rmcp's types to ours. What is stored holds no NUL, which Postgres refuses, and lists the members of objects in one
//! order, so that equal definitions look equal.

use std::sync::Arc;

use model::{
    IssueCode, McpContent, McpIcon, McpPrompt, McpPromptArgument, McpPromptMessage, McpPromptPreview, McpResource,
    McpResourceContents, McpResourceTemplate, McpRole, McpToolAnnotations, McpToolDefinition,
};
use rmcp::model::{
    ContentBlock, GetPromptResult, Icon, IconTheme, Prompt, PromptMessage, Resource, ResourceContents,
    ResourceTemplate, Role, ToolAnnotations,
};
use serde_json::Value;

use crate::failure::{self, CallError, Sent};
use crate::offered::OfferedTool;

/// Longest name of an MCP tool, in characters. The protocol says 128; older servers know no bound.
const MAX_NAME: usize = 512;
/// Largest definition of one MCP tool, in bytes of JSON.
const MAX_TOOL_BYTES: usize = 256 * 1024;

/// The definition of an MCP tool; one that cannot be kept is an issue that names it.
pub(crate) fn tool(OfferedTool { tool, no_schema }: OfferedTool) -> Result<McpToolDefinition, CallError> {
    let name = tool.name.into_owned();
    if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        let short: String = name.chars().take(60).collect();
        let detail = format!("the name of an MCP tool is empty, too long or has control characters: {short:?}");
        return Err(CallError::new(IssueCode::ServerError, detail, Sent::Maybe));
    }
    let annotations = tool.annotations.map(annotations);
    // Older revisions have it among the annotations.
    let older = annotations.as_ref().and_then(|annotations| annotations.title.clone());
    let mut titles = [tool.title.map(text), older].into_iter().flatten().map(|title| title.trim().to_owned());
    let definition = McpToolDefinition {
        title: titles.find(|title| !title.is_empty()),
        description: tool.description.map(|words| text(words.into_owned())),
        input_schema: tidy(no_schema.unwrap_or_else(|| Value::Object(Arc::unwrap_or_clone(tool.input_schema)))),
        output_schema: tool.output_schema.map(|schema| tidy(Value::Object(Arc::unwrap_or_clone(schema)))),
        annotations,
        icons: icons(tool.icons),
        name,
    };
    match serde_json::to_vec(&definition) {
        Ok(json) if json.len() <= MAX_TOOL_BYTES => Ok(definition),
        Ok(_) => {
            let detail = format!("the MCP tool {}: more than {MAX_TOOL_BYTES} bytes", definition.name);
            Err(CallError::new(IssueCode::ResponseTooLarge, detail, Sent::Maybe))
        }
        Err(error) => Err(CallError::new(IssueCode::ServerError, error.to_string(), Sent::Maybe)),
    }
}

fn annotations(given: ToolAnnotations) -> McpToolAnnotations {
    McpToolAnnotations {
        title: given.title.map(text),
        read_only_hint: given.read_only_hint,
        destructive_hint: given.destructive_hint,
        idempotent_hint: given.idempotent_hint,
        open_world_hint: given.open_world_hint,
    }
}

/// Only such as a page can show without asking a stranger in the clear or running a script.
fn icons(given: Option<Vec<Icon>>) -> Vec<McpIcon> {
    let harmless = |icon: &Icon| icon.src.starts_with("https://") || icon.src.starts_with("data:image/");
    given.into_iter().flatten().filter(harmless).map(icon).collect()
}

fn icon(icon: Icon) -> McpIcon {
    let theme = match icon.theme {
        Some(IconTheme::Light) => Some("light"),
        Some(IconTheme::Dark) => Some("dark"),
        _ => None,
    };
    McpIcon {
        src: text(icon.src),
        mime_type: icon.mime_type.map(text),
        sizes: icon.sizes.into_iter().flatten().map(text).collect(),
        theme: theme.map(str::to_owned),
    }
}

pub(crate) fn resource(resource: Resource) -> McpResource {
    McpResource {
        uri: resource.uri,
        name: resource.name,
        title: resource.title,
        description: resource.description,
        mime_type: resource.mime_type,
        size: resource.size,
        icons: icons(resource.icons),
    }
}

pub(crate) fn resource_template(template: ResourceTemplate) -> McpResourceTemplate {
    McpResourceTemplate {
        uri_template: template.uri_template,
        name: template.name,
        title: template.title,
        description: template.description,
        mime_type: template.mime_type,
        icons: icons(template.icons),
    }
}

pub(crate) fn resource_contents(contents: ResourceContents) -> Result<McpResourceContents, CallError> {
    match contents {
        ResourceContents::TextResourceContents { uri, mime_type, text, .. } => {
            Ok(McpResourceContents { uri, mime_type, text: Some(text), blob: None })
        }
        ResourceContents::BlobResourceContents { uri, mime_type, blob, .. } => {
            Ok(McpResourceContents { uri, mime_type, text: None, blob: Some(blob) })
        }
        _ => Err(failure::unexpected_answer()),
    }
}

pub(crate) fn prompt(prompt: Prompt) -> McpPrompt {
    let arguments = prompt.arguments.into_iter().flatten().map(|argument| McpPromptArgument {
        name: argument.name,
        title: argument.title,
        description: argument.description,
        required: argument.required.unwrap_or(false),
    });
    McpPrompt {
        name: prompt.name,
        title: prompt.title,
        description: prompt.description,
        arguments: arguments.collect(),
        icons: icons(prompt.icons),
    }
}

pub(crate) fn prompt_preview(result: GetPromptResult) -> Result<McpPromptPreview, CallError> {
    let messages = result.messages.into_iter().map(prompt_message).collect::<Result<_, _>>()?;
    Ok(McpPromptPreview { description: result.description, messages })
}

fn prompt_message(message: PromptMessage) -> Result<McpPromptMessage, CallError> {
    let role = match message.role {
        Role::User => McpRole::User,
        Role::Assistant => McpRole::Assistant,
    };
    Ok(McpPromptMessage { role, content: content(message.content)? })
}

pub(crate) fn content(block: ContentBlock) -> Result<McpContent, CallError> {
    Ok(match block {
        ContentBlock::Text(block) => McpContent::Text { text: block.text },
        ContentBlock::Image(block) => McpContent::Image { data: block.data, mime_type: block.mime_type },
        ContentBlock::Audio(block) => McpContent::Audio { data: block.data, mime_type: block.mime_type },
        ContentBlock::ResourceLink(block) => McpContent::ResourceLink(resource(block)),
        ContentBlock::Resource(block) => McpContent::Resource { resource: resource_contents(block.resource)? },
        _ => return Err(failure::unexpected_answer()),
    })
}

fn text(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

fn tidy(value: Value) -> Value {
    match value {
        Value::String(words) => Value::String(text(words)),
        Value::Array(items) => Value::Array(items.into_iter().map(tidy).collect()),
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(name, value)| (text(name), tidy(value))).collect();
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(members.into_iter().collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use rmcp::model::Tool;
    use serde_json::json;

    use super::*;

    fn listed(tool: Tool) -> OfferedTool {
        OfferedTool { tool, no_schema: None }
    }

    fn named(name: &str) -> Tool {
        let schema = json!({"type": "object", "description": "a\0b"});
        Tool::new(name.to_owned(), "c\0d", Arc::new(schema.as_object().unwrap().clone()))
    }

    #[test]
    fn definitions_can_be_stored() {
        let icons = ["https://x/i.png", "javascript:alert(1)", "data:image/png;base64,AA", "data:text/html,x"];
        let found = tool(listed(named("get").with_icons(icons.map(Icon::new).to_vec()))).unwrap();
        assert_eq!(found.description.as_deref(), Some("cd"));
        assert_eq!(found.input_schema, json!({"description": "ab", "type": "object"}));
        let sources: Vec<_> = found.icons.iter().map(|icon| icon.src.as_str()).collect();
        assert_eq!(sources, ["https://x/i.png", "data:image/png;base64,AA"]);
    }

    #[test]
    fn the_title_may_be_where_older_revisions_have_it() {
        let older = || named("get").with_annotations(ToolAnnotations::with_title(" Get it "));
        let title = |given| tool(listed(given)).unwrap().title;
        assert_eq!(title(older()).as_deref(), Some("Get it"));
        assert_eq!(title(older().with_title("Get")).as_deref(), Some("Get"));
        assert_eq!(title(older().with_title(" ")).as_deref(), Some("Get it"));
        assert_eq!(title(named("get")), None);
    }

    #[test]
    fn what_cannot_be_kept_is_named() {
        for name in ["", "a\nb", "x".repeat(513).as_str()] {
            assert_eq!(tool(listed(named(name))).unwrap_err().issue.code, IssueCode::ServerError, "{name:?}");
        }
        let huge = tool(listed(named("huge").with_title("x".repeat(MAX_TOOL_BYTES)))).unwrap_err().issue;
        assert_eq!(huge.code, IssueCode::ResponseTooLarge);
        assert!(huge.detail.contains("huge"), "{huge}");
    }
}

//! Writes the servers of the Studio as other clients read them. It is given no secrets, so it can tell none.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

word_enum!(
    /// Whose `mcp.json` is written.
    McpJsonFormat {
        /** `mcpServers`, with `${NAME}` in the place of secrets: Claude Code. */ Claude = "claude",
        /** `mcpServers`, with `${env:NAME}` in the place of secrets: Cursor. */ Cursor = "cursor",
        /** `servers` and `inputs`, with `${input:id}` in the place of secrets: VS Code. */ VsCode = "vscode",
    }
);

/// A server to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportServer {
    /// Its name.
    pub name: String,
    /// Address of its MCP endpoint.
    pub url: String,
    /// Which credentials it wants.
    pub auth: ExportAuth,
}

/// Which credentials a server wants, without their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportAuth {
    /// None.
    None,
    /// A bearer token.
    Bearer,
    /// User name and password; the placeholder stands for both, encoded as they travel (RFC 7617).
    Basic,
    /// Headers of these names.
    Headers(Vec<String>),
}

impl ExportAuth {
    /// Header, what stands before the secret in it, and a word for the secret.
    fn headers(&self) -> Vec<(&str, &str, &str)> {
        match self {
            Self::None => Vec::new(),
            Self::Bearer => vec![("Authorization", "Bearer ", "token")],
            Self::Basic => vec![("Authorization", "Basic ", "credentials")],
            Self::Headers(names) => names.iter().map(|name| (name.as_str(), "", name.as_str())).collect(),
        }
    }
}

/// The servers as a file, with a placeholder for each secret.
pub fn write(format: McpJsonFormat, servers: &[ExportServer]) -> String {
    let mut taken = BTreeSet::new();
    let mut inputs = Vec::new();
    let mut entries = Map::new();
    for server in servers {
        let mut headers = Map::new();
        for (header, before, secret) in server.auth.headers() {
            let variable = variable(&format!("{} {secret}", server.name), &mut taken);
            let placeholder = match format {
                McpJsonFormat::Claude => format!("${{{variable}}}"),
                McpJsonFormat::Cursor => format!("${{env:{variable}}}"),
                McpJsonFormat::VsCode => {
                    let id = variable.to_ascii_lowercase().replace('_', "-");
                    let description = format!("{}: {header}", server.name);
                    inputs.push(
                        json!({ "type": "promptString", "id": id, "description": description, "password": true }),
                    );
                    format!("${{input:{id}}}")
                }
            };
            headers.insert(header.to_owned(), format!("{before}{placeholder}").into());
        }
        let mut entry = Map::new();
        // Cursor finds out by itself.
        if format != McpJsonFormat::Cursor {
            entry.insert("type".to_owned(), "http".into());
        }
        entry.insert("url".to_owned(), server.url.as_str().into());
        if !headers.is_empty() {
            entry.insert("headers".to_owned(), headers.into());
        }
        entries.insert(server.name.clone(), entry.into());
    }
    let file: Value = match format {
        McpJsonFormat::VsCode => json!({ "inputs": inputs, "servers": entries }),
        McpJsonFormat::Claude | McpJsonFormat::Cursor => json!({ "mcpServers": entries }),
    };
    format!("{file:#}\n")
}

/// A name for an environment variable (POSIX: letters, digits, `_`, no digit first) that is not taken yet.
fn variable(words: &str, taken: &mut BTreeSet<String>) -> String {
    let letters = words.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    let letters: String = letters.collect();
    let words: Vec<_> = letters.split('_').filter(|word| !word.is_empty()).collect();
    let mut name = words.join("_");
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert_str(0, "MCP_");
    }
    let free = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name}_{n}") }).find(|n| !taken.contains(n));
    let free = free.unwrap_or(name);
    taken.insert(free.clone());
    free
}

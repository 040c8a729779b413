//! The `mcp.json` of MCP clients: read with a verdict on each server, and written without secrets.
//!
//! What is read, as the clients document it:
//! - `mcpServers`: Claude Code and Desktop (<https://code.claude.com/docs/en/mcp>), Cursor (<https://cursor.com/docs/mcp>),
//!   Windsurf (`serverUrl`, <https://docs.windsurf.com/windsurf/cascade/mcp>), Cline, Gemini (`httpUrl`);
//! - `servers` with `inputs`: VS Code (<https://code.visualstudio.com/docs/copilot/reference/mcp-configuration>), also below
//!   `mcp` as its settings once had them;
//! - `context_servers`: Zed (<https://zed.dev/docs/ai/mcp>).
//!
//! Comments and trailing commas are understood, for these clients understand them.

mod auth;
mod entry;
mod jsonc;
mod template;
mod write;

use std::fmt::Formatter;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::error::Category;

use self::entry::Inputs;
use crate::server_import::{ImportRefusal, RefusalReason};
use crate::{FieldCode, Message};

pub use self::entry::Entry;
pub use self::write::{ExportAuth, ExportServer, McpJsonFormat, write};

/// Longest text that is read, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// Most servers that are imported at once.
pub const MAX_SERVERS: usize = 100;

/// Reads a file. The error is the rule that the text as a whole breaks; what is wrong with one server is said by its entry.
pub fn read(text: &str) -> Result<Vec<Entry>, FieldCode> {
    if text.trim().is_empty() {
        return Err(FieldCode::Required);
    }
    if text.len() > MAX_BYTES {
        return Err(rule(Message::new("server-import-too-long").with("max", MAX_BYTES / 1024)));
    }
    let file: File = serde_json::from_slice(&jsonc::to_json(text)).map_err(|error| match error.classify() {
        // Its words are not passed on: they can quote a value.
        Category::Data => rule(Message::new("server-import-shape")),
        _ => rule(Message::new("server-import-not-json").with("line", error.line()).with("column", error.column())),
    })?;
    let mut servers = Vec::new();
    let mut inputs = Inputs::new();
    file.collect(&mut servers, &mut inputs);
    match servers.len() {
        0 => Err(rule(Message::new("server-import-none"))),
        count if count > MAX_SERVERS => {
            Err(rule(Message::new("server-import-too-many").with("max", MAX_SERVERS).with("count", count)))
        }
        _ => {
            let mut entries: Vec<_> = servers.iter().map(|(name, value)| Entry::read(name, value, &inputs)).collect();
            refuse_duplicates(&mut entries);
            Ok(entries)
        }
    }
}

fn rule(message: Message) -> FieldCode {
    FieldCode::Rule { message }
}

/// Names differ in more than case. Neither of two that do not can be chosen by its name.
fn refuse_duplicates(entries: &mut [Entry]) {
    let names: Vec<_> = entries.iter().map(|entry| entry.told.name.to_lowercase()).collect();
    for (entry, name) in entries.iter_mut().zip(&names) {
        if names.iter().filter(|other| *other == name).count() > 1 {
            entry.told.refusal = Some(ImportRefusal::new(RefusalReason::Duplicate, ""));
        }
    }
}

/// The parts of a file that are about servers.
#[derive(Deserialize)]
struct File {
    #[serde(rename = "mcpServers")]
    mcp_servers: Option<Members>,
    servers: Option<Members>,
    context_servers: Option<Members>,
    inputs: Option<Value>,
    mcp: Option<Box<File>>,
}

impl File {
    fn collect(self, servers: &mut Vec<(String, Value)>, inputs: &mut Inputs) {
        let found = [self.mcp_servers, self.servers, self.context_servers].into_iter().flatten();
        servers.extend(found.flat_map(|members| members.0));
        for input in self.inputs.as_ref().and_then(Value::as_array).into_iter().flatten() {
            let text = |key: &str| input.get(key).and_then(Value::as_str);
            if let (Some(id), Some(description)) = (text("id"), text("description")) {
                inputs.insert(format!("input:{id}"), description.to_owned());
            }
        }
        if let Some(inner) = self.mcp {
            inner.collect(servers, inputs);
        }
    }
}

/// An object as it stands in the text: in its order, and with every member of an equal name.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Members;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Collect)
    }
}

#[cfg(test)]
mod tests;

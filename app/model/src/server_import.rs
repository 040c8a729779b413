//! Servers on their way in from another client's `mcp.json`.

use serde::{Deserialize, Serialize};

use crate::{Message, ServerAuthKind, ServerView};

word_enum!(
    /// Why a server of a file cannot be imported.
    RefusalReason {
        /** It is a program that the client starts on its own machine. */ Stdio = "stdio",
        /** It speaks the legacy HTTP+SSE transport. */ Sse = "sse",
        /** It names a transport that no protocol revision has. */ Transport = "transport",
        /** Another entry of the file has the same name. */ Duplicate = "duplicate",
        /** A server of this name is registered already. */ Taken = "taken",
        /** Its name is empty, longer than 80 characters or of several lines. */ Name = "name",
        /** It has neither an address nor a command. */ NoAddress = "no_address",
        /** Its address is no absolute http or https URL. */ Url = "url",
        /** Its address carries a user name or password. */ UrlCredentials = "url_credentials",
        /** A property is of the wrong type. */ Shape = "shape",
        /** It signs in with OAuth or with a program. */ SignIn = "sign_in",
        /** It has a placeholder that nobody can be asked for. */ Variable = "variable",
        /** It has a header that cannot be sent. */ Header = "header",
    }
);

/// Why a server of a file cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRefusal {
    /// The reason.
    pub reason: RefusalReason,
    /// What of the entry it is about: a property, a header, a placeholder, a command. Never a secret.
    pub detail: String,
}

impl ImportRefusal {
    /// A reason and what of the entry it is about, cut to 200 characters.
    pub fn new(reason: RefusalReason, detail: &str) -> Self {
        Self { reason, detail: detail.chars().take(200).collect() }
    }

    /// The sentence to show: what is wrong and what to do.
    pub fn message(&self) -> Message {
        let word = self.reason.as_str().replace('_', "-");
        Message::new(format!("server-import-refusal-{word}")).with("detail", &self.detail)
    }
}

/// A value that the file leaves open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportNeed {
    /// Its placeholder without `${…}`: `env:NAME` or `input:id`. The key of the value when the import is sent.
    pub key: String,
    /// What the file says it is.
    pub description: Option<String>,
    /// The headers it is part of.
    pub headers: Vec<String>,
    /// It is part of the address, which members see.
    pub in_url: bool,
}

impl ImportNeed {
    /// The name without its kind.
    pub fn name(&self) -> &str {
        self.key.split_once(':').map_or(&self.key, |(_, name)| name)
    }
}

/// A server of a file, with what would become of it. Never a secret: of headers only the names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportEntry {
    /// Its name in the file, which it keeps.
    pub name: String,
    /// Its address as the file has it, placeholders included.
    pub url: Option<String>,
    /// How the Studio will authenticate to it.
    pub auth_kind: ServerAuthKind,
    /// Names of the headers that carry its credentials.
    pub headers: Vec<String>,
    /// Names of headers of the file that are left out, because MCP itself sets them.
    pub headers_left_out: Vec<String>,
    /// Its client does not use it at present: imported only when it is named.
    pub disabled: bool,
    /// Values to send along.
    pub needs: Vec<ImportNeed>,
    /// Why it cannot be imported.
    pub refusal: Option<ImportRefusal>,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerImportResult {
    /// The servers that were registered.
    pub imported: Vec<ServerView>,
    /// The entries that were not, in the order of the file.
    pub left_out: Vec<ImportEntry>,
}

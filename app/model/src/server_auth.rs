//! Credentials of a server as a form sends them: fields for every kind, of which the chosen kind's count.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::server::is_reserved_header;
use crate::{Error, FieldCode, Message, Result, Secret, ServerAuth, ServerAuthKind};

/// Most headers of one's own.
const MAX_HEADERS: usize = 32;

/// What was entered. Names of fields that hold secrets say so: a form that comes back leaves them empty.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerAuthEntry {
    /// The chosen kind.
    pub kind: ServerAuthKind,
    /// The token of a bearer.
    #[serde(default)]
    pub token: String,
    /// User name.
    #[serde(default)]
    pub username: String,
    /// Password.
    #[serde(default)]
    pub password: String,
    /// Headers, a line each: `Name: value`.
    #[serde(default)]
    pub secret_headers: String,
}

impl std::fmt::Debug for ServerAuthEntry {
    /// Never what was entered.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ServerAuthEntry({})", self.kind)
    }
}

impl ServerAuthEntry {
    /// A kind chosen and nothing entered for it.
    pub fn empty(kind: ServerAuthKind) -> Self {
        let nothing = String::new;
        Self { kind, token: nothing(), username: nothing(), password: nothing(), secret_headers: nothing() }
    }

    /// The credentials to set; `None` keeps those there are, which are of the kind `stored`: when that kind is chosen and
    /// nothing was entered for it.
    pub fn credentials(self, stored: ServerAuthKind) -> Result<Option<ServerAuth>> {
        let kept = self.kind == stored && self.is_empty();
        if kept {
            return Ok(None);
        }
        Ok(Some(match self.kind {
            ServerAuthKind::None => ServerAuth::None,
            ServerAuthKind::Bearer => ServerAuth::Bearer { token: self.token.trim().to_owned().into() },
            ServerAuthKind::Basic => {
                ServerAuth::Basic { username: self.username.trim().to_owned(), password: self.password.into() }
            }
            ServerAuthKind::Headers => {
                let headers = headers(&self.secret_headers);
                ServerAuth::Headers { headers: headers.map_err(|code| Error::invalid("auth.secret_headers", code))? }
            }
        }))
    }

    /// Whether nothing was entered for the chosen kind.
    fn is_empty(&self) -> bool {
        match self.kind {
            ServerAuthKind::None => true,
            ServerAuthKind::Bearer => self.token.trim().is_empty(),
            ServerAuthKind::Basic => self.username.trim().is_empty() && self.password.is_empty(),
            ServerAuthKind::Headers => self.secret_headers.trim().is_empty(),
        }
    }
}

/// Name to value of each line that is not blank.
fn headers(text: &str) -> Result<BTreeMap<String, Secret>, FieldCode> {
    let rule = |message: Message| FieldCode::Rule { message };
    let mut headers: BTreeMap<String, Secret> = BTreeMap::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = || rule(Message::new("server-headers-line").with("line", at + 1));
        let (name, value) = line.split_once(':').ok_or_else(wrong)?;
        let (name, value) = (name.trim(), value.trim());
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
        if !is_name || value.is_empty() || value.chars().any(char::is_control) {
            return Err(wrong());
        }
        if is_reserved_header(name) {
            return Err(rule(Message::new("server-headers-reserved").with("name", name)));
        }
        if headers.keys().any(|known| known.eq_ignore_ascii_case(name)) {
            return Err(rule(Message::new("server-headers-twice").with("name", name)));
        }
        headers.insert(name.to_owned(), value.to_owned().into());
    }
    match headers.len() {
        0 => Err(FieldCode::Required),
        count if count > MAX_HEADERS => Err(rule(Message::new("server-headers-many").with("max", MAX_HEADERS))),
        _ => Ok(headers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        match headers(text) {
            Err(FieldCode::Rule { message }) => format!("{} {:?}", message.key, message.params),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_is_left_empty_stays() {
        for kind in ServerAuthKind::ALL {
            assert_eq!(ServerAuthEntry::empty(*kind).credentials(*kind), Ok(None), "{kind}");
        }
        let user = ServerAuthEntry { username: "ada".to_owned(), ..ServerAuthEntry::empty(ServerAuthKind::Basic) };
        assert!(matches!(user.credentials(ServerAuthKind::Basic), Ok(Some(ServerAuth::Basic { .. }))));
    }

    #[test]
    fn another_kind_takes_the_place() {
        let stored = ServerAuthKind::Bearer;
        assert_eq!(ServerAuthEntry::empty(ServerAuthKind::None).credentials(stored), Ok(Some(ServerAuth::None)));
        let token = ServerAuthEntry { token: " t ".to_owned(), ..ServerAuthEntry::empty(ServerAuthKind::Bearer) };
        let expected = ServerAuth::Bearer { token: "t".to_owned().into() };
        assert_eq!(token.credentials(ServerAuthKind::None), Ok(Some(expected)));
        let missing = ServerAuthEntry::empty(ServerAuthKind::Headers).credentials(stored);
        assert_eq!(missing, Err(Error::invalid("auth.secret_headers", FieldCode::Required)));
    }

    #[test]
    fn headers_stand_a_line_each() {
        let read = headers("X-Api-Key: k:1\r\n\n Authorization :Token t \n").unwrap();
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), value.expose())).collect();
        assert_eq!(read, [("Authorization", "Token t"), ("X-Api-Key", "k:1")]);
    }

    #[test]
    fn lines_that_are_no_headers_are_named() {
        assert_eq!(problem("A: 1\nB"), r#"server-headers-line {"line": "2"}"#);
        assert_eq!(problem("A:"), r#"server-headers-line {"line": "1"}"#);
        assert_eq!(problem("A b: 1"), r#"server-headers-line {"line": "1"}"#);
        assert_eq!(problem("A: 1\na: 2"), r#"server-headers-twice {"name": "a"}"#);
        assert_eq!(problem("Host: x"), r#"server-headers-reserved {"name": "Host"}"#);
        let many: String = (0..=MAX_HEADERS).map(|n| format!("H{n}: x\n")).collect();
        assert_eq!(problem(&many), r#"server-headers-many {"max": "32"}"#);
    }

    #[test]
    fn what_was_entered_is_not_printed() {
        let token = ServerAuthEntry { token: "planted".to_owned(), ..ServerAuthEntry::empty(ServerAuthKind::Bearer) };
        assert_eq!(format!("{token:?}"), "ServerAuthEntry(bearer)");
    }
}

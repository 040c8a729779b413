//! Where a server is and how to authenticate to it.

use std::collections::HashMap;

use base64::Engine;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use model::server::is_reserved_header;
use model::{Issue, IssueCode, Secret, ServerAuth, ServerId};
use url::Url;

/// Address and credentials of a server. Printing it shows neither credentials nor the query of the URL.
#[derive(Clone)]
pub struct Endpoint {
    /// The MCP endpoint, http or https.
    pub url: Url,
    /// The credentials.
    pub auth: ServerAuth,
}

/// What a pooled connection belongs to: a server in one revision of its address and credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PoolKey {
    /// The server.
    pub server: ServerId,
    /// Grows with every change of the server; a connection of an older one is not used again.
    pub revision: i64,
}

impl Endpoint {
    /// Host and port, for messages.
    pub(crate) fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        match self.url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The headers that carry the credentials, marked as sensitive.
    pub(crate) fn headers(&self) -> Result<HashMap<HeaderName, HeaderValue>, Issue> {
        let mut headers = HashMap::new();
        match &self.auth {
            ServerAuth::None => {}
            ServerAuth::Bearer { token } => {
                headers.insert(AUTHORIZATION, sensitive(&format!("Bearer {}", token.expose()))?);
            }
            ServerAuth::Basic { username, password } => {
                headers.insert(AUTHORIZATION, sensitive(&format!("Basic {}", basic(username, password)))?);
            }
            ServerAuth::Headers { headers: given } => {
                for (name, value) in given {
                    let parsed = HeaderName::try_from(name.as_str())
                        .map_err(|_| Issue::new(IssueCode::Unauthorized, format!("{name:?} is no header name")))?;
                    if is_reserved_header(parsed.as_str()) {
                        return Err(Issue::new(IssueCode::Unauthorized, format!("the header {name} is set by MCP")));
                    }
                    headers.insert(parsed, sensitive(value.expose())?);
                }
            }
        }
        Ok(headers)
    }

    /// Takes the credentials out of words that the remote side chose.
    pub(crate) fn redact(&self, issue: Issue) -> Issue {
        let mut detail = issue.detail;
        for secret in self.secrets() {
            // Shorter ones would blank ordinary words; nothing that short protects anything.
            if secret.len() >= 4 {
                detail = detail.replace(&secret, "…");
            }
        }
        Issue::new(issue.code, detail)
    }

    fn secrets(&self) -> Vec<String> {
        match &self.auth {
            ServerAuth::None => Vec::new(),
            ServerAuth::Bearer { token } => vec![token.expose().to_owned()],
            ServerAuth::Basic { username, password } => {
                vec![basic(username, password), password.expose().to_owned()]
            }
            ServerAuth::Headers { headers } => headers.values().map(|value| value.expose().to_owned()).collect(),
        }
    }
}

/// User name and password as they travel (RFC 7617).
fn basic(username: &str, password: &Secret) -> String {
    base64::engine::general_purpose::STANDARD.encode(format!("{username}:{}", password.expose()))
}

fn sensitive(value: &str) -> Result<HeaderValue, Issue> {
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| Issue::new(IssueCode::Unauthorized, "the credentials hold characters that no header may"))?;
    value.set_sensitive(true);
    Ok(value)
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let url = format!("{}://{}{}", self.url.scheme(), self.authority(), self.url.path());
        f.debug_struct("Endpoint").field("url", &url).field("auth", &self.auth.kind()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLANTED: &str = "planted-secret-3141";

    fn endpoint(auth: ServerAuth) -> Endpoint {
        Endpoint { url: Url::parse(&format!("https://u:{PLANTED}@example.com/mcp?key={PLANTED}")).unwrap(), auth }
    }

    fn every_auth() -> Vec<ServerAuth> {
        let secret = || Secret::from(PLANTED.to_owned());
        vec![
            ServerAuth::None,
            ServerAuth::Bearer { token: secret() },
            ServerAuth::Basic { username: "ann".into(), password: secret() },
            ServerAuth::Headers { headers: [("x-key".to_owned(), secret())].into() },
        ]
    }

    #[test]
    fn never_prints_a_secret() {
        for auth in every_auth() {
            let endpoint = endpoint(auth);
            let printed = format!("{endpoint:?} {:?}", endpoint.headers().unwrap());
            assert!(!printed.contains(PLANTED), "{printed}");
            assert!(!printed.contains(&base64::engine::general_purpose::STANDARD.encode(format!("ann:{PLANTED}"))));
        }
    }

    #[test]
    fn takes_secrets_out_of_foreign_words() {
        let endpoint = endpoint(ServerAuth::Bearer { token: PLANTED.to_owned().into() });
        let issue = endpoint.redact(Issue::new(IssueCode::ServerError, format!("bad token {PLANTED}")));
        assert_eq!(issue.detail, "bad token …");
    }

    #[test]
    fn refuses_headers_that_belong_to_the_protocol() {
        for name in ["Accept", "Mcp-Session-Id", "MCP-Protocol-Version", "Host", "no header"] {
            let auth = ServerAuth::Headers { headers: [(name.to_owned(), PLANTED.to_owned().into())].into() };
            let issue = endpoint(auth).headers().unwrap_err();
            assert!(!issue.to_string().contains(PLANTED), "{issue}");
        }
    }
}

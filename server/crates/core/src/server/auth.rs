//! A server's credentials between the form and the wire: sealed at rest, bound to their row.

use integrations::seal::Place;
use model::{Error, FieldCode, Message, ServerAuth, ServerAuthKind};
use serde_json::{Value, json};
use url::Url;

use crate::field::Fields;
use crate::{OrgCtx, Result};

/// Longest token, password or header value, in bytes.
const MAX: usize = 8192;

/// Which table a sealed secret lives in.
#[derive(Clone, Copy)]
pub(crate) enum Home {
    /// `servers`.
    Server,
    /// `server_drafts`.
    Draft,
}

impl Home {
    fn column(self) -> &'static str {
        match self {
            Self::Server => "servers.auth_sealed",
            Self::Draft => "server_drafts.auth_sealed",
        }
    }
}

/// Checks what was entered: values that can stand in a header and are not endless.
pub(crate) fn check(fields: &mut Fields, auth: &ServerAuth) {
    let mut value = |field: &str, value: &str| {
        if value.is_empty() {
            fields.push(field, FieldCode::Required);
        } else if value.len() > MAX {
            fields.push(field, FieldCode::TooLong { max: MAX as u32 });
        } else if value.chars().any(char::is_control) {
            fields.push(field, FieldCode::Characters);
        }
    };
    match auth {
        ServerAuth::None => {}
        ServerAuth::Bearer { token } => value("auth.token", token.expose()),
        ServerAuth::Basic { username, password } => {
            value("auth.username", username);
            value("auth.password", password.expose());
        }
        ServerAuth::Headers { headers } => {
            for (name, secret) in headers {
                value(&format!("auth.headers.{name}"), secret.expose());
            }
            let name_is_token =
                |n: &String| !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            if headers.is_empty() {
                fields.push("auth.headers", FieldCode::Required);
            } else if headers.len() > 32 || !headers.keys().all(name_is_token) {
                fields.push("auth.headers", FieldCode::Characters);
            }
        }
    }
}

/// Whether stored credentials may stay when the address becomes another one. They go only where whoever entered them meant
/// them to go: another origin (scheme, host, port) needs them entered again.
pub(crate) fn may_stay(before: &str, after: &Url) -> Result<(), Error> {
    if Url::parse(before).is_ok_and(|before| before.origin() == after.origin()) {
        return Ok(());
    }
    Err(Error::invalid("auth", FieldCode::Rule { message: Message::new("server-auth-again") }))
}

/// Seals credentials for a row; `None` for none.
pub(crate) fn seal(ctx: &OrgCtx, home: Home, row: &str, auth: &ServerAuth) -> Result<Option<Vec<u8>>> {
    let plain = match auth {
        ServerAuth::None => return Ok(None),
        ServerAuth::Bearer { token } => json!({ "token": token.expose() }),
        ServerAuth::Basic { username, password } => json!({ "username": username, "password": password.expose() }),
        ServerAuth::Headers { headers } => {
            let headers: serde_json::Map<String, Value> =
                headers.iter().map(|(name, value)| (name.clone(), Value::from(value.expose()))).collect();
            json!({ "headers": headers })
        }
    };
    let organization = ctx.organization_id.to_string();
    let place = Place { organization: &organization, column: home.column(), row };
    let sealed = ctx.services().sealer.seal(place, plain.to_string().as_bytes()).map_err(anyhow::Error::from)?;
    Ok(Some(sealed))
}

/// Opens the credentials of a row.
pub(crate) fn open(
    ctx: &OrgCtx,
    home: Home,
    row: &str,
    kind: ServerAuthKind,
    sealed: Option<&[u8]>,
) -> Result<ServerAuth> {
    let Some(sealed) = sealed.filter(|_| kind != ServerAuthKind::None) else { return Ok(ServerAuth::None) };
    let organization = ctx.organization_id.to_string();
    let place = Place { organization: &organization, column: home.column(), row };
    let plain = ctx.services().sealer.open(place, sealed).map_err(anyhow::Error::from)?;
    let mut plain: Value = serde_json::from_slice(&plain)?;
    if let Some(object) = plain.as_object_mut() {
        object.insert("kind".into(), kind.as_str().into());
    }
    Ok(serde_json::from_value(plain)?)
}

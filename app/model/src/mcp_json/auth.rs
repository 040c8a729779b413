//! What the headers of a file are as credentials.

use super::template::Template;
use crate::{Secret, ServerAuth, ServerAuthKind};

/// The kind of credentials that these headers will be.
pub(super) fn kind(headers: &[(String, Template)]) -> ServerAuthKind {
    match headers {
        [] => ServerAuthKind::None,
        [(name, value)] if is_authorization(name) => match value.beginning().split_once(' ') {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("bearer") => ServerAuthKind::Bearer,
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("basic") => ServerAuthKind::Basic,
            _ => ServerAuthKind::Headers,
        },
        _ => ServerAuthKind::Headers,
    }
}

/// The credentials that these headers are. Any but a lone `Authorization` of a known scheme stay headers.
pub(super) fn of_headers(headers: Vec<(String, String)>) -> ServerAuth {
    if headers.is_empty() {
        return ServerAuth::None;
    }
    if let [(name, value)] = headers.as_slice()
        && is_authorization(name)
        && let Some((scheme, rest)) = value.trim().split_once(' ')
    {
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("bearer") {
            return ServerAuth::Bearer { token: rest.to_owned().into() };
        }
        if let Some((username, password)) = basic(rest).filter(|_| scheme.eq_ignore_ascii_case("basic")) {
            return ServerAuth::Basic { username, password };
        }
    }
    ServerAuth::Headers { headers: headers.into_iter().map(|(name, value)| (name, value.into())).collect() }
}

fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// User name and password as they travel (RFC 7617).
fn basic(encoded: &str) -> Option<(String, Secret)> {
    let text = String::from_utf8(base64(encoded)?).ok()?;
    let (username, password) = text.split_once(':')?;
    Some((username.to_owned(), password.to_owned().into()))
}

/// Decodes base64 (RFC 4648), padded or not.
fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut buffer, mut bits) = (0_usize, 0);
    for byte in text.trim_end_matches('=').bytes() {
        buffer = ((buffer << 6) | ALPHABET.iter().position(|letter| *letter == byte)?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(((buffer >> bits) & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(headers: &[(&str, &str)]) -> ServerAuth {
        of_headers(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_lone_authorization_of_a_known_scheme_is_told_from_other_headers() {
        assert_eq!(of(&[]), ServerAuth::None);
        assert_eq!(of(&[("authorization", "bearer  t0k3n ")]), ServerAuth::Bearer { token: "t0k3n".to_owned().into() });
        // RFC 7617, section 2.
        let basic = ServerAuth::Basic { username: "Aladdin".into(), password: "open sesame".to_owned().into() };
        assert_eq!(of(&[("Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")]), basic);
        for others in [
            &[("X-Key", "Bearer x")][..],
            &[("Authorization", "Bearer x"), ("X-Org", "1")],
            &[("Authorization", "Basic ???")],
            &[("Authorization", "t0k3n")],
        ] {
            assert!(
                matches!(of(others), ServerAuth::Headers { headers } if headers.len() == others.len()),
                "{others:?}"
            );
        }
    }
}

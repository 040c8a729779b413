//! Access tokens: JWTs (RFC 7519) in the profile of RFC 9068, which name a session and are good for minutes.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use model::{Secret, SessionId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Result;

/// Who issues them.
const ISSUER: &str = "mcp-agent-studio";
/// Whom they are for.
const AUDIENCE: &str = "mcp-agent-studio/api";
/// The media type that tells access tokens from other JWTs (RFC 9068, 2.1).
const TYPE: &str = "at+jwt";
/// How long one is good.
pub(crate) const LIFETIME: Duration = Duration::minutes(15);

/// What a token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    exp: i64,
    jti: Uuid,
}

/// Signs access tokens and reads them again.
pub struct AccessTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl AccessTokens {
    /// With the installation's key for this purpose: the same on every replica.
    pub fn new(key: &[u8; 32]) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The crate asks the machine for the time; ours is injected, see `verify`.
        validation.validate_exp = false;
        Self { encoding: EncodingKey::from_secret(key), decoding: DecodingKey::from_secret(key), validation }
    }

    /// A token of a session, good from now on.
    pub(crate) fn sign(&self, user: UserId, session: SessionId, jti: Uuid, now: DateTime<Utc>) -> Result<Secret> {
        let header = Header { typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user,
            sid: session,
            iat: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            jti,
        };
        let token = jsonwebtoken::encode(&header, &claims, &self.encoding).map_err(anyhow::Error::from)?;
        Ok(token.into())
    }

    /// User and session of a token of ours that is not over.
    pub(crate) fn verify(&self, token: &Secret, now: DateTime<Utc>) -> Option<(UserId, SessionId)> {
        let read = jsonwebtoken::decode::<Claims>(token.expose(), &self.decoding, &self.validation).ok()?;
        let good = read.header.typ.as_deref() == Some(TYPE) && read.claims.exp > now.timestamp();
        good.then_some((read.claims.sub, read.claims.sid))
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    const USER: UserId = UserId(Uuid::from_u128(1));
    const SESSION: SessionId = SessionId(Uuid::from_u128(2));

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    fn token(tokens: &AccessTokens) -> String {
        tokens.sign(USER, SESSION, Uuid::from_u128(3), at(0)).unwrap().expose().to_owned()
    }

    #[test]
    fn is_good_for_a_quarter_of_an_hour() {
        let tokens = AccessTokens::new(&[7; 32]);
        let token = Secret::from(token(&tokens));
        assert_eq!(tokens.verify(&token, at(0)), Some((USER, SESSION)));
        assert_eq!(tokens.verify(&token, at(899)), Some((USER, SESSION)));
        assert_eq!(tokens.verify(&token, at(900)), None);
    }

    #[test]
    fn refuses_what_another_key_signed_or_nobody() {
        let tokens = AccessTokens::new(&[7; 32]);
        let foreign = token(&AccessTokens::new(&[8; 32]));
        assert_eq!(tokens.verify(&foreign.into(), at(0)), None);
        let good = token(&tokens);
        let parts: Vec<&str> = good.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        for signature in ["", parts[2]] {
            assert_eq!(tokens.verify(&format!("{none}.{}.{signature}", parts[1]).into(), at(0)), None);
        }
        let other = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS512","typ":"at+jwt"}"#);
        assert_eq!(tokens.verify(&format!("{other}.{}.{}", parts[1], parts[2]).into(), at(0)), None);
    }

    #[test]
    fn refuses_what_was_altered_or_is_no_access_token() {
        let tokens = AccessTokens::new(&[7; 32]);
        let good = token(&tokens);
        let parts: Vec<&str> = good.split('.').collect();
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        let altered = URL_SAFE_NO_PAD.encode(claims.replace("000000000001", "000000000009"));
        assert_ne!(altered, parts[1]);
        assert_eq!(tokens.verify(&format!("{}.{altered}.{}", parts[0], parts[2]).into(), at(0)), None);
        let claims: serde_json::Value = serde_json::from_str(&claims).unwrap();
        let plain = jsonwebtoken::encode(&Header::default(), &claims, &tokens.encoding).unwrap();
        assert_eq!(tokens.verify(&plain.into(), at(0)), None, "typ is JWT");
        for (claim, value) in [("aud", "elsewhere"), ("iss", "somebody")] {
            let mut claims = claims.clone();
            claims[claim] = value.into();
            let header = Header { typ: Some(TYPE.to_owned()), ..Header::default() };
            let foreign = jsonwebtoken::encode(&header, &claims, &tokens.encoding).unwrap();
            assert_eq!(tokens.verify(&foreign.into(), at(0)), None, "{claim}");
        }
        assert_eq!(tokens.verify(&"nonsense".to_owned().into(), at(0)), None);
    }
}

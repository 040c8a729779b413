//! Tokens in the `Authorization` header (RFC 6750).

use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use model::Secret;
use studio_core::OpCtx;

use super::idempotency::path_of;
use crate::http::problem::Problem;

/// A request came with an `Authorization` header that stands for nobody (any more).
#[derive(Clone)]
pub(crate) struct InvalidToken;

/// What the `Authorization` header holds.
pub(crate) enum Authorization {
    /// There is none: the cookie counts.
    Absent,
    /// A token.
    Bearer(Secret),
    /// Something else, which is nobody.
    Other,
}

impl Authorization {
    /// Of a request.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let Some(value) = values.next() else { return Self::Absent };
        let parts = value.to_str().ok().and_then(|v| v.split_once(' ')).filter(|_| values.next().is_none());
        match parts {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
                Self::Bearer(token.trim().to_owned().into())
            }
            _ => Self::Other,
        }
    }
}

/// Refuses an invalid token, except where one gets a new one: programs send the old one along there.
pub(crate) async fn refuse_invalid(request: Request, next: Next) -> Response {
    let path = path_of(&request);
    let renews = ["/auth/login", "/auth/register", "/auth/refresh"].iter().any(|end| path.ends_with(end));
    if renews || request.extensions().get::<InvalidToken>().is_none() {
        return next.run(request).await;
    }
    let lang = request.extensions().get::<OpCtx>().map_or(model::Lang::En, |ctx| ctx.lang);
    let mut response = Problem::from(model::Error::Unauthenticated).in_lang(lang).into_response();
    let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_token_or_nobody() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, HeaderValue::from_static(value));
            }
            Authorization::of(&headers)
        };
        assert!(matches!(of(&[]), Authorization::Absent));
        assert!(matches!(of(&["Bearer a.b.c"]), Authorization::Bearer(token) if token.expose() == "a.b.c"));
        assert!(matches!(of(&["bearer x"]), Authorization::Bearer(_)));
        for other in [&["Basic eDp5"][..], &["Bearer"], &[""], &["Bearer a", "Bearer b"]] {
            assert!(matches!(of(other), Authorization::Other), "{other:?}");
        }
    }
}

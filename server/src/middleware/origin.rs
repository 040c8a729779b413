//! Requests that change something come from our own pages: with a cookie, the `Origin` must be ours.

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, ORIGIN, UPGRADE};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::problem::Problem;
use crate::state::AppState;

/// Refuses what a foreign site could have caused: a change, or a socket, with a cookie and without our origin. Server
/// functions are for our pages only and are always checked.
pub(crate) async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let risky = !safe || headers.contains_key(UPGRADE);
    // Browsers send no Authorization header by themselves, and beside one the cookie does not count.
    let cookie = headers.contains_key(COOKIE) && !headers.contains_key(AUTHORIZATION);
    let ambient = cookie || request.uri().path().starts_with("/api/fn/");
    if risky && ambient && !is_ours(headers, state.public_origin.as_deref()) {
        return Problem::from(model::Error::ForeignOrigin).into_response();
    }
    next.run(request).await
}

fn is_ours(headers: &HeaderMap, public: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
    let Some(origin) = text(ORIGIN) else { return false };
    if let Some(public) = public {
        return origin == public;
    }
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    authority.is_some() && authority == text(HOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(origin: Option<&'static str>, public: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "studio.test:3000".parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        is_ours(&headers, public)
    }

    #[test]
    fn only_our_own_origin_passes() {
        assert!(check(Some("http://studio.test:3000"), None));
        assert!(!check(Some("http://studio.test"), None));
        assert!(!check(Some("http://evil.test:3000"), None));
        assert!(!check(Some("null"), None));
        assert!(!check(None, None));
        assert!(check(Some("https://studio.example"), Some("https://studio.example")));
        assert!(!check(Some("http://studio.test:3000"), Some("https://studio.example")));
    }
}

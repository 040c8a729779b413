//! Who calls: session, language, theme, address.

use std::net::SocketAddr;

use app::i18n::Appearance;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::http::header::{COOKIE, USER_AGENT};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use model::Secret;
use studio_core::auth::{self, SESSION_COOKIE};
use studio_core::{Actor, OpCtx, refresh_token};

use super::bearer::{Authorization, InvalidToken};
use super::request_id::RequestId;
use crate::http::problem::Problem;
use crate::state::AppState;

/// Puts an [`OpCtx`] and an [`Appearance`] into the request.
pub(crate) async fn context(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
    let mut appearance = Appearance::of_request(request.headers());
    let mut ctx = OpCtx::new(state.services.clone(), Actor::Anonymous, id);
    ctx.client = client_of(&request);
    ctx.user_agent = text(request.headers().get(USER_AGENT)).map(|agent| agent.chars().take(300).collect());
    // Who sends an Authorization header means it: the cookie does not count beside it.
    let authorization = Authorization::of(request.headers());
    let cookie = session_token(request.headers());
    let found = match (&authorization, cookie) {
        (Authorization::Bearer(token), _) => refresh_token::resolve(&ctx, token).await,
        (Authorization::Absent, Some(token)) => auth::resolve(&ctx, &token).await,
        (Authorization::Absent, None) | (Authorization::Other, _) => Ok(None),
    };
    match found {
        Ok(Some((actor, user))) => {
            ctx.actor = actor;
            appearance.lang = user.lang.unwrap_or(appearance.lang);
            appearance.theme = user.theme;
        }
        Ok(None) if matches!(authorization, Authorization::Absent) => {}
        Ok(None) => _ = request.extensions_mut().insert(InvalidToken),
        Err(error) => return Problem::of(error, &ctx.request_id).into_response(),
    }
    ctx.lang = appearance.lang;
    request.extensions_mut().insert(appearance);
    request.extensions_mut().insert(ctx);
    next.run(request).await
}

/// Address of the connection. Behind a proxy that is the proxy's, so limits by address then hold for all together.
fn client_of(request: &Request) -> String {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map_or_else(String::new, |ConnectInfo(address)| address.ip().to_string())
}

fn session_token(headers: &HeaderMap) -> Option<Secret> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == SESSION_COOKIE && !value.is_empty())
        .map(|(_, value)| value.to_owned().into())
}

fn text(value: Option<&axum::http::HeaderValue>) -> Option<&str> {
    value.and_then(|v| v.to_str().ok())
}

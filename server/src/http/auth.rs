//! `/auth`: accounts and sessions. Programs get the session as a cookie until tokens of their own exist.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use model::{OrganizationView, Secret, SessionView, UserView};
use serde::{Deserialize, Serialize};
use studio_core::{OpCtx, auth};

use super::body::Json;
use super::problem::OrProblem as _;
use super::{Answer, Ctx};

#[derive(Deserialize)]
pub(crate) struct Register {
    name: String,
    email: String,
    password: Secret,
    organization_name: String,
}

#[derive(Serialize)]
pub(crate) struct Registered {
    user: UserView,
    organization: Option<OrganizationView>,
}

/// `POST /auth/register`
pub(crate) async fn register(Ctx(ctx): Ctx, Json(body): Json<Register>) -> Answer<impl IntoResponse> {
    let Register { name, email, password, organization_name } = body;
    let new = auth::SignUp { name, email, password, organization_name, link: None };
    let signed_in = auth::sign_up(&ctx, new).await.or_problem(&ctx)?;
    let SessionView { user, memberships } = signed_in.session;
    let organization = memberships.into_iter().next().map(|m| m.organization);
    Ok((StatusCode::CREATED, cookie(&ctx, Some(&signed_in.token)), axum::Json(Registered { user, organization })))
}

#[derive(Deserialize)]
pub(crate) struct Login {
    email: String,
    password: Secret,
}

/// `POST /auth/login`
pub(crate) async fn login(Ctx(ctx): Ctx, Json(body): Json<Login>) -> Answer<impl IntoResponse> {
    let signed_in = auth::sign_in(&ctx, &body.email, &body.password).await.or_problem(&ctx)?;
    Ok((cookie(&ctx, Some(&signed_in.token)), axum::Json(signed_in.session)))
}

/// `POST /auth/logout`
pub(crate) async fn logout(Ctx(ctx): Ctx) -> Answer<impl IntoResponse> {
    auth::sign_out(&ctx).await.or_problem(&ctx)?;
    Ok((StatusCode::NO_CONTENT, cookie(&ctx, None)))
}

fn cookie(ctx: &OpCtx, token: Option<&Secret>) -> HeaderMap {
    let cookie = auth::session_cookie(ctx, token.map(Secret::expose));
    HeaderValue::from_str(&cookie).map(|value| (SET_COOKIE, value)).into_iter().collect()
}

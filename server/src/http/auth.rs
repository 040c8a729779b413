//! `/auth`: accounts and sessions of programs. Browsers sign in through server functions and get a cookie there.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{OrganizationView, Secret, SessionView, UserView};
use serde::{Deserialize, Serialize};
use studio_core::refresh_token::Tokens;
use studio_core::{auth, refresh_token};

use super::body::Json;
use super::organization::MemberOf;
use super::problem::OrProblem as _;
use super::{Answer, Ctx};

/// The one place where tokens leave: the answer to who just proved who they are.
#[derive(Serialize)]
pub(crate) struct TokensBody {
    access_token: String,
    refresh_token: String,
    expires_in: i64,
}

impl From<Tokens> for TokensBody {
    fn from(tokens: Tokens) -> Self {
        let Tokens { access, refresh, expires_in } = tokens;
        let (access_token, refresh_token) = (access.expose().to_owned(), refresh.expose().to_owned());
        Self { access_token, refresh_token, expires_in }
    }
}

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
    #[serde(flatten)]
    tokens: TokensBody,
}

/// `POST /auth/register`
pub(crate) async fn register(Ctx(ctx): Ctx, Json(body): Json<Register>) -> Answer<impl IntoResponse> {
    let Register { name, email, password, organization_name } = body;
    let new = auth::SignUp { name, email, password, organization_name, link: None };
    let (tokens, session) = refresh_token::register(&ctx, new).await.or_problem(&ctx)?;
    let SessionView { user, memberships } = session;
    let organization = memberships.into_iter().next().map(|m| m.organization);
    Ok((StatusCode::CREATED, axum::Json(Registered { user, organization, tokens: tokens.into() })))
}

#[derive(Deserialize)]
pub(crate) struct Login {
    email: String,
    password: Secret,
}

#[derive(Serialize)]
pub(crate) struct LoggedIn {
    #[serde(flatten)]
    tokens: TokensBody,
    user: UserView,
    organizations: Vec<MemberOf>,
}

/// `POST /auth/login`
pub(crate) async fn login(Ctx(ctx): Ctx, Json(body): Json<Login>) -> Answer<impl IntoResponse> {
    let (tokens, session) = refresh_token::login(&ctx, &body.email, &body.password).await.or_problem(&ctx)?;
    let organizations = session.memberships.into_iter().map(MemberOf::from).collect();
    Ok(axum::Json(LoggedIn { tokens: tokens.into(), user: session.user, organizations }))
}

#[derive(Deserialize)]
pub(crate) struct Refresh {
    refresh_token: Secret,
}

/// `POST /auth/refresh`
pub(crate) async fn refresh(Ctx(ctx): Ctx, Json(body): Json<Refresh>) -> Answer<impl IntoResponse> {
    let tokens = refresh_token::refresh(&ctx, &body.refresh_token).await.or_problem(&ctx)?;
    Ok(axum::Json(TokensBody::from(tokens)))
}

/// `POST /auth/logout`
pub(crate) async fn logout(Ctx(ctx): Ctx) -> Answer<impl IntoResponse> {
    auth::sign_out(&ctx).await.or_problem(&ctx)?;
    Ok(StatusCode::NO_CONTENT)
}

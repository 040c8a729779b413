//! `/auth`: accounts and sessions of programs. Browsers sign in through server functions and get a cookie there.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{OrganizationView, Secret, SessionView, UserView};
use serde::{Deserialize, Serialize};
use studio_core::refresh_token::Tokens;
use studio_core::{auth, refresh_token};
use utoipa::ToSchema;

use super::body::Json;
use super::organization::MemberOf;
use super::problem::OrProblem as _;
use super::{Answer, Ctx};

/// The one place where tokens leave: the answer to who just proved who they are.
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens)]
pub(crate) struct TokensBody {
    /// Goes into `Authorization: Bearer`.
    access_token: String,
    /// Brings the next pair, once.
    refresh_token: String,
    /// Seconds the access token is good.
    expires_in: i64,
}

impl From<Tokens> for TokensBody {
    fn from(tokens: Tokens) -> Self {
        let Tokens { access, refresh, expires_in } = tokens;
        let (access_token, refresh_token) = (access.expose().to_owned(), refresh.expose().to_owned());
        Self { access_token, refresh_token, expires_in }
    }
}

/// An account to make.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Register {
    /// The person's name, 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// E-mail address, with which one signs in.
    #[schema(min_length = 1, max_length = 254)]
    email: String,
    /// Password, 10 to 256 characters.
    #[schema(value_type = String, format = Password, write_only, min_length = 10, max_length = 256)]
    password: Secret,
    /// Name of the first organization, 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    organization_name: String,
}

/// A new account and a session of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Registered {
    /// The user.
    user: UserView,
    /// The user's first organization.
    organization: Option<OrganizationView>,
    #[serde(flatten)]
    tokens: TokensBody,
}

/// Makes an account with its first organization and signs it in.
#[utoipa::path(
    post,
    path = "/auth/register",
    tag = "auth",
    security(()),
    request_body = Register,
    responses((status = 201, description = "The account and its first session.", body = Registered))
)]
pub(crate) async fn register(Ctx(ctx): Ctx, Json(body): Json<Register>) -> Answer<impl IntoResponse> {
    let Register { name, email, password, organization_name } = body;
    let new = auth::SignUp { name, email, password, organization_name, link: None };
    let (tokens, session) = refresh_token::register(&ctx, new).await.or_problem(&ctx)?;
    let SessionView { user, memberships } = session;
    let organization = memberships.into_iter().next().map(|m| m.organization);
    Ok((StatusCode::CREATED, axum::Json(Registered { user, organization, tokens: tokens.into() })))
}

/// Who signs in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Login {
    /// E-mail address of the account.
    email: String,
    /// Its password.
    password: Secret,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct LoggedIn {
    #[serde(flatten)]
    tokens: TokensBody,
    /// The user.
    user: UserView,
    /// Where the user is a member.
    organizations: Vec<MemberOf>,
}

/// Signs a program in with e-mail and password.
#[utoipa::path(
    post,
    path = "/auth/login",
    tag = "auth",
    security(()),
    request_body = Login,
    responses(
        (status = 200, description = "A session.", body = LoggedIn),
        (status = 401, description = "E-mail and password do not match an account.")
    )
)]
pub(crate) async fn login(Ctx(ctx): Ctx, Json(body): Json<Login>) -> Answer<impl IntoResponse> {
    let (tokens, session) = refresh_token::login(&ctx, &body.email, &body.password).await.or_problem(&ctx)?;
    let organizations = session.memberships.into_iter().map(MemberOf::from).collect();
    Ok(axum::Json(LoggedIn { tokens: tokens.into(), user: session.user, organizations }))
}

/// What brings the next pair of tokens.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Refresh {
    /// The refresh token of the latest answer.
    refresh_token: Secret,
}

/// Gives the next pair of tokens.
///
/// A refresh token is good once. One that comes a second time ends its session.
#[utoipa::path(
    post,
    path = "/auth/refresh",
    tag = "auth",
    security(()),
    request_body = Refresh,
    responses(
        (status = 200, description = "The next pair.", body = TokensBody),
        (status = 401, description = "The refresh token is used up, over or unknown.")
    )
)]
pub(crate) async fn refresh(Ctx(ctx): Ctx, Json(body): Json<Refresh>) -> Answer<impl IntoResponse> {
    let tokens = refresh_token::refresh(&ctx, &body.refresh_token).await.or_problem(&ctx)?;
    Ok(axum::Json(TokensBody::from(tokens)))
}

/// Ends the session.
///
/// The one of the token or cookie; it is fine when there is none.
#[utoipa::path(
    post,
    path = "/auth/logout",
    tag = "auth",
    security((), ("bearer" = []), ("cookie" = [])),
    responses(
        (status = 204, description = "There is no session any more."),
        (status = 401, description = "The access token is over or unknown.")
    )
)]
pub(crate) async fn logout(Ctx(ctx): Ctx) -> Answer<impl IntoResponse> {
    auth::sign_out(&ctx).await.or_problem(&ctx)?;
    Ok(StatusCode::NO_CONTENT)
}

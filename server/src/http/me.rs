//! `/me`: who calls.

use axum::Json;
use model::{Error, SessionView};
use studio_core::user;

use super::problem::{OrProblem as _, Problem};
use super::{Answer, Ctx};

/// Tells who calls: the user and where they are a member.
#[utoipa::path(
    get,
    path = "/me",
    tag = "me",
    responses((status = 200, description = "The user and the memberships.", body = SessionView))
)]
pub(crate) async fn get_me(Ctx(ctx): Ctx) -> Answer<Json<SessionView>> {
    let session = user::session(&ctx).await.or_problem(&ctx)?;
    session.map(Json).ok_or_else(|| Problem::from(Error::Unauthenticated).in_lang(ctx.lang))
}

//! REST, a file a noun: get the context, call core, reply. The contract is `/api/v1`.

pub(crate) mod auth;
pub(crate) mod body;
pub(crate) mod docs;
pub(crate) mod execution;
pub(crate) mod execution_output;
pub(crate) mod health;
pub(crate) mod mcp_prompt;
pub(crate) mod mcp_resource;
pub(crate) mod mcp_tool;
pub(crate) mod me;
pub(crate) mod openapi;
pub(crate) mod organization;
pub(crate) mod problem;
pub(crate) mod search;
pub(crate) mod server;
pub(crate) mod server_health;
pub(crate) mod server_import;
pub(crate) mod task;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use model::{Error, Noun, path_segment};
use studio_core::{OpCtx, OrgCtx};

use self::problem::Problem;

/// What handlers answer with.
pub(crate) type Answer<T> = Result<T, Problem>;

/// Who calls.
pub(crate) struct Ctx(pub(crate) OpCtx);

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        parts.extensions.get::<OpCtx>().cloned().map(Self).ok_or_else(|| Error::Unavailable.into())
    }
}

/// Who calls, within the organization of the path.
pub(crate) struct Org(pub(crate) OrgCtx);

impl<S: Send + Sync> FromRequestParts<S> for Org {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let Ctx(ctx) = Ctx::from_request_parts(parts, state).await?;
        let org = param(parts, state, "org").await.ok_or(Error::NotFound { noun: Noun::Organization })?;
        ctx.organization(&org).await.map(Self).map_err(|e| Problem::of(e, &ctx.request_id))
    }
}

/// The id in the path. One that is no id names nothing.
pub(crate) struct Id<T>(pub(crate) T);

impl<S: Send + Sync, T: std::str::FromStr + HasNoun> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let id = param(parts, state, "id").await.and_then(|id| id.parse().ok());
        id.map(Self).ok_or_else(|| Error::NotFound { noun: T::NOUN }.into())
    }
}

/// The name in the path, of what has no id, with any characters (`model::path_segment`).
pub(crate) struct Name(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let segment = param(parts, state, "name").await;
        let name = segment.map(|segment| path_segment::decoded(&segment));
        name.map(Self).ok_or_else(|| Error::NotFound { noun: Noun::Page }.into())
    }
}

/// What an id is the id of.
pub(crate) trait HasNoun {
    /// Its noun.
    const NOUN: Noun;
}

impl HasNoun for model::ServerId {
    const NOUN: Noun = Noun::Server;
}
impl HasNoun for model::TaskId {
    const NOUN: Noun = Noun::Task;
}
impl HasNoun for model::ExecutionId {
    const NOUN: Noun = Noun::Execution;
}

pub(crate) async fn param<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, state).await.ok()?;
    params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

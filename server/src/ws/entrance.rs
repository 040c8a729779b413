//! Who opens a socket: by cookie or `Authorization` header, else by a first frame
//! `{"op":"authenticate","token":"<access token>"}`, which is how embedded panels come in.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::extract::ws::{Message, WebSocket};
use axum::http::header::UPGRADE;
use axum::http::request::Parts;
use model::{Error, Secret};
use serde::Deserialize;
use studio_core::{Actor, OpCtx, OrgCtx, refresh_token};

use super::refuse;
use crate::http::problem::Problem;
use crate::http::{Answer, Ctx, Org, param};

/// The first frame comes within this time.
const PATIENCE: Duration = Duration::from_secs(5);

/// Somebody at the door of a socket within an organization.
pub(crate) enum Entrance {
    /// The request says who.
    Known(OrgCtx),
    /// The first frame will.
    Unknown(OpCtx, String),
}

impl<S: Send + Sync> FromRequestParts<S> for Entrance {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let Ctx(ctx) = Ctx::from_request_parts(parts, state).await?;
        if ctx.actor == Actor::Anonymous && parts.headers.contains_key(UPGRADE) {
            let org = param(parts, state, "org").await.ok_or(Error::Unauthenticated)?;
            return Ok(Self::Unknown(ctx, org));
        }
        Org::from_request_parts(parts, state).await.map(|Org(ctx)| Self::Known(ctx))
    }
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum FirstFrame {
    Authenticate { token: Secret },
}

impl Entrance {
    /// Lets in whom the organization knows. Else closes the socket, saying why, and gives nothing.
    pub(crate) async fn pass(self, socket: &mut WebSocket) -> Option<OrgCtx> {
        let (ctx, org) = match self {
            Self::Known(ctx) => return Some(ctx),
            Self::Unknown(ctx, org) => (ctx, org),
        };
        let request = ctx.request_id.clone();
        let found = match tokio::time::timeout(PATIENCE, socket.recv()).await {
            Ok(Some(Ok(Message::Text(text)))) => authenticate(ctx, &org, &text).await,
            _ => Err(Error::Unauthenticated.into()),
        };
        match found {
            Ok(ctx) => Some(ctx),
            Err(error) => {
                refuse(socket, &error.into_public(&request)).await;
                None
            }
        }
    }
}

async fn authenticate(mut ctx: OpCtx, org: &str, frame: &str) -> studio_core::Result<OrgCtx> {
    let FirstFrame::Authenticate { token } = serde_json::from_str(frame).map_err(|_| Error::Unauthenticated)?;
    let (actor, _) = refresh_token::resolve(&ctx, &token).await?.ok_or(Error::Unauthenticated)?;
    ctx.actor = actor;
    ctx.organization(org).await
}

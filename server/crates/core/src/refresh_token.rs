//! Sessions of programs: a short access token, and a refresh token that is good once and brings the next pair.
//!
//! None of these can ask for rights: whoever holds a password or a token proves with it who they are.

use chrono::Duration;
use model::audit::ActorKind;
use model::{Error, Secret, SessionId, SessionView, UserId, UserView};
use studio_db::SystemTx;
use studio_db::models::audit::NewAudit;
use studio_db::models::refresh_token::{self, NewRefreshToken};
use studio_db::models::user::User;
use studio_db::models::{audit, organization, user_session};

use crate::auth::{self, SignUp};
use crate::rate_limit::REFRESH;
use crate::{Actor, OpCtx, Result, access_token, rate_limit, view};

/// A program's session that was not used for so long is over.
const IDLE: Duration = Duration::days(30);

/// What a program works with until it refreshes.
pub struct Tokens {
    /// Goes into `Authorization: Bearer`.
    pub access: Secret,
    /// Brings the next pair, once.
    pub refresh: Secret,
    /// Seconds the access token is good.
    pub expires_in: i64,
}

/// Makes an account with its first organization and a program's session.
pub async fn register(ctx: &OpCtx, new: SignUp) -> Result<(Tokens, SessionView)> {
    let (mut tx, user) = auth::create_account(ctx, new).await?;
    let opened = open(ctx, &mut tx, &user).await?;
    tx.commit().await?;
    Ok(opened)
}

/// Signs a program in with e-mail and password.
pub async fn login(ctx: &OpCtx, email: &str, password: &Secret) -> Result<(Tokens, SessionView)> {
    let (mut tx, user) = auth::authenticate(ctx, email, password).await?;
    let opened = open(ctx, &mut tx, &user).await?;
    tx.commit().await?;
    Ok(opened)
}

/// The next pair of tokens. A refresh token that comes a second time was stolen from its sender or by it: the session
/// ends.
pub async fn refresh(ctx: &OpCtx, token: &Secret) -> Result<Tokens> {
    rate_limit::hit(ctx, REFRESH, &ctx.client).await?;
    let now = ctx.now();
    let hash = auth::digest(token);
    let mut tx = ctx.services().db.system().await?;
    let Some(session) = refresh_token::consume(&mut tx, &hash, now).await? else {
        if let Some((session, user)) = refresh_token::used(&mut tx, &hash).await? {
            end_reused(ctx, &mut tx, session, user).await?;
            tx.commit().await?;
            ctx.services().recent.forget();
        }
        return Err(Error::Unauthenticated.into());
    };
    let (session, user) = user_session::by_id(&mut tx, session, now).await?.ok_or(Error::Unauthenticated)?;
    user_session::touch(&mut tx, session.id, now, now + IDLE).await?;
    let tokens = issue(ctx, &mut tx, user.id, session.id).await?;
    tx.commit().await?;
    Ok(tokens)
}

/// Who an access token stands for, with their view; `None` when it is none of ours, or it or its session is over.
pub async fn resolve(ctx: &OpCtx, token: &Secret) -> Result<Option<(Actor, UserView)>> {
    let now = ctx.now();
    let Some((user, session)) = ctx.services().access_tokens.verify(token, now) else { return Ok(None) };
    let read = async {
        let mut db = ctx.services().db.system_each().await?;
        let (row, user) = user_session::by_id(&mut db, session, now).await?.ok_or(Error::Unauthenticated)?;
        if now - row.last_seen_at > Duration::minutes(1) {
            user_session::touch(&mut db, row.id, now, now + IDLE).await?;
        }
        Ok((user.id, view::user(&user)))
    };
    match ctx.services().recent.sessions.or_read(ctx, session, read).await {
        Ok((id, view)) if id == user => Ok(Some((Actor::User { id, session }, view))),
        Ok(_) | Err(crate::Error::Public(Error::Unauthenticated)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn open(ctx: &OpCtx, tx: &mut SystemTx, user: &User) -> Result<(Tokens, SessionView)> {
    let now = ctx.now();
    let row = user_session::NewUserSession {
        id: ctx.new_id(),
        user_id: user.id,
        token_hash: None,
        user_agent: ctx.user_agent.as_deref(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + IDLE,
    };
    user_session::insert(tx, &row).await?;
    let tokens = issue(ctx, tx, user.id, row.id).await?;
    let memberships = organization::of_user(tx, user.id).await?;
    Ok((tokens, view::session(user, memberships)))
}

async fn issue(ctx: &OpCtx, tx: &mut SystemTx, user: UserId, session: SessionId) -> Result<Tokens> {
    let now = ctx.now();
    let refresh = ctx.new_token();
    let row = NewRefreshToken {
        id: ctx.new_id(),
        session_id: session,
        token_hash: &auth::digest(&refresh),
        created_at: now,
        expires_at: now + IDLE,
    };
    refresh_token::insert(tx, &row).await?;
    let access = ctx.services().access_tokens.sign(user, session, ctx.new_id(), now)?;
    Ok(Tokens { access, refresh, expires_in: access_token::LIFETIME.num_seconds() })
}

/// Ends the session with all its tokens and tells each organization of the user, the first time.
async fn end_reused(ctx: &OpCtx, tx: &mut SystemTx, session: SessionId, user: UserId) -> Result<()> {
    if !user_session::revoke(tx, session, ctx.now()).await? {
        return Ok(());
    }
    tracing::warn!(%user, %session, "a refresh token came a second time; its session is revoked");
    for (organization, _) in organization::of_user(tx, user).await? {
        let row = NewAudit {
            organization_id: organization.id,
            id: ctx.new_id(),
            at: ctx.now(),
            actor_kind: ActorKind::Anonymous,
            actor_id: None,
            action: "user.token-reuse",
            resource_kind: "user",
            resource_id: Some(user.0),
            before: None,
            after: None,
            request_id: ctx.request_id.as_str().into(),
        };
        audit::insert(tx, &row).await?;
    }
    Ok(())
}

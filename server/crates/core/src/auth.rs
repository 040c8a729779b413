//! Sign-up, sign-in, sign-out and what a session token stands for.

use chrono::Duration;
use model::audit::ActorKind;
use model::{Error, Secret, SessionView, Theme};
use sha2::{Digest as _, Sha256};
use studio_db::models::audit::NewAudit;
use studio_db::models::{audit, installation_link, organization, user, user_session};
use studio_db::{Db, SystemTx};

use crate::field::Fields;
use crate::rate_limit::{SIGN_IN_ACCOUNT, SIGN_IN_ADDRESS, SIGN_UP};
use crate::{Actor, OpCtx, Result, password, rate_limit};

/// Name of the session cookie.
pub const SESSION_COOKIE: &str = "mas_session";
/// A session that was not used for so long is over.
const IDLE_DAYS: i64 = 14;
/// A first-run link that was not used for so long is over.
const LINK_HOURS: i64 = 24;

/// What a new user enters.
pub struct SignUp {
    /// Name, 1 to 80 characters.
    pub name: String,
    /// Address.
    pub email: String,
    /// Password, 10 to 256 characters.
    pub password: Secret,
    /// Name of the first organization, 1 to 80 characters.
    pub organization_name: String,
    /// Token of a first-run link, if one was followed.
    pub link: Option<Secret>,
}

/// A fresh session.
pub struct SignedIn {
    /// The token for the cookie, this once.
    pub token: Secret,
    /// Who signed in.
    pub session: SessionView,
}

/// An account whose fields were checked and whose password is hashed.
pub(crate) struct Account {
    name: String,
    email: String,
    password_hash: String,
    organization_name: String,
}

/// Makes an account with its first organization and signs in.
pub async fn sign_up(ctx: &OpCtx, new: SignUp) -> Result<SignedIn> {
    let (mut tx, user) = create_account(ctx, new).await?;
    let signed_in = open_session(ctx, &mut tx, user).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// Makes an account with its first organization, in a transaction for its first session.
pub(crate) async fn create_account(ctx: &OpCtx, new: SignUp) -> Result<(SystemTx, user::User)> {
    let link = new.link.clone();
    let new = check_sign_up(new)?;
    // What was only mistyped does not count; what costs us a hash does.
    rate_limit::hit(ctx, SIGN_UP, &ctx.client).await?;
    let account = hash_password(ctx, new).await?;
    let mut tx = ctx.services().db.system().await?;
    if let Some(link) = &link
        && !installation_link::consume(&mut tx, &digest(link), ctx.now()).await?
    {
        return Err(Error::conflict("auth-link-over").into());
    }
    let user = insert_account(ctx, &mut tx, &account).await?;
    Ok((tx, user))
}

/// Checks every field of a new account and hashes its password.
pub(crate) async fn check_account(ctx: &OpCtx, new: SignUp) -> Result<Account> {
    hash_password(ctx, check_sign_up(new)?).await
}

fn check_sign_up(new: SignUp) -> Result<SignUp> {
    let mut fields = Fields::default();
    let name = fields.line("name", &new.name, 80);
    let email = fields.email("email", &new.email);
    password::check(&mut fields, "password", &new.password, &email);
    let organization_name = fields.line("organization_name", &new.organization_name, 80);
    fields.finish()?;
    Ok(SignUp { name, email, organization_name, ..new })
}

async fn hash_password(ctx: &OpCtx, checked: SignUp) -> Result<Account> {
    let password_hash = password::hash(ctx.services().random.as_ref(), &checked.password).await?;
    let SignUp { name, email, organization_name, .. } = checked;
    Ok(Account { name, email, password_hash, organization_name })
}

/// Writes a user, their organization and their ownership of it.
pub(crate) async fn insert_account(ctx: &OpCtx, tx: &mut SystemTx, account: &Account) -> Result<user::User> {
    let user = insert_user(ctx, tx, account).await?;
    crate::organization::found(ctx, tx, user.id, &account.organization_name).await?;
    Ok(user)
}

/// Writes a user who is a member of nothing yet.
pub(crate) async fn insert_user(ctx: &OpCtx, tx: &mut SystemTx, account: &Account) -> Result<user::User> {
    let now = ctx.now();
    let row = user::NewUser {
        id: ctx.new_id(),
        email: &account.email,
        name: &account.name,
        password_hash: &account.password_hash,
        lang: Some(ctx.lang),
        theme: Theme::System,
        created_at: now,
        updated_at: now,
    };
    let user = user::insert(tx, &row).await.map_err(|e| match e.unique_violation() {
        Some("users_email_key") => Error::invalid("email", model::FieldCode::Taken).into(),
        _ => crate::Error::from(e),
    })?;
    // Once somebody is here, no first-run link may make a second "first" account.
    installation_link::expire_all(tx, now).await?;
    Ok(user)
}

/// Signs in with e-mail and password.
pub async fn sign_in(ctx: &OpCtx, email: &str, password: &Secret) -> Result<SignedIn> {
    let (mut tx, user) = authenticate(ctx, email, password).await?;
    let signed_in = open_session(ctx, &mut tx, user).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// The user of this e-mail and password, with the sign-in on record in a transaction for the session.
pub(crate) async fn authenticate(ctx: &OpCtx, email: &str, password: &Secret) -> Result<(SystemTx, user::User)> {
    let email = email.trim().to_lowercase();
    let mut fields = Fields::default();
    for (field, value) in [("email", email.as_str()), ("password", password.expose())] {
        if value.is_empty() {
            fields.push(field, model::FieldCode::Required);
        }
    }
    fields.finish()?;
    rate_limit::hit(ctx, SIGN_IN_ADDRESS, &ctx.client).await?;
    rate_limit::hit(ctx, SIGN_IN_ACCOUNT, &email).await?;
    let mut tx = ctx.services().db.system().await?;
    let user = user::by_email(&mut tx, &email).await?;
    tx.commit().await?;
    let matches = password::verify(user.as_ref().map(|u| u.password_hash.clone()), password).await?;
    let Some(user) = user.filter(|_| matches) else {
        return Err(Error::InvalidCredentials.into());
    };
    let mut tx = ctx.services().db.system().await?;
    for (organization, _) in organization::of_user(&mut tx, user.id).await? {
        let row = NewAudit {
            organization_id: organization.id,
            id: ctx.new_id(),
            at: ctx.now(),
            actor_kind: ActorKind::User,
            actor_id: Some(user.id),
            action: "user.sign-in",
            resource_kind: "user",
            resource_id: Some(user.id.0),
            before: None,
            after: None,
            request_id: ctx.request_id.as_str().into(),
        };
        audit::insert(&mut tx, &row).await?;
    }
    Ok((tx, user))
}

/// Ends the session; fine when there is none.
pub async fn sign_out(ctx: &OpCtx) -> Result<()> {
    if let Actor::User { session, .. } = ctx.actor {
        let mut tx = ctx.services().db.system().await?;
        user_session::revoke(&mut tx, session, ctx.now()).await?;
        tx.commit().await?;
        ctx.services().recent.forget();
    }
    Ok(())
}

/// Who a session token stands for, with their view; `None` when it is over or unknown.
pub async fn resolve(ctx: &OpCtx, token: &Secret) -> Result<Option<(Actor, model::UserView)>> {
    let now = ctx.now();
    let mut db = ctx.services().db.system_each().await?;
    let Some((session, user)) = user_session::by_token(&mut db, &digest(token), now).await? else { return Ok(None) };
    if now - session.last_seen_at > Duration::minutes(1) {
        user_session::touch(&mut db, session.id, now, now + Duration::days(IDLE_DAYS)).await?;
    }
    Ok(Some((Actor::User { id: user.id, session: session.id }, crate::view::user(&user))))
}

/// The `Set-Cookie` value (RFC 6265) that carries a token, or removes it.
pub fn session_cookie(ctx: &OpCtx, token: Option<&str>) -> String {
    let secure = if ctx.services().settings.secure_cookies { "; Secure" } else { "" };
    let (value, age) = match token {
        Some(token) => (token, IDLE_DAYS * 24 * 3600),
        None => ("", 0),
    };
    format!("{SESSION_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}")
}

/// A first-run link's token, when nobody has signed up yet. Links made before are over.
pub async fn first_run_link(ctx: &OpCtx) -> Result<Option<Secret>> {
    let now = ctx.now();
    let mut tx = ctx.services().db.system().await?;
    if user::exists_any(&mut tx).await? {
        return Ok(None);
    }
    installation_link::expire_all(&mut tx, now).await?;
    let token = ctx.new_token();
    let row = installation_link::NewInstallationLink {
        id: ctx.new_id(),
        token_hash: &digest(&token),
        created_at: now,
        expires_at: now + Duration::hours(LINK_HOURS),
    };
    installation_link::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Whether a first-run link is still good.
pub async fn first_run_link_is_valid(ctx: &OpCtx, token: &Secret) -> Result<bool> {
    let mut tx = ctx.services().db.system().await?;
    Ok(installation_link::is_valid(&mut tx, &digest(token), ctx.now()).await?)
}

/// Forgets what is over: windows of rate limits, refresh tokens, kept answers.
pub async fn clean_up(db: &Db, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
    let mut tx = db.system().await?;
    studio_db::models::rate_limit::delete_before(&mut tx, now - Duration::hours(2)).await?;
    studio_db::models::refresh_token::delete_before(&mut tx, now).await?;
    studio_db::models::idempotency::delete_before(&mut tx, now).await?;
    Ok(tx.commit().await?)
}

async fn open_session(ctx: &OpCtx, tx: &mut SystemTx, user: user::User) -> Result<SignedIn> {
    let now = ctx.now();
    let token = ctx.new_token();
    let token_hash = digest(&token);
    let row = user_session::NewUserSession {
        id: ctx.new_id(),
        user_id: user.id,
        token_hash: Some(&token_hash),
        user_agent: ctx.user_agent.as_deref(),
        created_at: now,
        last_seen_at: now,
        expires_at: now + Duration::days(IDLE_DAYS),
    };
    user_session::insert(tx, &row).await?;
    let memberships = organization::of_user(tx, user.id).await?;
    Ok(SignedIn { token, session: crate::view::session(&user, memberships) })
}

pub(crate) fn digest(token: &Secret) -> Vec<u8> {
    Sha256::digest(token.expose().as_bytes()).to_vec()
}

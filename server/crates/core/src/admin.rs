//! What the operator of the installation does for people, at its command line.
//!
//! Whoever can run the binary with the installation's key may do all of this: there is no role to ask for, only that no
//! door to the network leads here.

use model::{Error, Noun, Role, Secret};
use studio_db::SystemTx;
use studio_db::models::audit::{self, NewAudit};
use studio_db::models::organization::{self, NewMembership};
use studio_db::models::user::{self, User, UserChange};
use studio_db::models::user_session;

use crate::audit::kind_of;
use crate::auth::{self, SignUp};
use crate::field::Fields;
use crate::{Actor, OpCtx, Result, password};

/// Who becomes an owner of what.
pub struct NewOwner {
    /// Address.
    pub email: String,
    /// Name; without it what stands before the @.
    pub name: Option<String>,
    /// Password, 10 to 256 characters.
    pub password: Secret,
    /// Slug of an organization; where there is none of this slug, one of this name is made.
    pub organization: String,
}

/// Makes an account that owns an organization; gives the organization's slug.
pub async fn create_owner(ctx: &OpCtx, new: NewOwner) -> Result<String> {
    operator(ctx)?;
    let NewOwner { email, name, password, organization } = new;
    let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or_default().trim().to_owned());
    let sign_up = SignUp { name, email, password, organization_name: organization.clone(), link: None };
    let account = auth::check_account(ctx, sign_up).await?;
    let mut tx = ctx.services().db.system().await?;
    let user = auth::insert_user(ctx, &mut tx, &account).await?;
    let slug = match organization::by_slug(&mut tx, organization.trim()).await? {
        Some(found) => {
            let now = ctx.now();
            let row = NewMembership { organization_id: found.id, user_id: user.id, role: Role::Owner, created_at: now };
            organization::insert_membership(&mut tx, &row).await?;
            record(ctx, &mut tx, &user, "membership.create").await?;
            found.slug
        }
        None => crate::organization::found(ctx, &mut tx, user.id, organization.trim()).await?.slug,
    };
    tx.commit().await?;
    Ok(slug)
}

/// Gives an account another password and ends its sessions; says how many there were.
pub async fn reset_password(ctx: &OpCtx, email: &str, new: &Secret) -> Result<usize> {
    operator(ctx)?;
    let email = email.trim().to_lowercase();
    let mut fields = Fields::default();
    password::check(&mut fields, "password", new, &email);
    fields.finish()?;
    let hash = password::hash(ctx.services().random.as_ref(), new).await?;
    let now = ctx.now();
    let mut tx = ctx.services().db.system().await?;
    let user = account(&mut tx, &email).await?;
    let change = UserChange { password_hash: Some(&hash), updated_at: Some(now), ..Default::default() };
    user::update(&mut tx, user.id, &change).await?;
    let ended = user_session::revoke_all(&mut tx, user.id, now).await?;
    record(ctx, &mut tx, &user, "user.password-reset").await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    Ok(ended)
}

/// Ends all sessions of an account, in browsers and of programs; says how many there were.
pub async fn revoke_sessions(ctx: &OpCtx, email: &str) -> Result<usize> {
    operator(ctx)?;
    let mut tx = ctx.services().db.system().await?;
    let user = account(&mut tx, &email.trim().to_lowercase()).await?;
    let ended = user_session::revoke_all(&mut tx, user.id, ctx.now()).await?;
    record(ctx, &mut tx, &user, "user.sessions-revoke").await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    Ok(ended)
}

/// Refuses whoever came through a door.
fn operator(ctx: &OpCtx) -> Result<(), Error> {
    if ctx.actor == Actor::System { Ok(()) } else { Err(Error::Unauthenticated) }
}

async fn account(tx: &mut SystemTx, email: &str) -> Result<User> {
    Ok(user::by_email(tx, email).await?.ok_or(Error::NotFound { noun: Noun::User })?)
}

/// Tells each organization of the user.
async fn record(ctx: &OpCtx, tx: &mut SystemTx, user: &User, action: &str) -> Result<()> {
    for (organization, _) in organization::of_user(tx, user.id).await? {
        let row = NewAudit {
            organization_id: organization.id,
            id: ctx.new_id(),
            at: ctx.now(),
            actor_kind: kind_of(&ctx.actor),
            actor_id: None,
            action,
            resource_kind: "user",
            resource_id: Some(user.id.0),
            before: None,
            after: None,
            request_id: ctx.request_id.as_str().into(),
        };
        audit::insert(tx, &row).await?;
    }
    Ok(())
}

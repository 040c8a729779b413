//! The signed-in user and their settings.

use model::{FieldCode, Lang, Secret, SessionView, Theme};
use studio_db::models::user::UserChange;
use studio_db::models::{organization, user, user_session};

use crate::field::Fields;
use crate::{Actor, OpCtx, Result, password, view};

/// Who is signed in and where they may go; `None` for nobody.
pub async fn session(ctx: &OpCtx) -> Result<Option<SessionView>> {
    let Actor::User { id, .. } = ctx.actor else { return Ok(None) };
    let mut tx = ctx.services().db.system().await?;
    let user = user::get(&mut tx, id).await?;
    let memberships = organization::of_user(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Some(view::session(&user, memberships)))
}

/// Changes the name, 1 to 80 characters.
pub async fn update_profile(ctx: &OpCtx, name: &str) -> Result<()> {
    let (id, _) = ctx.user()?;
    let mut fields = Fields::default();
    let name = fields.line("name", name, 80);
    fields.finish()?;
    let mut tx = ctx.services().db.system().await?;
    let change = UserChange { name: Some(&name), updated_at: Some(ctx.now()), ..Default::default() };
    user::update(&mut tx, id, &change).await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    Ok(())
}

/// Changes language and theme of the account; for nobody there is nothing to store.
pub async fn update_appearance(ctx: &OpCtx, lang: Option<Lang>, theme: Option<Theme>) -> Result<()> {
    let Actor::User { id, .. } = ctx.actor else { return Ok(()) };
    let change = UserChange { lang: lang.map(Some), theme, updated_at: Some(ctx.now()), ..Default::default() };
    let mut tx = ctx.services().db.system().await?;
    user::update(&mut tx, id, &change).await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    Ok(())
}

/// Changes the password and ends every other session.
pub async fn change_password(ctx: &OpCtx, current: &Secret, new: &Secret) -> Result<()> {
    let (id, session) = ctx.user()?;
    crate::rate_limit::hit(ctx, crate::rate_limit::SIGN_IN_ACCOUNT, &id.to_string()).await?;
    let mut tx = ctx.services().db.system().await?;
    let user = user::get(&mut tx, id).await?;
    tx.commit().await?;
    let mut fields = Fields::default();
    if !password::verify(Some(user.password_hash), current).await? {
        fields.push("current_password", FieldCode::WrongPassword);
    }
    password::check(&mut fields, "new_password", new, &user.email);
    fields.finish()?;
    let hash = password::hash(ctx.services().random.as_ref(), new).await?;
    let now = ctx.now();
    let mut tx = ctx.services().db.system().await?;
    let change = UserChange { password_hash: Some(&hash), updated_at: Some(now), ..Default::default() };
    user::update(&mut tx, id, &change).await?;
    user_session::revoke_others(&mut tx, id, session, now).await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    Ok(())
}

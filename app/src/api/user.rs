//! The signed-in user: the frame's data and their settings.

use leptos::prelude::*;
use model::{Lang, SessionView, Theme};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::ctx;

/// Who is signed in; `None` for nobody.
#[server(prefix = "/api/fn", endpoint = "session")]
pub async fn session() -> ApiResult<Option<SessionView>> {
    Ok(studio_core::user::session(&ctx()?).await?)
}

/// Changes the name.
#[server(prefix = "/api/fn", endpoint = "update-profile")]
pub async fn update_profile(name: String) -> ApiResult<()> {
    Ok(studio_core::user::update_profile(&ctx()?, &name).await?)
}

/// Changes language and theme: of the account when signed in, and always of this browser (cookies).
/// `next` is the path to come back to.
#[server(prefix = "/api/fn", endpoint = "update-appearance")]
pub async fn update_appearance(lang: Option<Lang>, theme: Option<Theme>, next: Option<String>) -> ApiResult<()> {
    let ctx = ctx()?;
    studio_core::user::update_appearance(&ctx, lang, theme).await?;
    crate::i18n::set_cookies(lang, theme);
    if let Some(next) = next.filter(|n| crate::paths::is_local(n)) {
        super::redirect(&next);
    }
    Ok(())
}

/// Changes the password and ends every other session.
#[server(prefix = "/api/fn", endpoint = "change-password")]
pub async fn change_password(current_password: String, new_password: String) -> ApiResult<()> {
    Ok(studio_core::user::change_password(&ctx()?, &current_password.into(), &new_password.into()).await?)
}

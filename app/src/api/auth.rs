//! Sign-up, sign-in, sign-out.

use leptos::prelude::*;

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{ctx, redirect, set_session_cookie};

/// Makes an account with its first organization, signs in and goes to its dashboard.
/// `link` is the single-use token of a first-run link, if one was followed.
#[server(prefix = "/api/fn", endpoint = "sign-up")]
pub async fn sign_up(
    name: String,
    email: String,
    password: String,
    organization_name: String,
    link: Option<String>,
) -> ApiResult<()> {
    let ctx = ctx()?;
    let new = studio_core::auth::SignUp {
        name,
        email,
        password: password.into(),
        organization_name,
        link: link.map(Into::into),
    };
    let signed_in = studio_core::auth::sign_up(&ctx, new).await?;
    set_session_cookie(&ctx, Some(signed_in.token.expose()));
    redirect(&crate::paths::after_sign_in(&signed_in.session));
    Ok(())
}

/// Signs in and goes to `next` (a path of this site) or the first organization's dashboard.
#[server(prefix = "/api/fn", endpoint = "sign-in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> ApiResult<()> {
    let ctx = ctx()?;
    let signed_in = studio_core::auth::sign_in(&ctx, &email, &password.into()).await?;
    set_session_cookie(&ctx, Some(signed_in.token.expose()));
    let next = next.filter(|n| crate::paths::is_local(n));
    redirect(&next.unwrap_or_else(|| crate::paths::after_sign_in(&signed_in.session)));
    Ok(())
}

/// Ends the session here.
#[server(prefix = "/api/fn", endpoint = "sign-out")]
pub async fn sign_out() -> ApiResult<()> {
    let ctx = ctx()?;
    studio_core::auth::sign_out(&ctx).await?;
    set_session_cookie(&ctx, None);
    redirect(&crate::paths::sign_in());
    Ok(())
}

/// Whether a first-run link is still good, so that its page can say so before anything is typed.
#[server(prefix = "/api/fn", endpoint = "first-run-link")]
pub async fn first_run_link(link: String) -> ApiResult<bool> {
    Ok(studio_core::auth::first_run_link_is_valid(&ctx()?, &link.into()).await?)
}

//! Rate limits, counted in Postgres.

use chrono::Duration;
use model::Error;
use sha2::{Digest as _, Sha256};
use studio_db::models::rate_limit;

use crate::{OpCtx, Result};

/// So many hits in so many seconds.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    /// What is limited.
    pub name: &'static str,
    /// Hits allowed in a window.
    pub hits: i32,
    /// Length of the window in seconds.
    pub seconds: i64,
}

/// Sign-ins from one address.
pub(crate) const SIGN_IN_ADDRESS: Limit = Limit { name: "sign-in-address", hits: 30, seconds: 300 };
/// Sign-ins to one account.
pub(crate) const SIGN_IN_ACCOUNT: Limit = Limit { name: "sign-in-account", hits: 10, seconds: 300 };
/// Sign-ups from one address.
pub(crate) const SIGN_UP: Limit = Limit { name: "sign-up", hits: 20, seconds: 3600 };
/// Refreshes of programs' tokens from one address.
pub(crate) const REFRESH: Limit = Limit { name: "refresh", hits: 120, seconds: 300 };
/// Validations of servers by one user: each opens connections to a host of their choice.
pub(crate) const VALIDATE: Limit = Limit { name: "validate", hits: 60, seconds: 300 };

/// Counts a hit by `who`; an error that says when to come back past the limit.
pub(crate) async fn hit(ctx: &OpCtx, limit: Limit, who: &str) -> Result<()> {
    let now = ctx.now();
    let window = Duration::seconds(limit.seconds);
    let key = format!("{}:{}", limit.name, hex::encode(&Sha256::digest(who.as_bytes())[..16]));
    let mut tx = ctx.services().db.system().await?;
    let (hits, start) = rate_limit::hit(&mut tx, &key, now, now - window).await?;
    tx.commit().await?;
    if hits > limit.hits {
        let left = (start + window - now).num_seconds().max(1);
        return Err(Error::TooManyRequests { retry_after_s: left.unsigned_abs() }.into());
    }
    Ok(())
}

//! The first owner, made from the configuration when there is no user at all.

use model::Secret;
use studio_db::models::user;

use crate::auth::{self, SignUp};
use crate::{OpCtx, Result};

/// Makes the first owner with their organization; `false` when somebody is here already. The operator asks, so there is
/// nobody to authorize.
pub async fn first_owner(ctx: &OpCtx, email: String, password: Secret, organization_name: String) -> Result<bool> {
    // Later starts have nothing to check and nothing to hash.
    if user::exists_any(&mut ctx.services().db.system_each().await?).await? {
        return Ok(false);
    }
    let name = email.split('@').next().unwrap_or_default().trim().to_owned();
    let account = auth::check_account(ctx, SignUp { name, email, password, organization_name, link: None }).await?;
    let mut tx = ctx.services().db.system().await?;
    // Replicas that start together make it one after the other.
    user::lock_first(&mut tx).await?;
    if user::exists_any(&mut tx).await? {
        return Ok(false);
    }
    auth::insert_account(ctx, &mut tx, &account).await?;
    tx.commit().await?;
    Ok(true)
}

//! Organizations: the tenants a user makes, is a member of, and names.

use model::audit::ActorKind;
use model::organization::{MAX_OUTPUT_CAP_MIB, MAX_RETENTION_DAYS, MIN_OUTPUT_CAP_MIB};
use model::{
    Action, Error, MembershipView, Message, NewOrganization, OrganizationPatch, OrganizationView, Role, UserId,
};
use studio_db::SystemTx;
use studio_db::models::audit::NewAudit;
use studio_db::models::organization::{NewMembership, Organization, OrganizationChange};
use studio_db::models::{audit as audit_log, organization};

use crate::field::Fields;
use crate::{Actor, OpCtx, OrgCtx, Result, audit, view};

/// Longest name, in characters.
const NAME_MAX: u32 = 80;
/// Most organizations that one user can own.
pub const OWNED_MAX: i64 = 20;

/// The caller's organizations with the role there, by name.
pub async fn list(ctx: &OpCtx) -> Result<Vec<MembershipView>> {
    let (user, _) = ctx.user()?;
    let mut tx = ctx.services().db.system().await?;
    let memberships = organization::of_user(&mut tx, user).await?;
    tx.commit().await?;
    Ok(memberships.into_iter().map(view::membership).collect())
}

/// Makes an organization that the caller owns.
pub async fn create(ctx: &OpCtx, new: NewOrganization) -> Result<MembershipView> {
    let (user, _) = ctx.user()?;
    let mut fields = Fields::default();
    let name = fields.line("name", &new.name, NAME_MAX);
    fields.finish()?;
    let mut tx = ctx.services().db.system().await?;
    if organization::count_owned(&mut tx, user).await? >= OWNED_MAX {
        let message = Message::new("organization-too-many").with("max", OWNED_MAX);
        return Err(Error::Conflict { message }.into());
    }
    let made = found(ctx, &mut tx, user, &name).await?;
    tx.commit().await?;
    Ok(view::membership((made, Role::Owner)))
}

/// The organization as its members see it.
pub async fn get(ctx: &OrgCtx) -> Result<OrganizationView> {
    ctx.authorize(Action::OrganizationRead)?;
    let mut tx = ctx.tx().await?;
    let organization = organization::get(&mut tx).await?;
    tx.done();
    Ok(view::organization(organization))
}

/// What the actor's role permits here, so that a page offers nothing that will be refused.
pub fn permissions(ctx: &OrgCtx) -> Result<Vec<Action>> {
    ctx.authorize(Action::OrganizationRead)?;
    Ok(Action::ALL.iter().copied().filter(|action| ctx.authorize(*action).is_ok()).collect())
}

/// Changes what the patch names. The slug stays: bookmarks and scripts are written against it.
pub async fn update(ctx: &OrgCtx, patch: OrganizationPatch) -> Result<OrganizationView> {
    ctx.authorize(Action::OrganizationUpdate)?;
    if patch == OrganizationPatch::default() {
        return get(ctx).await;
    }
    let mut fields = Fields::default();
    let name = patch.name.map(|name| fields.line("name", &name, NAME_MAX));
    fields.range("retention_days", patch.retention_days, 0, MAX_RETENTION_DAYS);
    fields.range("output_cap_mib", patch.output_cap_mib, MIN_OUTPUT_CAP_MIB, MAX_OUTPUT_CAP_MIB);
    fields.finish()?;
    let change = OrganizationChange {
        name: name.as_deref(),
        retention_days: patch.retention_days.map(u32::cast_signed),
        output_cap_mib: patch.output_cap_mib.map(u32::cast_signed),
        updated_at: ctx.now(),
    };
    let mut tx = ctx.tx().await?;
    let before = view::organization(organization::get(&mut tx).await?);
    let after = view::organization(organization::update(&mut tx, &change).await?);
    let change = audit::Change { action: "organization.update", kind: "organization", id: after.id.0 };
    audit::record(ctx, &mut tx, change, Some(&before), Some(&after)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Writes an organization, its owner and the audit row of it; `name` was checked.
pub(crate) async fn found(ctx: &OpCtx, tx: &mut SystemTx, owner: UserId, name: &str) -> Result<Organization> {
    let now = ctx.now();
    let slug = free_slug(tx, name).await?;
    let row = organization::NewOrganization { id: ctx.new_id(), slug: &slug, name, created_at: now, updated_at: now };
    let made = organization::insert(tx, &row).await?;
    let (actor_kind, actor_id) = match ctx.actor {
        Actor::System => (ActorKind::System, None),
        // At sign-up nobody is known yet; it is the new user who acts.
        Actor::User { .. } | Actor::Anonymous => (ActorKind::User, Some(owner)),
    };
    let row = NewMembership { organization_id: made.id, user_id: owner, role: Role::Owner, created_at: now };
    organization::insert_membership(tx, &row).await?;
    let row = NewAudit {
        organization_id: made.id,
        id: ctx.new_id(),
        at: now,
        actor_kind,
        actor_id,
        action: "organization.create",
        resource_kind: "organization",
        resource_id: Some(made.id.0),
        before: None,
        after: Some(serde_json::json!({ "name": made.name, "slug": made.slug })),
        request_id: ctx.request_id.as_str().into(),
    };
    audit_log::insert(tx, &row).await?;
    Ok(made)
}

/// A free word for URLs, made from the organization's name.
async fn free_slug(tx: &mut SystemTx, name: &str) -> Result<String> {
    let base = slug(name);
    // Of two that are made at once under one name, the second looks after the first is there.
    organization::lock_slugs(tx).await?;
    let taken = organization::slugs_like(tx, &base).await?;
    let free = std::iter::once(base.clone()).chain((2..).map(|n| format!("{base}-{n}"))).find(|s| !taken.contains(s));
    Ok(free.unwrap_or(base))
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars().take(40) {
        let plain = match c {
            'a'..='z' | '0'..='9' => c,
            'à' | 'á' | 'â' | 'ä' | 'å' => 'a',
            'è' | 'é' | 'ê' | 'ë' => 'e',
            'ì' | 'í' | 'î' | 'ï' => 'i',
            'ò' | 'ó' | 'ô' | 'ö' => 'o',
            'ù' | 'ú' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            _ => '-',
        };
        if plain != '-' || !(slug.is_empty() || slug.ends_with('-')) {
            slug.push(plain);
        }
    }
    let slug = slug.trim_matches('-');
    // Where a slug stands an id may stand too, and is looked for first.
    if slug.is_empty() || uuid::Uuid::try_parse(slug).is_ok() { "org".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slug("Acme, Inc."), "acme-inc");
        assert_eq!(slug("  Élan & Söhne  "), "elan-sohne");
        assert_eq!(slug("株式会社"), "org");
        assert_eq!(slug("--a--b--"), "a-b");
        assert_eq!(slug("00000000-0000-7000-8000-000000000000"), "org");
    }
}

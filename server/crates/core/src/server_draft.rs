//! The server wizard: what was entered is kept (the credentials sealed) until the server is registered.

use futures::{Stream, StreamExt as _};
use model::{
    Action, Error, Noun, ServerAuth, ServerAuthEntry, ServerAuthKind, ServerDraftId, ServerDraftView, ServerView,
    ValidationReport,
};
use studio_db::models::server as server_model;
use studio_db::models::server_draft::{self, NewServerDraft, ServerDraft, ServerDraftChange};
use studio_mcp::Endpoint;

use crate::error::or_not_found;
use crate::server::auth::{self, Home};
use crate::server::{Progress, Valid, insert, report, run_checks};
use crate::{OrgCtx, Result, rate_limit, view};

/// What the step Basics asks for.
pub struct Basics {
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Address of its MCP endpoint.
    pub url: String,
    /// Its credentials. Left empty, those entered before stay, when their kind does and the origin of the address too.
    pub auth: ServerAuthEntry,
}

/// Keeps what was entered, as a new draft or in the place of the one before.
pub async fn save(ctx: &OrgCtx, draft: Option<ServerDraftId>, basics: Basics) -> Result<ServerDraftView> {
    ctx.authorize(Action::ServerCreate)?;
    let (user, _) = ctx.user()?;
    let mut tx = ctx.tx().await?;
    let before = match draft {
        Some(id) => Some(or_not_found(server_draft::get(&mut tx, id, user).await, Noun::ServerDraft)?),
        None => None,
    };
    let stored = before.as_ref().map_or(ServerAuthKind::None, |row| row.auth_kind);
    let entered = basics.auth.credentials(stored)?;
    let stays = before.as_ref().filter(|row| entered.is_none() && row.auth_sealed.is_some());
    let auth = match (entered, &before) {
        (Some(auth), _) => auth,
        (None, Some(row)) => open(ctx, row)?,
        (None, None) => ServerAuth::None,
    };
    let valid = Valid::new(&basics.name, basics.description.as_deref(), &basics.url, &auth, &[])?;
    if let Some(row) = stays {
        auth::may_stay(&row.url, &valid.url)?;
    }
    let now = ctx.now();
    let id = before.as_ref().map_or_else(|| ctx.new_id(), |row| row.id);
    let sealed = auth::seal(ctx, Home::Draft, &id.to_string(), &auth)?;
    let row = if before.is_some() {
        let change = ServerDraftChange {
            name: &valid.name,
            description: valid.description.as_deref(),
            url: valid.url.as_str(),
            auth_kind: auth.kind(),
            auth_sealed: sealed.as_deref(),
            validation: None,
            updated_at: now,
        };
        server_draft::update(&mut tx, id, &change).await?
    } else {
        let row = NewServerDraft {
            organization_id: ctx.organization_id,
            id,
            created_by: user,
            name: &valid.name,
            description: valid.description.as_deref(),
            url: valid.url.as_str(),
            auth_kind: auth.kind(),
            auth_sealed: sealed.as_deref(),
            created_at: now,
            updated_at: now,
        };
        server_draft::insert(&mut tx, &row).await?
    };
    tx.commit().await?;
    view::server_draft(row)
}

/// One draft of the user.
pub async fn get(ctx: &OrgCtx, id: ServerDraftId) -> Result<ServerDraftView> {
    ctx.authorize(Action::ServerCreate)?;
    view::server_draft(load(ctx, id).await?)
}

/// Runs the checks, stores the report, answers when all are done.
pub async fn validate(ctx: &OrgCtx, id: ServerDraftId) -> Result<ValidationReport> {
    report(validation(ctx, id).await?).await
}

/// Runs the checks and stores the report; each change of a check is an item.
pub async fn validate_streamed(
    ctx: &OrgCtx,
    id: ServerDraftId,
) -> Result<impl Stream<Item = model::Check> + Send + use<>> {
    let progress = validation(ctx, id).await?;
    Ok(progress.filter_map(|step| async move {
        match step {
            Progress::Check(check) => Some(check),
            Progress::Report(_) => None,
        }
    }))
}

async fn validation(ctx: &OrgCtx, id: ServerDraftId) -> Result<impl Stream<Item = Progress> + Send + use<>> {
    ctx.authorize(Action::ServerCreate)?;
    rate_limit::hit(ctx, rate_limit::VALIDATE, &ctx.user()?.0.to_string()).await?;
    let row = load(ctx, id).await?;
    let url = row.url.parse().map_err(anyhow::Error::from)?;
    let endpoint = Endpoint { url, auth: open(ctx, &row)? };
    let ctx = ctx.clone();
    Ok(run_checks(&ctx, endpoint).then(move |step| {
        let ctx = ctx.clone();
        async move {
            if let Progress::Report(report) = &step
                && let Err(error) = store(&ctx, id, row.updated_at, report).await
            {
                // The reader sees the checks all the same; only the stored copy is missing.
                tracing::error!(request_id = ctx.request_id, error = format!("{error:#}"), "cannot store a validation");
            }
            step
        }
    }))
}

async fn store(
    ctx: &OrgCtx,
    id: ServerDraftId,
    updated_at: chrono::DateTime<chrono::Utc>,
    report: &ValidationReport,
) -> Result<()> {
    let mut tx = ctx.tx().await?;
    server_draft::set_validation(&mut tx, id, updated_at, serde_json::to_value(report)?).await?;
    Ok(tx.commit().await?)
}

/// Registers the server and forgets the draft. It is checked at once in the background.
pub async fn submit(ctx: &OrgCtx, id: ServerDraftId) -> Result<ServerView> {
    ctx.authorize(Action::ServerCreate)?;
    let row = load(ctx, id).await?;
    let auth = open(ctx, &row)?;
    let valid = Valid::new(&row.name, row.description.as_deref(), &row.url, &auth, &[])?;
    let mut tx = ctx.tx().await?;
    let server = insert(ctx, &mut tx, &valid, &auth).await?;
    server_draft::delete(&mut tx, id).await?;
    tx.commit().await?;
    Ok(server)
}

/// Whether the Studio's own host can be added in one click: the installation has a master agent there, and this
/// organization has not added it yet.
pub async fn local_is_offered(ctx: &OrgCtx) -> Result<bool> {
    ctx.authorize(Action::ServerRead)?;
    let Some(local) = ctx.services().settings.local_agent.clone() else { return Ok(false) };
    if ctx.authorize(Action::ServerCreate).is_err() {
        return Ok(false);
    }
    let mut tx = ctx.tx().await?;
    let known = server_model::has_url(&mut tx, &local.url).await?;
    tx.done();
    Ok(!known)
}

/// Starts a draft for the Studio's own host.
pub async fn create_local(ctx: &OrgCtx) -> Result<ServerDraftView> {
    ctx.authorize(Action::ServerCreate)?;
    let local = ctx.services().settings.local_agent.clone().ok_or(Error::NotFound { noun: Noun::Server })?;
    let token = tokio::fs::read_to_string(&local.token_file)
        .await
        .map_err(|e| anyhow::anyhow!("cannot read {}: {e}", local.token_file.display()))?;
    let auth = ServerAuthEntry { token, ..ServerAuthEntry::empty(ServerAuthKind::Bearer) };
    let basics = Basics { name: "Studio host".to_owned(), description: None, url: local.url, auth };
    save(ctx, None, basics).await
}

async fn load(ctx: &OrgCtx, id: ServerDraftId) -> Result<ServerDraft> {
    let (user, _) = ctx.user()?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server_draft::get(&mut tx, id, user).await, Noun::ServerDraft)?;
    tx.commit().await?;
    Ok(row)
}

fn open(ctx: &OrgCtx, row: &ServerDraft) -> Result<ServerAuth> {
    auth::open(ctx, Home::Draft, &row.id.to_string(), row.auth_kind, row.auth_sealed.as_deref())
}

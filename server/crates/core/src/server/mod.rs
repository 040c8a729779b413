//! Servers: register, see, change, check, delete.

pub(crate) mod auth;

use futures::{Stream, StreamExt as _};
use model::{
    Action, Check, Error, FieldCode, Issue, IssueCode, NewServer, Noun, Page, ServerAuth, ServerAuthEntry,
    ServerDependents, ServerFilter, ServerId, ServerPatch, ServerView, ValidationReport,
};
use studio_db::TenantTx;
use studio_db::models::{execution, mcp_tool, server, task};
use studio_mcp::{Endpoint, PoolKey};
use tokio::sync::mpsc;
use url::Url;

use self::auth::Home;
use crate::bus::{Topic, tell};
use crate::error::or_not_found;
use crate::field::Fields;
use crate::{OrgCtx, Result, audit, cursor, health, rate_limit, view};

/// One page of servers, by name.
pub async fn list(ctx: &OrgCtx, filter: &ServerFilter) -> Result<Page<ServerView>> {
    ctx.authorize(Action::ServerRead)?;
    let limit = model::page::rows(filter.limit);
    let after: Option<(String, ServerId)> = cursor::decode(filter.cursor.as_deref())?;
    let words = filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let mut tx = ctx.tx().await?;
    let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
    let rows = server::list(&mut tx, words, filter.status, after, limit + 1).await?;
    tx.done();
    cursor::page(rows, limit, |row| (row.name.to_lowercase(), row.id), view::server)
}

/// One server.
pub async fn get(ctx: &OrgCtx, id: ServerId) -> Result<ServerView> {
    ctx.authorize(Action::ServerRead)?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    tx.done();
    view::server(row)
}

/// Registers a server. It is checked at once in the background.
pub async fn create(ctx: &OrgCtx, new: NewServer) -> Result<ServerView> {
    ctx.authorize(Action::ServerCreate)?;
    let valid = Valid::new(&new.name, new.description.as_deref(), &new.url, &new.auth, &new.labels)?;
    let mut tx = ctx.tx().await?;
    let server = insert(ctx, &mut tx, &valid, &new.auth).await?;
    tx.commit().await?;
    Ok(server)
}

/// Changes a server. A changed address or new credentials are checked at once. Stored credentials do not follow to an address
/// of another origin: without new ones in the same change it is refused, with an error of the field `auth`.
pub async fn update(ctx: &OrgCtx, id: ServerId, patch: ServerPatch) -> Result<ServerView> {
    ctx.authorize(Action::ServerUpdate)?;
    let mut tx = ctx.tx().await?;
    // Locked, so that no credentials are stored between the look at them and the change of the address.
    let before = or_not_found(server::lock(&mut tx, id).await, Noun::Server)?;
    let name = patch.name.as_deref().unwrap_or(&before.name);
    let description = patch.description.as_deref().or(before.description.as_deref());
    let url = patch.url.as_deref().unwrap_or(&before.url);
    let labels = patch.labels.as_deref().unwrap_or(&before.labels);
    let valid = Valid::new(name, description, url, patch.auth.as_ref().unwrap_or(&ServerAuth::None), labels)?;
    if patch.auth.is_none() && before.auth_sealed.is_some() {
        auth::may_stay(&before.url, &valid.url)?;
    }
    let sealed = match &patch.auth {
        Some(auth) => Some(auth::seal(ctx, Home::Server, &id.to_string(), auth)?),
        None => None,
    };
    let moved = valid.url.as_str() != before.url || patch.auth.is_some();
    let switched_on = patch.enabled == Some(true) && !before.enabled;
    let switched_off = patch.enabled == Some(false) && before.enabled;
    let change = server::ServerChange {
        name: Some(&valid.name),
        description: Some(valid.description.as_deref()),
        url: Some(valid.url.as_str()),
        auth_kind: patch.auth.as_ref().map(ServerAuth::kind),
        auth_sealed: sealed.as_ref().map(|s| s.as_deref()),
        revision: moved.then_some(before.revision + 1),
        enabled: patch.enabled,
        labels: Some(&valid.labels),
        // What the last check before it was switched off found says nothing any more.
        reachable: switched_on.then_some(None),
        authenticated: switched_on.then_some(None),
        next_check_at: (moved || switched_on).then(|| Some(ctx.now())),
        catalog_synced_at: moved.then_some(None),
        catalog_due_at: (moved || switched_on).then_some(None),
        attempt: switched_on.then_some(0),
        last_error: switched_on.then_some(None),
        updated_at: Some(ctx.now()),
    };
    let after = server::update(&mut tx, id, &change).await.map_err(name_taken)?;
    if switched_off {
        health::switched_off(&mut tx, id, ctx.now()).await?;
    }
    let (before, after) = (view::server(before)?, view::server(after)?);
    let change = audit::Change { action: "server.update", kind: "server", id: id.0 };
    audit::record(ctx, &mut tx, change, Some(&before), Some(&after)).await?;
    tell(&mut tx, Topic::Server(id)).await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    if moved || switched_off {
        ctx.services().connector.invalidate(id);
    }
    Ok(after)
}

/// As [`update`], for people: credentials that were left empty stay, when the kind and the origin of the address do.
pub async fn update_entered(
    ctx: &OrgCtx,
    id: ServerId,
    patch: ServerPatch,
    entered: ServerAuthEntry,
) -> Result<ServerView> {
    ctx.authorize(Action::ServerUpdate)?;
    let auth = entered.credentials(get(ctx, id).await?.auth_kind)?;
    update(ctx, id, ServerPatch { auth, ..patch }).await
}

/// What hangs on a server, for whoever thinks of deleting it.
pub async fn dependents(ctx: &OrgCtx, id: ServerId) -> Result<ServerDependents> {
    ctx.authorize(Action::ServerRead)?;
    let mut tx = ctx.tx().await?;
    or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    let dependents = ServerDependents {
        tasks: task::count_on_server(&mut tx, id).await?,
        mcp_tools: mcp_tool::count(&mut tx, id).await?,
        executions: execution::count_on_server(&mut tx, id).await?,
    };
    tx.done();
    Ok(dependents)
}

/// Deletes a server with its tasks; its executions stay. Refused while something runs on it.
pub async fn delete(ctx: &OrgCtx, id: ServerId) -> Result<()> {
    ctx.authorize(Action::ServerDelete)?;
    remove(ctx, id, None).await
}

/// As [`delete`], for people: `confirm` must be the server's name.
pub async fn delete_confirmed(ctx: &OrgCtx, id: ServerId, confirm: &str) -> Result<()> {
    ctx.authorize(Action::ServerDelete)?;
    remove(ctx, id, Some(confirm)).await
}

async fn remove(ctx: &OrgCtx, id: ServerId, confirm: Option<&str>) -> Result<()> {
    let mut tx = ctx.tx().await?;
    let before = view::server(or_not_found(server::get(&mut tx, id).await, Noun::Server)?)?;
    if confirm.is_some_and(|c| c.trim() != before.name) {
        return Err(Error::invalid("confirm", FieldCode::UnknownReference).into());
    }
    if execution::active_on_server(&mut tx, id).await? {
        return Err(Error::conflict("server-delete-active").into());
    }
    server::delete(&mut tx, id).await?;
    let change = audit::Change { action: "server.delete", kind: "server", id: id.0 };
    audit::record(ctx, &mut tx, change, Some(&before), None::<&ServerView>).await?;
    tell(&mut tx, Topic::Server(id)).await?;
    tx.commit().await?;
    ctx.services().recent.forget();
    ctx.services().connector.invalidate(id);
    Ok(())
}

/// Checks a server now and stores what was found; what it offers is fetched again.
pub async fn check(ctx: &OrgCtx, id: ServerId) -> Result<ServerView> {
    ctx.authorize(Action::ServerCheck)?;
    rate_limit::hit(ctx, rate_limit::VALIDATE, &ctx.user()?.0.to_string()).await?;
    health::check(ctx, id, true).await?;
    get(ctx, id).await
}

/// Runs the checks of a registered server one by one, as the wizard does; saves nothing. Each change of a check is an item
/// of the stream.
pub async fn explain(ctx: &OrgCtx, id: ServerId) -> Result<impl Stream<Item = Check> + Send + use<>> {
    ctx.authorize(Action::ServerCheck)?;
    rate_limit::hit(ctx, rate_limit::VALIDATE, &ctx.user()?.0.to_string()).await?;
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    tx.done();
    let (_, endpoint) = endpoint(ctx, &row)?;
    Ok(run_checks(ctx, endpoint).filter_map(|step| async move {
        match step {
            Progress::Check(check) => Some(check),
            Progress::Report(_) => None,
        }
    }))
}

/// Runs the checks of a server that is not registered; saves nothing. Each change of a check is an item of the stream,
/// the report comes last.
pub async fn validate(ctx: &OrgCtx, new: NewServer) -> Result<impl Stream<Item = Progress> + Send + use<>> {
    ctx.authorize(Action::ServerCreate)?;
    rate_limit::hit(ctx, rate_limit::VALIDATE, &ctx.user()?.0.to_string()).await?;
    let valid = Valid::new(&new.name, new.description.as_deref(), &new.url, &new.auth, &new.labels)?;
    Ok(run_checks(ctx, Endpoint { url: valid.url, auth: new.auth }))
}

/// What a running validation tells.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A check began or ended.
    Check(Check),
    /// All are done.
    Report(Box<ValidationReport>),
}

/// Runs the checks in a task of their own, so that a reader who goes away ends them.
pub(crate) fn run_checks(ctx: &OrgCtx, endpoint: Endpoint) -> impl Stream<Item = Progress> + Send + use<> {
    let (sender, receiver) = mpsc::unbounded_channel();
    let services = ctx.services().clone();
    let task = tokio::spawn(async move {
        let changes = sender.clone();
        let report = services
            .connector
            .validate(&endpoint, move |check| drop(changes.send(Progress::Check(check.clone()))))
            .await;
        drop(sender.send(Progress::Report(Box::new(report))));
    });
    let guard = AbortOnDrop(task);
    futures::stream::unfold((receiver, guard), |(mut receiver, guard)| async move {
        receiver.recv().await.map(|progress| (progress, (receiver, guard)))
    })
}

struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The report at the end of a validation.
pub async fn report(progress: impl Stream<Item = Progress>) -> Result<ValidationReport> {
    let mut progress = std::pin::pin!(progress);
    while let Some(step) = progress.next().await {
        if let Progress::Report(report) = step {
            return Ok(*report);
        }
    }
    Err(anyhow::anyhow!("the validation ended without a report").into())
}

/// Values of a server that keep the rules.
pub(crate) struct Valid {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) url: Url,
    pub(crate) labels: Vec<String>,
}

impl Valid {
    pub(crate) fn new(
        name: &str,
        description: Option<&str>,
        url: &str,
        auth: &ServerAuth,
        labels: &[String],
    ) -> Result<Self, Error> {
        let mut fields = Fields::default();
        let name = fields.line("name", name, 80);
        let description = fields.text("description", description, 500);
        let url = fields.http_url("url", url);
        auth::check(&mut fields, auth);
        let labels = fields.labels("labels", labels);
        fields.finish()?;
        let url = url.ok_or_else(|| Error::invalid("url", FieldCode::Url))?;
        Ok(Self { name, description, url, labels })
    }
}

/// Inserts a server, audited; it is due for its first check.
pub(crate) async fn insert(ctx: &OrgCtx, tx: &mut TenantTx, valid: &Valid, auth: &ServerAuth) -> Result<ServerView> {
    let id: ServerId = ctx.new_id();
    let now = ctx.now();
    let sealed = auth::seal(ctx, Home::Server, &id.to_string(), auth)?;
    let row = server::NewServer {
        organization_id: ctx.organization_id,
        id,
        name: &valid.name,
        description: valid.description.as_deref(),
        url: valid.url.as_str(),
        auth_kind: auth.kind(),
        auth_sealed: sealed.as_deref(),
        labels: &valid.labels,
        next_check_at: Some(now),
        created_at: now,
        updated_at: now,
    };
    let server = view::server(server::insert(tx, &row).await.map_err(name_taken)?)?;
    let change = audit::Change { action: "server.create", kind: "server", id: id.0 };
    audit::record(ctx, tx, change, None::<&ServerView>, Some(&server)).await?;
    tell(tx, Topic::Server(id)).await?;
    Ok(server)
}

/// Where a server is and how to authenticate to it, and which pooled connections are its.
pub(crate) fn endpoint(ctx: &OrgCtx, row: &server::Server) -> Result<(PoolKey, Endpoint)> {
    let auth = auth::open(ctx, Home::Server, &row.id.to_string(), row.auth_kind, row.auth_sealed.as_deref())?;
    let url = Url::parse(&row.url).map_err(anyhow::Error::from)?;
    Ok((PoolKey { server: row.id, revision: row.revision }, Endpoint { url, auth }))
}

/// The same for a server to be asked something now; a disabled one is not asked.
pub(crate) async fn reach(ctx: &OrgCtx, id: ServerId) -> Result<(PoolKey, Endpoint)> {
    let mut tx = ctx.tx().await?;
    let row = or_not_found(server::get(&mut tx, id).await, Noun::Server)?;
    tx.done();
    if !row.enabled {
        return Err(Error::Remote { issue: Issue::new(IssueCode::Disabled, row.name) }.into());
    }
    endpoint(ctx, &row)
}

fn name_taken(error: studio_db::Error) -> crate::Error {
    match error.unique_violation() {
        Some("servers_name") => Error::invalid("name", FieldCode::Taken).into(),
        _ => error.into(),
    }
}

//! Servers and the wizard that registers them.

use leptos::prelude::*;
use leptos::server_fn::codec::{StreamingText, TextStream};
use model::{
    HealthRange, Page, ServerAuthEntry, ServerDependents, ServerDraftId, ServerDraftView, ServerFilter,
    ServerHealthView, ServerId, ServerView,
};

use super::{ApiError, ApiResult};
#[cfg(feature = "ssr")]
use super::{org, redirect};

/// One page of servers.
#[server(prefix = "/api/fn", endpoint = "list-servers")]
pub async fn list_servers(org: String, #[server(default)] filter: ServerFilter) -> ApiResult<Page<ServerView>> {
    Ok(studio_core::server::list(&self::org(&org).await?, &filter).await?)
}

/// One server.
#[server(prefix = "/api/fn", endpoint = "get-server")]
pub async fn get_server(org: String, id: ServerId) -> ApiResult<ServerView> {
    Ok(studio_core::server::get(&self::org(&org).await?, id).await?)
}

/// A server's health over a range that ends now.
#[server(prefix = "/api/fn", endpoint = "server-health")]
pub async fn server_health(org: String, id: ServerId, range: HealthRange) -> ApiResult<ServerHealthView> {
    Ok(studio_core::health::get(&self::org(&org).await?, id, range).await?)
}

/// The checks of a registered server one by one, live: one JSON line (`model::Check`) whenever a check changes.
#[server(prefix = "/api/fn", endpoint = "stream-server-checks", output = StreamingText)]
pub async fn stream_server_checks(org: String, id: ServerId) -> Result<TextStream<ApiError>, ApiError> {
    Ok(lines(studio_core::server::explain(&self::org(&org).await?, id).await?))
}

/// A JSON line for each change of a check.
#[cfg(feature = "ssr")]
fn lines(checks: impl futures::Stream<Item = model::Check> + Send + 'static) -> TextStream<ApiError> {
    use futures::StreamExt as _;
    TextStream::new(checks.map(|check| {
        serde_json::to_string(&check).map(|line| line + "\n").map_err(|_| ApiError(model::Error::Unavailable))
    }))
}

/// Wizard, step Basics: keeps what was entered (the credentials sealed) and goes to the step Validation.
/// Credentials that are left empty stay, when their kind does.
#[server(prefix = "/api/fn", endpoint = "save-server-draft")]
pub async fn save_server_draft(
    org: String,
    draft: Option<ServerDraftId>,
    name: String,
    description: Option<String>,
    url: String,
    auth: ServerAuthEntry,
) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let basics = studio_core::server_draft::Basics { name, description, url, auth };
    let draft = studio_core::server_draft::save(&ctx, draft, basics).await?;
    redirect(&crate::paths::server_draft_validation(&org, draft.id));
    Ok(())
}

/// One draft of the wizard.
#[server(prefix = "/api/fn", endpoint = "get-server-draft")]
pub async fn get_server_draft(org: String, draft: ServerDraftId) -> ApiResult<ServerDraftView> {
    Ok(studio_core::server_draft::get(&self::org(&org).await?, draft).await?)
}

/// Wizard, step Validation, live: one JSON line (`model::Check`) whenever a check changes.
#[server(prefix = "/api/fn", endpoint = "stream-server-draft-checks", output = StreamingText)]
pub async fn stream_server_draft_checks(org: String, draft: ServerDraftId) -> Result<TextStream<ApiError>, ApiError> {
    Ok(lines(studio_core::server_draft::validate_streamed(&self::org(&org).await?, draft).await?))
}

/// Wizard, step Validation, at once: for browsers without JavaScript.
#[server(prefix = "/api/fn", endpoint = "validate-server-draft")]
pub async fn validate_server_draft(org: String, draft: ServerDraftId) -> ApiResult<()> {
    studio_core::server_draft::validate(&self::org(&org).await?, draft).await?;
    redirect(&crate::paths::server_draft_validation(&org, draft));
    Ok(())
}

/// Wizard, last step: registers the server and goes to its page.
#[server(prefix = "/api/fn", endpoint = "submit-server-draft")]
pub async fn submit_server_draft(org: String, draft: ServerDraftId) -> ApiResult<()> {
    let server = studio_core::server_draft::submit(&self::org(&org).await?, draft).await?;
    redirect(&crate::paths::server(&org, server.id));
    Ok(())
}

/// Whether the Studio's own host can be added in one click.
#[server(prefix = "/api/fn", endpoint = "local-server-offered")]
pub async fn local_server_offered(org: String) -> ApiResult<bool> {
    Ok(studio_core::server_draft::local_is_offered(&self::org(&org).await?).await?)
}

/// Starts a draft for the Studio's own host and goes to the step Validation.
#[server(prefix = "/api/fn", endpoint = "add-local-server")]
pub async fn add_local_server(org: String) -> ApiResult<()> {
    let draft = studio_core::server_draft::create_local(&self::org(&org).await?).await?;
    redirect(&crate::paths::server_draft_validation(&org, draft.id));
    Ok(())
}

/// Changes a server; credentials that are left empty stay, when their kind does.
#[server(prefix = "/api/fn", endpoint = "update-server")]
pub async fn update_server(
    org: String,
    id: ServerId,
    name: String,
    description: Option<String>,
    url: String,
    auth: ServerAuthEntry,
    labels: Option<String>,
) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let patch = model::ServerPatch {
        labels: labels.map(|labels| model::labels::words_of_text(&labels)),
        name: Some(name),
        description: Some(description.unwrap_or_default()),
        url: Some(url),
        ..Default::default()
    };
    studio_core::server::update_entered(&ctx, id, patch, auth).await?;
    redirect(&crate::paths::server(&org, id));
    Ok(())
}

/// What hangs on a server.
#[server(prefix = "/api/fn", endpoint = "server-dependents")]
pub async fn get_server_dependents(org: String, id: ServerId) -> ApiResult<ServerDependents> {
    Ok(studio_core::server::dependents(&self::org(&org).await?, id).await?)
}

/// Switches a server on or off.
#[server(prefix = "/api/fn", endpoint = "enable-server")]
pub async fn enable_server(org: String, id: ServerId, enabled: bool) -> ApiResult<()> {
    let patch = model::ServerPatch { enabled: Some(enabled), ..Default::default() };
    studio_core::server::update(&self::org(&org).await?, id, patch).await?;
    redirect(&crate::paths::server(&org, id));
    Ok(())
}

/// Checks a server now and stores what was found.
#[server(prefix = "/api/fn", endpoint = "check-server")]
pub async fn check_server(org: String, id: ServerId) -> ApiResult<()> {
    studio_core::server::check(&self::org(&org).await?, id).await?;
    redirect(&crate::paths::server(&org, id));
    Ok(())
}

/// Deletes a server with its tasks; their executions stay; `confirm` is its name, typed.
#[server(prefix = "/api/fn", endpoint = "delete-server")]
pub async fn delete_server(org: String, id: ServerId, confirm: String) -> ApiResult<()> {
    studio_core::server::delete_confirmed(&self::org(&org).await?, id, &confirm).await?;
    redirect(&crate::paths::servers(&org));
    Ok(())
}

//! Import of the servers of another client's `mcp.json`: a preview, then all of the chosen ones or none.
//!
//! Programs send the file twice. For people it is kept in between, sealed, so that what they pasted need not come back
//! in a page.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use integrations::seal::Place;
use model::mcp_json::{self, Entry};
use model::{
    Action, Error, FieldCode, FieldError, ImportEntry, ImportRefusal, Message, Noun, RefusalReason, Secret, ServerAuth,
    ServerImportId, ServerImportResult,
};
use studio_db::TenantTx;
use studio_db::models::server as server_model;
use studio_db::models::server_import::{self, NewServerImport};

use crate::error::or_not_found;
use crate::server::{Valid, insert};
use crate::{OrgCtx, Result};

/// How long a file is kept for its preview.
const KEPT: Duration = Duration::hours(24);

/// What of a file is imported.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Names of the servers; `None` for all that can be imported and that their client has not switched off.
    pub names: Option<Vec<String>>,
    /// Values for placeholders, by [`model::ImportNeed::key`].
    pub values: BTreeMap<String, Secret>,
}

/// What would become of the servers of a file. Saves nothing.
pub async fn preview(ctx: &OrgCtx, text: &Secret) -> Result<Vec<ImportEntry>> {
    ctx.authorize(Action::ServerCreate)?;
    let entries = read(text)?;
    let mut tx = ctx.tx().await?;
    let entries = refuse_taken(&mut tx, entries).await?;
    tx.done();
    Ok(entries.into_iter().map(|entry| entry.told).collect())
}

/// Registers the chosen servers of a file, all or none. They are checked at once in the background.
pub async fn import(ctx: &OrgCtx, text: &Secret, choice: Choice) -> Result<ServerImportResult> {
    ctx.authorize(Action::ServerCreate)?;
    let entries = read(text)?;
    let mut tx = ctx.tx().await?;
    let result = insert_all(ctx, &mut tx, entries, &choice).await?;
    tx.commit().await?;
    Ok(result)
}

/// Keeps a file for a day, or until the same user sends another.
pub async fn save(ctx: &OrgCtx, text: &Secret) -> Result<ServerImportId> {
    ctx.authorize(Action::ServerCreate)?;
    let (user, _) = ctx.user()?;
    read(text)?;
    let id: ServerImportId = ctx.new_id();
    let organization = ctx.organization_id.to_string();
    let row = id.to_string();
    let sealed = ctx.services().sealer.seal(place(&organization, &row), text.expose().as_bytes());
    let sealed = sealed.map_err(anyhow::Error::from)?;
    let new = NewServerImport {
        organization_id: ctx.organization_id,
        id,
        created_by: user,
        text_sealed: &sealed,
        created_at: ctx.now(),
    };
    let mut tx = ctx.tx().await?;
    server_import::replace(&mut tx, &new, ctx.now() - KEPT).await?;
    tx.commit().await?;
    Ok(id)
}

/// What would become of the servers of a file that was kept.
pub async fn get(ctx: &OrgCtx, id: ServerImportId) -> Result<Vec<ImportEntry>> {
    ctx.authorize(Action::ServerCreate)?;
    let mut tx = ctx.tx().await?;
    let text = load(ctx, &mut tx, id).await?;
    let entries = refuse_taken(&mut tx, read(&text)?).await?;
    tx.done();
    Ok(entries.into_iter().map(|entry| entry.told).collect())
}

/// As [`import`], of a file that was kept; it is gone then.
pub async fn submit(ctx: &OrgCtx, id: ServerImportId, choice: Choice) -> Result<ServerImportResult> {
    ctx.authorize(Action::ServerCreate)?;
    let mut tx = ctx.tx().await?;
    let text = load(ctx, &mut tx, id).await?;
    let result = insert_all(ctx, &mut tx, read(&text)?, &choice).await?;
    // Sent twice at once: the other one did it.
    if !server_import::delete(&mut tx, id).await? {
        return Err(Error::NotFound { noun: Noun::ServerImport }.into());
    }
    tx.commit().await?;
    Ok(result)
}

fn read(text: &Secret) -> Result<Vec<Entry>, Error> {
    mcp_json::read(text.expose()).map_err(|code| Error::invalid("text", code))
}

async fn load(ctx: &OrgCtx, tx: &mut TenantTx, id: ServerImportId) -> Result<Secret> {
    let (user, _) = ctx.user()?;
    let sealed = server_import::get(tx, id, user, ctx.now() - KEPT).await;
    let sealed = or_not_found(sealed, Noun::ServerImport)?;
    let organization = ctx.organization_id.to_string();
    let row = id.to_string();
    let text = ctx.services().sealer.open(place(&organization, &row), &sealed).map_err(anyhow::Error::from)?;
    Ok(String::from_utf8(text).map_err(anyhow::Error::from)?.into())
}

fn place<'a>(organization: &'a str, row: &'a str) -> Place<'a> {
    Place { organization, column: "server_imports.text_sealed", row }
}

/// Refuses entries whose names servers have already.
async fn refuse_taken(tx: &mut TenantTx, mut entries: Vec<Entry>) -> Result<Vec<Entry>> {
    let names: Vec<_> = entries.iter().map(|entry| entry.told.name.to_lowercase()).collect();
    let taken = server_model::taken_names(tx, &names).await?;
    for (entry, name) in entries.iter_mut().zip(&names) {
        if entry.told.refusal.is_none() && taken.contains(name) {
            entry.told.refusal = Some(ImportRefusal::new(RefusalReason::Taken, ""));
        }
    }
    Ok(entries)
}

async fn insert_all(
    ctx: &OrgCtx,
    tx: &mut TenantTx,
    entries: Vec<Entry>,
    choice: &Choice,
) -> Result<ServerImportResult> {
    let entries = refuse_taken(tx, entries).await?;
    let (chosen, left_out) = choose(entries, choice.names.as_deref())?;
    let mut imported = Vec::new();
    for (name, valid, auth) in &ready(&chosen, &choice.values)? {
        let server = insert(ctx, tx, valid, auth).await;
        imported.push(server.map_err(|error| match error {
            crate::Error::Public(error) => crate::Error::Public(about(name, error)),
            internal => internal,
        })?);
    }
    Ok(ServerImportResult { imported, left_out: left_out.into_iter().map(|entry| entry.told).collect() })
}

/// The entries to import and the others. A name that is not there or cannot be imported is an error.
fn choose(entries: Vec<Entry>, names: Option<&[String]>) -> Result<(Vec<Entry>, Vec<Entry>), Error> {
    let wanted = |entry: &Entry| match names {
        Some(names) => names.contains(&entry.told.name),
        None => entry.told.refusal.is_none() && !entry.told.disabled,
    };
    let mut fields = Vec::new();
    for name in names.unwrap_or_default() {
        if !entries.iter().any(|entry| entry.told.name == *name) {
            fields.push(FieldError::new(&format!("servers.{name}"), FieldCode::UnknownReference));
        }
    }
    let (chosen, others): (Vec<_>, Vec<_>) = entries.into_iter().partition(wanted);
    for entry in &chosen {
        if let Some(refusal) = &entry.told.refusal {
            let code = FieldCode::Rule { message: refusal.message() };
            fields.push(FieldError::new(&format!("servers.{}", entry.told.name), code));
        }
    }
    if fields.is_empty() && chosen.is_empty() {
        fields.push(FieldError::new("names", FieldCode::Rule { message: Message::new("server-import-nothing") }));
    }
    if fields.is_empty() { Ok((chosen, others)) } else { Err(Error::Invalid { fields }) }
}

/// Fills and checks all of the entries, so that people see everything that is wrong at once.
fn ready(entries: &[Entry], values: &BTreeMap<String, Secret>) -> Result<Vec<(String, Valid, ServerAuth)>, Error> {
    let (mut ready, mut missing, mut fields) = (Vec::new(), BTreeSet::new(), Vec::new());
    for entry in entries {
        let name = &entry.told.name;
        let (url, auth) = match entry.fill(values) {
            Ok(filled) => filled,
            Err(keys) => {
                missing.extend(keys);
                continue;
            }
        };
        match Valid::new(name, None, &url, &auth, &[]).map_err(|error| about(name, error)) {
            Ok(valid) => ready.push((name.clone(), valid, auth)),
            Err(Error::Invalid { fields: wrong }) => fields.extend(wrong),
            Err(other) => return Err(other),
        }
    }
    let missing = missing.iter().map(|key| FieldError::new(&format!("values.{key}"), FieldCode::Required));
    fields.extend(missing);
    if fields.is_empty() { Ok(ready) } else { Err(Error::Invalid { fields }) }
}

/// The fields of a server, as those of one of several.
fn about(name: &str, error: Error) -> Error {
    match error {
        Error::Invalid { mut fields } => {
            for field in &mut fields {
                field.field = format!("servers.{name}.{}", field.field);
            }
            Error::Invalid { fields }
        }
        other => other,
    }
}

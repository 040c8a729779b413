//! What would become of the servers of a file: choose, fill in what the file leaves open, import.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{Error, ImportEntry, ImportNeed, ServerImportId};

use super::overview::auth_name;
use crate::api::server_import::{SubmitServerImport, get_server_import};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::pages::error::failed_page;
use crate::pages::params::use_id;
use crate::ui::{
    Button, Callout, Column, Crumb, FormActions, FormFrame, LinkButton, PageHeader, PasswordInput, SkeletonTable,
    Status, Table, TextInput, Tone, Variant, action_error, loaded_or, submitted_value, use_form,
};
use crate::{paths, t};

/// The servers of a file with the verdict on each.
#[component]
pub fn ServerImportPreviewPage() -> impl IntoView {
    let org = use_org();
    let id = use_id::<ServerImportId>("import");
    let submit = ServerAction::<SubmitServerImport>::new();
    let entries = Resource::new_blocking(move || (org.get(), id.get()), |(org, id)| get_server_import(org, id));
    loaded_or(
        entries,
        || view! { <SkeletonTable rows=5 columns=4 /> }.into_any(),
        move |entries| view! { <Preview org=org.get_untracked() id=id.get_untracked() entries submit /> }.into_any(),
        failed_page,
    )
}

#[component]
fn Preview(
    org: String,
    id: ServerImportId,
    entries: Vec<ImportEntry>,
    submit: ServerAction<SubmitServerImport>,
) -> impl IntoView {
    let i18n = use_i18n();
    let again = paths::server_import(&org);
    let crumbs = vec![
        Crumb::new(t!(i18n, "server-title"), paths::servers(&org)),
        Crumb::new(t!(i18n, "server-import-title"), again.clone()),
    ];
    let possible = entries.iter().filter(|entry| entry.refusal.is_none()).count();
    let reason = (possible == 0).then(|| t!(i18n, "server-import-none-possible"));
    let open = open_values(&entries);
    let columns = vec![
        Column::actions(t!(i18n, "server-import-column-choose")),
        Column::text(t!(i18n, "server-column-name")),
        Column::text(t!(i18n, "server-auth")),
        Column::text(t!(i18n, "server-import-column-verdict")),
    ];
    let count = entries.len();
    let rows: Vec<_> = entries.into_iter().enumerate().map(|(index, entry)| view! { <Row index entry /> }).collect();
    let error = action_error(submit);
    view! {
        <PageHeader title=t!(i18n, "server-import-preview-title") crumbs />
        <ActionForm action=submit attr:novalidate=true>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="import" value=id.to_string() />
            <div class="stack">
                <p>{t!(i18n, "server-import-summary", count = count, possible = possible)}</p>
                <Table label=t!(i18n, "server-import-preview-title") columns>
                    {rows}
                </Table>
                <FormFrame id="import" error>
                    <Problems error />
                    <OpenValues open />
                    <FormActions>
                        <Button submit=true variant=Variant::Primary disabled_reason=reason busy=submit.pending()>
                            {t!(i18n, "server-import-submit")}
                        </Button>
                        <LinkButton href=again variant=Variant::Ghost>
                            {t!(i18n, "server-import-again")}
                        </LinkButton>
                    </FormActions>
                </FormFrame>
            </div>
        </ActionForm>
    }
}

/// A server of the file. What can be imported can be chosen.
#[component]
fn Row(index: usize, entry: ImportEntry) -> impl IntoView {
    let i18n = use_i18n();
    let field = format!("names[{index}]");
    let (tone, word) = match (&entry.refusal, entry.needs.is_empty()) {
        (Some(_), _) => (Tone::Danger, t!(i18n, "server-import-refused")),
        (None, false) => (Tone::Warning, t!(i18n, "server-import-needs", count = entry.needs.len())),
        (None, true) => (Tone::Success, t!(i18n, "server-import-ready")),
    };
    let mut notes: Vec<String> = entry.refusal.iter().map(|refusal| i18n.message(&refusal.message())).collect();
    if entry.disabled {
        notes.push(t!(i18n, "server-import-disabled"));
    }
    if !entry.headers_left_out.is_empty() {
        notes.push(t!(i18n, "server-import-headers-left-out", headers = entry.headers_left_out.join(", ")));
    }
    let notes: Vec<_> = notes.into_iter().map(|note| view! { <p class="import__note">{note}</p> }).collect();
    let choice = entry.refusal.is_none().then(|| {
        let came_back = use_form().came_back();
        let checked = if came_back { submitted_value(&field).is_some() } else { !entry.disabled };
        let label = t!(i18n, "server-import-choose", name = &entry.name);
        view! {
            <input
                class="import__choice"
                type="checkbox"
                name=field
                value=entry.name.clone()
                checked=checked
                aria-label=label
            />
        }
    });
    // What is refused is not looked into any further.
    let auth = entry.url.is_some().then(|| auth_name(&i18n, entry.auth_kind));
    view! {
        <tr>
            <td class="table__actions">{choice}</td>
            <td class="table__main">
                {entry.name}
                <span class="table__sub">{entry.url}</span>
            </td>
            <td>{auth} <span class="table__sub">{entry.headers.join(", ")}</span></td>
            <td class="import__verdict">
                <Status tone>{word}</Status>
                {notes}
            </td>
        </tr>
    }
}

/// A value that the file leaves open, once, with the servers that want it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OpenValue {
    need: ImportNeed,
    servers: Vec<String>,
}

/// The open values of all servers that can be imported.
fn open_values(entries: &[ImportEntry]) -> Vec<OpenValue> {
    let mut open: Vec<OpenValue> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.refusal.is_none()) {
        for need in &entry.needs {
            match open.iter_mut().find(|known| known.need.key == need.key) {
                Some(known) => {
                    known.servers.push(entry.name.clone());
                    known.need.in_url |= need.in_url;
                }
                None => open.push(OpenValue { need: need.clone(), servers: vec![entry.name.clone()] }),
            }
        }
    }
    open
}

/// A field for each open value.
#[component]
fn OpenValues(open: Vec<OpenValue>) -> impl IntoView {
    let i18n = use_i18n();
    open.into_iter()
        .map(|OpenValue { need, servers }| {
            let field = format!("secrets[{}]", need.key);
            let name = need.name().to_owned();
            let servers = servers.join(", ");
            let help = match need.in_url {
                true => t!(i18n, "server-import-need-url", name = &name, servers = servers),
                false => t!(i18n, "server-import-need-header", name = &name, servers = servers),
            };
            let label = need.description.unwrap_or(name);
            if need.in_url {
                view! { <TextInput name=field label help autocomplete="off" mono=true required=true /> }.into_any()
            } else {
                view! { <PasswordInput name=field label help required=true /> }.into_any()
            }
        })
        .collect::<Vec<_>>()
}

/// What is wrong with servers, each named: they have no field of their own.
#[component]
fn Problems(error: Signal<Option<Error>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let Some(Error::Invalid { fields }) = error.get() else { return None };
        let lines: Vec<_> = fields
            .iter()
            .filter(|field| !field.field.starts_with("values."))
            .map(|field| {
                let about = field.field.strip_prefix("servers.").map(|about| format!("{about}: "));
                view! { <p>{about} {i18n.message(&field.message())}</p> }
            })
            .collect();
        (!lines.is_empty()).then(|| view! { <Callout tone=Tone::Danger>{lines}</Callout> })
    }
}

#[cfg(test)]
mod tests {
    use model::{ImportRefusal, RefusalReason, ServerAuthKind};

    use super::*;

    fn entry(name: &str, needs: &[(&str, bool)]) -> ImportEntry {
        let need = |(key, in_url): &(&str, bool)| ImportNeed {
            key: (*key).to_owned(),
            description: None,
            headers: Vec::new(),
            in_url: *in_url,
        };
        ImportEntry {
            name: name.to_owned(),
            url: None,
            auth_kind: ServerAuthKind::None,
            headers: Vec::new(),
            headers_left_out: Vec::new(),
            disabled: false,
            needs: needs.iter().map(need).collect(),
            refusal: None,
        }
    }

    #[test]
    fn a_value_that_several_servers_want_is_asked_for_once() {
        let mut refused = entry("c", &[("env:OTHER", false)]);
        refused.refusal = Some(ImportRefusal::new(RefusalReason::Taken, ""));
        let entries = [entry("a", &[("env:T", false)]), entry("b", &[("env:T", true), ("input:t", false)]), refused];
        let open = open_values(&entries);
        let found: Vec<_> = open.iter().map(|o| (o.need.key.as_str(), o.need.in_url, o.servers.join(" "))).collect();
        assert_eq!(found, [("env:T", true, "a b".to_owned()), ("input:t", false, "b".to_owned())]);
    }
}

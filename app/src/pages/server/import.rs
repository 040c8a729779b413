//! Takes another client's `mcp.json`, pasted or from a file.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::mcp_json::MAX_BYTES;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, HtmlInputElement, HtmlTextAreaElement};

use crate::api::server_import::SaveServerImport;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::ui::{
    Button, Card, Crumb, Field, FieldIds, FormActions, FormFrame, LinkButton, PageHeader, TextArea, Variant,
    action_error, use_form,
};
use crate::{paths, t};

/// Asks for the file; what would become of its servers is on the next page.
#[component]
pub fn ServerImportPage() -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org().get_untracked();
    let save = ServerAction::<SaveServerImport>::new();
    let servers = paths::servers(&org);
    let crumbs = vec![Crumb::new(t!(i18n, "server-title"), servers.clone())];
    view! {
        <PageHeader title=t!(i18n, "server-import-title") crumbs />
        <Card>
            <ActionForm action=save attr:novalidate=true>
                <input type="hidden" name="org" value=org />
                <FormFrame id="import" error=action_error(save)>
                    <p>{t!(i18n, "server-import-intro")}</p>
                    <ChooseFile />
                    <TextArea
                        name="text"
                        label=t!(i18n, "server-import-text")
                        help=t!(i18n, "server-import-text-help")
                        placeholder="{ \"mcpServers\": { … } }"
                        rows=14
                        mono=true
                        required=true
                    />
                    <FormActions>
                        <Button submit=true variant=Variant::Primary busy=save.pending()>
                            {t!(i18n, "server-import-preview")}
                        </Button>
                        <LinkButton href=servers variant=Variant::Ghost>
                            {t!(i18n, "server-cancel")}
                        </LinkButton>
                    </FormActions>
                </FormFrame>
            </ActionForm>
        </Card>
    }
}

/// Puts a file's text into the field below. Without a program it could do nothing, and is not seen.
#[component]
fn ChooseFile() -> impl IntoView {
    let i18n = use_i18n();
    let area = StoredValue::new(use_form().id_of("text"));
    let problem = RwSignal::new(None::<String>);
    let ids = FieldIds::new("file", false, problem.into());
    let (described_by, invalid) = (ids.described_by(), ids.invalid());
    let on_change = move |event: Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            let text = text_of(&file).await;
            problem.set(text.is_none().then(|| t!(i18n, "server-import-file-problem", max = MAX_BYTES / 1024)));
            if let Some(text) = text {
                fill(&area.get_value(), &text);
            }
        });
    };
    view! {
        <div class="import__file">
            <Field ids=ids.clone() label=t!(i18n, "server-import-file") required=true>
                <input
                    type="file"
                    class="file-input"
                    id=ids.control
                    accept=".json,.jsonc,application/json"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    on:change=on_change
                />
            </Field>
        </div>
    }
}

/// The text of a file; `None` when it is too large or cannot be read.
async fn text_of(file: &File) -> Option<String> {
    if file.size() > MAX_BYTES as f64 {
        return None;
    }
    JsFuture::from(file.text()).await.ok()?.as_string()
}

fn fill(area: &str, text: &str) {
    let area = document().get_element_by_id(area).and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok());
    if let Some(area) = area {
        area.set_value(text);
        // Fails for no element that is in the page.
        _ = area.focus();
    }
}

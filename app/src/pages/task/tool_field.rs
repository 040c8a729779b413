//! The MCP tool that a task calls: its name, with those of the chosen server to pick from once the page is alive.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Error, PageQuery, ServerId};

use crate::api::ApiResult;
use crate::api::mcp_tool::list_mcp_tools;
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::t;
use crate::ui::TextInput;

/// Most names to pick from; others can be written.
const NAMES: usize = 500;

/// Id of the list to pick from.
const LIST: &str = "task-tools";

async fn names(org: String, server: ServerId) -> ApiResult<Vec<String>> {
    let mut query = PageQuery { limit: Some(100), ..PageQuery::default() };
    let mut names = Vec::new();
    loop {
        let page = list_mcp_tools(org.clone(), server, query.clone()).await?;
        names.extend(page.items.into_iter().filter(|tool| tool.gone_at.is_none()).map(|tool| tool.name));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() || names.len() >= NAMES {
            return Ok(names);
        }
    }
}

/// Name of an MCP tool.
#[component]
pub(super) fn ToolField(
    /// Id of the server that is chosen.
    server: Signal<String>,
    /// Whether one is to be named: only then the server is asked.
    is_call: Memo<bool>,
    /// What stands in it at first.
    value: String,
    /// Takes the name once it is a whole one: picked from the list, or left.
    named: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let offered = RwSignal::new(Vec::<String>::new());
    let trouble = RwSignal::new(None::<Error>);
    Effect::new(move || {
        offered.set(Vec::new());
        trouble.set(None);
        let (org, chosen) = (org.get(), server.get());
        let Ok(id) = chosen.parse::<ServerId>() else { return };
        if !is_call.get() {
            return;
        }
        spawn_local(async move {
            let found = names(org, id).await;
            // Another server may have been chosen meanwhile.
            if server.try_get_untracked().is_none_or(|now| now != chosen) {
                return;
            }
            match found {
                Ok(names) => _ = offered.try_set(names),
                Err(error) => _ = trouble.try_set(Some(error.0)),
            }
        });
    });
    let options =
        move || offered.get().into_iter().map(|name| view! { <option value=name></option> }).collect::<Vec<_>>();
    view! {
        <div
            class="task-action__tool"
            on:change=move |event| named.set(event_target_value(&event))
            on:input=move |event| {
                let name = event_target_value(&event);
                if offered.read_untracked().contains(&name) {
                    named.set(name);
                }
            }
        >
            <TextInput
                name="task[tool]"
                label=t!(i18n, "task-tool")
                help=t!(i18n, "task-tool-help")
                value
                maxlength=256_u32
                mono=true
                required=true
                autocomplete="off"
                list=LIST
            />
            <datalist id=LIST>{options}</datalist>
            {move || {
                trouble
                    .get()
                    .map(|error| {
                        let why = i18n.error(&error);
                        view! { <p class="field__help" role="status">{t!(i18n, "task-tool-unlisted", why = why)}</p> }
                    })
            }}
        </div>
    }
    .into_any()
}

//! What a task calls its MCP tool with: a form once the MCP tool is known, JSON until then.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Error, FieldError, ServerId};
use serde_json::Value;

use super::values::ActionValues;
use crate::api::mcp_tool::get_mcp_tool;
use crate::api::{ApiError, ApiResult};
use crate::components::schema_form::{SchemaForm, SchemaInput, start_of};
use crate::i18n::use_i18n;
use crate::layouts::use_org;
use crate::t;
use crate::ui::submitted_value;

/// The schema of an MCP tool's arguments; null where there is no such MCP tool, or none that the reader may see.
pub(super) async fn schema_of(org: String, server: String, tool: String) -> ApiResult<Value> {
    let Ok(server) = server.parse::<ServerId>() else { return Ok(Value::Null) };
    if tool.trim().is_empty() {
        return Ok(Value::Null);
    }
    match get_mcp_tool(org, server, tool).await {
        Ok(tool) => Ok(tool.input_schema),
        Err(ApiError(Error::NotFound { .. } | Error::Forbidden { .. } | Error::Invalid { .. })) => Ok(Value::Null),
        Err(error) => Err(error),
    }
}

/// The MCP tool whose fields the form shows that came back, or that is named in it.
fn submitted_name() -> Option<String> {
    submitted_value("task[arguments_tool]").filter(|name| !name.is_empty()).or_else(|| submitted_value("task[tool]"))
}

/// The server and the MCP tool of the form that came back.
pub(super) fn submitted_tool() -> Option<(String, String)> {
    Some((submitted_value("task[server_id]")?, submitted_name()?))
}

/// The arguments.
#[component]
pub(super) fn ToolArguments(
    /// Id of the server that is chosen.
    server: Signal<String>,
    /// Name of the MCP tool.
    tool: Signal<String>,
    /// Whether one is called.
    is_call: Memo<bool>,
    /// What stands in the fields at first.
    values: ActionValues,
    /// What the server found wrong with the form.
    told: Signal<Vec<FieldError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let org = use_org();
    let schema = RwSignal::new(values.schema.clone());
    let start = StoredValue::new(start_of(&values.schema));
    let entered = RwSignal::new(values.arguments.map_or_else(|| start.get_value(), Value::Object));
    let trouble = RwSignal::new(None::<Error>);
    let posted = StoredValue::new(true);
    let of = StoredValue::new(submitted_name().unwrap_or_else(|| tool.get_untracked()));
    let take = move |name: String, found: Value| {
        // What was not touched makes way for what the other MCP tool starts with.
        let untouched = start.with_value(|start| *start == *entered.read_untracked());
        start.set_value(start_of(&found));
        if untouched {
            entered.set(start.get_value());
        }
        of.set_value(name);
        schema.set(found);
    };
    Effect::new(move |last: Option<(String, String)>| {
        let now = (server.get(), tool.get());
        // What came with the page is known.
        if !is_call.get() || last.as_ref().is_none_or(|last| *last == now) {
            return last.unwrap_or(now);
        }
        let (org, (chosen, name)) = (org.get_untracked(), now.clone());
        spawn_local(async move {
            let found = schema_of(org, chosen.clone(), name.clone()).await;
            // Another one may have been named meanwhile.
            if server.try_get_untracked() != Some(chosen) || tool.try_get_untracked().as_ref() != Some(&name) {
                return;
            }
            match found {
                Ok(found) => {
                    trouble.set(None);
                    take(name, found);
                }
                Err(error) => trouble.set(Some(error.0)),
            }
        });
        now
    });
    let form = move || {
        let first = posted.get_value();
        posted.set_value(false);
        let input = SchemaInput::new(schema.get(), entered, "task[arguments]", told, first);
        view! {
            // The fields are read as that MCP tool's, whichever is named in the end.
            <input type="hidden" name="task[arguments_tool]" value=of.get_value() />
            <SchemaForm input />
        }
    };
    view! {
        <fieldset class="task-action__arguments">
            <legend class="field__label">{t!(i18n, "task-arguments")}</legend>
            {form}
            {move || {
                trouble
                    .get()
                    .map(|error| {
                        let why = i18n.error(&error);
                        view! { <p class="field__help" role="status">{t!(i18n, "task-tool-unlisted", why = why)}</p> }
                    })
            }}
        </fieldset>
    }
    .into_any()
}

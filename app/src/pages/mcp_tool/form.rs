//! The form that calls an MCP tool.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::McpToolView;
use serde_json::{Map, Value};

use crate::api::mcp_tool::BeginCall;
use crate::components::schema_form::{SchemaForm, SchemaInput, Sending, start_of, told};
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Button, Callout, Card, FormActions, FormFrame, IconName, Tone, Variant, action_error};

/// Arguments and a button; or why there is none.
#[component]
pub(super) fn CallForm(
    /// Slug of the organization.
    org: String,
    /// The MCP tool.
    tool: McpToolView,
    /// What stands in the form at first, unless it is what the schema says.
    given: Option<Map<String, Value>>,
    /// Whether the reader may call MCP tools.
    may_call: bool,
    /// Whether the server is enabled.
    enabled: bool,
    /// Sends it.
    begin: ServerAction<BeginCall>,
) -> impl IntoView {
    let i18n = use_i18n();
    if tool.gone_at.is_some() {
        return ().into_any();
    }
    let refused = match (may_call, enabled) {
        (false, _) => Some(t!(i18n, "mcp-tool-look-only")),
        (true, false) => Some(t!(i18n, "mcp-tool-disabled")),
        (true, true) => None,
    };
    let form = match refused {
        Some(why) => view! { <Callout tone=Tone::Info>{why}</Callout> }.into_any(),
        None => view! { <Fields org tool given begin /> }.into_any(),
    };
    view! { <Card title=t!(i18n, "mcp-tool-call-title")>{form}</Card> }.into_any()
}

#[component]
fn Fields(
    org: String,
    tool: McpToolView,
    given: Option<Map<String, Value>>,
    begin: ServerAction<BeginCall>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sent = action_error(begin);
    let value = RwSignal::new(given.map_or_else(|| start_of(&tool.input_schema), Value::Object));
    let input = SchemaInput::new(tool.input_schema, value, "arguments", told(sent), true);
    let sending = Sending::new(input, sent);
    view! {
        <ActionForm action=begin attr:novalidate=true on:submit:capture=move |event| sending.check(&event)>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="server" value=tool.server_id.to_string() />
            <input type="hidden" name="name" value=tool.name />
            <FormFrame id="call" error=sending.error()>
                <SchemaForm input />
                <FormActions>
                    <Button submit=true variant=Variant::Primary icon=IconName::Play busy=begin.pending()>
                        {t!(i18n, "mcp-tool-call")}
                    </Button>
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}

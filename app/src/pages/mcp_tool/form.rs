//! The form that calls an MCP tool.

use leptos::form::ActionForm;
use leptos::prelude::*;
use model::{Error, McpToolView};

use crate::api::mcp_tool::BeginCall;
use crate::components::mcp_call::CallArguments;
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
    /// What stands in the form at first: the text of a JSON object.
    given: String,
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
fn Fields(org: String, tool: McpToolView, given: String, begin: ServerAction<BeginCall>) -> impl IntoView {
    let i18n = use_i18n();
    let error = action_error(begin);
    let faults = Signal::derive(move || match error.get() {
        Some(Error::Invalid { fields }) => fields,
        _ => Vec::new(),
    });
    view! {
        <ActionForm action=begin attr:novalidate=true>
            <input type="hidden" name="org" value=org />
            <input type="hidden" name="server" value=tool.server_id.to_string() />
            <input type="hidden" name="name" value=tool.name />
            <FormFrame id="call" error>
                <CallArguments schema=tool.input_schema value=given faults />
                <FormActions>
                    <Button submit=true variant=Variant::Primary icon=IconName::Play busy=begin.pending()>
                        {t!(i18n, "mcp-tool-call")}
                    </Button>
                </FormActions>
            </FormFrame>
        </ActionForm>
    }
}

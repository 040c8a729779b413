//! What a prompt becomes with its arguments.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::{McpPromptMessage, McpPromptPreview, McpRole, ServerId};

use crate::api::ApiResult;
use crate::api::mcp_prompt::preview_mcp_prompt;
use crate::components::mcp_content::ContentView;
use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Card, Icon, IconName, Skeleton, loaded};

type Arguments = BTreeMap<String, String>;

async fn preview(org: String, server: ServerId, name: String, arguments: Arguments) -> ApiResult<McpPromptPreview> {
    let arguments = serde_json::Value::from_iter(arguments).to_string();
    preview_mcp_prompt(org, server, name, arguments).await
}

/// The messages of a prompt, made now.
#[component]
pub(super) fn Preview(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
    /// Name of the prompt.
    name: String,
    /// Value by name of the argument.
    arguments: Arguments,
) -> impl IntoView {
    let wanted = (org, name, arguments);
    let made = Resource::new_blocking(
        move || wanted.clone(),
        move |(org, name, arguments)| preview(org, server, name, arguments),
    );
    loaded(made, || view! { <Skeleton lines=5 /> }.into_any(), |made| view! { <Messages made /> }.into_any())
}

#[component]
fn Messages(made: McpPromptPreview) -> impl IntoView {
    let i18n = use_i18n();
    let description = made.description.map(|text| view! { <p>{text}</p> });
    let body = if made.messages.is_empty() {
        view! { <p>{t!(i18n, "mcp-prompt-no-messages")}</p> }.into_any()
    } else {
        let items: Vec<_> = made.messages.into_iter().map(|message| view! { <Message message /> }).collect();
        view! { <ol class="prompt-messages">{items}</ol> }.into_any()
    };
    view! {
        <Card title=t!(i18n, "mcp-prompt-messages")>
            <div class="stack">
                {description}
                {body}
            </div>
        </Card>
    }
}

#[component]
fn Message(message: McpPromptMessage) -> impl IntoView {
    let i18n = use_i18n();
    let (icon, who) = match message.role {
        McpRole::User => (IconName::User, t!(i18n, "mcp-prompt-role-user")),
        McpRole::Assistant => (IconName::Bot, t!(i18n, "mcp-prompt-role-assistant")),
    };
    view! {
        <li class="prompt-messages__message">
            <p class="prompt-messages__role">
                <Icon name=icon />
                {who}
            </p>
            <ContentView content=message.content />
        </li>
    }
}

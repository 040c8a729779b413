//! One prompt: what it is made from, and what it becomes.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::{Action, McpPrompt, McpPromptArgument, PageQuery, ServerId};

use super::preview::Preview;
use crate::api::ApiResult;
use crate::api::mcp_prompt::list_mcp_prompts;
use crate::api::organization::is_allowed;
use crate::i18n::use_i18n;
use crate::pages::params::{Query, use_query};
use crate::ui::{
    AskForm, Button, Callout, Card, Code, EmptyState, FormActions, IconName, LinkButton, Skeleton, TextInput, Tone,
    Variant, loaded,
};
use crate::{paths, t};

/// Begins the names of the fields of arguments, so that an argument may have any name.
const ARGUMENT: &str = "arg.";

/// A prompt, if there is one of this name, and whether the reader may have it made.
type Found = (Option<McpPrompt>, bool);

/// Servers give lists, not single prompts: the one is found among those whose texts hold its name.
async fn find(org: String, server: ServerId, name: String) -> ApiResult<Found> {
    let may_preview = is_allowed(org.clone(), Action::McpToolCall).await?;
    let mut query = PageQuery { limit: Some(100), cursor: None, q: Some(name.clone()) };
    loop {
        let page = list_mcp_prompts(org.clone(), server, query.clone()).await?;
        let found = page.items.into_iter().find(|prompt| prompt.name == name);
        query.cursor = page.next_cursor;
        if found.is_some() || query.cursor.is_none() {
            return Ok((found, may_preview));
        }
    }
}

/// The arguments that were sent, unless none were: one looks at a prompt before one has it made.
fn sent(query: &Query) -> Option<BTreeMap<String, String>> {
    query.get("preview")?;
    Some(query.below(ARGUMENT).map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// The prompt with a form for its arguments; below, what it becomes with those that were sent.
#[component]
pub(super) fn Detail(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
    /// Name of the prompt.
    name: String,
) -> impl IntoView {
    let query = use_query();
    let arguments = Memo::new(move |_| sent(&query.read()));
    let wanted = (org.clone(), name);
    let prompt = Resource::new_blocking(move || wanted.clone(), move |(org, name)| find(org, server, name));
    loaded(
        prompt,
        || view! { <Skeleton lines=8 /> }.into_any(),
        move |(prompt, may_preview)| {
            let org = org.clone();
            match prompt {
                None => view! { <Unknown org server /> }.into_any(),
                Some(prompt) => view! { <Prompt org server prompt arguments may_preview /> }.into_any(),
            }
        },
    )
}

#[component]
fn Prompt(
    org: String,
    server: ServerId,
    prompt: McpPrompt,
    arguments: Memo<Option<BTreeMap<String, String>>>,
    may_preview: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = prompt.name.clone();
    let title = prompt.title.unwrap_or_else(|| name.clone());
    let description = prompt.description.map(|text| view! { <p>{text}</p> });
    let back = paths::mcp_prompts(&org, server);
    let form = if may_preview {
        let (org, name, fields) = (org.clone(), name.clone(), prompt.arguments);
        view! { <Arguments org server name fields given=arguments.get_untracked().unwrap_or_default() /> }.into_any()
    } else {
        view! { <LookOnly arguments=prompt.arguments /> }.into_any()
    };
    let shown = name.clone();
    let preview = move || {
        let arguments = arguments.get().filter(|_| may_preview)?;
        Some(view! { <Preview org=org.clone() server name=name.clone() arguments /> })
    };
    view! {
        <div class="stack">
            <Card title>
                <div class="stack">
                    <p>
                        <Code>{shown}</Code>
                    </p>
                    {description}
                    {form}
                    <div>
                        <LinkButton href=back icon=IconName::ArrowLeft>
                            {t!(i18n, "mcp-prompt-all")}
                        </LinkButton>
                    </div>
                </div>
            </Card>
            {preview}
        </div>
    }
}

/// A field for each argument. An empty one is not sent.
#[component]
fn Arguments(
    org: String,
    server: ServerId,
    name: String,
    fields: Vec<McpPromptArgument>,
    given: BTreeMap<String, String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = move |argument: McpPromptArgument| {
        let value = given.get(&argument.name).cloned().unwrap_or_default();
        let field = format!("{ARGUMENT}{}", argument.name);
        let (label, required) = (argument.title.unwrap_or(argument.name), argument.required);
        match argument.description {
            Some(help) => view! { <TextInput name=field label help value required autocomplete="off" /> }.into_any(),
            None => view! { <TextInput name=field label value required autocomplete="off" /> }.into_any(),
        }
    };
    view! {
        <AskForm id="prompt" action=paths::mcp_prompts(&org, server)>
            <input type="hidden" name="name" value=name />
            <input type="hidden" name="preview" value="1" />
            {fields.into_iter().map(field).collect::<Vec<_>>()}
            <FormActions>
                <Button submit=true variant=Variant::Primary icon=IconName::Eye>
                    {t!(i18n, "mcp-prompt-preview")}
                </Button>
            </FormActions>
        </AskForm>
    }
}

/// Names of the arguments, and why there is no form.
#[component]
fn LookOnly(arguments: Vec<McpPromptArgument>) -> impl IntoView {
    let names: Vec<_> = arguments.into_iter().map(|a| view! { <li><Code>{a.name}</Code></li> }).collect();
    let names = (!names.is_empty()).then(|| view! { <ul class="tags">{names}</ul> });
    view! {
        {names}
        <Callout tone=Tone::Info>{t!(use_i18n(), "mcp-prompt-look-only")}</Callout>
    }
}

#[component]
fn Unknown(org: String, server: ServerId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=IconName::CircleHelp
            title=t!(i18n, "mcp-prompt-unknown")
            text=t!(i18n, "mcp-prompt-unknown-text")
        >
            <LinkButton href=paths::mcp_prompts(&org, server)>{t!(i18n, "mcp-prompt-all")}</LinkButton>
        </EmptyState>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_at_a_prompt_sends_nothing() {
        assert_eq!(sent(&Query::parse("name=args-prompt&arg.city=Paris")), None);
        let arguments = sent(&Query::parse("name=args-prompt&preview=1&arg.city=Paris&arg.state=")).unwrap();
        assert_eq!(arguments, BTreeMap::from([("city".to_owned(), "Paris".to_owned())]));
        assert_eq!(sent(&Query::parse("name=simple&preview=1")), Some(BTreeMap::new()));
    }
}

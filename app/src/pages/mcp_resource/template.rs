//! A resource template: its variables are filled in and lead to a resource.

use leptos::prelude::*;
use model::{McpResourceTemplate, ServerId, UriTemplate};

use crate::i18n::use_i18n;
use crate::pages::params::Query;
use crate::ui::{AskForm, Button, Card, Code, FormActions, IconName, LinkButton, TextInput};
use crate::{paths, t};

/// Begins the names of the fields of variables, so that a variable may have any name.
const VARIABLE: &str = "var.";

/// The URI of a template whose form was sent.
pub(super) fn filled_in(query: &Query) -> Option<String> {
    let template = UriTemplate::parse(query.get("template")?)?;
    let values = query.below(VARIABLE).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Some(template.expand(&values))
}

/// A template with a field for each of its variables. A field that stays empty is left out of the URI.
#[component]
pub(super) fn Template(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
    /// The template.
    template: McpResourceTemplate,
    /// Its place in the list, which tells its fields from those of others.
    place: usize,
    /// Whether the reader may read resources.
    may_read: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = template.title.unwrap_or(template.name);
    let text = template.uri_template;
    let parsed = UriTemplate::parse(&text);
    let names: Vec<_> = parsed.iter().flat_map(|parsed| parsed.variables()).map(str::to_owned).collect();
    let words = t!(i18n, "mcp-resource-read");
    let form = match parsed {
        _ if !may_read => ().into_any(),
        None => view! { <p>{t!(i18n, "mcp-resource-template-unreadable")}</p> }.into_any(),
        Some(_) if names.is_empty() => {
            let href = paths::mcp_resource(&org, server, &text);
            view! { <LinkButton href icon=IconName::Eye>{words}</LinkButton> }.into_any()
        }
        Some(_) => {
            let action = paths::mcp_resources(&org, server);
            let sent = text.clone();
            let field = |name: String| {
                view! { <TextInput name=format!("{VARIABLE}{name}") label=name autocomplete="off" mono=true /> }
            };
            view! {
                <AskForm id=format!("template-{place}") action>
                    <input type="hidden" name="template" value=sent />
                    {names.into_iter().map(field).collect::<Vec<_>>()}
                    <FormActions>
                        <Button submit=true icon=IconName::Eye>
                            {words}
                        </Button>
                    </FormActions>
                </AskForm>
            }
            .into_any()
        }
    };
    let description = template.description.map(|text| view! { <p>{text}</p> });
    view! {
        <Card title>
            <div class="stack">
                {description}
                <p>
                    <Code>{text}</Code>
                </p>
                {form}
            </div>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_was_sent_gives_its_uri() {
        let query = Query::parse("template=demo%3A%2F%2Ftext%2F%7Bid%7D%7B%3Fq%7D&var.id=a%2Fb+c&var.q=");
        assert_eq!(filled_in(&query).as_deref(), Some("demo://text/a%2Fb%20c"));
        assert_eq!(filled_in(&Query::parse("uri=demo%3A%2F%2Ftext")), None);
    }
}

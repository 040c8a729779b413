//! What an MCP tool is to be called with, entered as JSON.

use leptos::prelude::*;
use model::FieldError;
use serde_json::{Map, Value};

use crate::i18n::{I18n, use_i18n};
use crate::t;
use crate::ui::{CodeBlock, TextArea};

/// The arguments of a call as a JSON object, with what is wrong beside them and what the MCP tool asks for below.
#[component]
pub fn CallArguments(
    /// The MCP tool's JSON Schema; null where it is not known.
    #[prop(optional)]
    schema: Value,
    /// What stands in it at first, unless the form comes back with another.
    #[prop(optional, into)]
    value: String,
    /// What is wrong with the form; what does not concern the arguments is passed over.
    #[prop(optional, into)]
    faults: Signal<Vec<FieldError>>,
    /// Name of the value it sends.
    #[prop(default = "arguments")]
    name: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let error = Signal::derive(move || fault_words(i18n, &faults.read()));
    let schema = schema.is_object().then(|| {
        view! {
            <details class="call-schema">
                <summary>{t!(i18n, "mcp-call-schema")}</summary>
                <CodeBlock code=format!("{schema:#}") wrap=true />
            </details>
        }
    });
    view! {
        <div class="call-arguments">
            <TextArea
                name
                label=t!(i18n, "mcp-call-arguments")
                help=t!(i18n, "mcp-call-arguments-help")
                placeholder="{}"
                value
                rows=8
                mono=true
                error
            />
            {schema}
        </div>
    }
    .into_any()
}

/// Arguments as they are entered; none are an empty text.
pub fn arguments_text(arguments: Map<String, Value>) -> String {
    if arguments.is_empty() { String::new() } else { format!("{:#}", Value::Object(arguments)) }
}

/// A line for each fault of the arguments, with its place in them.
fn fault_words(i18n: I18n, faults: &[FieldError]) -> Option<String> {
    let line = |fault: &FieldError| {
        let place = place(&fault.field)?;
        let words = i18n.message(&fault.message());
        Some(if place.is_empty() { words } else { format!("{place}: {words}") })
    };
    let lines: Vec<_> = faults.iter().filter_map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `user.name` of `arguments.user.name`; nothing of what does not concern the arguments.
fn place(field: &str) -> Option<&str> {
    let rest = field.strip_prefix("action.").unwrap_or(field).strip_prefix("arguments")?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

#[cfg(test)]
mod tests {
    use model::{FieldCode, Lang};

    use super::*;

    #[test]
    fn faults_have_their_place_in_the_arguments() {
        let i18n = I18n::from_ftl(Lang::En, "field-error-required = Missing.\nfield-error-url = No URL.\n".to_owned());
        let faults = [
            FieldError::new("name", FieldCode::Required),
            FieldError::new("arguments.user.name", FieldCode::Required),
            FieldError::new("action.arguments", FieldCode::Url),
            FieldError::new("arguments_of_another", FieldCode::Url),
        ];
        assert_eq!(fault_words(i18n, &faults).as_deref(), Some("user.name: Missing.\nNo URL."));
        assert_eq!(fault_words(i18n, &faults[..1]), None);
    }

    #[test]
    fn no_arguments_are_an_empty_text() {
        assert_eq!(arguments_text(Map::new()), "");
        let one = serde_json::json!({ "a": 1 }).as_object().unwrap().clone();
        assert_eq!(arguments_text(one), "{\n  \"a\": 1\n}");
    }
}

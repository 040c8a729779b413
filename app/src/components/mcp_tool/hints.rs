//! What a server claims of an MCP tool.

use leptos::prelude::*;
use model::McpToolAnnotations;

use crate::i18n::use_i18n;
use crate::t;
use crate::ui::{Badge, IconName, Tone};

/// The claims in badges; nothing where there are none.
#[component]
pub fn McpToolHints(
    /// What the server claims.
    annotations: Option<McpToolAnnotations>,
    /// Says that they are claims.
    #[prop(optional)]
    note: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let badges: Vec<_> = annotations
        .map(|annotations| claims(&annotations))
        .unwrap_or_default()
        .into_iter()
        .map(|(word, tone, icon)| {
            let words = i18n.text(&format!("mcp-tool-hint-{word}"), &[]);
            view! { <Badge tone icon>{words}</Badge> }
        })
        .collect();
    let note = note.then(|| view! { <span class="mcp-hints__note">{t!(i18n, "mcp-tool-hints-note")}</span> });
    (!badges.is_empty()).then(|| view! { <span class="mcp-hints">{badges} {note}</span> })
}

/// What is claimed. Whether it destroys and whether it may be repeated means nothing of a tool that changes nothing
/// (`ToolAnnotations` of revision 2026-07-28).
fn claims(annotations: &McpToolAnnotations) -> Vec<(&'static str, Tone, IconName)> {
    let changes = annotations.read_only_hint != Some(true);
    let all = [
        (!changes, ("read-only", Tone::Neutral, IconName::Eye)),
        (changes && annotations.destructive_hint == Some(true), ("destructive", Tone::Warning, IconName::Warning)),
        (changes && annotations.idempotent_hint == Some(true), ("idempotent", Tone::Neutral, IconName::Retry)),
        (annotations.open_world_hint == Some(true), ("open-world", Tone::Neutral, IconName::ExternalLink)),
    ];
    all.into_iter().filter(|(claimed, _)| *claimed).map(|(_, claim)| claim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(annotations: McpToolAnnotations) -> Vec<&'static str> {
        claims(&annotations).into_iter().map(|(word, ..)| word).collect()
    }

    #[test]
    fn only_what_is_claimed_and_means_something() {
        assert_eq!(words(McpToolAnnotations::default()), [""; 0]);
        let all = McpToolAnnotations {
            title: None,
            read_only_hint: Some(false),
            destructive_hint: Some(true),
            idempotent_hint: Some(true),
            open_world_hint: Some(true),
        };
        assert_eq!(words(all.clone()), ["destructive", "idempotent", "open-world"]);
        assert_eq!(words(McpToolAnnotations { read_only_hint: Some(true), ..all }), ["read-only", "open-world"]);
    }
}

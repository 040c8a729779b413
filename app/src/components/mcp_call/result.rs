//! What a call came to.

use leptos::prelude::*;
use model::{McpContent, McpToolResult, ServerId};
use serde_json::Value;

use crate::components::mcp_content::{ContentsView, DataView};
use crate::i18n::use_i18n;
use crate::t;

/// The result of a call: its blocks, and its data where the blocks do not say the same.
#[component]
pub fn CallResult(
    /// The result.
    result: McpToolResult,
    /// The server it comes from.
    #[prop(optional_no_strip)]
    server: Option<ServerId>,
) -> impl IntoView {
    let (contents, data) = parts(result);
    if contents.is_empty() && data.is_none() {
        return view! { <p>{t!(use_i18n(), "mcp-call-result-none")}</p> }.into_any();
    }
    let contents = (!contents.is_empty()).then(|| view! { <ContentsView contents server /> });
    let data = data.map(|value| view! { <DataView value /> });
    view! {
        {contents}
        {data}
    }
    .into_any()
}

/// Blocks and data. Servers repeat the data as text for clients that do not know it: that block is left out.
fn parts(result: McpToolResult) -> (Vec<McpContent>, Option<Value>) {
    let data = result.structured_content;
    let repeats = |block: &McpContent| match (block, &data) {
        (McpContent::Text { text }, Some(data)) => serde_json::from_str::<Value>(text).is_ok_and(|read| read == *data),
        _ => false,
    };
    let contents = result.content.into_iter().filter(|block| !repeats(block)).collect();
    (contents, data)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_is_shown_once() {
        let text = |text: &str| McpContent::Text { text: text.to_owned() };
        let content = vec![text("Cloudy."), text("{ \"temperature\": 33 }")];
        let data = Some(json!({ "temperature": 33 }));
        let result = |structured_content| McpToolResult {
            content: content.clone(),
            structured_content,
            is_error: false,
            duration_ms: 1,
        };
        assert_eq!(parts(result(data.clone())), (vec![text("Cloudy.")], data));
        assert_eq!(parts(result(None)), (content.clone(), None));
    }
}

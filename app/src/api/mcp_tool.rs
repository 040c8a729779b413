//! MCP tools: what servers offer to be called, and calls of them.

use leptos::prelude::*;
use model::{ExecutionView, McpToolView, Page, PageQuery, ServerId};

use super::ApiResult;
#[cfg(feature = "ssr")]
use super::{org, redirect};

/// One page of a server's MCP tools, by name.
#[server(prefix = "/api/fn", endpoint = "list-mcp-tools")]
pub async fn list_mcp_tools(
    org: String,
    server: ServerId,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<McpToolView>> {
    Ok(studio_core::mcp_tool::list(&self::org(&org).await?, server, &query).await?)
}

/// One page of the MCP tools of all servers, by name.
#[server(prefix = "/api/fn", endpoint = "search-mcp-tools")]
pub async fn search_mcp_tools(org: String, #[server(default)] query: PageQuery) -> ApiResult<Page<McpToolView>> {
    Ok(studio_core::mcp_tool::search(&self::org(&org).await?, &query).await?)
}

/// One MCP tool, also when its server no longer offers it.
#[server(prefix = "/api/fn", endpoint = "get-mcp-tool")]
pub async fn get_mcp_tool(org: String, server: ServerId, name: String) -> ApiResult<McpToolView> {
    Ok(studio_core::mcp_tool::get(&self::org(&org).await?, server, &name).await?)
}

/// How many MCP tools a server offers, as far as is known.
#[server(prefix = "/api/fn", endpoint = "count-mcp-tools")]
pub async fn count_mcp_tools(org: String, server: ServerId) -> ApiResult<i64> {
    Ok(studio_core::mcp_tool::count(&self::org(&org).await?, server).await?)
}

/// Begins a call of an MCP tool and goes to it; `arguments` is the text of a JSON object, nothing for an empty one.
#[server(prefix = "/api/fn", endpoint = "begin-call")]
pub async fn begin_call(org: String, server: ServerId, name: String, arguments: String) -> ApiResult<()> {
    let ctx = self::org(&org).await?;
    let arguments = form::arguments(&arguments).map_err(|code| model::Error::invalid("arguments", code))?;
    let call = model::McpToolCall { arguments, timeout_s: None };
    let execution = studio_core::mcp_tool::begin(&ctx, server, &name, call).await?;
    redirect(&crate::paths::mcp_tool_call(&org, server, &name, execution.id));
    Ok(())
}

/// One page of the calls of an MCP tool, by hand and by tasks, newest first.
#[server(prefix = "/api/fn", endpoint = "mcp-tool-calls")]
pub async fn mcp_tool_calls(
    org: String,
    server: ServerId,
    name: String,
    #[server(default)] query: PageQuery,
) -> ApiResult<Page<ExecutionView>> {
    Ok(studio_core::mcp_tool::calls(&self::org(&org).await?, server, &name, &query).await?)
}

#[cfg(feature = "ssr")]
pub(super) use form::arguments;

#[cfg(feature = "ssr")]
mod form {
    use model::FieldCode;
    use serde_json::{Map, Value};

    /// Reads what was entered as arguments; a fault is told beside the field.
    pub(in crate::api) fn arguments(text: &str) -> Result<Map<String, Value>, FieldCode> {
        if text.trim().is_empty() {
            return Ok(Map::new());
        }
        serde_json::from_str(text).map_err(|error| FieldCode::Shape { detail: error.to_string() })
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn arguments_are_an_object_or_told_why_not() {
            assert!(arguments(" \n").unwrap().is_empty());
            assert_eq!(arguments(r#"{"a": [1]}"#).unwrap()["a"], serde_json::json!([1]));
            for wrong in ["[1]", "{\"a\":", "null", "{} {}"] {
                let code = arguments(wrong).unwrap_err();
                assert!(matches!(&code, FieldCode::Shape { .. }), "{wrong}: {code:?}");
            }
        }
    }
}

//! MCP tools as a server lists them, also those whose input schema is no schema: one odd tool hides no other.

use rmcp::model::{CustomResult, ServerResult, Tool};
use serde::Serialize;
use serde_json::{Value, json};

use crate::catalog::Page;

/// An MCP tool of a list.
#[derive(Serialize)]
pub(crate) struct OfferedTool {
    #[serde(flatten)]
    pub(crate) tool: Tool,
    /// What stands in the place of its input schema when that is not an object, as the protocol wants it.
    pub(crate) no_schema: Option<Value>,
}

/// One page of them; `None` when the answer is no such list.
pub(crate) fn page(answer: ServerResult) -> Option<Page<OfferedTool>> {
    match answer {
        ServerResult::ListToolsResult(page) => {
            let tools = page.tools.into_iter().map(|tool| OfferedTool { tool, no_schema: None }).collect();
            Some((tools, page.next_cursor))
        }
        // What the protocol's types cannot hold.
        ServerResult::CustomResult(CustomResult(page)) => odd_page(page),
        _ => None,
    }
}

fn odd_page(mut page: Value) -> Option<Page<OfferedTool>> {
    let Value::Array(tools) = page.get_mut("tools")?.take() else { return None };
    let next = page.get("nextCursor").and_then(Value::as_str).map(str::to_owned);
    Some((tools.into_iter().map(odd_tool).collect::<Option<_>>()?, next))
}

/// Without an input schema a tool takes what it is given; an output schema that is none says nothing.
fn odd_tool(mut tool: Value) -> Option<OfferedTool> {
    let members = tool.as_object_mut()?;
    let schema = members.insert("inputSchema".to_owned(), json!({})).unwrap_or_else(|| json!({}));
    let no_schema = if schema.is_object() {
        members.insert("inputSchema".to_owned(), schema);
        None
    } else {
        Some(schema)
    };
    if members.get("outputSchema").is_some_and(|schema| !schema.is_object()) {
        members.remove("outputSchema");
    }
    Some(OfferedTool { tool: serde_json::from_value(tool).ok()?, no_schema })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tools: &Value) -> Option<Vec<OfferedTool>> {
        odd_page(json!({ "tools": tools, "nextCursor": "2" })).map(|(tools, next)| {
            assert_eq!(next.as_deref(), Some("2"));
            tools
        })
    }

    #[test]
    fn an_odd_schema_hides_no_other_tool() -> Result<(), &'static str> {
        let schema = json!({ "type": "object" });
        let tools = json!([
            { "name": "text", "inputSchema": "banana" },
            { "name": "none" },
            { "name": "sound", "inputSchema": schema, "outputSchema": 42 },
        ]);
        let tools = read(&tools).ok_or("a list")?;
        let names: Vec<_> = tools.iter().map(|offered| offered.tool.name.as_ref()).collect();
        assert_eq!(names, ["text", "none", "sound"]);
        assert_eq!(tools[0].no_schema, Some(json!("banana")));
        assert!(tools[1].no_schema.is_none() && tools[1].tool.input_schema.is_empty());
        assert_eq!(Value::Object(tools[2].tool.input_schema.as_ref().clone()), schema);
        assert!(tools[2].tool.output_schema.is_none());
        Ok(())
    }

    #[test]
    fn what_is_no_list_of_tools_is_none() {
        assert!(read(&json!("tools")).is_none());
        assert!(read(&json!([{ "inputSchema": {} }])).is_none());
        assert!(read(&json!(["text"])).is_none());
        assert!(odd_page(json!({ "tool": [] })).is_none());
    }
}

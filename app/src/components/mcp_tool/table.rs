//! MCP tools in rows.

use leptos::prelude::*;
use model::McpToolView;

use super::{McpToolHints, McpToolIcon, mcp_tool_title};
use crate::i18n::use_i18n;
use crate::ui::{Column, RowLink, Table};
use crate::{paths, t};

/// A table of MCP tools. On a narrow screen names (and servers) stay.
#[component]
pub fn McpToolTable(
    /// Slug of the organization.
    org: String,
    /// The MCP tools.
    tools: Vec<McpToolView>,
    /// They are of several servers: says which.
    #[prop(optional)]
    servers: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let mut columns = vec![
        Column::text(t!(i18n, "mcp-tool-name")),
        Column::text(t!(i18n, "mcp-tool-description")),
        Column::text(t!(i18n, "mcp-tool-hints")),
    ];
    if servers {
        columns.push(Column::text(t!(i18n, "mcp-tool-server")));
    }
    let rows: Vec<_> = tools.into_iter().map(|tool| view! { <Row org=org.clone() tool servers /> }).collect();
    view! {
        <div class="mcp-tools">
            <Table label=t!(i18n, "mcp-tool-title") columns>
                {rows}
            </Table>
        </div>
    }
}

#[component]
fn Row(org: String, tool: McpToolView, servers: bool) -> impl IntoView {
    let title = mcp_tool_title(&tool).to_owned();
    let name = (title != tool.name).then(|| view! { <span class="table__sub">{tool.name.clone()}</span> });
    let description = tool.description.as_deref().and_then(first_line).map(str::to_owned);
    let server = servers.then(|| {
        view! {
            <td>
                <a href=paths::server_mcp_tools(&org, tool.server_id)>{tool.server_name.clone()}</a>
            </td>
        }
    });
    view! {
        <tr>
            <td class="table__main">
                <McpToolIcon icons=tool.icons />
                <RowLink href=paths::mcp_tool(&org, tool.server_id, &tool.name)>{title}</RowLink>
                {name}
            </td>
            <td class="table__description">{description}</td>
            <td>
                <McpToolHints annotations=tool.annotations />
            </td>
            {server}
        </tr>
    }
}

fn first_line(text: &str) -> Option<&str> {
    text.lines().map(str::trim).find(|line| !line.is_empty())
}

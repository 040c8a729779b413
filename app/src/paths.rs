//! One function a URL. `routes.rs` holds the same paths as patterns.

use model::execution::OutputFormat;
use model::mcp_json::McpJsonFormat;
use model::{
    ExecutionId, ExecutionState, HealthRange, ServerDraftId, ServerId, ServerImportId, ServerStatus, SessionView,
    TaskId, path_segment,
};

/// The root: sends to the first organization or to sign-in.
pub fn home() -> String {
    "/".to_owned()
}

/// Makes an account.
pub fn sign_up() -> String {
    "/sign-up".to_owned()
}

/// The page that describes the API, no page of the application: link to it with `rel="external"`.
pub fn api_docs() -> String {
    "/api/docs".to_owned()
}

/// Signs in.
pub fn sign_in() -> String {
    "/sign-in".to_owned()
}

/// Signs in and comes back to `next`, a path of this site.
pub fn sign_in_then(next: &str) -> String {
    format!("/sign-in?next={}", query_value(next))
}

/// The first-run link, which makes the first account.
pub fn welcome(token: &str) -> String {
    format!("/welcome/{token}")
}

/// Makes a further organization.
pub fn organization_new() -> String {
    "/organizations/new".to_owned()
}

/// An organization's dashboard. `org` is its slug, here and below.
pub fn dashboard(org: &str) -> String {
    format!("/o/{org}")
}

/// The list of servers.
pub fn servers(org: &str) -> String {
    format!("/o/{org}/servers")
}

/// The servers with a status.
pub fn servers_with(org: &str, status: ServerStatus) -> String {
    format!("/o/{org}/servers?status={status}")
}

/// The server wizard, step Basics, empty.
pub fn server_new(org: &str) -> String {
    format!("/o/{org}/servers/new")
}

/// The server wizard, step Basics, with what was entered before.
pub fn server_draft(org: &str, draft: ServerDraftId) -> String {
    format!("/o/{org}/servers/new/{draft}")
}

/// The server wizard, step Validation.
pub fn server_draft_validation(org: &str, draft: ServerDraftId) -> String {
    format!("/o/{org}/servers/new/{draft}/validation")
}

/// Takes another client's `mcp.json`.
pub fn server_import(org: &str) -> String {
    format!("/o/{org}/servers/import")
}

/// What would become of the servers of a file.
pub fn server_import_preview(org: &str, import: ServerImportId) -> String {
    format!("/o/{org}/servers/import/{import}")
}

/// The list of servers after an import of so many.
pub fn servers_imported(org: &str, count: usize) -> String {
    format!("/o/{org}/servers?imported={count}")
}

/// All servers as another client's `mcp.json` (REST).
pub fn server_export(org: &str, format: McpJsonFormat) -> String {
    format!("/api/v1/orgs/{org}/servers/export?format={format}")
}

/// A server.
pub fn server(org: &str, id: ServerId) -> String {
    format!("/o/{org}/servers/{id}")
}

/// A server with its health over a range.
pub fn server_over(org: &str, id: ServerId, range: HealthRange) -> String {
    format!("/o/{org}/servers/{id}?range={range}")
}

/// A server's name, address, credentials and end.
pub fn server_settings(org: &str, id: ServerId) -> String {
    format!("/o/{org}/servers/{id}/settings")
}

/// The executions on a server, as a part of its page.
pub fn server_executions(org: &str, id: ServerId) -> String {
    format!("/o/{org}/servers/{id}/executions")
}

/// The MCP tools of all servers.
pub fn mcp_tools(org: &str) -> String {
    format!("/o/{org}/mcp-tools")
}

/// The MCP tools of a server.
pub fn server_mcp_tools(org: &str, server: ServerId) -> String {
    format!("/o/{org}/servers/{server}/mcp-tools")
}

/// An MCP tool with its form and its calls. Its name may hold any character.
pub fn mcp_tool(org: &str, server: ServerId, name: &str) -> String {
    format!("/o/{org}/servers/{server}/mcp-tools/{}", path_segment::encoded(name))
}

/// The same, with one of its calls.
pub fn mcp_tool_call(org: &str, server: ServerId, name: &str, call: ExecutionId) -> String {
    format!("{}?call={call}", mcp_tool(org, server, name))
}

/// The same, with the arguments of one of its calls in the form.
pub fn mcp_tool_again(org: &str, server: ServerId, name: &str, call: ExecutionId) -> String {
    format!("{}?again={call}", mcp_tool(org, server, name))
}

/// What a server lets be read.
pub fn mcp_resources(org: &str, server: ServerId) -> String {
    format!("/o/{org}/servers/{server}/resources")
}

/// A resource of a server with its contents. Slashes are encoded too: the router takes some off the end of an address.
pub fn mcp_resource(org: &str, server: ServerId, uri: &str) -> String {
    format!("/o/{org}/servers/{server}/resources?uri={}", query_value(uri).replace('/', "%2F"))
}

/// The prompts of a server.
pub fn mcp_prompts(org: &str, server: ServerId) -> String {
    format!("/o/{org}/servers/{server}/prompts")
}

/// A prompt of a server with its arguments.
pub fn mcp_prompt(org: &str, server: ServerId, name: &str) -> String {
    format!("/o/{org}/servers/{server}/prompts?name={}", query_value(name))
}

/// The list of tasks.
pub fn tasks(org: &str) -> String {
    format!("/o/{org}/tasks")
}

/// Writes a task.
pub fn task_new(org: &str) -> String {
    format!("/o/{org}/tasks/new")
}

/// Writes a task for one server.
pub fn task_new_on(org: &str, server: ServerId) -> String {
    format!("/o/{org}/tasks/new?server={server}")
}

/// A task.
pub fn task(org: &str, id: TaskId) -> String {
    format!("/o/{org}/tasks/{id}")
}

/// Changes a task.
pub fn task_edit(org: &str, id: TaskId) -> String {
    format!("/o/{org}/tasks/{id}/edit")
}

/// The list of executions.
pub fn executions(org: &str) -> String {
    format!("/o/{org}/executions")
}

/// The executions of one task.
pub fn executions_of_task(org: &str, task: TaskId) -> String {
    format!("/o/{org}/executions?task={task}")
}

/// The executions in one state.
pub fn executions_in_state(org: &str, state: ExecutionState) -> String {
    format!("/o/{org}/executions?state={state}")
}

/// The socket that says that something changed (WebSocket contract).
pub fn events(org: &str) -> String {
    format!("/api/v1/orgs/{org}/events")
}

/// An execution with its terminal.
pub fn execution(org: &str, id: ExecutionId) -> String {
    format!("/o/{org}/executions/{id}")
}

/// The socket of an execution's terminal (WebSocket contract).
pub fn execution_terminal(org: &str, id: ExecutionId) -> String {
    format!("/api/v1/orgs/{org}/executions/{id}/terminal")
}

/// All of an execution's output, byte for byte (REST).
pub fn execution_output(org: &str, id: ExecutionId) -> String {
    format!("/api/v1/orgs/{org}/executions/{id}/output")
}

/// All of an attempt's output, byte for byte (REST).
pub fn attempt_output(org: &str, id: ExecutionId, number: i32) -> String {
    format!("/api/v1/orgs/{org}/executions/{id}/output?attempt={number}")
}

/// An execution's output in a form to take along (REST).
pub fn execution_output_as(org: &str, id: ExecutionId, format: OutputFormat) -> String {
    format!("/api/v1/orgs/{org}/executions/{id}/output?format={format}")
}

/// Finds things of the organization.
pub fn search(org: &str) -> String {
    format!("/o/{org}/search")
}

/// The settings: sends to the first of them.
pub fn settings(org: &str) -> String {
    format!("/o/{org}/settings")
}

/// The reader's name and password.
pub fn settings_profile(org: &str) -> String {
    format!("/o/{org}/settings/profile")
}

/// The reader's language and theme.
pub fn settings_appearance(org: &str) -> String {
    format!("/o/{org}/settings/appearance")
}

/// The organization's name.
pub fn settings_organization(org: &str) -> String {
    format!("/o/{org}/settings/organization")
}

/// Where a fresh session begins: the first organization's dashboard.
pub fn after_sign_in(session: &SessionView) -> String {
    session.memberships.first().map_or_else(home, |m| dashboard(&m.organization.slug))
}

/// Whether a path given from outside stays on this site. Browsers read `//host` and `/\host` as other hosts.
pub fn is_local(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && !path.chars().any(|c| c.is_control() || c == '\\')
}

/// Percent-encodes what does not stand for itself in the value of a query (RFC 3986, 3.4).
pub fn query_value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path() {
        let id = model::ServerId::from(uuid::Uuid::nil()).0;
        let paths = [
            home(),
            sign_up(),
            sign_in(),
            sign_in_then("/o/acme/tasks?q=a b&state=failed"),
            welcome("t0k3n"),
            organization_new(),
            dashboard("acme"),
            servers("acme"),
            servers_with("acme", ServerStatus::Unreachable),
            server_new("acme"),
            server_draft("acme", id.into()),
            server_draft_validation("acme", id.into()),
            server_import("acme"),
            server_import_preview("acme", id.into()),
            servers_imported("acme", 3),
            server_export("acme", McpJsonFormat::VsCode),
            server("acme", id.into()),
            server_over("acme", id.into(), HealthRange::Week),
            server_settings("acme", id.into()),
            server_executions("acme", id.into()),
            mcp_tools("acme"),
            server_mcp_tools("acme", id.into()),
            mcp_tool("acme", id.into(), "a/b c"),
            mcp_tool("acme", id.into(), ".."),
            mcp_tool("acme", id.into(), "50%"),
            mcp_tool_call("acme", id.into(), "echo", id.into()),
            mcp_tool_again("acme", id.into(), "echo", id.into()),
            mcp_resources("acme", id.into()),
            mcp_resource("acme", id.into(), "file:///a b?c=d"),
            mcp_prompts("acme", id.into()),
            mcp_prompt("acme", id.into(), "a&b"),
            tasks("acme"),
            task_new("acme"),
            task_new_on("acme", id.into()),
            task("acme", id.into()),
            task_edit("acme", id.into()),
            executions("acme"),
            executions_of_task("acme", id.into()),
            executions_in_state("acme", ExecutionState::Lost),
            events("acme"),
            execution("acme", id.into()),
            execution_terminal("acme", id.into()),
            execution_output("acme", id.into()),
            execution_output_as("acme", id.into(), OutputFormat::Text),
            search("acme"),
            settings("acme"),
            settings_profile("acme"),
            settings_appearance("acme"),
            settings_organization("acme"),
        ];
        let expected = "\
/
/sign-up
/sign-in
/sign-in?next=/o/acme/tasks%3Fq%3Da%20b%26state%3Dfailed
/welcome/t0k3n
/organizations/new
/o/acme
/o/acme/servers
/o/acme/servers?status=unreachable
/o/acme/servers/new
/o/acme/servers/new/00000000-0000-0000-0000-000000000000
/o/acme/servers/new/00000000-0000-0000-0000-000000000000/validation
/o/acme/servers/import
/o/acme/servers/import/00000000-0000-0000-0000-000000000000
/o/acme/servers?imported=3
/api/v1/orgs/acme/servers/export?format=vscode
/o/acme/servers/00000000-0000-0000-0000-000000000000
/o/acme/servers/00000000-0000-0000-0000-000000000000?range=7d
/o/acme/servers/00000000-0000-0000-0000-000000000000/settings
/o/acme/servers/00000000-0000-0000-0000-000000000000/executions
/o/acme/mcp-tools
/o/acme/servers/00000000-0000-0000-0000-000000000000/mcp-tools
/o/acme/servers/00000000-0000-0000-0000-000000000000/mcp-tools/a~2Fb~20c
/o/acme/servers/00000000-0000-0000-0000-000000000000/mcp-tools/~2E~2E
/o/acme/servers/00000000-0000-0000-0000-000000000000/mcp-tools/50~25
/o/acme/servers/00000000-0000-0000-0000-000000000000/mcp-tools/echo?call=00000000-0000-0000-0000-000000000000
/o/acme/servers/00000000-0000-0000-0000-000000000000/mcp-tools/echo?again=00000000-0000-0000-0000-000000000000
/o/acme/servers/00000000-0000-0000-0000-000000000000/resources
/o/acme/servers/00000000-0000-0000-0000-000000000000/resources?uri=file%3A%2F%2F%2Fa%20b%3Fc%3Dd
/o/acme/servers/00000000-0000-0000-0000-000000000000/prompts
/o/acme/servers/00000000-0000-0000-0000-000000000000/prompts?name=a%26b
/o/acme/tasks
/o/acme/tasks/new
/o/acme/tasks/new?server=00000000-0000-0000-0000-000000000000
/o/acme/tasks/00000000-0000-0000-0000-000000000000
/o/acme/tasks/00000000-0000-0000-0000-000000000000/edit
/o/acme/executions
/o/acme/executions?task=00000000-0000-0000-0000-000000000000
/o/acme/executions?state=lost
/api/v1/orgs/acme/events
/o/acme/executions/00000000-0000-0000-0000-000000000000
/api/v1/orgs/acme/executions/00000000-0000-0000-0000-000000000000/terminal
/api/v1/orgs/acme/executions/00000000-0000-0000-0000-000000000000/output
/api/v1/orgs/acme/executions/00000000-0000-0000-0000-000000000000/output?format=text
/o/acme/search
/o/acme/settings
/o/acme/settings/profile
/o/acme/settings/appearance
/o/acme/settings/organization";
        assert_eq!(paths.join("\n"), expected);
        assert!(paths.iter().all(|path| is_local(path)));
    }

    #[test]
    fn other_sites_are_not_local() {
        for path in ["", "o/acme", "//evil.example", "/\\evil.example", "https://evil.example", "/a\\b", "/a\nb"] {
            assert!(!is_local(path), "{path:?}");
        }
    }
}

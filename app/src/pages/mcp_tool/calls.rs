//! The calls of an MCP tool.

use leptos::prelude::*;
use model::event::EventTopic;
use model::{Action, ExecutionId, ExecutionView, Page, PageQuery, ServerId, TaskAction};
use serde_json::Value;

use crate::api::ApiResult;
use crate::api::mcp_tool::mcp_tool_calls;
use crate::api::organization::is_allowed;
use crate::components::execution::{ExecutionStatus, ExecutionTime};
use crate::components::live::use_live;
use crate::i18n::use_i18n;
use crate::ui::{Card, Column, IconName, LinkButton, RowLink, SkeletonTable, Table, Time, Variant, loaded};
use crate::{paths, t};

/// Seconds between two looks while one is under way, and else, while changes are not told.
const SOON: i64 = 2;
const LATER: i64 = 10;

/// Calls shown here.
const LATEST: u32 = 20;
/// Most characters of the arguments of one.
const WORDS: usize = 100;

/// The latest calls, and whether the reader may make another.
type Found = (Page<ExecutionView>, bool);

async fn find(org: String, server: ServerId, name: String) -> ApiResult<Found> {
    let query = PageQuery { limit: Some(LATEST), ..PageQuery::default() };
    let page = mcp_tool_calls(org.clone(), server, name, query).await?;
    Ok((page, is_allowed(org, Action::McpToolCall).await?))
}

/// The latest calls, by hand and by tasks; kept fresh.
#[component]
pub(super) fn Calls(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
    /// Name of the MCP tool.
    name: String,
    /// The call that is shown.
    call: Memo<Option<ExecutionId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wanted = (org.clone(), name.clone());
    let calls =
        Resource::new_blocking(move || (wanted.clone(), call.get()), move |((org, name), _)| find(org, server, name));
    let poll = use_live(|| [EventTopic::Executions], move || calls.refetch());
    view! {
        <Card title=t!(i18n, "mcp-tool-calls") flush=true>
            {loaded(
                calls,
                || view! { <SkeletonTable rows=3 columns=5 /> }.into_any(),
                move |(page, may_call)| {
                    poll.every(if page.items.iter().any(|call| !call.state.is_final()) { SOON } else { LATER });
                    if page.items.is_empty() {
                        return view! { <p class="mcp-calls__none">{t!(i18n, "mcp-tool-calls-none")}</p> }.into_any();
                    }
                    let rows = page.items.into_iter().map(|call| row(&org, server, &name, call, may_call)).collect();
                    view! { <CallTable rows /> }.into_any()
                },
            )}
        </Card>
    }
}

#[component]
fn CallTable(rows: Vec<AnyView>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::text(t!(i18n, "mcp-tool-call-arguments")),
        Column::text(t!(i18n, "execution-column-state")),
        Column::text(t!(i18n, "execution-column-by")),
        Column::number(t!(i18n, "execution-column-duration")),
        Column::number(t!(i18n, "execution-column-queued")),
        Column::actions(t!(i18n, "mcp-tool-again")),
    ];
    view! {
        <div class="mcp-calls">
            <Table label=t!(i18n, "mcp-tool-calls") columns>
                {rows}
            </Table>
        </div>
    }
}

fn row(org: &str, server: ServerId, name: &str, call: ExecutionView, may_call: bool) -> AnyView {
    let i18n = use_i18n();
    let href = paths::mcp_tool_call(org, server, name, call.id);
    let again = may_call.then(|| {
        let href = paths::mcp_tool_again(org, server, name, call.id);
        view! {
            <LinkButton href variant=Variant::Ghost small=true icon=IconName::Retry>
                {t!(i18n, "mcp-tool-again")}
            </LinkButton>
        }
    });
    let by = match call.task_id {
        Some(task) => view! { <a href=paths::task(org, task)>{call.title.clone()}</a> }.into_any(),
        None => call.triggered_by.clone().into_any(),
    };
    let came = match &call.error {
        Some(issue) => Some(i18n.message(&issue.message())),
        None => call.summary.clone(),
    };
    let came = came.map(|words| view! { <span class="table__sub">{words}</span> });
    let (words, state, reason, at) = (arguments(&call.action), call.state, call.reason, call.queued_at);
    view! {
        <tr>
            <td class="table__main">
                <RowLink href>
                    <span class="mcp-calls__arguments">{words}</span>
                </RowLink>
                {came}
            </td>
            <td>
                <ExecutionStatus state reason />
            </td>
            <td>{by}</td>
            <td class="table__number">
                <ExecutionTime execution=Signal::stored(call) />
            </td>
            <td class="table__number">
                <Time at />
            </td>
            <td class="table__actions">{again}</td>
        </tr>
    }
    .into_any()
}

/// What it was called with, in a line.
fn arguments(action: &TaskAction) -> String {
    let TaskAction::ToolCall { arguments, .. } = action else { return String::new() };
    let text = Value::Object(arguments.clone()).to_string();
    match text.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_arguments_are_cut_between_characters() {
        let line = |message: &str| {
            let given = serde_json::json!({ "message": message }).as_object().unwrap().clone();
            arguments(&TaskAction::ToolCall { tool: "echo".to_owned(), arguments: given })
        };
        assert_eq!(line("hi"), r#"{"message":"hi"}"#);
        let cut = line(&"é".repeat(200));
        assert!(cut.ends_with("é…") && cut.chars().count() == WORDS + 1, "{cut}");
    }
}

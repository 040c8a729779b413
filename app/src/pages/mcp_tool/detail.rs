//! One MCP tool: what it is, a form that calls it, the call that was made, those before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::event::EventTopic;
use model::{Action, Error, ExecutionId, ExecutionView, McpToolView, ServerId, TaskAction};
use serde_json::{Map, Value};

use super::about::About;
use super::calls::Calls;
use super::form::CallForm;
use crate::api::execution::get_execution;
use crate::api::mcp_tool::{BeginCall, get_mcp_tool};
use crate::api::organization::is_allowed;
use crate::api::{ApiError, ApiResult};
use crate::components::live::use_live;
use crate::components::mcp_call::CallOutcome;
use crate::i18n::use_i18n;
use crate::pages::params::{Query, use_query};
use crate::ui::{Card, ErrorPanel, IconName, LinkButton, Skeleton, loaded};
use crate::{paths, t};

/// Seconds between two looks at a call under way, while changes are not told.
const SOON: i64 = 1;

/// The MCP tool, whether the reader may call it, and what stands in the form at first.
type Found = (McpToolView, bool, Option<Map<String, Value>>);

async fn find(org: String, server: ServerId, name: String, filled: Option<ExecutionId>) -> ApiResult<Found> {
    let tool = get_mcp_tool(org.clone(), server, name).await?;
    let may_call = is_allowed(org.clone(), Action::McpToolCall).await?;
    let given = match filled {
        Some(id) => arguments_of(org, id, &tool).await?,
        None => None,
    };
    Ok((tool, may_call, given))
}

/// What a call was made with, if it is one of this MCP tool.
async fn arguments_of(org: String, id: ExecutionId, of: &McpToolView) -> ApiResult<Option<Map<String, Value>>> {
    let execution = match get_execution(org, id).await {
        Ok(detail) => detail.execution,
        Err(ApiError(Error::NotFound { .. })) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(match execution.action {
        TaskAction::ToolCall { tool, arguments } if tool == of.name && execution.server_id == Some(of.server_id) => {
            Some(arguments)
        }
        _ => None,
    })
}

/// Which call fills in the form. It stays while another one is looked at, so that what was entered stays too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Filled {
    by: Option<ExecutionId>,
    /// `?again=` of the address.
    again: Option<ExecutionId>,
    /// How often it was asked for since the page came.
    turn: u32,
}

impl Filled {
    fn next(last: Option<&Self>, query: &Query) -> Self {
        let id = |name: &str| query.get(name).and_then(|id| id.parse::<ExecutionId>().ok());
        let again = id("again");
        match last {
            None => Self { by: again.or_else(|| id("call")), again, turn: 0 },
            Some(last) if again.is_some() && again != last.again => Self { by: again, again, turn: last.turn + 1 },
            Some(last) => Self { again, ..*last },
        }
    }
}

/// An MCP tool, live.
#[component]
pub(super) fn Detail(
    /// Slug of the organization.
    org: String,
    /// The server.
    server: ServerId,
    /// Name of the MCP tool.
    name: String,
    /// Whether the server is enabled.
    enabled: bool,
) -> impl IntoView {
    let query = use_query();
    let call = Memo::new(move |_| query.read().get("call").and_then(|id| id.parse::<ExecutionId>().ok()));
    let filled = Memo::new(move |last: Option<&Filled>| Filled::next(last, &query.read()));
    let filled = Memo::new(move |_| (filled.read().by, filled.read().turn));
    let begin = ServerAction::<BeginCall>::new();
    let wanted = (org.clone(), name.clone());
    let found = Resource::new_blocking(
        move || (wanted.clone(), filled.get()),
        move |((org, name), (filled, _))| find(org, server, name, filled),
    );
    let form_org = org.clone();
    let called_org = org.clone();
    view! {
        <div class="stack">
            {loaded(
                found,
                || view! { <Skeleton lines=10 /> }.into_any(),
                move |(tool, may_call, given)| {
                    let org = form_org.clone();
                    view! {
                        <About tool=tool.clone() />
                        <CallForm org tool given may_call enabled begin />
                    }
                    .into_any()
                },
            )}
            {move || call.get().map(|id| view! { <Called org=called_org.clone() id /> })}
            <Calls org server name call />
        </div>
    }
}

/// The call that was made.
#[component]
fn Called(org: String, id: ExecutionId) -> impl IntoView {
    let i18n = use_i18n();
    let href = paths::execution(&org, id);
    let of = org.clone();
    let first = Resource::new_blocking(move || (of.clone(), id), |(org, id)| get_execution(org, id));
    let actions = move || {
        view! {
            <LinkButton href icon=IconName::ArrowRight>
                {t!(i18n, "mcp-tool-see-execution")}
            </LinkButton>
        }
    };
    view! {
        <Card title=t!(i18n, "mcp-tool-called") actions>
            {loaded(
                first,
                || view! { <Skeleton lines=4 /> }.into_any(),
                move |detail| view! { <Outcome org=org.clone() execution=detail.execution /> }.into_any(),
            )}
        </Card>
    }
}

/// What becomes of it, in place: what is being read or cancelled stays.
#[component]
fn Outcome(org: String, execution: ExecutionView) -> impl IntoView {
    let id = execution.id;
    let shown = RwSignal::new(execution);
    let trouble = RwSignal::new(None::<Error>);
    let load = move || {
        let org = org.clone();
        spawn_local(async move {
            match get_execution(org, id).await {
                Ok(detail) => {
                    shown.try_set(detail.execution);
                    trouble.try_set(None);
                }
                Err(error) => _ = trouble.try_set(Some(error.0)),
            }
        });
    };
    let poll = use_live(move || [EventTopic::Execution(id)], load);
    let is_over = Memo::new(move |_| shown.read().state.is_final());
    Effect::new(move || poll.every(if is_over.get() { 0 } else { SOON }));
    view! {
        {move || trouble.get().map(|error| view! { <ErrorPanel error /> })}
        <CallOutcome execution=shown />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_call_leaves_the_form_as_it_is() {
        let (a, b) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let next = |last: Option<&Filled>, search: String| Filled::next(last, &Query::parse(&search));
        let first = next(None, format!("call={a}"));
        assert_eq!(first, Filled { by: Some(a.into()), again: None, turn: 0 });
        assert_eq!(next(Some(&first), format!("call={b}")), first);
        let again = next(Some(&first), format!("again={b}"));
        assert_eq!(again, Filled { by: Some(b.into()), again: Some(b.into()), turn: 1 });
        let called = next(Some(&again), format!("call={a}"));
        assert_eq!((called.by, called.turn), (again.by, again.turn));
        // Asked for once more after a call, it fills in the form once more.
        assert_eq!(next(Some(&called), format!("again={b}")).turn, 2);
    }
}

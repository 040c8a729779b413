//! Calls of MCP tools as executions, on a real Postgres and a real MCP server.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use model::{
    Action, CallProgress, Error, ExecutionKind, ExecutionState, ExecutionView, FieldCode, FieldError, IssueCode,
    McpToolCall, NewServer, NewTask, Noun, PageQuery, Priority, Role, Schedule, ServerAuth, ServerId, ServerPatch,
    TaskAction, TaskLimits,
};
use serde_json::{Value, json};
use studio_core::{execution, mcp_tool, server, task};
use test_support::{Member, Proxy, TestMcpServer, TestStudio, refused};

const TOOLS: [(&str, &str); 5] = [
    ("echo", "Gives back"),
    ("fails", "Always fails"),
    ("read_once", "Waits once"),
    ("steps", "Counts"),
    ("waits", "Never ends"),
];

async fn start() -> (TestStudio, Member, TestMcpServer) {
    let studio = TestStudio::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let remote = TestMcpServer::start(&TOOLS).await.unwrap();
    (studio, ada, remote)
}

async fn add(member: &Member, url: String) -> ServerId {
    let new = NewServer { name: "one".to_owned(), description: None, url, auth: ServerAuth::None, labels: Vec::new() };
    server::create(&member.ctx, new).await.unwrap().id
}

fn with(arguments: Value) -> McpToolCall {
    McpToolCall { arguments: arguments.as_object().unwrap().clone(), timeout_s: None }
}

async fn begin(member: &Member, server: ServerId, tool: &str, arguments: Value) -> ExecutionView {
    mcp_tool::begin(&member.ctx, server, tool, with(arguments)).await.unwrap()
}

async fn ended(member: &Member, execution: &ExecutionView) -> ExecutionView {
    member.until(execution.id, |now| now.state.is_final()).await.unwrap()
}

/// Begins a call that the server holds, and returns when it does.
async fn held(member: &Member, remote: &TestMcpServer, server: ServerId, tool: &str) -> ExecutionView {
    let execution = begin(member, server, tool, json!({})).await;
    until(|| remote.calls() == 1).await;
    member.until(execution.id, |now| now.state == ExecutionState::Running).await.unwrap()
}

async fn until(done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(10), "it never came so far");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn task_of(server_id: ServerId, tool: &str, limits: TaskLimits) -> NewTask {
    NewTask {
        title: "Ask the server".to_owned(),
        description: None,
        server_id: Some(server_id),
        labels: Vec::new(),
        action: TaskAction::ToolCall { tool: tool.to_owned(), arguments: Default::default() },
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits,
        concurrency_key: None,
    }
}

/// What people are told when it goes wrong.
fn code(execution: &ExecutionView) -> Option<IssueCode> {
    execution.error.as_ref().map(|issue| issue.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_shows_how_far_it_is_and_what_it_came_to() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let id = add(&ada, remote.url()).await;
    let begun = begin(&ada, id, "steps", json!({ "steps": 3, "note": "planted-4242" })).await;
    assert_eq!((begun.kind, begun.state, begun.title.as_str()), (ExecutionKind::Call, ExecutionState::Queued, "steps"));
    let end = ended(&ada, &begun).await;
    assert_eq!((end.state, end.attempt, end.error.clone()), (ExecutionState::Succeeded, 1, None));
    let last = CallProgress { current: 3.0, total: Some(3.0), message: Some("on the way".to_owned()) };
    assert_eq!(end.progress, Some(last));
    let result = end.result.unwrap();
    assert_eq!((result.structured_content, result.is_error), (Some(json!({ "sum": 6 })), false));
    let output = String::from_utf8(ada.output(begun.id).await.unwrap()).unwrap();
    assert_eq!(output, "1/3 on the way\n2/3 on the way\n3/3 on the way\n{\"sum\":6}\n");

    let calls = mcp_tool::calls(&ada.ctx, id, "steps", &PageQuery::default()).await.unwrap().items;
    assert_eq!(calls.iter().map(|call| (call.id, call.result.is_some())).collect::<Vec<_>>(), [(begun.id, false)]);
    assert_eq!(calls[0].summary.as_deref(), Some(r#"{"sum":6}"#));
    assert!(mcp_tool::calls(&ada.ctx, id, "echo", &PageQuery::default()).await.unwrap().items.is_empty());
    let owner = studio.database.owner().await.unwrap();
    let row = owner.query_one("SELECT string_agg(a::text, ' ') FROM audit_log a", &[]).await.unwrap();
    let log: String = row.get(0);
    assert!(log.contains("mcp_tool.call") && !log.contains("planted-4242"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_tool_calls_a_failure_is_one_in_its_words() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let id = add(&ada, remote.url()).await;
    let task = task::create(&ada.ctx, task_of(id, "fails", TaskLimits::default())).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let end = ended(&ada, &run).await;
    let issue = end.error.clone().unwrap();
    assert_eq!((end.state, issue.code), (ExecutionState::Failed, IssueCode::McpToolFailed));
    assert_eq!(issue.detail, "the disk is full");
    assert!(end.result.is_some_and(|result| result.is_error));

    let again = execution::retry(&ada.ctx, run.id).await.unwrap();
    assert_eq!(ended(&ada, &again).await.state, ExecutionState::Failed);
    let calls = mcp_tool::calls(&ada.ctx, id, "fails", &PageQuery::default()).await.unwrap().items;
    assert_eq!(calls.iter().map(|call| call.id).collect::<Vec<_>>(), [again.id, run.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_may_call_what_is_not_known_yet_but_not_what_is_known_not_to_be_there() {
    let (studio, ada, remote) = start().await;
    let id = add(&ada, remote.url()).await;
    let early = task::create(&ada.ctx, task_of(id, "nothing", TaskLimits::default())).await.unwrap();
    mcp_tool::list(&ada.ctx, id, &PageQuery::default()).await.unwrap();
    let error = refused(task::create(&ada.ctx, task_of(id, "nothing", TaskLimits::default())).await);
    assert_eq!(error, Error::invalid("action.tool", FieldCode::UnknownReference));
    // What it says already may stay.
    let title = model::TaskPatch { title: Some("Later".to_owned()), ..Default::default() };
    task::update(&ada.ctx, early.id, title).await.unwrap();

    studio.work();
    let run = task::run(&ada.ctx, early.id).await.unwrap();
    let end = ended(&ada, &run).await;
    assert_eq!((end.state, code(&end)), (ExecutionState::Failed, Some(IssueCode::McpToolUnknown)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_answer_never_came_is_lost() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let network = Proxy::start(remote.port()).await.unwrap();
    let id = add(&ada, network.url()).await;
    let call = held(&ada, &remote, id, "waits").await;
    network.cut();
    let end = ended(&ada, &call).await;
    assert_eq!((end.state, code(&end)), (ExecutionState::Lost, Some(IssueCode::ConnectionLost)));
    assert_eq!(remote.calls(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_answered_with_a_status_is_lost_only_where_a_proxy_does_not_know() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let answers = [
        ("http_400", ExecutionState::Failed, "400 Bad Request: the shelf is too small"),
        ("http_413", ExecutionState::Failed, "413 Payload Too Large: the shelf is too small"),
        ("http_500", ExecutionState::Failed, "500 Internal Server Error"),
        ("http_503", ExecutionState::Failed, "503 Service Unavailable"),
        ("http_504", ExecutionState::Lost, "504 Gateway Timeout"),
    ];
    remote.offer(&answers.map(|(tool, ..)| (tool, "Answers with a status")));
    let id = add(&ada, remote.url()).await;
    for (tool, state, detail) in answers {
        let end = ended(&ada, &begin(&ada, id, tool, json!({})).await).await;
        let issue = end.error.unwrap();
        assert_eq!((end.state, issue.code), (state, IssueCode::HttpStatus), "{tool}");
        assert_eq!(issue.detail, detail);
    }
    assert_eq!(remote.calls(), answers.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_that_only_reads_is_called_once_more() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let network = Proxy::start(remote.port()).await.unwrap();
    let id = add(&ada, network.url()).await;
    let call = held(&ada, &remote, id, "read_once").await;
    network.cut();
    tokio::time::sleep(Duration::from_millis(200)).await;
    network.mend();
    let end = ended(&ada, &call).await;
    assert_eq!((end.state, end.attempt, remote.calls()), (ExecutionState::Succeeded, 1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_its_worker_left_behind_is_lost_unless_it_only_reads() {
    for (tool, state, calls) in [("waits", ExecutionState::Lost, 1), ("read_once", ExecutionState::Succeeded, 2)] {
        let (studio, ada, remote) = start().await;
        let first = studio.work();
        let id = add(&ada, remote.url()).await;
        let call = held(&ada, &remote, id, tool).await;
        first.cancel();
        tokio::time::sleep(Duration::from_millis(300)).await;
        studio.work();
        let end = ended(&ada, &call).await;
        assert_eq!((end.state, end.attempt, remote.calls()), (state, 1, calls), "{tool}");
        let interrupted = (state == ExecutionState::Lost).then_some(IssueCode::CallInterrupted);
        assert_eq!(code(&end), interrupted, "{tool}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_reaches_the_server() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let id = add(&ada, remote.url()).await;
    let call = held(&ada, &remote, id, "waits").await;
    assert_eq!(execution::cancel(&ada.ctx, call.id).await.unwrap().state, ExecutionState::Cancelling);
    assert_eq!(ended(&ada, &call).await.state, ExecutionState::Cancelled);
    until(|| remote.cancelled() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn time_outs_end_it_and_say_which() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let id = add(&ada, remote.url()).await;
    let limits = [
        (TaskLimits { timeout_s: Some(1), ..Default::default() }, "total"),
        (TaskLimits { idle_timeout_s: Some(1), ..Default::default() }, "idle"),
    ];
    for (limits, which) in limits {
        let task = task::create(&ada.ctx, task_of(id, "waits", limits)).await.unwrap();
        let run = task::run(&ada.ctx, task.id).await.unwrap();
        let end = ended(&ada, &run).await;
        let issue = end.error.unwrap();
        assert_eq!((end.state, issue.code), (ExecutionState::TimedOut, IssueCode::TimedOut));
        assert_eq!(issue.detail, which);
    }
    until(|| remote.cancelled() == 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_fails_the_call_and_one_that_is_disabled_is_not_asked() {
    let (studio, ada, remote) = start().await;
    studio.work();
    let id = add(&ada, remote.url()).await;
    let task = task::create(&ada.ctx, task_of(id, "echo", TaskLimits::default())).await.unwrap();
    let off = ServerPatch { enabled: Some(false), ..Default::default() };
    server::update(&ada.ctx, id, off).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let end = ended(&ada, &run).await;
    assert_eq!((end.state, code(&end)), (ExecutionState::Failed, Some(IssueCode::Disabled)));
    // There is nothing at that path, which no patience mends.
    let nowhere = format!("http://127.0.0.1:{}/nowhere", remote.port());
    let elsewhere = ServerPatch { enabled: Some(true), url: Some(nowhere), ..Default::default() };
    server::update(&ada.ctx, id, elsewhere).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    assert_eq!(ended(&ada, &run).await.state, ExecutionState::Failed);
    assert_eq!(remote.calls(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_call_is_said_before_it_begins() {
    let (studio, ada, remote) = start().await;
    let eve = studio.owner("eve").await.unwrap();
    let id = add(&ada, remote.url()).await;
    let error = refused(mcp_tool::begin(&ada.ctx, id, "steps", with(json!({}))).await);
    assert_eq!(error, Error::invalid("arguments.steps", FieldCode::Required));
    let error = refused(mcp_tool::begin(&ada.ctx, id, "steps", with(json!({ "steps": "planted-11" }))).await);
    let Error::Invalid { fields } = &error else { panic!("{error:?}") };
    assert!(matches!(&fields[..], [FieldError { field, .. }] if field == "arguments.steps"), "{error:?}");
    assert!(!format!("{error:?}").contains("planted-11"), "{error:?}");
    let error = refused(mcp_tool::begin(&ada.ctx, id, "echo", with(json!({ "a": "b\0c" }))).await);
    assert_eq!(error, Error::invalid("arguments", FieldCode::Characters));
    let error = refused(mcp_tool::begin(&ada.ctx, id, "nothing", with(json!({}))).await);
    assert_eq!(error, Error::NotFound { noun: Noun::McpTool });
    let error = refused(mcp_tool::begin(&eve.ctx, id, "echo", with(json!({}))).await);
    assert_eq!(error, Error::NotFound { noun: Noun::Server });
    let error = refused(mcp_tool::calls(&eve.ctx, id, "echo", &PageQuery::default()).await);
    assert_eq!(error, Error::NotFound { noun: Noun::Server });
    let viewer = studio.in_role(&ada, Role::Viewer).await.unwrap();
    let error = refused(mcp_tool::begin(&viewer.ctx, id, "echo", with(json!({}))).await);
    assert_eq!(error, Error::Forbidden { action: Action::McpToolCall });
    assert_eq!(remote.calls(), 0);
}

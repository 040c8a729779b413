//! Executions on a real Postgres and a real master agent.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use model::{
    Error, ExecutionState, IssueCode, NewServer, NewTask, Priority, Schedule, ServerAuth, ServerPatch, TaskAction,
    TaskLimits,
};
use studio_core::execution::tail;
use studio_core::{execution, server, task};
use test_support::{Member, TestAgent, TestMcpServer, TestStudio};

async fn start() -> (TestStudio, TestAgent, Member) {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    (studio, agent, ada)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_runs_and_its_output_is_kept() {
    let (studio, agent, ada) = start().await;
    studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    assert!(server.master_agent.is_some() && server.authenticated == Some(true), "{server:?}");
    let task = ada.task(&server, "echo out; echo err >&2; printf 'no newline'").await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    assert_eq!(run.state, ExecutionState::Queued);
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!((end.state, end.exit_code, end.attempt), (ExecutionState::Succeeded, Some(0), 1));
    assert_eq!(end.triggered_by.as_deref(), Some("ada"));
    let output = String::from_utf8(ada.output(run.id).await.unwrap()).unwrap();
    // Two streams, in order of arrival: the pipes are read independently, so only the order within one is certain.
    assert!(["out\n", "err\n", "no newline"].iter().all(|piece| output.contains(piece)), "{output:?}");
    assert_eq!(output.len(), "out\nerr\nno newline".len());
    assert!(output.find("out") < output.find("no newline"), "{output:?}");
    assert_eq!(end.output_bytes, output.len() as i64);
    let detail = execution::detail(&ada.ctx, run.id).await.unwrap();
    let states: Vec<_> = detail.history.iter().map(|t| t.to).collect();
    use ExecutionState::{Claimed, Queued, Running, Succeeded};
    assert_eq!(states, [Queued, Claimed, Running, Succeeded]);
    assert_eq!(task::get(&ada.ctx, task.id).await.unwrap().last_state, Some(Succeeded));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_watched_is_at_hand_for_its_own_organization_only() {
    let (studio, agent, ada) = start().await;
    let eve = studio.owner("eve").await.unwrap();
    let server = ada.add_agent(&agent).await.unwrap();
    let task = ada.task(&server, "seq 1 1000").await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let (mine, foreign) = (tail::watch(&ada.ctx, run.id).unwrap(), tail::watch(&eve.ctx, run.id).unwrap());
    studio.work();
    ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    let mut at_hand = Vec::new();
    while let Some(bytes) = mine.after(1, at_hand.len() as u64) {
        at_hand.extend_from_slice(&bytes);
    }
    assert_eq!((at_hand.len(), foreign.after(1, 0)), (3893, None));
    assert_eq!(at_hand, ada.output(run.id).await.unwrap());
    // Who comes when the last one has left finds nothing: it is read from the database.
    drop(mine);
    assert_eq!(tail::watch(&ada.ctx, run.id).unwrap().after(1, 0), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_a_failure_with_its_exit_code() {
    let (studio, agent, ada) = start().await;
    studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    let task = ada.task(&server, "echo no; exit 3").await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!((end.state, end.exit_code), (ExecutionState::Failed, Some(3)));
    let again = execution::retry(&ada.ctx, run.id).await.unwrap();
    assert_eq!((again.retry_of, again.state), (Some(run.id), ExecutionState::Queued));
    ada.until(again.id, |e| e.state == ExecutionState::Failed).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_reaches_the_whole_process_group() {
    let (studio, agent, ada) = start().await;
    studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    let marker = format!("{}", 10_000 + rand_number());
    let task = ada.task(&server, &format!("sleep {marker} & echo started; sleep {marker}")).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    ada.until(run.id, |e| e.output_bytes > 0).await.unwrap();
    let cancelling = execution::cancel(&ada.ctx, run.id).await.unwrap();
    assert_eq!(cancelling.state, ExecutionState::Cancelling);
    // A second cancel changes nothing.
    execution::cancel(&ada.ctx, run.id).await.unwrap();
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!(end.state, ExecutionState::Cancelled);
    let left = std::process::Command::new("pgrep").args(["-f", &format!("sleep {marker}")]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&left.stdout), "", "processes are left");
    let refused = execution::cancel(&ada.ctx, run.id).await;
    assert!(matches!(refused, Err(studio_core::Error::Public(Error::Conflict { .. }))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_may_be_for_any_enabled_server_first_for_those_that_run_commands() {
    let (_studio, agent, ada) = start().await;
    let remote = TestMcpServer::start(&[("echo", "Gives back")]).await.unwrap();
    for name in ["a", "off"] {
        let new = NewServer {
            name: name.to_owned(),
            description: None,
            url: remote.url(),
            auth: ServerAuth::None,
            labels: Vec::new(),
        };
        let id = server::create(&ada.ctx, new).await.unwrap().id;
        if name == "off" {
            let off = ServerPatch { enabled: Some(false), ..Default::default() };
            server::update(&ada.ctx, id, off).await.unwrap();
        }
    }
    ada.add_agent(&agent).await.unwrap();
    let servers = task::servers(&ada.ctx).await.unwrap();
    let known: Vec<_> = servers.iter().map(|server| (server.name.as_str(), server.runs_commands)).collect();
    assert_eq!(known, [("host", true), ("a", false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_queued_is_cancelled_at_once() {
    let (_studio, agent, ada) = start().await;
    let server = ada.add_agent(&agent).await.unwrap();
    let task = ada.task(&server, "true").await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    assert_eq!(execution::cancel(&ada.ctx, run.id).await.unwrap().state, ExecutionState::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn time_outs_end_it_and_say_which() {
    let (studio, agent, ada) = start().await;
    studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    let new = NewTask {
        title: "too long".to_owned(),
        description: None,
        server_id: Some(server.id),
        labels: Vec::new(),
        action: TaskAction::Command { command: "sleep 60".to_owned(), pty: false, cwd: None, env: Default::default() },
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits { timeout_s: Some(1), ..Default::default() },
        concurrency_key: None,
    };
    let task = task::create(&ada.ctx, new).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!(end.state, ExecutionState::TimedOut);
    let issue = end.error.unwrap();
    assert_eq!((issue.code, issue.detail.as_str()), (IssueCode::TimedOut, "total"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_is_followed_by_another_without_a_gap() {
    let (studio, agent, ada) = start().await;
    let first = studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    let marker = tempfile_path();
    let command = format!("echo ran >> {marker}; for i in $(seq 1 40); do echo line $i; sleep 0.05; done");
    let task = ada.task(&server, &command).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    ada.until(run.id, |e| e.output_bytes > 20).await.unwrap();
    first.cancel();
    tokio::time::sleep(Duration::from_millis(300)).await;
    studio.work();
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!((end.state, end.attempt), (ExecutionState::Succeeded, 1));
    let expected: String = (1..=40).map(|i| format!("line {i}\n")).collect();
    assert_eq!(String::from_utf8(ada.output(run.id).await.unwrap()).unwrap(), expected);
    assert_eq!(std::fs::read_to_string(&marker).unwrap(), "ran\n", "the command ran once");
    std::fs::remove_file(marker).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daemon_that_is_killed_loses_nothing() {
    let (studio, mut agent, ada) = start().await;
    studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    let task = ada.task(&server, "for i in $(seq 1 40); do echo line $i; sleep 0.05; done").await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    ada.until(run.id, |e| e.output_bytes > 20).await.unwrap();
    agent.kill().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    agent.restart().await.unwrap();
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!((end.state, end.attempt), (ExecutionState::Succeeded, 1));
    let expected: String = (1..=40).map(|i| format!("line {i}\n")).collect();
    assert_eq!(String::from_utf8(ada.output(run.id).await.unwrap()).unwrap(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_there_fails_the_execution_with_the_cause() {
    let (studio, agent, ada) = start().await;
    studio.work();
    let found = ada.add_agent(&agent).await.unwrap();
    let wrong = model::ServerPatch {
        auth: Some(model::ServerAuth::Bearer { token: "wrong".to_owned().into() }),
        ..Default::default()
    };
    let task = ada.task(&found, "true").await.unwrap();
    server::update(&ada.ctx, found.id, wrong).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let end = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!((end.state, end.error.unwrap().code), (ExecutionState::Failed, IssueCode::Unauthorized));
    let checked = server::check(&ada.ctx, found.id).await.unwrap();
    assert_eq!((checked.reachable, checked.authenticated), (Some(true), Some(false)));
}

fn rand_number() -> u32 {
    std::process::id() % 10_000
}

fn tempfile_path() -> String {
    std::env::temp_dir().join(format!("studio-marker-{}", std::process::id())).display().to_string()
}

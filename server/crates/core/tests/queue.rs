//! The queue: tried again, one at a time, in order, in time, and fair.
#![allow(clippy::unwrap_used)]

use std::fs;

use model::execution::NewResolution;
use model::{
    Error, ExecutionId, ExecutionState, ExecutionView, IssueCode, NewTask, Priority, RetryOn, ServerView, TaskAction,
    TaskLimits, TaskPatch, Trigger, Verdict, WaitReason,
};
use studio_core::execution::resolution::resolve;
use studio_core::{execution, task};
use test_support::{Member, TestAgent, TestStudio};

async fn start() -> (TestStudio, TestAgent, Member, ServerView) {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let server = ada.add_agent(&agent).await.unwrap();
    (studio, agent, ada, server)
}

/// A task with a command, to be changed before it is written.
fn command(server: &ServerView, command: &str) -> NewTask {
    NewTask {
        title: command.chars().take(60).collect(),
        description: None,
        server_id: Some(server.id),
        labels: Vec::new(),
        action: TaskAction::Command { command: command.to_owned(), pty: false, cwd: None, env: Default::default() },
        priority: Priority::Medium,
        schedule: Default::default(),
        limits: TaskLimits::default(),
        concurrency_key: None,
    }
}

fn tries(most: u32) -> TaskLimits {
    TaskLimits { max_attempts: Some(most), retry_delay_s: Some(1), ..Default::default() }
}

async fn run(member: &Member, new: NewTask) -> ExecutionView {
    let task = task::create(&member.ctx, new).await.unwrap();
    task::run(&member.ctx, task.id).await.unwrap()
}

async fn ended(member: &Member, id: ExecutionId) -> ExecutionView {
    member.until(id, |e| e.state.is_final()).await.unwrap()
}

/// A file that is not there yet, where the agent may write.
fn fresh_file(member: &Member) -> String {
    let id: uuid::Uuid = member.ctx.new_id();
    std::env::temp_dir().join(format!("studio-queue-{id}")).to_string_lossy().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_and_each_attempt_keeps_its_output() {
    let (studio, _agent, ada, server) = start().await;
    studio.work();
    let file = fresh_file(&ada);
    let line = format!("echo try >> {file}; n=$(wc -l < {file}); echo attempt $n; [ $n -ge 3 ]");
    let first = run(&ada, NewTask { limits: tries(5), ..command(&server, &line) }).await;
    let waiting = ada.until(first.id, |e| e.state == ExecutionState::Waiting).await.unwrap();
    assert_eq!((waiting.reason, waiting.exit_code), (Some(WaitReason::Retry), Some(1)));
    assert!(waiting.not_before.is_some());
    let sentence = execution::detail(&ada.ctx, first.id).await.unwrap().waiting;
    assert!(sentence.is_none_or(|message| message.key == "execution-waiting-retry"));
    let end = ended(&ada, first.id).await;
    assert_eq!((end.state, end.attempt, end.exit_code), (ExecutionState::Succeeded, 3, Some(0)));
    assert_eq!((end.error, end.not_before, end.reason), (None, None, None));
    let detail = execution::detail(&ada.ctx, first.id).await.unwrap();
    let attempts: Vec<_> = detail.attempts.iter().map(|a| (a.number, a.state, a.exit_code)).collect();
    use ExecutionState::{Claimed, Failed, Queued, Running, Succeeded, Waiting};
    assert_eq!(attempts, [(1, Failed, Some(1)), (2, Failed, Some(1)), (3, Succeeded, Some(0))]);
    let states: Vec<_> = detail.history.iter().map(|t| t.to).collect();
    let try_again = [Claimed, Running, Waiting, Queued];
    assert_eq!(states, [&[Queued][..], &try_again, &try_again, &[Claimed, Running, Succeeded]].concat());
    for number in [1, 2, 3] {
        let piece = execution::output::read(&ada.ctx, first.id, Some(number), 0).await.unwrap();
        assert_eq!(piece.bytes, format!("attempt {number}\n").into_bytes());
    }
    fs::remove_file(file).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_was_named_is_tried_again_and_only_so_often() {
    let (studio, _agent, ada, server) = start().await;
    studio.work();
    let on = RetryOn { exit_codes: Some(vec![75]), ..Default::default() };
    let limits = TaskLimits { retry_on: on, ..tries(2) };
    let other = run(&ada, NewTask { limits: limits.clone(), ..command(&server, "exit 3") }).await;
    let named = run(&ada, NewTask { limits, ..command(&server, "exit 75") }).await;
    let other = ended(&ada, other.id).await;
    assert_eq!((other.state, other.attempt, other.exit_code), (ExecutionState::Failed, 1, Some(3)));
    let named = ended(&ada, named.id).await;
    assert_eq!((named.state, named.attempt, named.exit_code), (ExecutionState::Failed, 2, Some(75)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_its_next_attempt_is_cancelled_at_once() {
    let (studio, _agent, ada, server) = start().await;
    studio.work();
    let limits = TaskLimits { retry_delay_s: Some(3600), ..tries(9) };
    let first = run(&ada, NewTask { limits, ..command(&server, "false") }).await;
    ada.until(first.id, |e| e.state == ExecutionState::Waiting).await.unwrap();
    let cancelled = execution::cancel(&ada.ctx, first.id).await.unwrap();
    assert_eq!((cancelled.state, cancelled.reason, cancelled.not_before), (ExecutionState::Cancelled, None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_key_one_runs_at_a_time_in_the_order_of_the_queue() {
    let (studio, _agent, ada, server) = start().await;
    let file = fresh_file(&ada);
    let with_key = |priority: Priority| {
        let line = format!("echo {priority} begins >> {file}; sleep 0.2; echo {priority} ends >> {file}");
        NewTask { priority, concurrency_key: Some("deploy".to_owned()), ..command(&server, &line) }
    };
    let mut runs = Vec::new();
    for priority in [Priority::Low, Priority::High, Priority::Urgent] {
        runs.push(run(&ada, with_key(priority)).await.id);
    }
    studio.work();
    let behind = ada.until(runs[0], |e| e.state == ExecutionState::Waiting).await.unwrap();
    assert_eq!(behind.reason, Some(WaitReason::Concurrency));
    for id in runs {
        assert_eq!(ended(&ada, id).await.state, ExecutionState::Succeeded);
    }
    let log = fs::read_to_string(&file).unwrap();
    let expected: Vec<String> =
        ["urgent", "high", "low"].iter().flat_map(|p| [format!("{p} begins"), format!("{p} ends")]).collect();
    assert_eq!(log.lines().collect::<Vec<_>>(), expected);
    fs::remove_file(file).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_start_in_time_has_timed_out() {
    let (studio, _agent, ada, server) = start().await;
    studio.work();
    let key = Some("one".to_owned());
    let holder = run(&ada, NewTask { concurrency_key: key.clone(), ..command(&server, "sleep 60") }).await;
    ada.until(holder.id, |e| e.state == ExecutionState::Running).await.unwrap();
    let limits = TaskLimits { queue_timeout_s: Some(1), ..Default::default() };
    let late = run(&ada, NewTask { limits, concurrency_key: key, ..command(&server, "true") }).await;
    assert!(late.start_by.is_some());
    let late = ended(&ada, late.id).await;
    let issue = late.error.unwrap();
    assert_eq!(
        (late.state, issue.code, issue.detail.as_str()),
        (ExecutionState::TimedOut, IssueCode::TimedOut, "queue")
    );
    assert_eq!(late.attempt, 0);
    execution::cancel(&ada.ctx, holder.id).await.unwrap();
    assert_eq!(ended(&ada, holder.id).await.state, ExecutionState::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_backlog_delays_another() {
    let (studio, agent, ada, server) = start().await;
    let eve = studio.owner("eve").await.unwrap();
    let evas = eve.add_agent(&agent).await.unwrap();
    let task = task::create(&ada.ctx, command(&server, "sleep 2")).await.unwrap();
    let mut backlog = Vec::new();
    for _ in 0..60 {
        backlog.push(task::run(&ada.ctx, task.id).await.unwrap().id);
    }
    let one = run(&eve, command(&evas, "true")).await;
    studio.work();
    assert_eq!(ended(&eve, one.id).await.state, ExecutionState::Succeeded);
    let last = execution::detail(&ada.ctx, backlog[59]).await.unwrap();
    // As many as one server gets at a time are under way; this one is not.
    assert_eq!(last.execution.state, ExecutionState::Queued);
    assert_eq!(last.waiting.unwrap().key, "execution-queued-server");
    let mut under_way = 0;
    for id in &backlog {
        under_way += usize::from(execution::get(&ada.ctx, *id).await.unwrap().state.is_leased());
    }
    assert!((1..=32).contains(&under_way), "{under_way}");
    for id in backlog {
        if !execution::get(&ada.ctx, id).await.unwrap().state.is_final() {
            // It may end by itself in between.
            _ = execution::cancel(&ada.ctx, id).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lost_is_resolved_by_a_person_once() {
    let (studio, _agent, ada, server) = start().await;
    let lose = async || {
        let lost = run(&ada, command(&server, "true")).await;
        let sql = format!("UPDATE executions SET state = 'lost', finished_at = now() WHERE id = '{}'", lost.id);
        studio.database.owner().await.unwrap().batch_execute(&sql).await.unwrap();
        lost.id
    };
    let verdict = |verdict| NewResolution { verdict, note: Some(" Looked on the host. ".to_owned()) };
    let id = lose().await;
    let resolved = resolve(&ada.ctx, id, verdict(Verdict::Done)).await.unwrap();
    let resolution = resolved.resolution.unwrap();
    assert_eq!((resolved.state, resolution.verdict), (ExecutionState::Lost, Verdict::Done));
    assert_eq!((resolution.by.as_str(), resolution.note.as_deref()), ("ada", Some("Looked on the host.")));
    let refused = |error: studio_core::Error| matches!(error, studio_core::Error::Public(Error::Conflict { .. }));
    assert!(resolve(&ada.ctx, id, verdict(Verdict::Retry)).await.is_err_and(refused));

    let id = lose().await;
    let again = resolve(&ada.ctx, id, verdict(Verdict::Retry)).await.unwrap().resolution.unwrap().execution_id.unwrap();
    let again = execution::get(&ada.ctx, again).await.unwrap();
    assert_eq!((again.retry_of, again.trigger, again.state), (Some(id), Trigger::Retry, ExecutionState::Queued));

    let fine = run(&ada, command(&server, "true")).await;
    assert!(resolve(&ada.ctx, fine.id, verdict(Verdict::Done)).await.is_err_and(refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_names_the_version_that_ran() {
    let (_studio, _agent, ada, server) = start().await;
    let written = task::create(&ada.ctx, command(&server, "echo one")).await.unwrap();
    let first = task::run(&ada.ctx, written.id).await.unwrap();
    let action = TaskAction::Command { command: "echo two".to_owned(), pty: false, cwd: None, env: Default::default() };
    let patch = TaskPatch { action: Some(action.clone()), ..Default::default() };
    task::update(&ada.ctx, written.id, patch).await.unwrap();
    let second = task::run(&ada.ctx, written.id).await.unwrap();
    assert_eq!((first.task_version, second.task_version), (Some(1), Some(2)));
    let versions = task::versions(&ada.ctx, written.id).await.unwrap();
    let said: Vec<_> = versions.iter().map(|v| (v.version, v.action.clone(), v.changed_by.as_deref())).collect();
    assert_eq!(said, [(2, action, Some("ada")), (1, written.action, Some("ada"))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_codes_that_no_failure_has_are_refused() {
    let (_studio, _agent, ada, server) = start().await;
    for codes in [vec![], vec![0], vec![75, 256]] {
        let retry_on = RetryOn { exit_codes: Some(codes), ..Default::default() };
        let new = NewTask { limits: TaskLimits { retry_on, ..tries(2) }, ..command(&server, "true") };
        let refused = task::create(&ada.ctx, new).await.unwrap_err();
        let studio_core::Error::Public(Error::Invalid { fields }) = refused else { panic!("{refused:?}") };
        let fields: Vec<_> = fields.iter().map(|problem| (problem.field.as_str(), problem.code.clone())).collect();
        assert_eq!(fields, [("limits.retry_on.exit_codes", RetryOn::EXIT_CODES)]);
    }
}

//! Tasks that name no server: each run goes to the least busy one that is healthy, can do it and has the labels.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use model::{
    Error, ExecutionState, NewServer, NewTask, Priority, Schedule, ServerAuth, ServerId, ServerPatch, ServerStatus,
    TaskAction, TaskLimits, TaskPatch, TaskView,
};
use studio_core::{execution, server, task};
use test_support::{Member, TestAgent, TestMcpServer, TestStudio, refused};

async fn until_healthy(ada: &Member, id: ServerId) {
    let healthy = async {
        while server::get(&ada.ctx, id).await.unwrap().status != ServerStatus::Healthy {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), healthy).await.expect("it is found healthy");
}

/// A server with a master agent, and these labels.
async fn host(ada: &Member, agent: &TestAgent, name: &str, labels: &[&str]) -> ServerId {
    let id = ada.add_agent(agent).await.unwrap().id;
    let labels = labels.iter().map(|label| (*label).to_owned()).collect();
    let patch = ServerPatch { name: Some(name.to_owned()), labels: Some(labels), ..Default::default() };
    server::update(&ada.ctx, id, patch).await.unwrap();
    until_healthy(ada, id).await;
    id
}

async fn anywhere(ada: &Member, labels: &[&str], action: TaskAction) -> TaskView {
    let new = NewTask {
        title: "Anywhere".to_owned(),
        description: None,
        server_id: None,
        labels: labels.iter().map(|label| (*label).to_owned()).collect(),
        action,
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits::default(),
        concurrency_key: None,
    };
    task::create(&ada.ctx, new).await.unwrap()
}

fn command(command: &str) -> TaskAction {
    TaskAction::Command { command: command.to_owned(), pty: false, cwd: None, env: Default::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_least_busy_one_that_fits_is_chosen_and_it_is_told_why() {
    let studio = TestStudio::start().await.unwrap();
    let (one, two, three) =
        (TestAgent::start().await.unwrap(), TestAgent::start().await.unwrap(), TestAgent::start().await.unwrap());
    let ada = studio.owner("ada").await.unwrap();
    studio.work();
    let one = host(&ada, &one, "one", &["gpu", "linux"]).await;
    let two = host(&ada, &two, "two", &["linux", "gpu", "big"]).await;
    host(&ada, &three, "three", &["linux"]).await;

    let task = anywhere(&ada, &["GPU", "linux"], command("sleep 2; echo done")).await;
    assert_eq!((task.server_id, task.labels.as_slice()), (None, &["gpu".to_owned(), "linux".to_owned()][..]));
    let mut ran = Vec::new();
    for _ in 0..4 {
        let queued = task::run(&ada.ctx, task.id).await.unwrap();
        assert_eq!(queued.server_id, None);
        ran.push(ada.until(queued.id, |e| e.state == ExecutionState::Running).await.unwrap());
    }
    let on: Vec<_> = ran.iter().map(|run| run.server_id.unwrap()).collect();
    assert_eq!(on, [one, two, one, two], "in turns, for each makes one busier");
    let why = ran[3].placed.clone().unwrap();
    assert_eq!((why.key.as_str(), &*why.params["fit"], &*why.params["busy"]), ("execution-placed", "2", "1"));
    for run in ran {
        let ended = ada.until(run.id, |e| e.state.is_final()).await.unwrap();
        assert_eq!(ended.state, ExecutionState::Succeeded);
        assert_eq!(ada.output(run.id).await.unwrap(), b"done\n");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_fits_it_waits_and_says_for_what() {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    studio.work();
    let id = host(&ada, &agent, "one", &["linux"]).await;
    let task = anywhere(&ada, &["gpu"], command("echo here")).await;
    let queued = task::run(&ada.ctx, task.id).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let waiting = execution::detail(&ada.ctx, queued.id).await.unwrap();
    let why = waiting.waiting.unwrap();
    assert_eq!(waiting.execution.state, ExecutionState::Queued);
    assert_eq!((why.key.as_str(), &*why.params["labels"]), ("execution-queued-no-server-with", "gpu"));
    // Once a server has what it needs, it starts there.
    let labels = Some(vec!["gpu".to_owned(), "linux".to_owned()]);
    server::update(&ada.ctx, id, ServerPatch { labels, ..Default::default() }).await.unwrap();
    let ended = ada.until(queued.id, |e| e.state.is_final()).await.unwrap();
    assert_eq!((ended.state, ended.server_id), (ExecutionState::Succeeded, Some(id)));

    // What is run again is placed again; a disabled server is never chosen.
    server::update(&ada.ctx, id, ServerPatch { enabled: Some(false), ..Default::default() }).await.unwrap();
    let again = execution::retry(&ada.ctx, queued.id).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let waiting = execution::get(&ada.ctx, again.id).await.unwrap();
    assert_eq!((waiting.state, waiting.server_id), (ExecutionState::Queued, None));
    execution::cancel(&ada.ctx, again.id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_goes_where_its_tool_is_and_a_command_where_a_master_agent_is() {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let remote = TestMcpServer::start(&[("ping", "Answers.")]).await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    studio.work();
    let host = host(&ada, &agent, "a host", &[]).await;
    let new = NewServer {
        name: "tools".to_owned(),
        description: None,
        url: remote.url(),
        auth: ServerAuth::None,
        labels: Vec::new(),
    };
    let tools = server::create(&ada.ctx, new).await.unwrap().id;
    until_healthy(&ada, tools).await;
    server::check(&ada.ctx, tools).await.unwrap();
    let call = TaskAction::ToolCall { tool: "ping".to_owned(), arguments: Default::default() };
    for (action, place) in [(call, tools), (command("true"), host)] {
        let task = anywhere(&ada, &[], action).await;
        let queued = task::run(&ada.ctx, task.id).await.unwrap();
        let ended = ada.until(queued.id, |e| e.state.is_final()).await.unwrap();
        assert_eq!(ended.server_id, Some(place));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_label_is_told_and_a_server_wins_over_labels() {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let named = ada.add_agent(&agent).await.unwrap();
    let task = anywhere(&ada, &["gpu"], command("true")).await;
    let patch = |labels: &str| TaskPatch { labels: Some(vec![labels.to_owned()]), ..Default::default() };
    let Error::Invalid { fields } = refused(task::update(&ada.ctx, task.id, patch("größe")).await) else { panic!() };
    assert_eq!(fields[0].field, "labels");
    let both = TaskPatch { server_id: Some(named.id), ..patch("gpu") };
    let Error::Invalid { fields } = refused(task::update(&ada.ctx, task.id, both).await) else { panic!() };
    assert_eq!(fields[0].field, "labels");
    let on = TaskPatch { server_id: Some(named.id), ..Default::default() };
    let on = task::update(&ada.ctx, task.id, on).await.unwrap();
    assert_eq!((on.server_id, on.labels.len()), (Some(named.id), 0));
    let off = task::update(&ada.ctx, task.id, patch("big")).await.unwrap();
    assert_eq!((off.server_id, off.labels.as_slice()), (None, &["big".to_owned()][..]));
}

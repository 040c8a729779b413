//! Output in other forms than its bytes, and what is found in it, of a command that a master agent ran.
#![allow(clippy::unwrap_used)]

use futures::TryStreamExt as _;
use model::execution::OutputLine;
use model::{ExecutionId, ExecutionState};
use serde_json::{Value, json};
use studio_core::execution::{self, download, output};
use studio_core::{Error, task};
use test_support::{Member, TestAgent, TestStudio};

/// A Studio with a worker, and the owner of an organization for whom this command ran.
async fn ran(command: &str) -> (TestStudio, TestAgent, Member, ExecutionId) {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    studio.work();
    let server = ada.add_agent(&agent).await.unwrap();
    let task = ada.task(&server, command).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    ada.until(run.id, |e| e.state.is_final()).await.unwrap();
    (studio, agent, ada, run.id)
}

async fn text(ada: &Member, id: ExecutionId) -> String {
    let first = output::read(&ada.ctx, id, None, 0).await.unwrap();
    let pieces: Vec<String> = download::text(ada.ctx.clone(), id, first).try_collect().await.unwrap();
    pieces.concat()
}

async fn recording(ada: &Member, id: ExecutionId) -> Vec<Value> {
    let first = output::read(&ada.ctx, id, None, 0).await.unwrap();
    let pieces = download::asciicast(ada.ctx.clone(), id, first).await.unwrap();
    let pieces: Vec<String> = pieces.try_collect().await.unwrap();
    pieces.concat().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn output_is_taken_along_as_text_and_as_a_recording_with_its_times() {
    let command = r"printf '\033[1mone\033[0m\n'; sleep 1; printf '50 %%\r100 %%\ncaf\303\251'";
    let (studio, _agent, ada, id) = ran(command).await;
    assert_eq!(text(&ada, id).await, "one\n100 %\ncafé");

    let lines = recording(&ada, id).await;
    assert_eq!((&lines[0]["version"], &lines[0]["title"]), (&json!(2), &json!("Say something")));
    assert!(lines[0]["timestamp"].as_i64().unwrap() > 1_700_000_000, "{}", lines[0]);
    let events: String = lines[1..].iter().map(|event| event[2].as_str().unwrap()).collect();
    assert_eq!(events, "\u{1b}[1mone\u{1b}[0m\r\n50 %\r100 %\r\ncafé");
    let (first, last) = (lines[1][0].as_f64().unwrap(), lines.last().unwrap()[0].as_f64().unwrap());
    assert!((0.0..5.0).contains(&first) && (0.9..5.0).contains(&(last - first)), "{lines:?}");

    // A row from before the times were kept counts as stored when the attempt began.
    studio.database.owner().await.unwrap().batch_execute("UPDATE execution_output SET stored_at = NULL").await.unwrap();
    let lines = recording(&ada, id).await;
    assert_eq!((lines.len(), lines[1][0].as_f64()), (2, Some(0.0)), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_error_is_found_in_an_output_of_many_megabytes() {
    let command = "seq 1 1500000; echo 'it failed here'; seq 1 500000; echo 'error: later'; exit 1";
    let (_studio, _agent, ada, id) = ran(command).await;
    let before = (1..=1_500_000).map(|n: u32| u64::from(n.ilog10()) + 2).sum::<u64>();
    let found = execution::first_error(&ada.ctx, id, None).await.unwrap();
    assert_eq!(found.line, Some(OutputLine { offset: before, text: "it failed here".to_owned() }));
    assert_eq!(found.searched, execution::get(&ada.ctx, id).await.unwrap().output_bytes.unsigned_abs());
    // The last lines begin behind the line feed at that place.
    let start = output::before_last_lines(&ada.ctx, id, 2).await.unwrap();
    let last = output::read(&ada.ctx, id, None, start).await.unwrap();
    assert_eq!(String::from_utf8(last.bytes).unwrap(), "\n500000\nerror: later\n");
    assert_eq!(output::before_last_lines(&ada.ctx, id, 1_000_000).await.unwrap(), found.searched - 1024 * 1024);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_error_none_is_found_and_a_stranger_finds_nothing() {
    let (studio, _agent, ada, id) = ran("echo 12 passed, 0 failed").await;
    assert_eq!(execution::get(&ada.ctx, id).await.unwrap().state, ExecutionState::Succeeded);
    assert_eq!(execution::first_error(&ada.ctx, id, None).await.unwrap().line, None);
    assert_eq!(output::before_last_lines(&ada.ctx, id, 10).await.unwrap(), 0);
    let eve = studio.owner("eve").await.unwrap();
    let refused = execution::first_error(&eve.ctx, id, None).await;
    assert!(matches!(refused, Err(Error::Public(model::Error::NotFound { .. }))));
    let missing = execution::first_error(&ada.ctx, id, Some(2)).await;
    assert!(matches!(missing, Err(Error::Public(model::Error::NotFound { .. }))));
}

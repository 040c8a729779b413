//! Runs outlive the daemon, and start once.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::time::Duration;

use agent_protocol::{
    ExecReadResult, ExecSignalArgs, ExecSignalResult, ExecStartArgs, ExecStartResult, RunState, TOOL_EXEC_READ,
    TOOL_EXEC_SIGNAL, TOOL_EXEC_START, TimeoutKind,
};
use serde_json::json;
use support::{Agent, eventually, is_alive, new_id, sh};

#[tokio::test]
async fn a_run_goes_on_while_the_daemon_is_dead_and_no_byte_is_missing() {
    let mut agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("for i in $(seq 1 60); do echo line $i; sleep 0.02; done").await;
    let before = client.read_until(run_id, "line 10\n").await;
    let pid = client.start(sh(run_id, "for i in $(seq 1 60); do echo line $i; sleep 0.02; done")).await.pid;
    agent.crash();
    tokio::time::sleep(Duration::from_millis(300)).await;
    agent.restart();
    let client = agent.client().await;
    let found = client.start(sh(run_id, "for i in $(seq 1 60); do echo line $i; sleep 0.02; done")).await;
    assert!(found.already_known && found.state == RunState::Running && found.pid == pid);
    let end = client.finish_from(run_id, before.len() as u64).await;
    let expected: String = (1..=60).map(|n| format!("line {n}\n")).collect();
    assert_eq!(before + &end.text(), expected);
    assert_eq!(end.state, RunState::Exited { exit_code: 0 });
}

#[tokio::test]
async fn an_end_and_a_time_out_while_the_daemon_is_dead_are_found_afterwards() {
    let mut agent = Agent::start();
    let client = agent.client().await;
    let short = client.sh("sleep 0.2; echo bye; exit 7").await;
    let limited = ExecStartArgs { timeout_ms: Some(250), ..sh(new_id(), "sleep 63") };
    client.start(limited.clone()).await;
    agent.crash();
    eventually("both have ended", || {
        [short, limited.run_id].iter().all(|id| {
            std::fs::read_to_string(agent.run_dir(*id).join("status.json"))
                .is_ok_and(|status| !status.contains("running"))
        })
    })
    .await;
    agent.restart();
    let client = agent.client().await;
    let end = client.finish(short).await;
    assert_eq!((end.text().as_str(), end.state), ("bye\n", RunState::Exited { exit_code: 7 }));
    assert_eq!(client.finish(limited.run_id).await.state, RunState::TimedOut { timeout: TimeoutKind::Total });
}

#[tokio::test]
async fn a_run_that_was_found_again_can_be_signalled() {
    let mut agent = Agent::start();
    let run_id = agent.client().await.sh("sleep 64").await;
    agent.crash_and_restart();
    let client = agent.client().await;
    let sent: ExecSignalResult =
        client.call(TOOL_EXEC_SIGNAL, ExecSignalArgs { run_id, signal: Default::default(), grace_ms: None }).await;
    assert!(sent.sent);
    assert_eq!(client.finish(run_id).await.state, RunState::Killed);
}

#[tokio::test]
async fn twenty_calls_at_once_with_one_id_start_one_process() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = new_id();
    let calls = (0..20).map(|_| client.start(sh(run_id, "echo $$ >> started; echo once; sleep 0.2")));
    let answers: Vec<ExecStartResult> = futures::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| !answer.already_known).count(), 1);
    assert!(answers.iter().all(|answer| answer.pid == answers[0].pid && answer.started_at == answers[0].started_at));
    assert_eq!(client.finish(run_id).await.text(), "once\n");
    let late = client.start(sh(run_id, "echo $$ >> started; echo once; sleep 0.2")).await;
    assert!(late.already_known && late.state == RunState::Exited { exit_code: 0 });
    let (code, _) = client.refused(TOOL_EXEC_START, sh(run_id, "something else")).await;
    assert_eq!(code, "run_id_conflict");
}

#[tokio::test]
async fn a_run_whose_start_the_daemon_did_not_live_to_see_is_lost_and_never_started() {
    let mut agent = Agent::start();
    let client = agent.client().await;
    let run_id = new_id();
    let command = format!("touch {}/ran", agent.data.path().display());
    client.start(sh(run_id, &command)).await;
    client.finish(run_id).await;
    agent.crash();
    // As if it had died between its claim and the start of the shim.
    for name in ["started", "socket", "status.json", "spool", "index"] {
        std::fs::remove_file(agent.run_dir(run_id).join(name)).unwrap();
    }
    std::fs::remove_file(agent.data.path().join("ran")).unwrap();
    agent.restart();
    let client = agent.client().await;
    let again = client.start(sh(run_id, &command)).await;
    assert!(again.already_known && again.state == RunState::Lost && again.pid.is_none());
    let read: ExecReadResult = client.call(TOOL_EXEC_READ, json!({"run_id": run_id, "wait_ms": 5000})).await;
    assert_eq!((read.state, read.end), (RunState::Lost, 0));
    assert!(!agent.data.path().join("ran").exists());
}

#[tokio::test]
async fn a_run_whose_shim_was_killed_is_lost_and_its_processes_are_ended() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("echo some; sleep 65").await;
    client.read_until(run_id, "some\n").await;
    let pid = client.start(sh(run_id, "echo some; sleep 65")).await.pid.unwrap();
    let shim = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let shim: i32 = shim.rsplit_once(')').unwrap().1.split_whitespace().nth(1).unwrap().parse().unwrap();
    nix::sys::signal::kill(nix::unistd::Pid::from_raw(shim), nix::sys::signal::Signal::SIGKILL).unwrap();
    let end = client.finish(run_id).await;
    assert_eq!((end.text().as_str(), end.state), ("some\n", RunState::Lost));
    eventually("its process is gone", || !is_alive(pid)).await;
}

#[tokio::test]
async fn no_run_starts_twice_or_hangs_when_the_daemon_dies_while_starting_many() {
    let mut agent = Agent::start();
    let ledger = agent.data.path().join("ledger");
    let starts: Vec<_> = (0..30)
        .map(|_| {
            let run_id = new_id();
            sh(run_id, &format!("echo {run_id} >> {}; sleep 0.3; echo done", ledger.display()))
        })
        .collect();
    let client = agent.client().await;
    let calls = starts.iter().map(|args| client.try_call(TOOL_EXEC_START, args));
    tokio::select! {
        _ = futures::future::join_all(calls) => {}
        () = tokio::time::sleep(Duration::from_millis(40)) => {}
    }
    agent.crash_and_restart();
    let client = agent.client().await;
    let again = futures::future::join_all(starts.iter().map(|args| client.start(args.clone()))).await;
    let mut lost = 0;
    for (args, again) in starts.iter().zip(again) {
        let end = client.finish(args.run_id).await;
        let lines = std::fs::read_to_string(&ledger).unwrap();
        let times = lines.lines().filter(|line| *line == args.run_id.to_string()).count();
        match end.state {
            RunState::Exited { exit_code: 0 } => assert_eq!((times, end.text().as_str()), (1, "done\n")),
            RunState::Lost => {
                lost += 1;
                assert!(times == 0 && again.already_known);
            }
            other => panic!("{other:?}"),
        }
    }
    println!("{lost} of {} were lost", starts.len());
}

#[tokio::test]
async fn a_second_daemon_on_the_same_folder_is_refused() {
    let agent = Agent::start();
    let second = support::command(agent.data.path())
        .env("MASTER_AGENT_TOKEN", support::TOKEN)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(String::from_utf8_lossy(&second.stderr).contains("another master agent"));
}

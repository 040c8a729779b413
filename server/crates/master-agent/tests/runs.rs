//! Running commands: output, ends, limits.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use agent_protocol::{
    ExecListArgs, ExecListResult, ExecSignalArgs, ExecSignalResult, ExecStartArgs, OutputStream, RunSignal, RunState,
    TOOL_EXEC_LIST, TOOL_EXEC_SIGNAL, TOOL_EXEC_START, TimeoutKind,
};
use serde_json::json;
use support::{Agent, Era, eventually, is_alive, new_id, sh};

#[tokio::test]
async fn a_command_runs_and_its_output_comes_back_in_both_eras() {
    let agent = Agent::start();
    for era in [Era::New, Era::Old] {
        let client = agent.client_in(era).await;
        let run_id = client.sh("echo hello").await;
        let end = client.finish(run_id).await;
        assert_eq!((end.text().as_str(), end.state), ("hello\n", RunState::Exited { exit_code: 0 }));
    }
}

#[tokio::test]
async fn commands_that_end_at_once_are_started_all_the_same() {
    let agent = Agent::start();
    let client = agent.client().await;
    for _ in 0..20 {
        // `start` panics when it is refused.
        futures::future::join_all((0..10).map(|_| client.sh("true"))).await;
    }
}

#[tokio::test]
async fn exit_codes_and_signals_are_told_as_they_are() {
    let agent = Agent::start();
    let client = agent.client().await;
    let failed = client.sh("exit 3").await;
    let crashed = client.sh("kill -SEGV $$").await;
    assert_eq!(client.finish(failed).await.state, RunState::Exited { exit_code: 3 });
    assert_eq!(client.finish(crashed).await.state, RunState::Signaled { signal: 11 });
}

#[tokio::test]
async fn both_streams_come_in_order() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("for i in 1 2 3; do echo o$i; sleep 0.02; echo e$i >&2; sleep 0.02; done").await;
    let end = client.finish(run_id).await;
    assert_eq!(end.text(), "o1\ne1\no2\ne2\no3\ne3\n");
    let streams: Vec<_> = end.chunks.iter().map(|chunk| chunk.stream).collect();
    assert_eq!(streams, [OutputStream::Stdout, OutputStream::Stderr].repeat(3));
    assert!(end.chunks.is_sorted_by_key(|chunk| (chunk.offset, chunk.at)));
}

#[tokio::test]
async fn the_environment_is_clean_and_argv_needs_no_shell() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = ExecStartArgs {
        run_id: new_id(),
        argv: Some(vec!["env".into()]),
        cwd: Some("/tmp".into()),
        env: [("GREETING".to_owned(), "a b'c".to_owned())].into(),
        ..ExecStartArgs::default()
    };
    client.start(args.clone()).await;
    let text = client.finish(args.run_id).await.text();
    let mut names: Vec<_> = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    names.sort_unstable();
    assert_eq!(names, ["GREETING", "HOME", "LANG", "PATH", "TERM"]);
    assert!(text.contains("GREETING=a b'c\n"));
    let run_id = client.sh("grep -E 'SigBlk|SigIgn' /proc/self/status; pwd").await;
    let text = client.finish(run_id).await.text();
    assert!(text.contains("SigBlk:\t0000000000000000"), "no signal is blocked: {text}");
}

#[tokio::test]
async fn the_first_byte_comes_at_once() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("for i in 1 2 3 4 5 6 7 8; do sleep 0.1; date +%s%N; done").await;
    let (mut offset, mut delays) = (0, Vec::new());
    for _ in 0..8 {
        let read = client.read(run_id, offset, 10_000).await;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
        offset += read.bytes.0.len() as u64;
        let written: u128 = String::from_utf8(read.bytes.0).unwrap().lines().last().unwrap().parse().unwrap();
        delays.push((now - written) / 1_000);
        if offset == read.end && read.state.is_final() {
            break;
        }
    }
    delays.sort_unstable();
    println!("delays in microseconds, from the process to the client: {delays:?}");
    // The best, as the machine may be busy; a poll would delay all of them.
    assert!(delays[0] < 20_000, "{delays:?}");
}

#[tokio::test]
async fn a_read_without_output_waits_no_longer_than_asked() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("sleep 20").await;
    let began = Instant::now();
    let read = client.read(run_id, 0, 300).await;
    assert!(read.bytes.0.is_empty() && read.state == RunState::Running);
    assert!((Duration::from_millis(300)..Duration::from_millis(1500)).contains(&began.elapsed()));
}

#[tokio::test]
async fn time_outs_end_the_whole_group() {
    let agent = Agent::start();
    let client = agent.client().await;
    let total = ExecStartArgs {
        timeout_ms: Some(400),
        ..sh(new_id(), "sleep 61 & echo $!; while :; do echo x; sleep 0.05; done")
    };
    let idle = ExecStartArgs { idle_timeout_ms: Some(300), ..sh(new_id(), "echo first; sleep 62") };
    client.start(total.clone()).await;
    client.start(idle.clone()).await;
    let end = client.finish(total.run_id).await;
    assert_eq!(end.state, RunState::TimedOut { timeout: TimeoutKind::Total });
    let background: u32 = end.text().lines().next().unwrap().parse().unwrap();
    assert!(!is_alive(background));
    let end = client.finish(idle.run_id).await;
    assert_eq!((end.text().as_str(), end.state), ("first\n", RunState::TimedOut { timeout: TimeoutKind::Idle }));
}

#[tokio::test]
async fn who_ignores_term_is_killed_after_the_grace() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = ExecStartArgs {
        timeout_ms: Some(200),
        grace_ms: Some(300),
        ..sh(new_id(), "trap '' TERM; echo ready; while :; do sleep 0.05; done")
    };
    let began = Instant::now();
    client.start(args.clone()).await;
    assert_eq!(client.finish(args.run_id).await.state, RunState::TimedOut { timeout: TimeoutKind::Total });
    assert!(began.elapsed() >= Duration::from_millis(500));
}

#[tokio::test]
async fn a_signal_reaches_every_process_even_one_in_a_session_of_its_own() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("sleep 71 & echo $!; setsid sleep 72 & echo $!; (sleep 73 & echo $!; wait); wait").await;
    let pids = loop {
        let text = String::from_utf8(client.read(run_id, 0, 1000).await.bytes.0).unwrap();
        if text.lines().count() == 3 {
            break text.lines().map(|line| line.parse::<u32>().unwrap()).collect::<Vec<_>>();
        }
    };
    let sent: ExecSignalResult =
        client.call(TOOL_EXEC_SIGNAL, ExecSignalArgs { run_id, signal: RunSignal::Term, grace_ms: Some(500) }).await;
    assert!(sent.sent);
    assert_eq!(client.finish(run_id).await.state, RunState::Killed);
    for pid in pids {
        assert!(!is_alive(pid), "{pid} lives");
    }
    let again: ExecSignalResult =
        client.call(TOOL_EXEC_SIGNAL, ExecSignalArgs { run_id, signal: RunSignal::Kill, grace_ms: None }).await;
    assert!(!again.sent && again.state == RunState::Killed);
}

#[tokio::test]
async fn nothing_is_left_behind_when_the_main_process_ends() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("sleep 81 & echo $!; echo done").await;
    let began = Instant::now();
    let end = client.finish(run_id).await;
    assert_eq!(end.state, RunState::Exited { exit_code: 0 });
    assert!(began.elapsed() < Duration::from_secs(3), "an open pipe does not hold the run up");
    let pid: u32 = end.text().lines().next().unwrap().parse().unwrap();
    eventually("the background process is gone", || !is_alive(pid)).await;
}

#[tokio::test]
async fn ten_megabytes_come_back_byte_exact() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("seq 1 1300000").await;
    let end = client.finish(run_id).await;
    let expected: String = (1..=1_300_000).map(|n| format!("{n}\n")).collect();
    assert!(end.bytes == expected.as_bytes());
    let middle = client.finish_from(run_id, 5_000_000).await;
    assert!(middle.bytes == expected.as_bytes()[5_000_000..]);
}

#[tokio::test]
async fn output_beyond_the_bound_is_counted_not_kept() {
    let agent = Agent::start_with(&["--spool-mib", "1"]);
    let client = agent.client().await;
    let run_id = client.sh("head -c 3000000 /dev/zero").await;
    let end = client.finish(run_id).await;
    let kept = end.bytes.len() as u64;
    assert_eq!(end.state, RunState::Exited { exit_code: 0 });
    assert_eq!((end.last.truncated_at, end.last.dropped_bytes), (Some(kept), 3_000_000 - kept));
    assert!((900_000..=1_048_576).contains(&kept));
}

#[tokio::test]
async fn wrong_input_is_refused_with_a_sentence() {
    let agent = Agent::start();
    let client = agent.client().await;
    let id = new_id();
    for (args, words) in [
        (json!({"command": "true"}), "run_id"),
        (json!({"run_id": "x", "command": "true"}), "UUID"),
        (json!({"run_id": id}), "exactly one"),
        (json!({"run_id": id, "command": "true", "argv": ["true"]}), "exactly one"),
        (json!({"run_id": id, "command": " "}), "empty"),
        (json!({"run_id": id, "argv": []}), "program"),
        (json!({"run_id": id, "command": "true", "cwd": "here"}), "absolute"),
        (json!({"run_id": id, "command": "true", "env": {"A=B": "c"}}), "A=B"),
        (json!({"run_id": id, "command": "a\u{0}b"}), "NUL"),
        (json!({"run_id": id, "command": "true", "timeout_ms": 0}), "timeout_ms"),
        (json!({"run_id": id, "command": "true", "time_out": 1}), "time_out"),
        (json!({"run_id": id, "command": "true", "pty": {"cols": 0, "rows": 5}}), "cols"),
    ] {
        let (code, text) = client.refused(TOOL_EXEC_START, &args).await;
        assert!(code == "invalid_input" && text.contains(words), "{args}: {text}");
    }
    let (code, _) = client.refused("exec_read", json!({"run_id": id})).await;
    assert_eq!(code, "unknown_run");
    let run_id = client.sh("echo hi").await;
    client.finish(run_id).await;
    let (code, text) = client.refused("exec_read", json!({"run_id": run_id, "offset": 4})).await;
    assert!(code == "invalid_input" && text.contains("3 bytes"), "{text}");
}

#[tokio::test]
async fn what_cannot_be_started_says_why_each_time() {
    let agent = Agent::start();
    let client = agent.client().await;
    for (args, words) in [
        (json!({"run_id": new_id(), "argv": ["no-such-program"]}), "not found"),
        (json!({"run_id": new_id(), "argv": ["/etc/passwd"]}), "may not be executed"),
        (json!({"run_id": new_id(), "command": "true", "cwd": "/no/such/folder"}), "/no/such/folder"),
    ] {
        for _ in 0..2 {
            let (code, text) = client.refused(TOOL_EXEC_START, &args).await;
            assert!(code == "start_failed" && text.contains(words), "{text}");
        }
    }
}

#[tokio::test]
async fn runs_are_listed_and_bounded() {
    let agent = Agent::start_with(&["--max-runs", "2"]);
    let client = agent.client().await;
    let done = client.sh("true").await;
    client.finish(done).await;
    let first = client.sh("sleep 91").await;
    let second = client.sh("sleep 92").await;
    let (code, _) = client.refused(TOOL_EXEC_START, sh(new_id(), "true")).await;
    assert_eq!(code, "busy");
    let all: ExecListResult = client.call(TOOL_EXEC_LIST, ExecListArgs::default()).await;
    let ids: Vec<_> = all.runs.iter().map(|run| run.run_id).collect();
    assert_eq!(ids, [second, first, done]);
    assert_eq!(all.runs[0].command.as_deref(), Some("sleep 92"));
    let running: ExecListResult =
        client.call(TOOL_EXEC_LIST, ExecListArgs { running_only: true, limit: Some(1) }).await;
    assert_eq!((running.runs.len(), running.total), (1, 2));
}

//! Terminals and input.
#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use agent_protocol::{
    ExecResizeArgs, ExecResizeResult, ExecSignalArgs, ExecSignalResult, ExecStartArgs, ExecWriteArgs, ExecWriteResult,
    OutputStream, PtySize, RunSignal, RunState, TOOL_EXEC_RESIZE, TOOL_EXEC_SIGNAL, TOOL_EXEC_WRITE,
};
use support::{Agent, Client, eventually, is_alive, new_id, sh};
use uuid::Uuid;

async fn write(client: &Client, run_id: Uuid, seq: u64, text: &str, close: bool) -> ExecWriteResult {
    let args = ExecWriteArgs { run_id, seq, bytes: text.as_bytes().to_vec().into(), close };
    client.call(TOOL_EXEC_WRITE, args).await
}

fn in_terminal(command: &str) -> ExecStartArgs {
    ExecStartArgs { pty: Some(PtySize { cols: 100, rows: 30 }), ..sh(new_id(), command) }
}

#[tokio::test]
async fn a_terminal_has_its_size_and_takes_another() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = in_terminal("trap 'stty size' WINCH; tty; stty size; echo $TERM; while :; do sleep 0.05; done");
    let run_id = args.run_id;
    client.start(args).await;
    let seen = client.read_until(run_id, "xterm-256color\r\n").await;
    assert!(seen.contains("/dev/pts/") && seen.contains("30 100\r\n"), "{seen:?}");
    let resized: ExecResizeResult = client.call(TOOL_EXEC_RESIZE, ExecResizeArgs { run_id, cols: 80, rows: 24 }).await;
    assert_eq!(resized.size, PtySize { cols: 80, rows: 24 });
    client.read_until(run_id, "24 80\r\n").await;
    let chunks = client.read(run_id, 0, 0).await.chunks;
    assert!(chunks.iter().all(|chunk| chunk.stream == OutputStream::Pty));
}

#[tokio::test]
async fn an_interactive_shell_runs_jobs_and_ctrl_c_interrupts_them() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = ExecStartArgs {
        argv: Some(["bash", "--norc", "--noprofile", "-i"].map(Into::into).into()),
        command: None,
        env: [("PS1".to_owned(), "ready> ".to_owned())].into(),
        ..in_terminal("")
    };
    let run_id = args.run_id;
    let started = client.start(args).await;
    let greeting = client.read_until(run_id, "ready> ").await;
    assert!(!greeting.contains("no job control"), "{greeting}");
    write(&client, run_id, 1, "sleep 66; echo $((40+2)) came early\n", false).await;
    client.read_until(run_id, "sleep 66").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    write(&client, run_id, 2, "\u{3}", false).await;
    client.read_until(run_id, "^C").await;
    write(&client, run_id, 3, "echo $((50+5)); sleep 67 & echo job $!\n", false).await;
    let seen = client.read_until(run_id, "job ").await;
    assert!(seen.contains("55\r\n") && !seen.contains("42 came early"), "{seen}");
    write(&client, run_id, 4, "exit 9\n", false).await;
    let end = client.finish(run_id).await;
    assert_eq!(end.state, RunState::Exited { exit_code: 9 });
    let job: u32 = end.text().split("job ").last().unwrap().split_whitespace().next().unwrap().parse().unwrap();
    eventually("its job is gone", || !is_alive(job) && !is_alive(started.pid.unwrap())).await;
}

#[tokio::test]
async fn an_interactive_shell_that_ignores_term_is_killed_with_its_jobs() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = ExecStartArgs {
        argv: Some(["bash", "--norc", "--noprofile", "-i"].map(Into::into).into()),
        command: None,
        env: [("PS1".to_owned(), "ready> ".to_owned())].into(),
        ..in_terminal("")
    };
    let run_id = args.run_id;
    client.start(args).await;
    client.read_until(run_id, "ready> ").await;
    write(&client, run_id, 1, "(trap '' TERM HUP; sleep 68) & echo job $! $((40+2))\n", false).await;
    let seen = client.read_until(run_id, " 42\r\n").await;
    let job: u32 = seen.split("job ").last().unwrap().split(' ').next().unwrap().parse().unwrap();
    let args = ExecSignalArgs { run_id, signal: RunSignal::Term, grace_ms: Some(300) };
    let _: ExecSignalResult = client.call(TOOL_EXEC_SIGNAL, args).await;
    assert_eq!(client.finish(run_id).await.state, RunState::Killed);
    assert!(!is_alive(job));
}

#[tokio::test]
async fn input_is_typed_once_and_in_order() {
    let agent = Agent::start();
    let client = agent.client().await;
    let args = ExecStartArgs { stdin: true, ..sh(new_id(), "cat; echo end") };
    let run_id = args.run_id;
    client.start(args).await;
    let first = write(&client, run_id, 1, "one\n", false).await;
    assert!(first.applied && first.next_seq == 2);
    let again = write(&client, run_id, 1, "one\n", false).await;
    assert!(!again.applied && again.next_seq == 2);
    let (code, text) = client
        .refused(TOOL_EXEC_WRITE, ExecWriteArgs { run_id, seq: 3, bytes: b"three\n".to_vec().into(), close: false })
        .await;
    assert!(code == "out_of_order" && text.contains("write 2"), "{text}");
    write(&client, run_id, 2, "two\n", true).await;
    let end = client.finish(run_id).await;
    assert_eq!((end.text().as_str(), end.state), ("one\ntwo\nend\n", RunState::Exited { exit_code: 0 }));
    let (code, _) = client.refused(TOOL_EXEC_WRITE, ExecWriteArgs { run_id, seq: 3, ..Default::default() }).await;
    assert_eq!(code, "not_running");
}

#[tokio::test]
async fn sequence_numbers_hold_across_a_crash_of_the_daemon() {
    let mut agent = Agent::start();
    let args = ExecStartArgs { stdin: true, ..sh(new_id(), "cat") };
    let run_id = args.run_id;
    let client = agent.client().await;
    client.start(args).await;
    write(&client, run_id, 1, "once\n", false).await;
    agent.crash_and_restart();
    let client = agent.client().await;
    assert!(!write(&client, run_id, 1, "once\n", false).await.applied);
    assert!(write(&client, run_id, 2, "more\n", true).await.applied);
    assert_eq!(client.finish(run_id).await.text(), "once\nmore\n");
}

#[tokio::test]
async fn what_a_run_was_not_given_is_refused() {
    let agent = Agent::start();
    let client = agent.client().await;
    let run_id = client.sh("cat; sleep 69").await;
    let (code, text) = client.refused(TOOL_EXEC_WRITE, ExecWriteArgs { run_id, seq: 1, ..Default::default() }).await;
    assert!(code == "not_available" && text.contains("stdin"), "{text}");
    let (code, text) = client.refused(TOOL_EXEC_RESIZE, ExecResizeArgs { run_id, cols: 80, rows: 24 }).await;
    assert!(code == "not_available" && text.contains("pty"), "{text}");
}

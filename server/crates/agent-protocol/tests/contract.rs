//! The shapes that peers of another version depend on.

use agent_protocol::{ExecReadArgs, ExecReadResult, ExecStartArgs, RunState, ToolErrorCode};
use serde_json::{Value, json};

#[test]
fn a_read_result_is_flat_and_round_trips() {
    let wire = json!({
        "offset": 5, "bytes": "aGk=",
        "chunks": [{"offset": 5, "len": 2, "at": "2026-01-02T03:04:05Z", "stream": "stderr"}],
        "end": 7, "truncated_at": null, "dropped_bytes": 0, "ended_at": "2026-01-02T03:04:06Z",
        "state": "exited", "exit_code": 3
    });
    let read: ExecReadResult = serde_json::from_value(wire.clone()).expect("parses");
    assert_eq!(read.bytes.0, b"hi");
    assert_eq!(read.state, RunState::Exited { exit_code: 3 });
    assert_eq!(serde_json::to_value(&read).expect("serializes"), wire);
}

#[test]
fn states_have_stable_names() {
    let states = [
        (RunState::Running, json!({"state": "running"})),
        (RunState::Signaled { signal: 11 }, json!({"state": "signaled", "signal": 11})),
        (
            RunState::TimedOut { timeout: agent_protocol::TimeoutKind::Idle },
            json!({"state": "timed_out", "timeout": "idle"}),
        ),
        (RunState::Killed, json!({"state": "killed"})),
        (RunState::Lost, json!({"state": "lost"})),
    ];
    for (state, wire) in states {
        assert_eq!(serde_json::to_value(&state).expect("serializes"), wire);
        assert_eq!(serde_json::from_value::<RunState>(wire).expect("parses"), state);
    }
}

#[test]
fn only_the_run_id_is_required_to_read_and_a_typo_is_refused() {
    let id = "0190a7e2-0000-7000-8000-000000000001";
    serde_json::from_value::<ExecReadArgs>(json!({"run_id": id})).expect("defaults hold");
    let typo = serde_json::from_value::<ExecStartArgs>(json!({"run_id": id, "comand": "true"}));
    assert!(typo.expect_err("refused").to_string().contains("comand"));
}

#[test]
fn result_schemas_are_objects() {
    let schema = serde_json::to_value(schemars::schema_for!(ExecReadResult)).expect("serializes");
    assert_eq!(schema["type"], Value::from("object"));
    assert_eq!(schema["properties"]["bytes"]["contentEncoding"], Value::from("base64"));
}

#[test]
fn error_codes_read_as_they_serialize() {
    for code in [ToolErrorCode::InvalidInput, ToolErrorCode::StartFailed, ToolErrorCode::OutOfOrder] {
        assert_eq!(serde_json::to_value(code).expect("serializes"), Value::from(code.as_str()));
    }
}

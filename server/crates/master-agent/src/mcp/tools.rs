//! The tools as they are listed.

use agent_protocol as p;
use rmcp::handler::server::common::{schema_for_output, schema_for_type};
use rmcp::model::{Tool, ToolAnnotations};
use schemars::JsonSchema;

/// All of them.
pub fn all() -> Vec<Tool> {
    vec![
        tool::<p::HostInfoArgs, p::HostInfo>(
            p::TOOL_HOST_INFO,
            "What this host is: system, name, user, package managers, versions.",
            READS,
        ),
        tool::<p::HostMetricsArgs, p::HostMetrics>(
            p::TOOL_HOST_METRICS,
            "Processor, memory, disks, network, connections and processes at this moment.",
            READS,
        ),
        tool::<p::RunCommandArgs, p::RunCommandResult>(
            p::TOOL_RUN_COMMAND,
            "Runs one command to its end. Output comes as progress while it runs, and its last part in the answer; \
             cancelling the call ends the command.",
            STARTS_ANEW,
        ),
        tool::<p::ExecStartArgs, p::ExecStartResult>(
            p::TOOL_EXEC_START,
            "Starts a command under an id of yours and returns at once. A repeated call with the same id finds the \
             same run and starts nothing.",
            CHANGES_ONCE,
        ),
        tool::<p::ExecReadArgs, p::ExecReadResult>(
            p::TOOL_EXEC_READ,
            "Reads a run's output from a byte on, and its state. Answers as soon as there is a byte, waits at most \
             `wait_ms`.",
            READS,
        ),
        tool::<p::ExecWriteArgs, p::ExecWriteResult>(
            p::TOOL_EXEC_WRITE,
            "Gives a run input. Writes are numbered 1, 2, 3 …; a number already taken is not typed again.",
            CHANGES_ONCE,
        ),
        tool::<p::ExecResizeArgs, p::ExecResizeResult>(
            p::TOOL_EXEC_RESIZE,
            "Changes the size of a run's terminal.",
            SETS,
        ),
        tool::<p::ExecSignalArgs, p::ExecSignalResult>(
            p::TOOL_EXEC_SIGNAL,
            "Signals all processes of a run. TERM is followed by KILL after a grace.",
            CHANGES_ONCE,
        ),
        tool::<p::ExecListArgs, p::ExecListResult>(p::TOOL_EXEC_LIST, "What runs or has run, the latest first.", READS),
        tool::<p::ExecForgetArgs, p::ExecForgetResult>(
            p::TOOL_EXEC_FORGET,
            "Drops the output of a run that has ended. Its id and outcome are remembered for 30 days after its end.",
            CHANGES_ONCE,
        ),
    ]
}

#[derive(Clone, Copy)]
struct Hints {
    read_only: bool,
    destructive: bool,
    idempotent: bool,
}

const READS: Hints = Hints { read_only: true, destructive: false, idempotent: true };
const SETS: Hints = Hints { read_only: false, destructive: false, idempotent: true };
const CHANGES_ONCE: Hints = Hints { read_only: false, destructive: true, idempotent: true };
const STARTS_ANEW: Hints = Hints { read_only: false, destructive: true, idempotent: false };

fn tool<A: JsonSchema + 'static, R: JsonSchema + 'static>(
    name: &'static str,
    description: &'static str,
    hints: Hints,
) -> Tool {
    // What a command does beyond this host is not known.
    let annotations = ToolAnnotations::from_raw(
        None,
        Some(hints.read_only),
        Some(hints.destructive),
        Some(hints.idempotent),
        Some(!hints.read_only),
    );
    Tool::new(name, description, schema_for_type::<A>())
        .with_raw_output_schema(schema_for_output::<R>())
        .with_annotations(annotations)
}

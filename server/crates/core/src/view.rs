//! Rows become views here, so that nothing of a row crosses the wire by accident.

use model::{
    AttemptView, ExecutionView, FireView, McpToolView, MembershipView, OrganizationView, Priority, Role,
    ServerDraftView, ServerStatus, ServerView, SessionView, TaskVersionView, TaskView, TransitionView, UserView,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use studio_db::models::attempt::Attempt;
use studio_db::models::execution::{ExecutionRow, Transition};
use studio_db::models::mcp_tool::McpToolRow;
use studio_db::models::organization::Organization;
use studio_db::models::schedule_fire::ScheduleFire;
use studio_db::models::server::Server;
use studio_db::models::server_draft::ServerDraft;
use studio_db::models::task::TaskRow;
use studio_db::models::task_version::TaskVersionRow;
use studio_db::models::user::User;

use crate::Result;

/// What a JSON column holds, if anything.
pub(crate) fn stored<T: DeserializeOwned>(value: Option<Value>) -> Result<Option<T>> {
    Ok(value.map(serde_json::from_value).transpose()?)
}

pub(crate) fn user(user: &User) -> UserView {
    UserView {
        id: user.id,
        name: user.name.clone(),
        email: user.email.clone(),
        lang: user.lang,
        theme: user.theme,
        created_at: user.created_at,
    }
}

pub(crate) fn organization(row: Organization) -> OrganizationView {
    OrganizationView {
        id: row.id,
        slug: row.slug,
        name: row.name,
        retention_days: row.retention_days.unsigned_abs(),
        output_cap_mib: row.output_cap_mib.unsigned_abs(),
        created_at: row.created_at,
    }
}

pub(crate) fn membership((row, role): (Organization, Role)) -> MembershipView {
    MembershipView { organization: organization(row), role }
}

pub(crate) fn session(who: &User, memberships: Vec<(Organization, Role)>) -> SessionView {
    let memberships = memberships.into_iter().map(membership).collect();
    SessionView { user: user(who), memberships }
}

pub(crate) fn server(row: Server) -> Result<ServerView> {
    Ok(ServerView {
        id: row.id,
        name: row.name,
        description: row.description,
        url: row.url,
        auth_kind: row.auth_kind,
        labels: row.labels,
        enabled: row.enabled,
        reachable: row.reachable,
        authenticated: row.authenticated,
        status: ServerStatus::of(row.enabled, row.reachable, row.authenticated),
        latency_ms: row.latency_ms,
        last_checked_at: row.last_checked_at,
        next_check_at: row.next_check_at.filter(|_| row.enabled),
        attempt: row.attempt,
        last_error: stored(row.last_error)?,
        protocol_version: row.protocol_version,
        server_info: row.server_info,
        capabilities: row.capabilities,
        master_agent: stored(row.master_agent)?,
        catalog_synced_at: row.catalog_synced_at,
        catalog_error: stored(row.catalog_error)?,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

pub(crate) fn server_draft(row: ServerDraft) -> Result<ServerDraftView> {
    Ok(ServerDraftView {
        id: row.id,
        name: row.name,
        description: row.description,
        url: row.url,
        auth_kind: row.auth_kind,
        validation: stored(row.validation)?,
        updated_at: row.updated_at,
    })
}

pub(crate) fn mcp_tool((row, server_name): McpToolRow) -> Result<McpToolView> {
    Ok(McpToolView {
        server_id: row.server_id,
        server_name,
        name: row.name,
        title: row.title,
        description: row.description,
        input_schema: row.input_schema,
        output_schema: row.output_schema,
        annotations: stored(row.annotations)?,
        icons: serde_json::from_value(row.icons)?,
        first_seen_at: row.first_seen_at,
        changed_at: row.changed_at,
        gone_at: row.gone_at,
    })
}

pub(crate) fn task((row, server_name, last): TaskRow) -> Result<TaskView> {
    Ok(TaskView {
        id: row.id,
        title: row.title,
        description: row.description,
        server_id: row.server_id,
        server_name,
        labels: row.labels,
        action: serde_json::from_value(row.action)?,
        priority: row.priority,
        schedule: serde_json::from_value(row.schedule)?,
        paused: row.paused,
        next_fire_at: row.next_fire_at.filter(|_| !row.paused),
        limits: serde_json::from_value(row.limits)?,
        concurrency_key: row.concurrency_key,
        version: row.version,
        last_state: last.map(|(state, _)| state),
        last_run_at: last.map(|(_, at)| at),
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// A time at which a task was to run.
pub(crate) fn fire(row: ScheduleFire) -> FireView {
    FireView { fire_time: row.fire_time, outcome: row.outcome, execution_id: row.execution_id, at: row.at }
}

/// Of a version, what may differ between two of them.
pub(crate) fn task_version((version, task, changed_by, changed_at): TaskVersionRow) -> Result<TaskVersionView> {
    let task: TaskView = serde_json::from_value(task)?;
    Ok(TaskVersionView {
        version,
        title: task.title,
        server_id: task.server_id,
        labels: task.labels,
        action: task.action,
        priority: task.priority,
        limits: task.limits,
        concurrency_key: task.concurrency_key,
        schedule: task.schedule,
        changed_by,
        changed_at,
    })
}

/// Without its result, which is read only for one at a time.
pub(crate) fn execution((row, server_name, triggered_by): ExecutionRow) -> Result<ExecutionView> {
    let duration = row.started_at.zip(row.finished_at).map(|(start, end)| (end - start).num_milliseconds());
    Ok(ExecutionView {
        id: row.id,
        kind: row.kind,
        task_id: row.task_id,
        title: row.title,
        server_id: row.server_id,
        server_name,
        labels: row.labels,
        placed: stored(row.placed)?,
        action: serde_json::from_value(row.action)?,
        state: row.state,
        reason: row.reason,
        resolution: stored(row.resolution)?,
        priority: Priority::of_rank(row.priority),
        trigger: row.trigger,
        task_version: row.task_version,
        concurrency_key: row.concurrency_key,
        retry_of: row.retry_of,
        attempt: row.attempt,
        max_attempts: row.max_attempts,
        exit_code: row.exit_code,
        error: stored(row.error)?,
        progress: stored(row.progress)?,
        result: None,
        summary: row.summary,
        output_bytes: row.output_bytes,
        triggered_by,
        queued_at: row.queued_at,
        not_before: row.not_before,
        start_by: row.start_by,
        started_at: row.started_at,
        finished_at: row.finished_at,
        duration_ms: duration,
    })
}

pub(crate) fn attempt(row: Attempt) -> Result<AttemptView> {
    Ok(AttemptView {
        id: row.id,
        number: row.number,
        state: row.state,
        exit_code: row.exit_code,
        error: stored(row.error)?,
        output_end: row.output_end,
        started_at: row.started_at,
        finished_at: row.finished_at,
    })
}

pub(crate) fn transition((from, to, at, issue): Transition) -> Result<TransitionView> {
    Ok(TransitionView { from, to, at, issue: stored(issue)? })
}

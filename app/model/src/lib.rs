//! What crosses the wire: typed ids, views, states with their transition tables, and the one error people see.
//!
//! Depends on serde and little else, builds for wasm. The feature `diesel` (ids and enums as SQL types) is enabled by
//! `studio-db` alone, `openapi` (their schemas) by `server` alone; they stand here because of the orphan rule.

#[macro_use]
mod macros;

pub mod audit;
pub mod check;
pub mod dashboard;
pub mod error;
pub mod event;
pub mod execution;
pub mod id;
pub mod issue;
pub mod labels;
pub mod lang;
pub mod mcp_content;
pub mod mcp_json;
pub mod mcp_prompt;
pub mod mcp_resource;
pub mod mcp_tool;
pub mod message;
pub mod organization;
pub mod page;
pub mod path_segment;
pub mod retry;
pub mod role;
pub mod schedule;
pub mod schema_form;
pub mod search;
pub mod secret;
pub mod server;
pub mod server_auth;
pub mod server_health;
pub mod server_import;
pub mod task;
pub mod task_env;
pub mod uri_template;
pub mod user;

pub use check::{Check, CheckName, CheckStatus, ValidationReport};
pub use error::{Error, FieldCode, FieldError, Noun, Result};
pub use execution::{
    AttemptView, CallProgress, ExecutionKind, ExecutionState, ExecutionView, Resolution, TransitionView, Trigger,
    Verdict, WaitReason,
};
pub use id::{
    AttemptId, AuditId, ExecutionId, OrganizationId, ServerDraftId, ServerId, ServerImportId, SessionId, TaskId, UserId,
};
pub use issue::{Issue, IssueCode};
pub use lang::{Lang, Theme};
pub use mcp_content::{McpContent, McpIcon};
pub use mcp_prompt::{McpPrompt, McpPromptArgument, McpPromptInput, McpPromptMessage, McpPromptPreview, McpRole};
pub use mcp_resource::{McpResource, McpResourceContents, McpResourceRead, McpResourceTemplate};
pub use mcp_tool::{McpToolAnnotations, McpToolCall, McpToolDefinition, McpToolResult, McpToolView};
pub use message::Message;
pub use organization::{MembershipView, NewOrganization, OrganizationPatch, OrganizationView};
pub use page::{Page, PageQuery};
pub use retry::RetryOn;
pub use role::{Action, Role};
pub use schedule::{CatchUp, CronSchedule, FireOutcome, FireView, Overlap, Schedule};
pub use search::{SearchHit, SearchKind, SearchQuery};
pub use secret::Secret;
pub use server::{
    MasterAgentView, NewServer, ServerAuth, ServerAuthKind, ServerDependents, ServerDraftView, ServerFilter,
    ServerPatch, ServerStatus, ServerView,
};
pub use server_auth::ServerAuthEntry;
pub use server_health::{HealthCell, HealthQuery, HealthRange, ServerHealthView, ServerTransitionView, Uptime};
pub use server_import::{ImportEntry, ImportNeed, ImportRefusal, RefusalReason, ServerImportResult};
pub use task::{NewTask, Priority, TaskAction, TaskLimits, TaskPatch, TaskServer, TaskVersionView, TaskView};
pub use uri_template::UriTemplate;
pub use user::{SessionView, UserView};

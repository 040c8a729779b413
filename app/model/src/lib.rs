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
pub mod lang;
pub mod message;
pub mod organization;
pub mod page;
pub mod role;
pub mod schema_form;
pub mod secret;
pub mod server;
pub mod task;
pub mod user;

pub use check::{Check, CheckName, CheckStatus, ValidationReport};
pub use error::{Error, FieldCode, FieldError, Noun, Result};
pub use execution::{AttemptView, ExecutionKind, ExecutionState, ExecutionView, TransitionView, WaitReason};
pub use id::{AttemptId, AuditId, ExecutionId, OrganizationId, ServerDraftId, ServerId, SessionId, TaskId, UserId};
pub use issue::{Issue, IssueCode};
pub use lang::{Lang, Theme};
pub use message::Message;
pub use organization::{MembershipView, NewOrganization, OrganizationPatch, OrganizationView};
pub use page::{Page, PageQuery};
pub use role::{Action, Role};
pub use secret::Secret;
pub use server::{
    MasterAgentView, NewServer, ServerAuth, ServerAuthKind, ServerDraftView, ServerPatch, ServerStatus, ServerView,
};
pub use task::{NewTask, Priority, Schedule, TaskAction, TaskLimits, TaskPatch, TaskView};
pub use user::{SessionView, UserView};

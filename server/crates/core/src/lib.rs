//! The application: one public async function a business act, a file a noun.
//!
//! Each takes an [`OrgCtx`] (or an [`OpCtx`] where there is no organization yet), authorizes in its first line, applies
//! the rule, writes and audits in one transaction, and tells the world with the commit. REST, server functions and our MCP
//! endpoint are thin doors to these functions. Knows no axum and no leptos.

mod access_token;
pub mod admin;
mod audit;
pub mod auth;
mod authz;
pub mod bootstrap;
pub mod bus;
pub mod clock;
mod ctx;
mod cursor;
pub mod dashboard;
mod error;
pub mod event;
pub mod execution;
mod field;
pub mod health;
pub mod idempotency;
pub mod mcp_prompt;
pub mod mcp_resource;
pub mod mcp_tool;
pub mod organization;
mod password;
mod rate_limit;
mod recent;
pub mod refresh_token;
pub mod schedule;
pub mod search;
pub mod server;
pub mod server_draft;
pub mod server_export;
pub mod server_import;
pub mod task;
pub mod user;
mod view;
pub mod worker;

pub use access_token::AccessTokens;
pub use audit::Journal;
pub use authz::{Authorizer, PolicyError};
pub use ctx::{Actor, LocalAgent, OpCtx, OrgCtx, Services, Settings};
pub use error::{Error, Result};
pub use recent::Recent;

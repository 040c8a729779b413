//! The pages, a folder a noun.

pub mod auth;
pub mod dashboard;
pub mod error;
pub mod execution;
pub mod mcp_prompt;
pub mod mcp_resource;
pub mod mcp_tool;
pub mod organization;
pub mod params;
pub mod search;
pub mod server;
pub mod settings;
pub mod task;

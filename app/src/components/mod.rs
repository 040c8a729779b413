//! Components with product words, a folder a noun.

pub mod chart;
pub mod execution;
pub mod live;
pub mod mcp_call;
pub mod mcp_content;
pub mod mcp_resource;
pub mod mcp_tool;
pub mod palette;
pub mod schema_form;
pub mod search;
pub mod server;
pub mod task;

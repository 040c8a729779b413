//! Components with product words, a folder a noun.

pub mod execution;
pub mod schema_form;
pub mod server;
pub mod task;

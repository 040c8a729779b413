//! Components with product words, a folder a noun.

pub mod execution;
pub mod palette;
pub mod search;
pub mod server;
pub mod task;

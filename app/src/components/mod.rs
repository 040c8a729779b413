//! Components with product words, a folder a noun.

pub mod chart;
pub mod execution;
pub mod live;
pub mod palette;
pub mod search;
pub mod server;
pub mod task;

//! Resources of servers.

mod contents;
mod shape;

pub use contents::*;

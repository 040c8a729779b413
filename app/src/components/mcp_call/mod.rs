//! Calls of MCP tools: how far one is, what it came to.

mod outcome;
mod progress;
mod result;

pub use outcome::*;
pub use progress::*;
pub use result::*;

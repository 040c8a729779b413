//! Calls of MCP tools: what one is made with, how far it is, what it came to.

mod arguments;
mod outcome;
mod progress;
mod result;

pub use arguments::*;
pub use outcome::*;
pub use progress::*;
pub use result::*;

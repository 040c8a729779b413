//! MCP tools.

mod hints;
mod icon;
mod table;

pub use hints::*;
pub use icon::*;
pub use table::*;

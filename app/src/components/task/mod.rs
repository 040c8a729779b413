//! Tasks.

mod run;
mod tool_call;

pub use run::*;
pub use tool_call::*;

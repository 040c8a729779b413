//! Tasks.

mod place;
mod run;
mod schedule;
mod tool_call;

pub use place::*;
pub use run::*;
pub use schedule::*;
pub use tool_call::*;

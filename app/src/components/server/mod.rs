//! Servers.

mod add_local;
mod check_list;
pub mod check_run;
pub mod facts;
mod status;

pub use add_local::*;
pub use check_list::*;
pub use status::*;

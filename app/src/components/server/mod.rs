//! Servers.

mod add_local;
mod check_list;
pub mod check_run;
pub mod facts;
mod live_checks;
pub mod sparkline;
mod status;
mod tabs;

pub use add_local::*;
pub use check_list::*;
pub use live_checks::*;
pub use status::*;
pub use tabs::*;

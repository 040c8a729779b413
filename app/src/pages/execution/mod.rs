//! Executions: list, detail with the terminal.

mod detail;
mod list;

pub use detail::ExecutionPage;
pub use list::ExecutionsPage;

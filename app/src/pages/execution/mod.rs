//! Executions: list, detail with the terminal.

mod action;
mod call;
mod detail;
mod list;

pub use detail::ExecutionPage;
pub use list::ExecutionsPage;

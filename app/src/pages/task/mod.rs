//! Tasks: list, new, detail, edit.

mod action_fields;
mod delete;
mod detail;
mod edit;
mod fields;
mod limits;
mod list;
mod new;
mod schedule;
mod schedule_fields;
mod tool_arguments;
mod tool_field;
mod values;
mod versions;

pub use detail::TaskPage;
pub use edit::TaskEditPage;
pub use list::TasksPage;
pub use new::TaskNewPage;

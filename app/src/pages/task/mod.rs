//! Tasks: list, new, detail, edit.

mod delete;
mod detail;
mod edit;
mod fields;
mod list;
mod new;

pub use detail::TaskPage;
pub use edit::TaskEditPage;
pub use list::TasksPage;
pub use new::TaskNewPage;

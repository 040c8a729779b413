//! Servers: list, wizard, detail, edit.

mod basics;
mod delete;
mod detail;
mod edit;
mod health;
mod list;
mod overview;
mod steps;
mod validation;
mod wizard;

pub use basics::ServerBasicsPage;
pub use detail::ServerPage;
pub use edit::ServerEditPage;
pub use list::ServersPage;
pub use validation::ServerValidationPage;

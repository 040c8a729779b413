//! Servers: list, wizard, detail, edit, import.

mod basics;
mod delete;
mod detail;
mod edit;
mod health;
mod import;
mod import_preview;
mod list;
mod overview;
mod steps;
mod validation;
mod wizard;

pub use basics::ServerBasicsPage;
pub use detail::ServerPage;
pub use edit::ServerEditPage;
pub use import::ServerImportPage;
pub use import_preview::ServerImportPreviewPage;
pub use list::ServersPage;
pub use validation::ServerValidationPage;

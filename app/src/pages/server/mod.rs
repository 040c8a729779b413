//! Servers: list, wizard, detail with its parts, import.

mod auth_fields;
mod basics;
mod delete;
mod detail;
mod executions;
mod header;
mod health;
mod import;
mod import_preview;
mod list;
mod overview;
mod part;
mod settings;
mod steps;
mod validation;
mod wizard;

pub use basics::ServerBasicsPage;
pub use detail::ServerPage;
pub use executions::ServerExecutionsPage;
pub use import::ServerImportPage;
pub use import_preview::ServerImportPreviewPage;
pub use list::ServersPage;
pub use part::ServerPart;
pub use settings::ServerSettingsPage;
pub use validation::ServerValidationPage;

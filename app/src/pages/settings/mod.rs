//! What the signed-in user can set: for themselves, and for the organization.

mod appearance;
mod frame;
mod organization;
mod password;
mod profile;

pub use appearance::SettingsAppearancePage;
pub use organization::SettingsOrganizationPage;
pub use profile::SettingsProfilePage;

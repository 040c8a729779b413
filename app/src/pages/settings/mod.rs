//! What the signed-in user can set.

mod appearance;
mod frame;
mod password;
mod profile;

pub use appearance::SettingsAppearancePage;
pub use profile::SettingsProfilePage;

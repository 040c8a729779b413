//! The frames around pages.

mod app_shell;
mod appearance_menus;
mod auth_shell;
mod home;
mod logo;
mod palette_button;
mod session;
mod sidebar;
mod topbar;

pub use app_shell::AppShell;
pub use appearance_menus::{LanguageMenu, ThemeMenu, show_theme, use_theme};
pub use auth_shell::{AuthFrame, AuthShell};
pub use home::HomePage;
pub use logo::Logo;
pub use session::{SessionResource, use_org, use_session};

//! Sign-in, sign-up and the first-run link.

mod sign_in;
mod sign_up;
mod sign_up_form;
mod welcome;

pub use sign_in::SignInPage;
pub use sign_up::SignUpPage;
pub(crate) use sign_up_form::PASSWORD_MIN;
pub use welcome::WelcomePage;

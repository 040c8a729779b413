//! The reader's language: messages in [Fluent](https://projectfluent.org/fluent/guide/) and the words of numbers and times.
//!
//! A page is in one language from the first byte to the last: choosing another one sets a cookie and loads the page
//! again, so nothing here is reactive. Keys are kebab-case and begin with the name of their file: `server-add` stands in
//! `app/locales/<lang>/server.ftl`.

mod appearance;
mod arg;
pub mod format;
mod messages;
mod relative;

#[cfg(feature = "ssr")]
pub use appearance::set_cookies;
pub use appearance::{Appearance, use_appearance};
pub use arg::Arg;
pub use messages::I18n;
pub use relative::Moment;

use leptos::prelude::use_context;

/// The messages of the page's language; without any in context, keys are shown instead of messages.
pub fn use_i18n() -> I18n {
    use_context().unwrap_or_default()
}

/// The text of a message: `t!(i18n, "key")` or `t!(i18n, "key", name = value, count = 3)`.
#[macro_export]
macro_rules! t {
    ($i18n:expr, $key:expr $(,)?) => { $i18n.text($key, &[]) };
    ($i18n:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $i18n.text($key, &[$((stringify!($name), $crate::i18n::Arg::from($value))),+])
    };
}

#[cfg(test)]
mod tests;

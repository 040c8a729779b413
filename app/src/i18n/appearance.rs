//! Language and theme of a reader: found in cookies, else in what the browser asks for.

use leptos::prelude::use_context;
use model::{Lang, Theme};

/// Language and theme of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The language.
    pub lang: Lang,
    /// The theme.
    pub theme: Theme,
}

impl Default for Appearance {
    fn default() -> Self {
        Self { lang: Lang::En, theme: Theme::System }
    }
}

/// Language and theme of the page.
pub fn use_appearance() -> Appearance {
    use_context().unwrap_or_default()
}

#[cfg(feature = "ssr")]
const LANG_COOKIE: &str = "lang";
#[cfg(feature = "ssr")]
const THEME_COOKIE: &str = "theme";

#[cfg(feature = "ssr")]
impl Appearance {
    /// From a request: the cookies `lang` and `theme`, else `Accept-Language`, else English and the system's theme.
    pub fn of_request(headers: &http::HeaderMap) -> Self {
        let asked = || headers.get(http::header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Lang::negotiate);
        Self {
            lang: cookie(headers, LANG_COOKIE).or_else(asked).unwrap_or(Lang::En),
            theme: cookie(headers, THEME_COOKIE).unwrap_or(Theme::System),
        }
    }
}

/// The first cookie of this name whose value is a word of `T`.
#[cfg(feature = "ssr")]
fn cookie<T: std::str::FromStr>(headers: &http::HeaderMap, name: &str) -> Option<T> {
    headers
        .get_all(http::header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .find_map(|(_, value)| value.parse().ok())
}

/// Keeps language and theme in cookies of this browser for a year. They say nothing about the reader and are readable
/// by scripts on purpose.
#[cfg(feature = "ssr")]
pub fn set_cookies(lang: Option<Lang>, theme: Option<Theme>) {
    let Some(response) = use_context::<leptos_axum::ResponseOptions>() else { return };
    let words = [(LANG_COOKIE, lang.map(Lang::as_str)), (THEME_COOKIE, theme.map(Theme::as_str))];
    for (name, word) in words {
        let cookie = word.map(|word| format!("{name}={word}; Path=/; Max-Age=31536000; SameSite=Lax"));
        if let Some(value) = cookie.and_then(|cookie| http::HeaderValue::from_str(&cookie).ok()) {
            response.append_header(http::header::SET_COOKIE, value);
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn request(cookie: &str, accept: &str) -> Appearance {
        let mut headers = http::HeaderMap::new();
        headers.insert(http::header::COOKIE, cookie.parse().unwrap());
        headers.insert(http::header::ACCEPT_LANGUAGE, accept.parse().unwrap());
        Appearance::of_request(&headers)
    }

    #[test]
    fn a_cookie_wins_over_the_browser() {
        assert_eq!(request("a=b; lang=de; theme=dark", "fr"), Appearance { lang: Lang::De, theme: Theme::Dark });
        assert_eq!(request("lang=xx", "fr-CH, en;q=0.9"), Appearance { lang: Lang::Fr, theme: Theme::System });
        assert_eq!(request("", "ja"), Appearance::default());
    }
}

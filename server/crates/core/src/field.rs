//! Rules about fields: each collects what is wrong, so that people see all of it at once.

use model::{Error, FieldCode, FieldError};
use url::Url;

/// Collects the errors of a form.
#[derive(Default)]
pub(crate) struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes an error.
    pub(crate) fn push(&mut self, field: &str, code: FieldCode) {
        self.0.push(FieldError::new(field, code));
    }

    /// A required line of text, trimmed, `min` to `max` characters.
    pub(crate) fn line(&mut self, field: &str, value: &str, max: u32) -> String {
        let value = value.trim();
        if value.is_empty() {
            self.push(field, FieldCode::Required);
        } else if value.chars().count() > max as usize {
            self.push(field, FieldCode::TooLong { max });
        } else if value.chars().any(char::is_control) {
            self.push(field, FieldCode::Characters);
        }
        value.to_owned()
    }

    /// Text of several lines, trimmed; empty is `None`.
    pub(crate) fn text(&mut self, field: &str, value: Option<&str>, max: u32) -> Option<String> {
        let value = value.unwrap_or_default().trim();
        if value.chars().count() > max as usize {
            self.push(field, FieldCode::TooLong { max });
        } else if value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.push(field, FieldCode::Characters);
        }
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// An e-mail address, in lower case. As loose as HTML's own rule: the proof is a delivered mail.
    pub(crate) fn email(&mut self, field: &str, value: &str) -> String {
        let value = value.trim().to_lowercase();
        let plausible = value.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
        });
        if value.is_empty() {
            self.push(field, FieldCode::Required);
        } else if value.chars().count() > 254 {
            self.push(field, FieldCode::TooLong { max: 254 });
        } else if !plausible || value.chars().any(|c| c.is_whitespace() || c.is_control()) {
            self.push(field, FieldCode::Email);
        }
        value
    }

    /// An absolute http or https URL without credentials in it.
    pub(crate) fn http_url(&mut self, field: &str, value: &str) -> Option<Url> {
        let value = value.trim();
        if value.is_empty() {
            self.push(field, FieldCode::Required);
            return None;
        }
        if value.len() > 2000 {
            self.push(field, FieldCode::TooLong { max: 2000 });
            return None;
        }
        match Url::parse(value) {
            Ok(url) if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) => {
                self.push(field, FieldCode::Url);
                None
            }
            Ok(url) if !url.username().is_empty() || url.password().is_some() => {
                self.push(field, FieldCode::UrlCredentials);
                None
            }
            Ok(mut url) => {
                url.set_fragment(None);
                Some(url)
            }
            Err(_) => {
                self.push(field, FieldCode::Url);
                None
            }
        }
    }

    /// Labels, in order, each once.
    pub(crate) fn labels(&mut self, field: &str, words: &[String]) -> Vec<String> {
        model::labels::labels(words).unwrap_or_else(|code| {
            self.push(field, code);
            Vec::new()
        })
    }

    /// A number within its range; absent is fine.
    pub(crate) fn range(&mut self, field: &str, value: Option<u32>, min: u32, max: u32) {
        if value.is_some_and(|v| v < min || v > max) {
            self.push(field, FieldCode::OutOfRange { min: min.into(), max: max.into() });
        }
    }

    /// Nothing is wrong, or all that is.
    pub(crate) fn finish(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid { fields: self.0 }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(f: impl FnOnce(&mut Fields)) -> Vec<&'static str> {
        let mut fields = Fields::default();
        f(&mut fields);
        fields.0.iter().map(|e| e.code.code()).collect()
    }

    #[test]
    fn lines() {
        assert!(codes(|f| assert_eq!(f.line("n", "  ok ", 3), "ok")).is_empty());
        assert_eq!(codes(|f| drop(f.line("n", "   ", 3))), ["required"]);
        assert_eq!(codes(|f| drop(f.line("n", "four", 3))), ["too_long"]);
        assert_eq!(codes(|f| drop(f.line("n", "a\nb", 3))), ["characters"]);
    }

    #[test]
    fn emails() {
        for good in ["a@b.co", " A.B+c@Example.ORG "] {
            assert!(codes(|f| drop(f.email("e", good))).is_empty(), "{good}");
        }
        for bad in ["a", "@b.co", "a@b", "a@.co", "a b@c.de", "a@b.co."] {
            assert_eq!(codes(|f| drop(f.email("e", bad))), ["email"], "{bad}");
        }
    }

    #[test]
    fn urls() {
        for good in ["http://localhost:7400/mcp", "https://example.org", "http://[::1]/mcp#x"] {
            assert!(codes(|f| assert!(f.http_url("u", good).is_some())).is_empty(), "{good}");
        }
        for bad in ["localhost:7400", "ftp://x.org", "mcp", "http://", "//x/y"] {
            assert_eq!(codes(|f| assert!(f.http_url("u", bad).is_none())), ["url"], "{bad}");
        }
        assert_eq!(codes(|f| drop(f.http_url("u", "http://me:pw@x.org"))), ["url_credentials"]);
    }
}

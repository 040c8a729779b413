//! The formats of JSON Schema that are checked.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::{DateTime, NaiveDate};
use url::Url;
use uuid::Uuid;

/// Whether a text is of a format (JSON Schema 2020-12, validation, section 7.3). Of an unknown one every text is.
pub(super) fn is_of(format: &str, text: &str) -> bool {
    match format {
        "email" | "idn-email" => is_email(text),
        "uri" => Url::parse(text).is_ok() && !text.contains(char::is_whitespace),
        "date" => text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
        "date-time" => is_date_time(text),
        "time" => is_date_time(&format!("2000-01-01T{text}")),
        "uuid" => text.len() == 36 && Uuid::try_parse(text).is_ok(),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        _ => true,
    }
}

/// RFC 3339, with the `T` that JSON Schema asks for.
fn is_date_time(text: &str) -> bool {
    matches!(text.as_bytes().get(10), Some(b'T' | b't')) && DateTime::parse_from_rfc3339(text).is_ok()
}

/// One `@` after something and before something, no spaces. Whether it exists only a mail can tell.
fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::is_of;

    #[test]
    fn tells_formats_apart() {
        for (format, right, wrong) in [
            ("email", "ada@example.org", "ada"),
            ("uri", "https://example.org/a?b=c", "example.org/a"),
            ("date", "2026-02-28", "2026-02-30"),
            ("date", "2026-02-03", "2026-2-3"),
            ("date-time", "2026-01-31T12:00:00Z", "2026-01-31 12:00:00Z"),
            ("date-time", "2026-01-31T12:00:00.5+01:00", "2026-01-31T12:00:00"),
            ("time", "12:00:00Z", "25:00:00Z"),
            ("uuid", "018f3c1e-7b1a-7c3e-9a1b-2c3d4e5f6071", "018f3c1e7b1a7c3e9a1b2c3d4e5f6071"),
            ("ipv4", "192.0.2.1", "192.0.2.256"),
        ] {
            assert!(is_of(format, right), "{right} is of {format}");
            assert!(!is_of(format, wrong), "{wrong} is not of {format}");
        }
        assert!(is_of("spell", "anything"));
    }
}

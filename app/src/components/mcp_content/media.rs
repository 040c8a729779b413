//! Pictures and sounds, which come with the content and never from elsewhere.

/// The address of bytes in base64, if their type is of the kind (`image`, `audio`) that it is shown as. A picture in an
/// `<img>` runs no script, whatever it holds.
pub(super) fn data_url(kind: &str, mime_type: &str, data: &str) -> Option<String> {
    let mime_type = mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let name = mime_type.strip_prefix(kind)?.strip_prefix('/')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-');
    (!name.is_empty() && name.chars().all(plain)).then(|| format!("data:{mime_type};base64,{data}"))
}

#[cfg(test)]
mod tests {
    use super::data_url;

    #[test]
    fn only_what_is_of_the_kind_is_shown() {
        assert_eq!(data_url("image", "Image/PNG; a=b", "AA==").as_deref(), Some("data:image/png;base64,AA=="));
        assert_eq!(data_url("audio", "audio/x-wav", "AA==").as_deref(), Some("data:audio/x-wav;base64,AA=="));
        for wrong in ["text/html", "image", "image/", "image/a,b", "imagery/png", ""] {
            assert_eq!(data_url("image", wrong, "AA=="), None, "{wrong}");
        }
    }
}

//! Language and theme of a reader.

word_enum!(
    /// The languages the product speaks (BCP 47 primary tags).
    Lang { /** English, the fallback. */ En = "en", /** French. */ Fr = "fr", /** Spanish. */ Es = "es", /** German. */ De = "de" }
);

word_enum!(
    /// Colour theme; `system` follows `prefers-color-scheme`.
    Theme { /** Follow the system. */ System = "system", /** Light. */ Light = "light", /** Dark. */ Dark = "dark" }
);

impl Lang {
    /// The language's own name, for the switcher.
    pub fn native_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Es => "Español",
            Self::De => "Deutsch",
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110, 12.5.4): highest quality wins, order breaks ties.
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in accept_language.split(',') {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            let Ok(lang) = primary.parse::<Self>() else { continue };
            let quality =
                pieces.find_map(|p| p.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok())).unwrap_or(1.0_f32);
            if quality > 0.0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiates_by_quality_then_order() {
        assert_eq!(Lang::negotiate("fr-CH, en;q=0.9"), Some(Lang::Fr));
        assert_eq!(Lang::negotiate("en;q=0.3, de-DE;q=0.8"), Some(Lang::De));
        assert_eq!(Lang::negotiate("ja, pt"), None);
        assert_eq!(Lang::negotiate("es;q=0, en"), Some(Lang::En));
        assert_eq!(Lang::negotiate(""), None);
    }
}

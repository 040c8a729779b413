//! What every language's messages must hold, and how they are formatted.

#![allow(clippy::unwrap_used)]

use model::{Lang, Message};

use super::I18n;

fn i18n(lang: Lang, text: &str) -> I18n {
    I18n::from_ftl(lang, text.to_owned())
}

#[test]
fn arguments_and_plurals() {
    let i18n = i18n(
        Lang::Fr,
        "a = Bonjour { $name }\nb = { $count ->\n    [one] { $count } serveur\n   *[other] { $count } serveurs\n}\n",
    );
    assert_eq!(t!(i18n, "a", name = "Ada"), "Bonjour Ada");
    assert_eq!(t!(i18n, "b", count = 1), "1 serveur");
    assert_eq!(t!(i18n, "b", count = 12_000), "12\u{202f}000 serveurs");
    assert_eq!(i18n.message(&Message::new("b").with("count", 2)), "2 serveurs");
}

#[test]
fn a_missing_message_shows_its_key() {
    assert_eq!(t!(I18n::without_messages(), "no-such-key"), "no-such-key");
    assert!(!I18n::without_messages().has("no-such-key"));
}

#[cfg(feature = "ssr")]
mod catalogue {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::{Path, PathBuf};

    use fluent_bundle::FluentResource;
    use model::Lang;

    /// This package as it is now: checkouts share a target folder, so a path compiled in may be another one's.
    fn here() -> PathBuf {
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap().into()
    }

    /// Key to the file it stands in, of one language.
    fn keys(lang: Lang) -> BTreeMap<String, String> {
        let mut keys = BTreeMap::new();
        let folder = here().join("locales").join(lang.as_str());
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            FluentResource::try_new(text.clone()).unwrap_or_else(|(_, e)| panic!("{}: {e:?}", path.display()));
            for line in text.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic())) {
                let key = line.split_once('=').map_or(line, |(key, _)| key).trim().to_owned();
                assert!(keys.insert(key.clone(), file.clone()).is_none(), "{key} stands twice in {lang}");
            }
        }
        keys
    }

    #[test]
    fn the_four_languages_have_the_same_keys() {
        let english = keys(Lang::En);
        for lang in Lang::ALL {
            assert_eq!(keys(*lang), english, "{lang}");
        }
    }

    fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rust_files(&path, files);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push(path);
            }
        }
    }

    #[test]
    fn every_key_in_the_source_exists() {
        let english = keys(Lang::En);
        let mut files = Vec::new();
        rust_files(&here().join("src"), &mut files);
        files.retain(|f| !f.ends_with("i18n/tests.rs") && !f.ends_with("i18n/mod.rs"));
        let mut missing = BTreeSet::new();
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            // The blank or bracket before it tells `t!` from `concat!` and the like.
            for call in [" t!(", "(t!(", "{t!(", "=t!("].iter().flat_map(|start| text.split(start).skip(1)) {
                let Some((_, rest)) = call.split_once(',') else { continue };
                let Some((key, _)) = rest.trim_start().strip_prefix('"').and_then(|r| r.split_once('"')) else {
                    continue;
                };
                if !english.contains_key(key) {
                    missing.insert(format!("{key} ({})", file.display()));
                }
            }
        }
        assert!(missing.is_empty(), "no message for: {missing:#?}");
    }
}

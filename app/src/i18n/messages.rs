//! The messages of one language.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::memoizer::MemoizerKind;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use leptos::logging::debug_warn;
use model::{Lang, Message};
use unic_langid::{LanguageIdentifier, langid};

use super::{Arg, format};

/// The messages of one language, copied freely: they live as long as the program.
#[derive(Clone, Copy)]
pub struct I18n {
    lang: Lang,
    bundle: &'static FluentBundle<FluentResource>,
}

impl Default for I18n {
    /// English; in the browser without messages, so that keys are shown.
    fn default() -> Self {
        #[cfg(feature = "ssr")]
        return Self::for_lang(Lang::En);
        #[cfg(not(feature = "ssr"))]
        Self::without_messages()
    }
}

impl I18n {
    /// English without messages: shows keys.
    #[cfg(any(test, not(feature = "ssr")))]
    pub(super) fn without_messages() -> Self {
        static EMPTY: LazyLock<I18n> = LazyLock::new(|| I18n::from_ftl(Lang::En, String::new()));
        *EMPTY
    }

    /// Reads the messages of a language, for good: call it once a language. An entry that cannot be read is left out and
    /// logged.
    pub fn from_ftl(lang: Lang, text: String) -> Self {
        let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, errors)| {
            leptos::logging::error!("{} messages of {lang} cannot be read, first: {:?}", errors.len(), errors.first());
            partial
        });
        let mut bundle = FluentBundle::new_concurrent(vec![identifier(lang)]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(formatter(lang)));
        bundle.add_resource_overriding(resource);
        Self { lang, bundle: Box::leak(Box::new(bundle)) }
    }

    /// The messages of a language, as compiled into the server; read once.
    #[cfg(feature = "ssr")]
    pub fn for_lang(lang: Lang) -> Self {
        static ALL: LazyLock<Vec<I18n>> = LazyLock::new(|| {
            Lang::ALL.iter().map(|lang| I18n::from_ftl(*lang, compiled_in(*lang).to_owned())).collect()
        });
        ALL.iter().find(|i18n| i18n.lang == lang).copied().unwrap_or(ALL[0])
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a message with this key.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.get_message(key).is_some_and(|message| message.value().is_some())
    }

    /// The text of a message; a missing one shows its key. Prefer `t!` where the key is known.
    pub fn text(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            debug_warn!("no message {key:?} in {}", self.lang);
            return key.to_owned();
        };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone().into_fluent())).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            debug_warn!("message {key:?} in {}: {error}", self.lang);
        }
        text
    }

    /// The text of a message that came over the wire.
    pub fn message(&self, message: &Message) -> String {
        let args: Vec<_> = message.params.iter().map(|(name, value)| (name.as_str(), Arg::of_param(value))).collect();
        self.text(&message.key, &args)
    }

    /// What went wrong, in the reader's words.
    pub fn error(&self, error: &model::Error) -> String {
        self.message(&error.message())
    }
}

#[cfg(feature = "ssr")]
pub(super) fn compiled_in(lang: Lang) -> &'static str {
    match lang {
        Lang::En => include_str!(concat!(env!("OUT_DIR"), "/messages.en.ftl")),
        Lang::Fr => include_str!(concat!(env!("OUT_DIR"), "/messages.fr.ftl")),
        Lang::Es => include_str!(concat!(env!("OUT_DIR"), "/messages.es.ftl")),
        Lang::De => include_str!(concat!(env!("OUT_DIR"), "/messages.de.ftl")),
    }
}

fn identifier(lang: Lang) -> LanguageIdentifier {
    match lang {
        Lang::En => langid!("en"),
        Lang::Fr => langid!("fr"),
        Lang::Es => langid!("es"),
        Lang::De => langid!("de"),
    }
}

/// Fluent takes a plain function, so the language cannot be captured: one function a language.
fn formatter<M: MemoizerKind>(lang: Lang) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    fn number(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
        match value {
            FluentValue::Number(number) => Some(format::number(lang, number.value)),
            _ => None,
        }
    }
    match lang {
        Lang::En => |value, _| number(Lang::En, value),
        Lang::Fr => |value, _| number(Lang::Fr, value),
        Lang::Es => |value, _| number(Lang::Es, value),
        Lang::De => |value, _| number(Lang::De, value),
    }
}

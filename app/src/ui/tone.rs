//! The four meanings of colour.

use super::IconName;

/// What a colour means. Never alone: an icon and a word stand beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// No meaning.
    #[default]
    Neutral,
    /// Good, done.
    Success,
    /// Look here soon.
    Warning,
    /// Broken, or about to be destroyed.
    Danger,
    /// Worth knowing; under way.
    Info,
}

impl Tone {
    /// The word in class names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Info => "info",
        }
    }

    /// The icon that goes with it where no better one is known.
    pub fn icon(self) -> IconName {
        match self {
            Self::Neutral => IconName::Circle,
            Self::Success => IconName::CircleCheck,
            Self::Warning => IconName::Warning,
            Self::Danger => IconName::CircleAlert,
            Self::Info => IconName::Info,
        }
    }
}

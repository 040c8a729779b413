//! What stands around the terminal's screen: what is not on it, and where keys go.

use leptos::prelude::*;
use model::ExecutionState;

use super::terminal::{SCROLLBACK, Stage};
use super::terminal_session::{Connection, SessionSignals};
use super::terminal_start::Start;
use crate::i18n::{I18n, format, use_i18n};
use crate::t;
use crate::ui::{Button, Callout, Tone};

/// What of the output is not on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    /// All of it: the screen cannot be opened.
    Screen,
    /// Lines that were on it.
    Dropped,
    /// What comes before this byte.
    Before(u64),
    /// What comes before the first byte or from the second on.
    Around(u64, u64),
}

impl Missing {
    fn of(signals: SessionSignals, stage: RwSignal<Stage>) -> Option<Self> {
        let output = signals.execution.read().output_bytes.max(0).unsigned_abs();
        let from = signals.from.get();
        match signals.start.get().to() {
            _ if stage.get() == Stage::Failed => Some(Self::Screen),
            Some(to) if to < output => Some(Self::Around(from, to)),
            _ if signals.dropped.get() => Some(Self::Dropped),
            _ if from > 0 => Some(Self::Before(from)),
            _ => None,
        }
    }

    fn words(self, i18n: I18n) -> String {
        let bytes = |bytes| format::bytes(i18n.lang(), bytes);
        match self {
            Self::Screen => t!(i18n, "execution-terminal-failed"),
            Self::Dropped => {
                let lines = format::number(i18n.lang(), f64::from(SCROLLBACK));
                t!(i18n, "execution-terminal-dropped", lines = lines)
            }
            Self::Before(from) => t!(i18n, "execution-terminal-late", size = bytes(from)),
            Self::Around(from, to) => t!(i18n, "execution-terminal-excerpt", from = bytes(from), to = bytes(to)),
        }
    }
}

/// What of the output is not on the screen, and how to get it.
#[component]
pub(super) fn TerminalNotes(signals: SessionSignals, stage: RwSignal<Stage>, download: String) -> impl IntoView {
    let i18n = use_i18n();
    let missing = Memo::new(move |_| Missing::of(signals, stage));
    let show = move |words: String, start: fn(SessionSignals) -> Start| {
        let show = Callback::new(move |_| signals.start.set(start(signals)));
        view! { <Button small=true on_click=show>{words}</Button> }
    };
    move || {
        let download = download.clone();
        missing.get().map(|missing| {
            let tone = if missing == Missing::Screen { Tone::Danger } else { Tone::Info };
            let from_start = matches!(missing, Missing::Before(_) | Missing::Around(..))
                .then(|| show(t!(i18n, "execution-terminal-from-start"), |_| Start::Byte(0)));
            let end = matches!(missing, Missing::Around(..)).then(|| {
                show(t!(i18n, "execution-terminal-jump"), |signals| signals.execution.with_untracked(Start::of))
            });
            view! {
                <Callout tone>
                    <div class="viewer__note">
                        <span>{missing.words(i18n)}</span>
                        {from_start}
                        {end}
                        <a href=download rel="external" download="">
                            {t!(i18n, "execution-terminal-download")}
                        </a>
                    </div>
                </Callout>
            }
        })
    }
}

/// Where keys go, and why they did not.
#[component]
pub(super) fn TypingHint(signals: SessionSignals) -> impl IntoView {
    let i18n = use_i18n();
    let running = Memo::new(move |_| signals.execution.read().state == ExecutionState::Running);
    let live = Memo::new(move |_| signals.connection.get() == Connection::Live && signals.start.get().to().is_none());
    let hint = move || match signals.refused.get() {
        Some(error) => Some(i18n.error(&error)),
        None if running.get() && live.get() => Some(t!(i18n, "execution-terminal-typing")),
        None => None,
    };
    let refused = move || signals.refused.read().is_some();
    view! {
        <p class="viewer__hint" class:viewer__hint--refused=refused role="status">
            {hint}
        </p>
    }
}

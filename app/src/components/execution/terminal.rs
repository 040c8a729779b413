//! The one terminal: an execution's output, live, byte for byte.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{ExecutionState, ExecutionView, TaskAction};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::nothing::why_nothing;
use super::state::execution_state_words;
use super::terminal_bar::{Controls, TerminalBar};
use super::terminal_session::{Connection, Session, SessionSignals, SessionSlot};
use crate::browser::ScreenOptions;
use crate::i18n::{I18n, format, use_i18n};
use crate::ui::{Button, Callout, Tone};
use crate::{paths, t};

/// Lines that stay above the visible ones. All of the output can be downloaded.
const SCROLLBACK: u32 = 50_000;

/// Of an output longer than this, the last so many bytes are shown at first.
const OPENS_WITH: u64 = 8 * 1024 * 1024;

/// Whether the screen is there.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Loading,
    Open,
    Failed,
}

/// The terminal of an execution. Before the page is alive it shows `tail`, the end of the output as text.
#[component]
pub fn Terminal(
    /// Slug of the organization.
    org: String,
    /// The execution; kept up to date by the terminal's socket.
    execution: RwSignal<ExecutionView>,
    /// The end of the output so far.
    tail: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, pty, output) =
        execution.with_untracked(|e| (e.id, e.action.has_terminal(), e.output_bytes.max(0).unsigned_abs()));
    let is_call = execution.with_untracked(|e| matches!(e.action, TaskAction::ToolCall { .. }));
    let signals = SessionSignals {
        execution,
        connection: RwSignal::new(Connection::Connecting),
        following: RwSignal::new(true),
        dropped: RwSignal::new(false),
        refused: RwSignal::new(None),
        start: RwSignal::new(output.saturating_sub(OPENS_WITH)),
    };
    let stage = RwSignal::new(Stage::Loading);
    let frame = NodeRef::<html::Div>::new();
    let screen = NodeRef::<html::Div>::new();
    let font_size = RwSignal::new(13_u32);
    let path = paths::execution_terminal(&org, id);
    let label = if pty { "execution-terminal-label-typing" } else { "execution-terminal-label" };
    let label = i18n.text(label, &[("title", execution.with_untracked(|e| e.title.clone()).into())]);
    let options = ScreenOptions { pty, scrollback: SCROLLBACK, font_size: 13, label: label.clone() };
    let session = SessionSlot::empty();
    Effect::new({
        move || {
            signals.start.track();
            let Some(parent) = screen.get() else { return };
            signals.connection.set(Connection::Connecting);
            session.clear();
            let opening = Opening { path: path.clone(), options: options.clone(), i18n, signals, stage };
            spawn_local(opening.open(parent.unchecked_into(), session));
        }
    });
    on_cleanup(move || session.clear());
    Effect::new(move || {
        let size = font_size.get();
        session.with(|session| session.screen().set_font_size(size));
    });
    let controls = Controls { session, following: signals.following, font_size, frame };
    view! {
        <div class="viewer" class:viewer--call=is_call node_ref=frame>
            <TerminalNotes signals stage download=paths::execution_output(&org, id) />
            <div class="viewer__region" role="region" aria-label=label>
                <TerminalTail tail stage />
                <Nothing execution />
                <div class="viewer__screen" class:viewer__screen--pty=pty node_ref=screen></div>
            </div>
            {pty.then(|| view! { <TypingHint signals /> })}
            <TerminalBar execution connection=signals.connection controls download=paths::execution_output(&org, id) />
            <Announcer execution />
        </div>
    }
    .into_any()
}

/// What is needed to open a session.
struct Opening {
    path: String,
    options: ScreenOptions,
    i18n: I18n,
    signals: SessionSignals,
    stage: RwSignal<Stage>,
}

impl Opening {
    /// Opens a session and puts it into `place`, unless the page moved on meanwhile.
    async fn open(self, parent: HtmlElement, place: SessionSlot) {
        let start = self.signals.start.get_untracked();
        match Session::open(&parent, self.path, self.options, self.i18n, self.signals).await {
            Ok(session) if self.signals.start.try_get_untracked() == Some(start) => {
                place.fill(session);
                self.stage.try_set(Stage::Open);
            }
            Ok(session) => drop(session),
            Err(error) => {
                leptos::logging::error!("the terminal cannot be opened: {error:?}");
                self.stage.try_set(Stage::Failed);
            }
        }
    }
}

/// The end of the output as text, until the screen is there.
#[component]
fn TerminalTail(tail: String, stage: RwSignal<Stage>) -> impl IntoView {
    let shown = !tail.is_empty();
    view! {
        <Show when=move || shown && stage.get() != Stage::Open>
            <pre class="viewer__tail" tabindex="0">{tail.clone()}</pre>
        </Show>
    }
}

/// Where keys go, and why they did not.
#[component]
fn TypingHint(signals: SessionSignals) -> impl IntoView {
    let i18n = use_i18n();
    let running = Memo::new(move |_| signals.execution.read().state == ExecutionState::Running);
    let live = Memo::new(move |_| signals.connection.get() == Connection::Live);
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

/// Why there is nothing to see.
#[component]
fn Nothing(execution: RwSignal<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let why = Memo::new(move |_| why_nothing(&execution.read()));
    move || {
        why.get().map(|(what, remedy)| {
            view! {
                <div class="viewer__nothing">
                    <p>{i18n.message(&what)}</p>
                    {remedy.map(|remedy| view! { <p>{i18n.message(&remedy)}</p> })}
                </div>
            }
        })
    }
}

/// What of the output is not on the screen, and how to get it.
#[component]
fn TerminalNotes(signals: SessionSignals, stage: RwSignal<Stage>, download: String) -> impl IntoView {
    let i18n = use_i18n();
    let start = signals.start;
    let note = move || {
        if stage.get() == Stage::Failed {
            return Some((Tone::Danger, t!(i18n, "execution-terminal-failed"), false));
        }
        match (start.get(), signals.dropped.get()) {
            (_, true) => {
                let lines = format::number(i18n.lang(), f64::from(SCROLLBACK));
                Some((Tone::Info, t!(i18n, "execution-terminal-dropped", lines = lines), false))
            }
            (0, false) => None,
            (from, false) => {
                let size = format::bytes(i18n.lang(), from);
                Some((Tone::Info, t!(i18n, "execution-terminal-late", size = size), true))
            }
        }
    };
    move || {
        let i18n = use_i18n();
        let download = download.clone();
        note().map(|(tone, text, from_start)| {
            let again = from_start.then(|| {
                let show = Callback::new(move |_| start.set(0));
                view! { <Button small=true on_click=show>{t!(i18n, "execution-terminal-from-start")}</Button> }
            });
            view! {
                <Callout tone>
                    <div class="viewer__note">
                        <span>{text}</span>
                        {again}
                        <a href=download rel="external" download="">{t!(i18n, "execution-terminal-download")}</a>
                    </div>
                </Callout>
            }
        })
    }
}

/// Says changes of the state to screen readers, at most every two seconds.
#[component]
fn Announcer(execution: RwSignal<ExecutionView>) -> impl IntoView {
    let i18n = use_i18n();
    let words = Memo::new(move |_| execution.with(|e| execution_state_words(&i18n, e.state, e.reason)));
    let said = RwSignal::new(String::new());
    Effect::new(move |first: Option<()>| {
        let words = words.get();
        if first.is_some() {
            let later = set_timeout_with_handle(move || _ = said.try_set(words), Duration::from_secs(2));
            on_cleanup(move || {
                if let Ok(later) = later {
                    later.clear();
                }
            });
        }
    });
    view! { <p class="visually-hidden" role="status" aria-live="polite">{said}</p> }
}

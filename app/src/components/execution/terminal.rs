//! The one terminal: an execution's output, live, byte for byte.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{ExecutionView, TaskAction};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::nothing::why_nothing;
use super::state::execution_state_words;
use super::terminal_bar::{Controls, TerminalBar};
use super::terminal_first_error::FirstErrorFound;
use super::terminal_look::Look;
use super::terminal_notes::{TerminalNotes, TypingHint};
use super::terminal_session::{Connection, Session, SessionSignals, SessionSlot};
use super::terminal_start::Start;
use crate::browser::ScreenOptions;
use crate::i18n::{I18n, use_i18n};
use crate::paths;

/// Lines that stay above the visible ones. All of the output can be downloaded.
pub(super) const SCROLLBACK: u32 = 50_000;

/// Whether the screen is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stage {
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
    let (id, pty, start) = execution.with_untracked(|e| (e.id, e.action.has_terminal(), Start::of(e)));
    let is_call = execution.with_untracked(|e| matches!(e.action, TaskAction::ToolCall { .. }));
    let signals = SessionSignals {
        execution,
        connection: RwSignal::new(Connection::Connecting),
        following: RwSignal::new(true),
        dropped: RwSignal::new(false),
        refused: RwSignal::new(None),
        start: RwSignal::new(start),
        from: RwSignal::new(start.from()),
    };
    let stage = RwSignal::new(Stage::Loading);
    let frame = NodeRef::<html::Div>::new();
    let screen = NodeRef::<html::Div>::new();
    let (look, found) = (Look::new(), RwSignal::new(None));
    let path = paths::execution_terminal(&org, id);
    let label = if pty { "execution-terminal-label-typing" } else { "execution-terminal-label" };
    let label = i18n.text(label, &[("title", execution.with_untracked(|e| e.title.clone()).into())]);
    let session = SessionSlot::empty();
    Effect::new(move || look.recall());
    Effect::new({
        let label = label.clone();
        move || {
            signals.start.track();
            let Some(parent) = screen.get() else { return };
            signals.connection.set(Connection::Connecting);
            session.clear();
            let font_size = look.font_size.get_untracked();
            let options = ScreenOptions { pty, scrollback: SCROLLBACK, font_size, label: label.clone() };
            let opening = Opening { path: path.clone(), options, i18n, signals, stage, look };
            spawn_local(opening.open(parent.unchecked_into(), session));
        }
    });
    on_cleanup(move || session.clear());
    Effect::new(move || {
        let size = look.font_size.get();
        session.with(|session| session.screen().set_font_size(size));
    });
    Effect::new(move || {
        let wrap = look.wrap.get();
        session.with(|session| session.screen().set_wrap(wrap));
    });
    let controls = Controls { session, signals, look, frame, found };
    let unwrapped = move || !look.wrap.get();
    view! {
        <div class="viewer" class:viewer--call=is_call node_ref=frame>
            <TerminalNotes signals stage download=paths::execution_output(&org, id) />
            <div class="viewer__region" role="region" aria-label=label>
                <TerminalTail tail stage />
                <Nothing execution />
                <div
                    class="viewer__screen"
                    class:viewer__screen--pty=pty
                    class:viewer__screen--unwrapped=unwrapped
                    node_ref=screen
                ></div>
            </div>
            {pty.then(|| view! { <TypingHint signals /> })}
            <FirstErrorFound found />
            <TerminalBar org id controls />
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
    look: Look,
}

impl Opening {
    /// Opens a session and puts it into `place`, unless the page moved on meanwhile.
    async fn open(self, parent: HtmlElement, place: SessionSlot) {
        let start = self.signals.start.get_untracked();
        match Session::open(&parent, self.path, self.options, self.i18n, self.signals).await {
            Ok(session) if self.signals.start.try_get_untracked() == Some(start) => {
                session.screen().set_wrap(self.look.wrap.try_get_untracked().unwrap_or(true));
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
            <pre class="viewer__tail" tabindex="0">
                <span>{tail.clone()}</span>
            </pre>
        </Show>
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

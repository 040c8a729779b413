//! One viewer of an execution's output: a socket whose bytes go to a screen.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use model::Error;
use model::execution::{TerminalCommand, TerminalFrame, TerminalSize};
use model::{ExecutionState, ExecutionView};
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use super::feed::Feed;
use super::terminal_start::Start;
use crate::browser::{Again, Screen, ScreenEvents, ScreenOptions, Socket, SocketEvent, back_off_ms};
use crate::i18n::{I18n, format};
use crate::t;

/// How the connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connection {
    /// It is being made for the first time.
    Connecting,
    /// What happens is shown as it happens.
    Live,
    /// It broke and is tried again at this time.
    Reconnecting(DateTime<Utc>),
    /// The execution is over and everything was shown.
    Ended,
}

/// What a session tells the page. All of it is kept up to date while the session lives.
#[derive(Clone, Copy)]
pub(super) struct SessionSignals {
    /// The execution as the server tells it.
    pub(super) execution: RwSignal<ExecutionView>,
    /// How the connection stands.
    pub(super) connection: RwSignal<Connection>,
    /// The end of the output is in sight and stays there.
    pub(super) following: RwSignal<bool>,
    /// More lines came than the screen keeps.
    pub(super) dropped: RwSignal<bool>,
    /// Why the last thing that was typed was not taken.
    pub(super) refused: RwSignal<Option<Error>>,
    /// Where to begin; written when the output begins anew with another attempt.
    pub(super) start: RwSignal<Start>,
    /// The first byte shown.
    pub(super) from: RwSignal<u64>,
}

/// A viewer; dropped, socket and screen are gone.
#[derive(Clone)]
pub(super) struct Session(Rc<Inner>);

/// The place of a session in the page, empty on the server. What is empty may be dropped on any thread there.
#[derive(Clone, Copy)]
pub(super) struct SessionSlot(RwSignal<SendOption<Session>>);

impl SessionSlot {
    /// A place without a session.
    pub(super) fn empty() -> Self {
        Self(RwSignal::new(SendOption::new_local(None)))
    }

    /// Puts a session in place of the one before; drops it when the page is gone.
    pub(super) fn fill(self, session: Session) {
        self.0.try_set(SendOption::new_local(Some(session)));
    }

    /// Ends the session.
    pub(super) fn clear(self) {
        self.0.try_set(SendOption::new_local(None));
    }

    /// Whether there is a session; tracked.
    pub(super) fn is_filled(self) -> bool {
        self.0.read().is_some()
    }

    /// Does something with the session, if there is one.
    pub(super) fn with(self, act: impl FnOnce(&Session)) {
        if let Some(session) = &**self.0.read_untracked() {
            act(session);
        }
    }
}

struct Inner {
    path: String,
    i18n: I18n,
    signals: SessionSignals,
    screen: Screen,
    start: Start,
    /// Where it begins is known.
    begun: Cell<bool>,
    feed: RefCell<Feed>,
    socket: RefCell<Option<Socket>>,
    attempt: Cell<i32>,
    retries: Cell<u32>,
    again: Cell<Option<Again>>,
    /// The output comes from a terminal.
    pty: bool,
    /// What the element has room for.
    room: Cell<Option<TerminalSize>>,
}

/// Most characters sent at once; a paste can be longer.
const TYPED_AT_ONCE: usize = 8 * 1024;

impl Session {
    /// Opens a screen in `parent` and connects it to the terminal socket at `path`.
    pub(super) async fn open(
        parent: &HtmlElement,
        path: String,
        options: ScreenOptions,
        i18n: I18n,
        signals: SessionSignals,
    ) -> Result<Self, JsValue> {
        let start = signals.start.get_untracked();
        let inner: Rc<RefCell<Weak<Inner>>> = Rc::default();
        let written = {
            let inner = inner.clone();
            move || with(&inner.borrow(), Inner::written)
        };
        let drawn = move |at_end, dropped| {
            signals.following.try_set(at_end);
            signals.dropped.try_set(dropped);
        };
        let typed = {
            let inner = inner.clone();
            move |data: String| with(&inner.borrow(), |session| session.typed(&data))
        };
        let room = {
            let inner = inner.clone();
            move |size| with(&inner.borrow(), |session| session.has_room(size))
        };
        let events = ScreenEvents {
            written: Box::new(written),
            drawn: Box::new(drawn),
            typed: Box::new(typed),
            room: Rc::new(room),
        };
        let pty = options.pty;
        let session = Rc::new(Inner {
            path,
            i18n,
            signals,
            screen: Screen::open(parent, options, events).await?,
            start,
            begun: Cell::new(start != Start::End),
            feed: RefCell::new(Feed::starting_at(start.from())),
            socket: RefCell::new(None),
            attempt: Cell::new(signals.execution.try_with_untracked(|e| e.attempt).unwrap_or_default()),
            retries: Cell::new(0),
            again: Cell::new(None),
            pty,
            room: Cell::new(None),
        });
        inner.replace(Rc::downgrade(&session));
        signals.from.try_set(start.from());
        if start == Start::Line(0) {
            session.screen.mark();
        }
        session.connect();
        Ok(Self(session))
    }

    /// The screen.
    pub(super) fn screen(&self) -> &Screen {
        &self.0.screen
    }
}

fn with(inner: &Weak<Inner>, act: impl FnOnce(&Rc<Inner>)) {
    if let Some(inner) = inner.upgrade() {
        act(&inner);
    }
}

impl Inner {
    fn connect(self: &Rc<Self>) {
        self.again.take();
        let next = self.begun.get().then(|| self.feed.borrow().next());
        let path = format!("{}?{}", self.path, self.start.query(next));
        let weak = Rc::downgrade(self);
        match Socket::open(&path, move |event| with(&weak, |inner| inner.on_event(event))) {
            Ok(socket) => _ = self.socket.replace(Some(socket)),
            Err(error) => {
                leptos::logging::error!("the terminal's socket cannot be opened: {error:?}");
                self.reconnect_later();
            }
        }
    }

    fn on_event(self: &Rc<Self>, event: SocketEvent) {
        match event {
            SocketEvent::Open => {
                self.tell(Connection::Live);
                self.allow_typing();
            }
            SocketEvent::Bytes(bytes) => self.on_bytes(&bytes),
            SocketEvent::Text(text) => match serde_json::from_str(&text) {
                Ok(frame) => self.on_frame(frame),
                Err(error) => leptos::logging::error!("the terminal's socket said what cannot be read: {error}"),
            },
            SocketEvent::Closed => self.reconnect_later(),
        }
    }

    /// A line to show begins a piece of its own: so it is known when the screen is there.
    fn on_bytes(&self, bytes: &Uint8Array) {
        self.retries.set(0);
        let next = self.feed.borrow().next();
        let before = self.start.line().and_then(|line| line.checked_sub(next)).and_then(|n| u32::try_from(n).ok());
        match before.filter(|before| (1..bytes.length()).contains(before)) {
            Some(before) => {
                self.take(&bytes.subarray(0, before));
                self.take(&bytes.subarray(before, bytes.length()));
            }
            None => self.take(bytes),
        }
    }

    fn take(&self, bytes: &Uint8Array) {
        let line_feed = u64::try_from(bytes.index_of(b'\n', 0)).ok();
        let cut = self.feed.borrow_mut().receive(bytes.length().into(), line_feed);
        let rest = bytes.subarray(u32::try_from(cut).unwrap_or(u32::MAX), bytes.length());
        self.feed.borrow_mut().hand_over();
        self.write(&rest);
    }

    fn on_frame(&self, frame: TerminalFrame) {
        self.retries.set(0);
        match frame {
            TerminalFrame::State { execution } => {
                let another = execution.attempt != self.attempt.replace(execution.attempt);
                self.signals.execution.try_set(*execution);
                self.allow_typing();
                if another && !self.feed.borrow().is_at_beginning() {
                    self.signals.start.try_set(Start::Byte(0));
                }
            }
            TerminalFrame::Start { offset } => {
                self.begun.set(true);
                self.feed.replace(Feed::starting_at(offset));
                self.signals.from.try_set(offset);
            }
            TerminalFrame::Gap { to, .. } if !self.feed.borrow_mut().skip_to(to) => {
                _ = self.signals.start.try_set(Start::Byte(0));
            }
            TerminalFrame::Gap { from, to } => {
                let size = format::bytes(self.i18n.lang(), to.saturating_sub(from));
                let words = t!(self.i18n, "execution-terminal-gap", size = size);
                let line = format!("\r\n\x1b[0;2;3m— {words} —\x1b[0m\r\n");
                self.feed.borrow_mut().hand_over();
                self.write(&Uint8Array::from(line.as_bytes()));
            }
            TerminalFrame::Resize(size) => self.screen.set_size(size),
            TerminalFrame::Refused { command, error } if command == "input" => {
                _ = self.signals.refused.try_set(Some(error));
            }
            // Someone who may only look gets the size that others chose.
            TerminalFrame::Refused { .. } => {}
            TerminalFrame::End { state, exit_code } => {
                self.screen.set_typing(false);
                self.signals.execution.try_update(|execution| {
                    execution.state = state;
                    execution.exit_code = exit_code;
                });
                self.tell(Connection::Ended);
                self.socket.replace(None);
            }
        }
    }

    /// Keys go to the command as long as it runs.
    fn allow_typing(&self) {
        let active = self.signals.execution.try_with_untracked(|e| e.state == ExecutionState::Running);
        // What is typed where the end is not shown would go unseen.
        self.screen.set_typing(self.pty && active.unwrap_or_default() && self.start.to().is_none());
        if let Some(size) = self.room.get() {
            self.has_room(size);
        }
    }

    fn typed(&self, data: &str) {
        self.signals.refused.try_set(None);
        let mut rest = data;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(TYPED_AT_ONCE));
            self.send(&TerminalCommand::Input { data: piece.to_owned() });
            rest = after;
        }
    }

    fn has_room(&self, size: TerminalSize) {
        self.room.set(Some(size));
        let running = self.signals.execution.try_with_untracked(|e| e.state == ExecutionState::Running);
        if running.unwrap_or_default() {
            self.send(&TerminalCommand::Resize(size));
        }
    }

    fn send(&self, command: &TerminalCommand) {
        match (serde_json::to_string(command), &*self.socket.borrow()) {
            (Ok(text), Some(socket)) => socket.send(&text),
            (Ok(_), None) => {}
            (Err(error), _) => leptos::logging::error!("the terminal's command cannot be written: {error}"),
        }
    }

    /// Exactly once for each `hand_over`, so that the screen's reports and the feed stay in step.
    fn write(&self, bytes: &Uint8Array) {
        if let Err(error) = self.screen.write(bytes) {
            leptos::logging::error!("the terminal took no more: {error:?}");
        }
    }

    fn written(self: &Rc<Self>) {
        let due = self.feed.borrow_mut().drawn();
        if self.start.line().is_some() {
            match self.start.line() == Some(self.feed.borrow().drawn_to()) {
                true => self.screen.mark(),
                false => self.screen.show_mark(),
            }
        }
        if let Some(offset) = due {
            self.send(&TerminalCommand::Ack { offset });
        }
    }

    fn reconnect_later(self: &Rc<Self>) {
        self.socket.replace(None);
        self.screen.set_typing(false);
        if self.signals.connection.try_get_untracked().is_none_or(|c| c == Connection::Ended) {
            return;
        }
        let wait = back_off_ms(self.retries.get(), js_sys::Math::random());
        self.retries.set(self.retries.get() + 1);
        if let Some(now) = DateTime::from_timestamp_millis(js_sys::Date::now() as i64) {
            self.tell(Connection::Reconnecting(now + TimeDelta::milliseconds(wait.into())));
        }
        let weak = Rc::downgrade(self);
        let again = move || with(&weak, Inner::connect);
        self.again.set(Some(Again::after(Duration::from_millis(wait.into()), again)));
    }

    fn tell(&self, connection: Connection) {
        self.signals.connection.try_set(connection);
    }
}

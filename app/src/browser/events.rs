//! The events socket of an organization, which connects again by itself for as long as it is wanted.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle};
use model::event::{EventCommand, EventFrame};

use super::back_off::back_off_ms;
use super::network::Again;
use super::socket::{Socket, SocketEvent};

/// A socket that says nothing for twice as long, not even to a ping, leads nowhere: a computer that slept does not hear that
/// its connections ended.
const PING: Duration = Duration::from_secs(20);

/// What the events socket tells.
pub enum EventsNews {
    /// It is open, and tells of nothing yet.
    Open,
    /// What the server says.
    Frame(EventFrame),
    /// It broke, or could not be opened, and is tried again at this time.
    Broken(DateTime<Utc>),
}

/// The socket; dropped, it is closed and tells nothing more.
pub struct Events(Rc<Inner>);

struct Inner {
    path: String,
    tell: Box<dyn Fn(EventsNews)>,
    socket: RefCell<Option<Socket>>,
    retries: Cell<u32>,
    again: Cell<Option<Again>>,
    ping: Cell<Option<IntervalHandle>>,
    /// Nothing came since the last ping.
    silent: Cell<bool>,
}

impl Events {
    /// Connects to the events socket at `path`. Nothing is told before this returns but, at most, [`EventsNews::Broken`].
    pub fn open(path: String, tell: impl Fn(EventsNews) + 'static) -> Self {
        let inner = Rc::new(Inner {
            path,
            tell: Box::new(tell),
            socket: RefCell::new(None),
            retries: Cell::new(0),
            again: Cell::new(None),
            ping: Cell::new(None),
            silent: Cell::new(false),
        });
        inner.connect();
        Self(inner)
    }

    /// Asks for something; lost unless the socket is open.
    pub fn send(&self, command: &EventCommand) {
        self.0.send(command);
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(ping) = self.ping.take() {
            ping.clear();
        }
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
        let weak = Rc::downgrade(self);
        match Socket::open(&self.path, move |event| with(&weak, |inner| inner.on_event(event))) {
            Ok(socket) => _ = self.socket.replace(Some(socket)),
            Err(error) => {
                leptos::logging::error!("the events socket cannot be opened: {error:?}");
                self.connect_later();
            }
        }
    }

    fn on_event(self: &Rc<Self>, event: SocketEvent) {
        self.silent.set(false);
        match event {
            SocketEvent::Open => {
                self.keep_awake();
                (self.tell)(EventsNews::Open);
            }
            SocketEvent::Text(text) => match serde_json::from_str(&text) {
                Ok(frame) => {
                    self.retries.set(0);
                    (self.tell)(EventsNews::Frame(frame));
                }
                Err(error) => leptos::logging::error!("the events socket said what cannot be read: {error}"),
            },
            SocketEvent::Bytes(_) => {}
            SocketEvent::Closed => self.connect_later(),
        }
    }

    fn keep_awake(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        match set_interval_with_handle(move || with(&weak, Inner::ping), PING) {
            Ok(ping) => self.set_ping(Some(ping)),
            Err(error) => leptos::logging::error!("no timer for the events socket's pings: {error:?}"),
        }
    }

    fn ping(self: &Rc<Self>) {
        if self.silent.replace(true) {
            self.connect_later();
        } else {
            self.send(&EventCommand::Ping);
        }
    }

    fn set_ping(&self, ping: Option<IntervalHandle>) {
        if let Some(before) = self.ping.replace(ping) {
            before.clear();
        }
    }

    fn send(&self, command: &EventCommand) {
        match (serde_json::to_string(command), &*self.socket.borrow()) {
            (Ok(text), Some(socket)) => socket.send(&text),
            (Ok(_), None) => {}
            (Err(error), _) => leptos::logging::error!("the events command cannot be written: {error}"),
        }
    }

    fn connect_later(self: &Rc<Self>) {
        self.socket.replace(None);
        self.set_ping(None);
        self.silent.set(false);
        let wait = back_off_ms(self.retries.get(), js_sys::Math::random());
        self.retries.set(self.retries.get().saturating_add(1));
        if let Some(now) = DateTime::from_timestamp_millis(js_sys::Date::now() as i64) {
            (self.tell)(EventsNews::Broken(now + TimeDelta::milliseconds(wait.into())));
        }
        let weak = Rc::downgrade(self);
        let again = move || with(&weak, Inner::connect);
        self.again.set(Some(Again::after(Duration::from_millis(wait.into()), again)));
    }
}

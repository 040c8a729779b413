//! How the page learns of changes: one events socket for the whole frame, and a slow look behind it.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::reactive::send_wrapper_ext::SendOption;
use model::event::{EventCommand, EventFrame, EventTopic};

use crate::browser::{Events, EventsNews};
use crate::i18n::use_i18n;
use crate::ui::{Poll, use_clock};
use crate::{paths, t};

/// How the socket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LiveState {
    /// It is being opened for the first time.
    Connecting,
    /// What changes is told.
    Live,
    /// It broke and is tried again at this time.
    Reconnecting(DateTime<Utc>),
}

/// The socket and who wants to hear of what.
#[derive(Clone, Copy)]
struct Live {
    state: RwSignal<LiveState>,
    /// Empty on the server. What is empty may be dropped on any thread there.
    events: StoredValue<SendOption<Events>>,
    listeners: StoredValue<Listeners<Poll>>,
}

struct Listeners<P> {
    count: u64,
    all: Vec<Listener<P>>,
}

struct Listener<P> {
    id: u64,
    /// Words of [`EventTopic`].
    topics: Vec<String>,
    poll: P,
}

/// Opens the events socket of an organization for everything within, once the page is alive.
pub fn provide_live(org: Signal<String>) {
    let live = Live {
        state: RwSignal::new(LiveState::Connecting),
        events: StoredValue::new(SendOption::new_local(None)),
        listeners: StoredValue::new(Listeners::new()),
    };
    provide_context(live);
    let alive = use_clock().is_alive();
    Effect::new(move || {
        let org = org.get();
        live.set_events(None);
        live.state.set(LiveState::Connecting);
        if alive.get() && !org.is_empty() {
            live.set_events(Some(Events::open(paths::events(&org), move |news| live.hear(news))));
        }
    });
    on_cleanup(move || live.set_events(None));
}

/// Calls `load` when something of these topics changes, at most once a second, and in the rhythm that [`Poll::every`] says
/// while the socket is away.
pub fn use_live<const N: usize>(
    topics: impl Fn() -> [EventTopic; N] + Send + Sync + 'static,
    load: impl Fn() + 'static,
) -> Poll {
    let Some(live) = use_context::<Live>() else { return Poll::new(load) };
    let poll = Poll::told(load, Signal::derive(move || live.state.get() == LiveState::Live));
    Effect::new(move || {
        let id = live.listen(topics().iter().map(ToString::to_string).collect(), poll);
        on_cleanup(move || live.leave(id));
    });
    poll
}

impl Live {
    fn set_events(self, events: Option<Events>) {
        self.events.try_set_value(SendOption::new_local(events));
    }

    fn send(self, command: &EventCommand) {
        self.events.try_with_value(|events| {
            if let Some(events) = &**events {
                events.send(command);
            }
        });
    }

    /// Asks for the topics anew even if they are told of already: the answer makes the listener look once, so that nothing
    /// that happened since the page was rendered is missed.
    fn listen(self, topics: Vec<String>, poll: Poll) -> u64 {
        self.send(&EventCommand::Subscribe { topics: topics.clone() });
        let id = self.listeners.try_update_value(|listeners| listeners.add(topics, poll));
        id.unwrap_or_default()
    }

    fn leave(self, id: u64) {
        let topics = self.listeners.try_update_value(|listeners| listeners.remove(id)).unwrap_or_default();
        if !topics.is_empty() {
            self.send(&EventCommand::Unsubscribe { topics });
        }
    }

    fn hear(self, news: EventsNews) {
        match news {
            EventsNews::Open => {
                let topics = self.listeners.try_with_value(Listeners::topics).unwrap_or_default();
                self.send(&EventCommand::Subscribe { topics });
            }
            EventsNews::Broken(again) => _ = self.state.try_set(LiveState::Reconnecting(again)),
            EventsNews::Frame(EventFrame::Subscribed { topics }) => {
                self.state.try_set(LiveState::Live);
                self.hurry(|topic| topics.contains(topic));
            }
            EventsNews::Frame(EventFrame::Changed(happening)) => self.hurry(|topic| *topic == happening.topic),
            EventsNews::Frame(EventFrame::Lagged) => self.hurry(|_| true),
            // Output is for terminals, which have a socket of their own; who may not know of a topic looks by themselves.
            EventsNews::Frame(EventFrame::Output(_) | EventFrame::Refused { .. } | EventFrame::Pong) => {}
        }
    }

    fn hurry(self, concerns: impl Fn(&String) -> bool) {
        let polls = self.listeners.try_with_value(|listeners| listeners.of(concerns)).unwrap_or_default();
        polls.into_iter().for_each(Poll::hurry);
    }
}

impl<P: Copy> Listeners<P> {
    fn new() -> Self {
        Self { count: 0, all: Vec::new() }
    }

    fn add(&mut self, topics: Vec<String>, poll: P) -> u64 {
        self.count += 1;
        self.all.push(Listener { id: self.count, topics, poll });
        self.count
    }

    /// Gives the topics that nobody wants any more.
    fn remove(&mut self, id: u64) -> Vec<String> {
        let (gone, stay): (Vec<_>, Vec<_>) = std::mem::take(&mut self.all).into_iter().partition(|l| l.id == id);
        self.all = stay;
        let mut topics: Vec<String> = gone.into_iter().flat_map(|listener| listener.topics).collect();
        topics.retain(|topic| !self.all.iter().any(|listener| listener.topics.contains(topic)));
        topics
    }

    /// Everything wanted, each once.
    fn topics(&self) -> Vec<String> {
        let mut topics: Vec<String> = self.all.iter().flat_map(|listener| listener.topics.clone()).collect();
        topics.sort();
        topics.dedup();
        topics
    }

    fn of(&self, concerns: impl Fn(&String) -> bool) -> Vec<P> {
        self.all.iter().filter(|listener| listener.topics.iter().any(&concerns)).map(|listener| listener.poll).collect()
    }
}

/// A dot with a word that says whether the page is kept up to date. That it no longer is, is also announced.
#[component]
pub fn LiveWord() -> impl IntoView {
    let i18n = use_i18n();
    let clock = use_clock();
    let alive = clock.is_alive();
    let live = use_context::<Live>();
    let state = Memo::new(move |_| match live {
        Some(live) if alive.get() => live.state.get(),
        _ => LiveState::Connecting,
    });
    let look = move || {
        let (class, title, text) = match state.get() {
            // Takes the room of the word to come.
            LiveState::Connecting => ("live live--connecting", t!(i18n, "ui-live-connecting"), t!(i18n, "ui-live")),
            LiveState::Live => ("live live--live", t!(i18n, "ui-live"), t!(i18n, "ui-live")),
            LiveState::Reconnecting(at) => {
                let seconds = clock.now().map_or(0, |now| at.signed_duration_since(now).num_seconds().max(0) + 1);
                let text = t!(i18n, "ui-live-reconnecting", seconds = seconds);
                ("live live--broken", text.clone(), text)
            }
        };
        view! {
            <span class=class title=title>
                <span class="live__word">{text}</span>
            </span>
        }
    };
    let broken = Memo::new(move |_| matches!(state.get(), LiveState::Reconnecting(_)));
    view! {
        {look}
        <span class="visually-hidden" role="status">
            {move || broken.get().then(|| t!(i18n, "ui-live-lost"))}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(topics: &[&str]) -> Vec<String> {
        topics.iter().map(|topic| (*topic).to_owned()).collect()
    }

    #[test]
    fn a_topic_is_left_with_its_last_listener() {
        let mut listeners = Listeners::new();
        let first = listeners.add(words(&["servers", "executions"]), 'a');
        let second = listeners.add(words(&["executions"]), 'b');
        assert_eq!(listeners.topics(), ["executions", "servers"]);
        assert_eq!(listeners.of(|topic| topic == "servers"), ['a']);
        assert_eq!(listeners.of(|_| true), ['a', 'b']);
        assert_eq!(listeners.remove(first), ["servers"]);
        assert_eq!(listeners.remove(second), ["executions"]);
        assert_eq!(listeners.remove(second), [""; 0]);
    }
}

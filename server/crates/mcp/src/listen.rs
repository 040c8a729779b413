//! Hearing that the MCP tools of a server changed, without asking (ADR 0012): one stream a server that declares
//! `tools.listChanged`, up to a bound of them. Older revisions tell on the answer to a GET (MCP 2025-11-25, "Listening for
//! Messages from the Server"), newer ones on the answer to `subscriptions/listen`.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::stream::{self, BoxStream};
use model::{Issue, ServerId};
use reqwest::StatusCode;
use rmcp::model::SubscriptionFilter;
use rmcp::service::ServiceError;
use rmcp::transport::streamable_http_client::{SseError, StreamableHttpError};
use serde_json::Value;
use sse_stream::Sse;
use tokio::sync::{Notify, OwnedSemaphorePermit, watch};

use crate::connector::{Connection, Connector};
use crate::endpoint::{Endpoint, PoolKey};
use crate::failure::TransportError;

/// A stream that lasted so long was a good one: the next is opened soon.
const GOOD: Duration = Duration::from_secs(60);
/// Between two events, so that nobody's flood is read at its pace.
const PACE: Duration = Duration::from_millis(10);

/// Servers to be looked at: they said that their MCP tools changed, or fell silent.
#[derive(Default)]
pub(crate) struct Told {
    servers: Mutex<HashSet<ServerId>>,
    news: Notify,
}

impl Told {
    fn tell(&self, server: ServerId) {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner).insert(server);
        self.news.notify_one();
    }

    async fn wait(&self) -> HashSet<ServerId> {
        loop {
            let told = std::mem::take(&mut *self.servers.lock().unwrap_or_else(PoisonError::into_inner));
            if !told.is_empty() {
                return told;
            }
            self.news.notified().await;
        }
    }
}

/// What a connection hears with: closed until somebody wants to listen and there is a place.
pub(crate) struct Ear {
    state: watch::Sender<State>,
    place: Mutex<Option<OwnedSemaphorePermit>>,
    tools_changed: AtomicBool,
    /// A stream of what is said unasked was made once (older revisions).
    in_session: AtomicBool,
    /// Whom to tell of which server; nobody on a connection made for one question.
    told: Option<(Arc<Told>, ServerId)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed,
    Open,
    /// The server does not have what it declared.
    Deaf,
}

impl Ear {
    /// Of a new connection: who answers now may offer something else than who answered before.
    pub(crate) fn new(told: Option<(Arc<Told>, ServerId)>) -> Self {
        let tools_changed = AtomicBool::new(true);
        let (state, in_session) = (watch::Sender::new(State::Closed), AtomicBool::new(false));
        Self { state, place: Mutex::default(), tools_changed, in_session, told }
    }

    /// Whether there is somebody to hear for.
    pub(crate) fn is_of_a_server(&self) -> bool {
        self.told.is_some()
    }

    /// The server says that its list of MCP tools changed.
    pub(crate) fn tools_changed(&self) {
        self.tools_changed.store(true, Ordering::Relaxed);
        if let Some((told, server)) = &self.told {
            told.tell(*server);
        }
    }

    /// Whether its list of MCP tools may have changed since this was asked last: the connection is new, or the server said
    /// so.
    pub(crate) fn take_tools_changed(&self) -> bool {
        self.tools_changed.swap(false, Ordering::Relaxed)
    }

    /// How pauses of different servers are spread: random bits of the id.
    fn spread(&self) -> u64 {
        self.told.as_ref().map_or(0, |(_, server)| server.0.as_u64_pair().1)
    }

    fn is_closed(&self) -> bool {
        *self.state.borrow() == State::Closed
    }

    /// Whether it was closed.
    fn open(&self, place: OwnedSemaphorePermit) -> bool {
        self.state.send_if_modified(|state| {
            let closed = *state == State::Closed;
            if closed {
                *state = State::Open;
                *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(place);
            }
            closed
        })
    }

    fn give_up(&self) {
        self.state.send_replace(State::Deaf);
        drop(self.place.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Connector {
    /// Hears from now on when a server that declares to tell it says that its MCP tools changed, if there is a place; keeps a
    /// connection to it. To be called again from time to time: a connection may have been lost meanwhile.
    pub async fn listen(&self, key: PoolKey, endpoint: &Endpoint) -> Result<(), Issue> {
        if self.inner.pool.peek(key).is_some_and(|connection| !connection.http.ear().is_closed()) {
            return Ok(());
        }
        let Ok(place) = self.inner.ears.clone().try_acquire_owned() else { return Ok(()) };
        let connection = self.connection(key, endpoint).await?;
        if tells_of_tools(&connection.facts.capabilities) && connection.http.ear().open(place) && connection.modern {
            tokio::spawn(subscribe(Arc::downgrade(&connection)));
        }
        Ok(())
    }

    /// Waits for servers that say that their MCP tools changed, or whose stream ended: it is time to check them. For one
    /// listener a process.
    pub async fn told(&self) -> HashSet<ServerId> {
        self.inner.told.wait().await
    }
}

/// Whether a server declares that it tells when its MCP tools change.
pub fn tells_of_tools(capabilities: &Value) -> bool {
    capabilities.pointer("/tools/listChanged").and_then(Value::as_bool) == Some(true)
}

/// What a server of an older revision says unasked, for as long as its connection lives: `open` is called once the ear is
/// open, and again, after a pause, whenever the stream ends.
pub(crate) fn heard<F>(ear: Arc<Ear>, open: F) -> BoxStream<'static, Result<Sse, SseError>>
where
    F: Fn() -> Opening + Send + 'static,
{
    // Another session is one that was lost, which nobody else is told: the server was restarted.
    if ear.in_session.swap(true, Ordering::Relaxed) {
        ear.tools_changed();
    }
    stream::unfold(Hearing { ear, open, events: None, attempt: 0 }, Hearing::next).boxed()
}

/// A stream being opened.
pub(crate) type Opening = Pin<Box<dyn Future<Output = Result<Events, TransportError>> + Send>>;
type Events = BoxStream<'static, Result<Sse, SseError>>;

struct Hearing<F> {
    ear: Arc<Ear>,
    open: F,
    events: Option<(Events, Instant)>,
    /// Streams in a row that did not last.
    attempt: u32,
}

impl<F: Fn() -> Opening> Hearing<F> {
    async fn next(mut self) -> Option<(Result<Sse, SseError>, Self)> {
        if *self.ear.state.subscribe().wait_for(|state| *state != State::Closed).await.ok()? == State::Deaf {
            return None;
        }
        loop {
            if let Some((events, since)) = &mut self.events {
                if let Some(Ok(event)) = events.next().await {
                    tokio::time::sleep(PACE).await;
                    return Some((Ok(event), self));
                }
                self.attempt = if since.elapsed() >= GOOD { 0 } else { self.attempt };
                self.events = None;
                // Whatever ended it: something may have changed, or the server may be gone.
                self.ear.tools_changed();
                self.pause().await;
            }
            match (self.open)().await {
                Ok(events) => self.events = Some((events, Instant::now())),
                Err(error) => match Refusal::of(&error) {
                    None => self.pause().await,
                    Some(Refusal::Session) => {
                        self.ear.tools_changed();
                        return None;
                    }
                    Some(Refusal::Stream) => {
                        self.ear.give_up();
                        return None;
                    }
                },
            }
        }
    }

    async fn pause(&mut self) {
        self.attempt = self.attempt.saturating_add(1);
        tokio::time::sleep(pause(self.attempt, self.ear.spread())).await;
    }
}

/// An answer that is no stream.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    /// The server does not know the session: it was restarted. The next request makes another session, with a stream.
    Session,
    /// It has no such stream.
    Stream,
}

impl Refusal {
    fn of(error: &TransportError) -> Option<Self> {
        match error {
            StreamableHttpError::SessionExpired => Some(Self::Session),
            StreamableHttpError::ServerDoesNotSupportSse => Some(Self::Stream),
            StreamableHttpError::Client(error) => match error.status? {
                StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND => Some(Self::Session),
                StatusCode::TOO_MANY_REQUESTS => None,
                status => status.is_client_error().then_some(Self::Stream),
            },
            _ => None,
        }
    }
}

/// Keeps a subscription open for as long as the connection lives.
async fn subscribe(connection: Weak<Connection>) {
    let changed = || connection.upgrade().map(|connection| connection.http.ear().tools_changed());
    let mut attempt = 0;
    while let Some(held) = connection.upgrade().filter(|connection| !connection.is_closed()) {
        let (peer, spread) = (held.service.peer().clone(), held.http.ear().spread());
        drop(held);
        let since = Instant::now();
        match peer.listen(SubscriptionFilter::builder().tools_list_changed().build()).await {
            Ok(mut subscription) => {
                // It was asked for nothing else.
                while let Ok(Some(_)) = subscription.next().await {
                    changed();
                    tokio::time::sleep(PACE).await;
                }
                // Whatever ended it, as with older revisions.
                changed();
            }
            Err(ServiceError::McpError(_) | ServiceError::UnexpectedResponse) => {
                if let Some(connection) = connection.upgrade() {
                    connection.http.ear().give_up();
                }
                return;
            }
            Err(_) => {}
        }
        attempt = if since.elapsed() >= GOOD { 1 } else { attempt + 1 };
        tokio::time::sleep(pause(attempt, spread)).await;
    }
}

/// How long until a stream that ended is opened again: from one second to a bound that doubles from 5 seconds to 5 minutes,
/// spread over servers.
fn pause(attempt: u32, spread: u64) -> Duration {
    let bound = 5_000_u64.saturating_mul(1 << attempt.clamp(1, 7).saturating_sub(1)).min(300_000);
    let chance = spread.rotate_left(attempt) % 1024;
    Duration::from_millis(1_000 + (bound - 1_000) * chance / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure;

    #[test]
    fn pauses_grow_to_a_bound_and_differ_between_servers() {
        let most: Vec<u64> = (1..=9).map(|attempt| pause(attempt, u64::MAX).as_secs()).collect();
        assert_eq!(most, [4, 9, 19, 39, 79, 159, 299, 299, 299]);
        for attempt in [0, 1, 7, u32::MAX] {
            assert_eq!(pause(attempt, 0), Duration::from_secs(1));
        }
        let spread: HashSet<Duration> = (0..64_u64).map(|i| pause(3, i.wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect();
        assert!(spread.len() > 32, "{}", spread.len());
    }

    #[test]
    fn a_session_that_is_gone_is_not_a_server_that_never_tells() {
        let of = |status| Refusal::of(&StreamableHttpError::Client(failure::of_status(status, "")));
        assert_eq!(of(StatusCode::NOT_FOUND), Some(Refusal::Session));
        assert_eq!(of(StatusCode::NOT_ACCEPTABLE), Some(Refusal::Stream));
        assert_eq!(of(StatusCode::BAD_GATEWAY), None);
        assert_eq!(of(StatusCode::TOO_MANY_REQUESTS), None);
        assert_eq!(Refusal::of(&StreamableHttpError::ServerDoesNotSupportSse), Some(Refusal::Stream));
    }
}

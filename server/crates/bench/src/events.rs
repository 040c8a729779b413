//! From something that happens to everybody who watches: a server is changed through REST, a thousand WebSockets that are
//! subscribed to it are told. Counted from the moment the request is sent, so the change itself is in it.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use futures::{SinkExt as _, StreamExt as _, TryStreamExt as _, stream};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use studio_bench::{Figure, Goal, quantile};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{accept_async, client_async};

use crate::http::{Connection, connect};
use crate::open_files;
use crate::socket::{self, Socket};
use crate::studio::Studio;

const SOCKETS: usize = 1_000;
/// For the sockets, and for both ends of those of the baseline.
const FILES: u32 = 4_096;
/// Sockets that are being opened at once.
const AT_ONCE: usize = 16;
/// Events that are not counted.
const WARM_UP: usize = 5;
const EVENTS: usize = 100;
/// Between two events, so that each makes its way alone.
const PAUSE: Duration = Duration::from_millis(100);
/// How long an event may take to reach everybody.
const LIMIT: Duration = Duration::from_secs(10);
const GOAL: Goal = Goal::AtMost(25.0);

/// Times in milliseconds.
#[derive(Default)]
struct Times {
    /// Until the PATCH was answered, one an event.
    answered: Vec<f64>,
    /// Until a socket had the frame, one a socket and event.
    heard: Vec<f64>,
    /// The same without the Studio.
    baseline: Vec<f64>,
}

/// Watches the server through the Studio, then the same frames from a program that does nothing else.
pub(crate) async fn measure(studio: &Studio, server: &str) -> Result<Vec<Figure>> {
    open_files::at_least(FILES)?;
    let topic = format!("server:{server}");
    let path = studio.path("/events");
    let opening = stream::iter(0..SOCKETS).map(|_| watch(studio, &path, &topic));
    let mut audience = Audience::of(opening.buffer_unordered(AT_ONCE).try_collect().await?);
    let mut connection = Connection::open(studio.address).await?;
    let mut times = Times::default();
    let mut frame = None;
    for number in 0..WARM_UP + EVENTS {
        let began = Instant::now();
        change(studio, &mut connection, server, number).await?;
        let answered = milliseconds(began, Instant::now());
        let heard = audience.hear(began).await?;
        for text in &heard.frames {
            ensure!(is_change(text, &topic)?, "instead of a change of {topic} there came {text}");
        }
        if number >= WARM_UP {
            times.answered.push(answered);
            times.heard.extend(heard.times_ms);
        }
        frame = heard.frames.into_iter().next();
        tokio::time::sleep(PAUSE).await;
    }
    drop(audience);
    times.baseline = baseline(frame.context("no frame came")?).await?;
    figures(&times)
}

/// A socket that is subscribed to a topic.
async fn watch(studio: &Studio, path: &str, topic: &str) -> Result<Socket> {
    let mut socket = socket::open(studio, path).await.context("cannot open a socket for events")?;
    socket.send(Message::text(json!({ "op": "subscribe", "topics": [topic] }).to_string())).await?;
    while let Some(message) = socket.next().await {
        if let Message::Text(text) = message? {
            let frame: Value = serde_json::from_str(&text)?;
            let subscribed = frame["event"] == "subscribed" && frame["topics"][0] == topic;
            ensure!(subscribed, "the subscription to {topic} was answered {text}");
            return Ok(socket);
        }
    }
    bail!("a socket for events closed before it was subscribed")
}

/// Changes the server's description.
async fn change(studio: &Studio, connection: &mut Connection, server: &str, number: usize) -> Result<()> {
    let body = json!({ "description": format!("Changed {number} times") });
    let request = studio.request(Method::PATCH, &studio.path(&format!("/servers/{server}")), Some(&body))?;
    let answer = connection.send(request).await?;
    let words = String::from_utf8_lossy(&answer.body);
    ensure!(answer.status == StatusCode::OK, "the change is answered {}: {words}", answer.status);
    Ok(())
}

fn is_change(text: &str, topic: &str) -> Result<bool> {
    let frame: Value = serde_json::from_str(text)?;
    Ok(frame["event"] == "changed" && frame["topic"] == topic)
}

/// Sends a frame to as many sockets, all within this process; times until each had it.
async fn baseline(frame: Utf8Bytes) -> Result<Vec<f64>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let (sender, _) = broadcast::channel(16);
    let mut serving = JoinSet::new();
    let mut sockets = Vec::new();
    for _ in 0..SOCKETS {
        let stream = connect(address).await?;
        let (accepted, _) = listener.accept().await?;
        accepted.set_nodelay(true)?;
        serving.spawn(tell(accepted, sender.subscribe()));
        sockets.push(client_async(format!("ws://{address}/"), stream).await?.0);
    }
    let mut audience = Audience::of(sockets);
    let mut times_ms = Vec::new();
    for number in 0..WARM_UP + EVENTS {
        let began = Instant::now();
        sender.send(frame.clone()).context("nobody serves the sockets of the baseline")?;
        let heard = audience.hear(began).await?;
        if number >= WARM_UP {
            times_ms.extend(heard.times_ms);
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(times_ms)
}

/// Sends what it hears on a socket that was just connected.
async fn tell(stream: TcpStream, mut frames: broadcast::Receiver<Utf8Bytes>) -> Result<()> {
    let mut socket = accept_async(stream).await?;
    while let Ok(frame) = frames.recv().await {
        socket.send(Message::Text(frame)).await?;
    }
    Ok(())
}

/// All who watch, each in a task of its own.
struct Audience {
    heard: mpsc::UnboundedReceiver<Heard>,
    // Aborted with it.
    _watching: JoinSet<()>,
}

/// What a socket heard, when: a frame, or why there will be none.
struct Heard {
    socket: usize,
    at: Instant,
    frame: Result<Utf8Bytes>,
}

/// What all heard of one event.
struct Event {
    times_ms: Vec<f64>,
    frames: Vec<Utf8Bytes>,
}

impl Audience {
    fn of(sockets: Vec<Socket>) -> Self {
        let (sender, heard) = mpsc::unbounded_channel();
        let mut watching = JoinSet::new();
        for (number, socket) in sockets.into_iter().enumerate() {
            watching.spawn(listen(number, socket, sender.clone()));
        }
        Self { heard, _watching: watching }
    }

    /// Waits until everybody has heard of what began then; each hears of it once.
    async fn hear(&mut self, began: Instant) -> Result<Event> {
        let mut who = HashSet::new();
        let mut event = Event { times_ms: Vec::with_capacity(SOCKETS), frames: Vec::with_capacity(SOCKETS) };
        while who.len() < SOCKETS {
            let left = LIMIT.saturating_sub(began.elapsed());
            let Ok(heard) = tokio::time::timeout(left, self.heard.recv()).await else {
                bail!("{} of {SOCKETS} sockets heard of an event within {} s", who.len(), LIMIT.as_secs());
            };
            let Heard { socket, at, frame } = heard.context("nobody watches any more")?;
            event.frames.push(frame?);
            event.times_ms.push(milliseconds(began, at));
            ensure!(who.insert(socket), "a socket heard twice of one event");
        }
        Ok(event)
    }
}

/// Tells what comes on a socket. It is read elsewhere, when everybody has it: reading takes time that others would wait.
async fn listen(number: usize, mut socket: Socket, sender: mpsc::UnboundedSender<Heard>) {
    loop {
        let message = socket.next().await;
        let at = Instant::now();
        let frame = match message {
            Some(Ok(Message::Text(text))) => Ok(text),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(other)) => Err(anyhow!("a socket that watches was sent {other:?}")),
            Some(Err(error)) => Err(error.into()),
            None => Err(anyhow!("a socket that watches was closed")),
        };
        let over = frame.is_err();
        if sender.send(Heard { socket: number, at, frame }).is_err() || over {
            return;
        }
    }
}

fn milliseconds(from: Instant, to: Instant) -> f64 {
    to.saturating_duration_since(from).as_secs_f64() * 1e3
}

fn figures(times: &Times) -> Result<Vec<Figure>> {
    let of = |times: &[f64], share: f64| quantile(times, share).context("no event was heard of");
    let heard = |name: &str, share: f64| -> Result<Figure> {
        let figure = Figure::new(format!("event to {SOCKETS} sockets, {name}"), of(&times.heard, share)?, "ms");
        Ok(figure.against("broadcast in one process", of(&times.baseline, share)?))
    };
    let answered = |name: &str, share: f64| -> Result<Figure> {
        Ok(Figure::new(format!("the PATCH that causes it, {name}"), of(&times.answered, share)?, "ms"))
    };
    Ok(vec![heard("p50", 0.5)?, heard("p99", 0.99)?.goal(GOAL), answered("p50", 0.5)?, answered("p99", 0.99)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_goal_is_held_by_ninety_nine_of_a_hundred() {
        let heard = (1..=1000).map(|n| f64::from(n) / 40.0).collect();
        let times = Times { answered: vec![3.0; 10], heard, baseline: vec![5.0; 1000] };
        let figures = figures(&times).unwrap();
        let values: Vec<f64> = figures.iter().map(|figure| figure.value).collect();
        assert_eq!(values, [12.5, 24.75, 3.0, 3.0]);
        assert_eq!((figures[1].met(), figures[1].ratio()), (Some(true), Some(4.95)));
        assert!(super::figures(&Times::default()).is_err());
    }

    #[test]
    fn only_a_change_of_the_topic_is_one() {
        assert!(is_change(r#"{"event":"changed","topic":"server:7","id":"1"}"#, "server:7").unwrap());
        assert!(!is_change(r#"{"event":"changed","topic":"server:8"}"#, "server:7").unwrap());
        assert!(!is_change(r#"{"event":"lagged"}"#, "server:7").unwrap());
        assert!(is_change("changed", "server:7").is_err());
    }
}

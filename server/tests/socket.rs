//! The two sockets, with a real client on a real port.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::net::SocketAddr;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use futures::{SinkExt as _, StreamExt as _};
use model::Role;
use serde_json::{Value, json};
use support::{Doors, Tokens};
use test_support::{Member, TestAgent};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// What takes longer than this hangs.
const LONG: Duration = Duration::from_secs(40);
/// The terminal's window, as documented in `ws/terminal.rs`.
const WINDOW: usize = 1024 * 1024;

type Headers = Vec<(&'static str, String)>;

/// The Studio behind a port.
struct Site {
    doors: Doors,
    address: SocketAddr,
}

impl Site {
    async fn start() -> Self {
        let doors = Doors::start().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = doors.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let site = Self { doors, address };
        site.hears_the_database().await;
        site
    }

    /// What is told before the hub listens is told to nobody.
    async fn hears_the_database(&self) {
        let owner = self.doors.studio.database.owner().await.unwrap();
        let listeners =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";
        let listens = async {
            while owner.query_one(listeners, &[]).await.unwrap().get::<_, i64>(0) == 0 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LONG, listens).await.expect("the hub listens");
    }

    /// A new user who owns an organization, in a browser and with a program.
    async fn person(&self, name: &str) -> Person<'_> {
        let member = self.doors.studio.owner(name).await.unwrap();
        let tokens = self.doors.login(name).await;
        Person { site: self, member, tokens }
    }

    /// Opens a socket, or the status that refused it.
    async fn open(&self, path: &str, headers: &[(&'static str, String)]) -> Result<Socket, StatusCode> {
        let mut request = format!("ws://{}/api/v1{path}", self.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        match tokio::time::timeout(LONG, client_async(request, stream)).await.expect("an answer") {
            Ok((socket, _)) => Ok(Socket(socket)),
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// Opens a socket and says in the first frame who one is.
    async fn open_with_frame(&self, path: &str, token: &str) -> Socket {
        let mut socket = self.open(path, &[]).await.unwrap();
        socket.say(&json!({ "op": "authenticate", "token": token })).await;
        socket
    }
}

struct Person<'a> {
    site: &'a Site,
    member: Member,
    tokens: Tokens,
}

impl Person<'_> {
    fn path(&self, rest: &str) -> String {
        format!("/orgs/{}{rest}", self.member.ctx.slug)
    }

    fn bearer(&self) -> Headers {
        vec![("authorization", format!("Bearer {}", self.tokens.access))]
    }

    /// What a page of the origin sends along.
    fn cookie(&self, origin: &str) -> Headers {
        vec![("cookie", format!("mas_session={}", self.member.token)), ("origin", origin.to_owned())]
    }

    /// A request of the program's to its organization, which succeeds.
    async fn rest(&self, method: &str, path: &str, body: &Value) -> Value {
        let path = format!("/api/v1{}", self.path(path));
        let bearer = format!("Bearer {}", self.tokens.access);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let reply = self.site.doors.send(method, &path, &headers, &body.to_string()).await;
        assert!(reply.status.is_success(), "{method} {path}: {}", reply.text());
        reply.json()
    }

    /// Registers a server that nobody answers for.
    async fn add_server(&self, name: &str) -> Value {
        let new = json!({ "name": name, "url": "http://127.0.0.1:9/mcp", "auth": { "kind": "none" } });
        self.rest("POST", "/servers", &new).await
    }

    /// Queues a command; the execution's id.
    async fn run(&self, server: &str, command: &str, pty: bool) -> String {
        let action = json!({ "kind": "command", "command": command, "pty": pty });
        let task = self.rest("POST", "/tasks", &json!({ "title": "Run", "server_id": server, "action": action })).await;
        let path = format!("/tasks/{}/executions", task["id"].as_str().unwrap());
        self.rest("POST", &path, &json!({})).await["id"].as_str().unwrap().to_owned()
    }

    /// Signs the program out.
    async fn sign_out(&self) {
        let bearer = format!("Bearer {}", self.tokens.access);
        let headers = [("authorization", bearer.as_str())];
        let reply = self.site.doors.send("POST", "/api/v1/auth/logout", &headers, "").await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    }

    /// Waits until an execution has ended.
    async fn ended(&self, id: &str) -> model::ExecutionView {
        self.member.until(id.parse().unwrap(), |execution| execution.state.is_final()).await.unwrap()
    }

    /// A viewer of an execution's terminal, from a byte on.
    async fn view(&self, id: &str, from: usize) -> Viewer {
        let path = self.path(&format!("/executions/{id}/terminal?from={from}"));
        Viewer::new(self.site.open(&path, &self.bearer()).await.unwrap(), from)
    }
}

struct Socket(WebSocketStream<TcpStream>);

/// What the Studio says.
#[derive(Debug)]
enum Said {
    Json(Value),
    Bytes(Bytes),
    /// It closed the connection, with the code and the reason of the close frame.
    Closed(Option<(u16, String)>),
    /// The connection broke, or ended without a close frame.
    Broken(String),
}

impl Socket {
    async fn say(&mut self, json: &Value) {
        self.send(Message::text(json.to_string())).await;
    }

    /// Sends; whether the Studio still listens shows in what it says.
    async fn send(&mut self, message: Message) {
        drop(self.0.send(message).await);
    }

    async fn hear(&mut self) -> Said {
        loop {
            let heard = tokio::time::timeout(LONG, self.0.next()).await.expect("the Studio says something");
            return match heard {
                Some(Ok(Message::Text(text))) => Said::Json(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Binary(bytes))) => Said::Bytes(bytes),
                Some(Ok(Message::Close(frame))) => {
                    Said::Closed(frame.map(|frame| (frame.code.into(), frame.reason.to_string())))
                }
                Some(Ok(_)) => continue,
                Some(Err(error)) => Said::Broken(error.to_string()),
                None => Said::Broken("no close frame".to_owned()),
            };
        }
    }

    async fn json(&mut self) -> Value {
        match self.hear().await {
            Said::Json(json) => json,
            said => panic!("no text frame: {said:?}"),
        }
    }

    /// How the Studio closes the connection, which is the next that it says.
    async fn closed(&mut self) -> Option<(u16, String)> {
        match self.hear().await {
            Said::Closed(close) => close,
            said => panic!("not closed: {said:?}"),
        }
    }

    /// The connection is over, one way or another: whoever floods the Studio may lose the close frame.
    async fn is_over(&mut self) {
        match self.hear().await {
            Said::Closed(_) | Said::Broken(_) => {}
            said => panic!("not over: {said:?}"),
        }
    }

    async fn subscribe(&mut self, topics: &[&str]) {
        self.say(&json!({ "op": "subscribe", "topics": topics })).await;
        assert_eq!(self.json().await, json!({ "event": "subscribed", "topics": topics }));
    }

    /// The events socket is alive and has nothing else to say.
    async fn assert_answers(&mut self) {
        self.say(&json!({ "op": "ping" })).await;
        assert_eq!(self.json().await, json!({ "event": "pong" }));
    }
}

fn refused(code: &str) -> Option<(u16, String)> {
    Some((1008, code.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn events_open_by_cookie_header_or_first_frame() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let path = ada.path("/events");
    let by_id = format!("/orgs/{}/events", ada.member.ctx.organization_id);
    let elsewhere = vec![("origin", "http://elsewhere.test".to_owned())];
    let mut embedded = site.open(&path, &elsewhere).await.unwrap();
    embedded.say(&json!({ "op": "authenticate", "token": ada.tokens.access })).await;
    let sockets = [
        site.open(&path, &ada.cookie(&format!("http://{}", site.address))).await.unwrap(),
        site.open(&path, &ada.bearer()).await.unwrap(),
        site.open(&by_id, &ada.bearer()).await.unwrap(),
        site.open_with_frame(&path, &ada.tokens.access).await,
        embedded,
    ];
    for mut socket in sockets {
        socket.assert_answers().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_are_refused_before_they_open() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    let server = ada.add_server("host").await;
    let run = ada.run(server["id"].as_str().unwrap(), "true", false).await;
    let terminal = format!("/executions/{run}/terminal");
    let ours = format!("http://{}", site.address);
    let bad = vec![("authorization", "Bearer a.b.c".to_owned())];
    for rest in ["/events", terminal.as_str()] {
        let mut no_origin = ada.cookie("");
        no_origin.truncate(1);
        for (what, path, headers, status) in [
            ("an invalid token", ada.path(rest), bad.clone(), StatusCode::UNAUTHORIZED),
            ("a stranger's token", ada.path(rest), eve.bearer(), StatusCode::NOT_FOUND),
            ("a stranger's cookie", ada.path(rest), eve.cookie(&ours), StatusCode::NOT_FOUND),
            ("no such organization", format!("/orgs/nowhere{rest}"), ada.bearer(), StatusCode::NOT_FOUND),
            ("a foreign page", ada.path(rest), ada.cookie("http://evil.test"), StatusCode::FORBIDDEN),
            ("a page of nowhere", ada.path(rest), ada.cookie("null"), StatusCode::FORBIDDEN),
            ("no page", ada.path(rest), no_origin, StatusCode::FORBIDDEN),
        ] {
            assert_eq!(site.open(&path, &headers).await.err(), Some(status), "{what}: {path}");
        }
    }
    let status = site.open(&eve.path(&terminal), &eve.bearer()).await.err();
    assert_eq!(status, Some(StatusCode::NOT_FOUND), "another's execution in an organization of one's own");
    let status = site.open(&ada.path(&format!("{terminal}?from=x")), &ada.bearer()).await.err();
    assert_eq!(status, Some(StatusCode::UNPROCESSABLE_ENTITY), "no number");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_say_who_they_are_is_sent_away() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    let server = ada.add_server("host").await;
    let run = ada.run(server["id"].as_str().unwrap(), "true", false).await;
    for path in [ada.path("/events"), ada.path(&format!("/executions/{run}/terminal"))] {
        let mut silent = site.open(&path, &[]).await.unwrap();
        let token = |token: &str| Message::text(json!({ "op": "authenticate", "token": token }).to_string());
        for (what, first) in [
            ("a command", Message::text(r#"{"op":"ping"}"#)),
            ("no JSON", Message::text("nonsense")),
            ("bytes", Message::binary(vec![1_u8, 2, 3])),
            ("no token", Message::text(r#"{"op":"authenticate"}"#)),
            ("a wrong token", token("a.b.c")),
            ("a refresh token", token(&ada.tokens.refresh)),
            ("a cookie's token", token(&ada.member.token)),
        ] {
            let mut socket = site.open(&path, &[]).await.unwrap();
            socket.send(first).await;
            assert_eq!(socket.closed().await, refused("unauthenticated"), "{what}: {path}");
        }
        let mut stranger = site.open_with_frame(&path, &eve.tokens.access).await;
        assert_eq!(stranger.closed().await, refused("not_found"), "{path}");
        // Room for a frame this large is not made for somebody unknown; how the connection ends is the network's matter.
        let mut flood = site.open(&path, &[]).await.unwrap();
        flood.send(Message::binary(vec![0_u8; 8 * 1024 * 1024])).await;
        flood.is_over().await;
        assert_eq!(silent.closed().await, refused("unauthenticated"), "{path}");
    }
    let theirs = eve.path(&format!("/executions/{run}/terminal"));
    let mut stranger = site.open_with_frame(&theirs, &eve.tokens.access).await;
    assert_eq!(stranger.closed().await, refused("not_found"), "another's execution");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_arrive_as_events_and_at_nobody_else_s() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    let mut hers = site.open(&eve.path("/events"), &eve.bearer()).await.unwrap();
    hers.subscribe(&["servers", "executions", "queue"]).await;
    let mut events = site.open(&ada.path("/events"), &ada.bearer()).await.unwrap();
    events.subscribe(&["servers", "executions", "queue"]).await;

    let server = ada.add_server("host").await;
    let server = server["id"].as_str().unwrap();
    let event = events.json().await;
    assert_eq!((event["event"].as_str(), event["topic"].as_str()), (Some("changed"), Some("servers")));
    assert_eq!(event["data"], json!({ "server_id": server }));
    assert!(event["id"].as_str().is_some_and(|id| id.parse::<uuid::Uuid>().is_ok()), "{event}");
    assert!(event["at"].as_str().is_some_and(|at| at.parse::<chrono::DateTime<chrono::Utc>>().is_ok()), "{event}");
    let topic = format!("server:{server}");
    hers.subscribe(&[topic.as_str()]).await;

    // Without a worker: that it is queued is news already.
    let run = ada.run(server, "true", false).await;
    let mut topics = Vec::new();
    for _ in 0..2 {
        let event = events.json().await;
        assert_eq!(event["event"], "changed");
        if event["topic"] == "executions" {
            assert_eq!(event["data"], json!({ "execution_id": run }));
        }
        topics.push(event["topic"].as_str().unwrap().to_owned());
    }
    topics.sort();
    assert_eq!(topics, ["executions", "queue"]);

    // Who listens to both is told of both; who listens no longer is not told.
    let topic = format!("execution:{run}");
    events.subscribe(&[topic.as_str()]).await;
    hers.subscribe(&[topic.as_str()]).await;
    events.say(&json!({ "op": "unsubscribe", "topics": ["servers", "queue"] })).await;
    events.assert_answers().await;
    ada.add_server("other").await;
    ada.rest("POST", &format!("/executions/{run}/cancel"), &json!({})).await;
    let mut topics = Vec::new();
    for _ in 0..2 {
        let event = events.json().await;
        assert_eq!(event["data"], json!({ "execution_id": run }), "{event}");
        topics.push(event["topic"].as_str().unwrap().to_owned());
    }
    topics.sort();
    assert_eq!(topics, [topic.as_str(), "executions"]);
    events.assert_answers().await;

    // Pointers keep their order, so what she hears first is her own: nothing of the above came to her.
    let own = eve.add_server("mine").await;
    assert_eq!(hers.json().await["data"]["server_id"], own["id"]);
    hers.assert_answers().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_events_socket_does_not_understand_does_not_hurt_it() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let path = ada.path("/events");
    let mut socket = site.open(&path, &ada.bearer()).await.unwrap();
    for nonsense in ["", "{", "[]", "7", r#"{"op":"dance"}"#, r#"{"op":"subscribe"}"#, r#"{"topics":["servers"]}"#] {
        socket.send(Message::text(nonsense)).await;
        socket.assert_answers().await;
    }
    socket.send(Message::binary(vec![0xff_u8; 100])).await;
    socket.send(Message::Ping(Bytes::from_static(b"still there?"))).await;
    socket.assert_answers().await;

    socket.say(&json!({ "op": "subscribe", "topics": ["servers", "weather", "server:7"] })).await;
    for topic in ["weather", "server:7"] {
        let frame = socket.json().await;
        assert_eq!((frame["event"].as_str(), frame["topic"].as_str()), (Some("refused"), Some(topic)));
        assert_eq!(frame["error"]["invalid"]["fields"][0]["field"], "topics", "{frame}");
    }
    assert_eq!(socket.json().await, json!({ "event": "subscribed", "topics": ["servers"] }));

    // 200 topics are taken, with the one above; what is beyond is refused one by one.
    let many: Vec<String> = (0..201).map(|_| format!("server:{}", uuid::Uuid::from_u128(rand::random()))).collect();
    socket.say(&json!({ "op": "subscribe", "topics": many })).await;
    for topic in &many[199..] {
        let frame = socket.json().await;
        assert_eq!((frame["event"].as_str(), frame["topic"].as_str()), (Some("refused"), Some(topic.as_str())));
    }
    assert_eq!(socket.json().await["topics"].as_array().map(Vec::len), Some(199));

    socket.send(Message::text("x".repeat(1024 * 1024))).await;
    socket.is_over().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn open_sockets_end_with_their_session_and_with_the_studio() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let server = ada.add_server("host").await;
    let run = ada.run(server["id"].as_str().unwrap(), "true", false).await;
    let events = ada.path("/events");
    let mut mine = site.open(&events, &ada.bearer()).await.unwrap();
    mine.subscribe(&["servers"]).await;
    let terminal = ada.path(&format!("/executions/{run}/terminal"));
    let mut viewer = site.open(&terminal, &ada.bearer()).await.unwrap();
    assert_eq!(viewer.json().await["op"], "state");
    // Somebody who never pauses is looked at, too.
    let mut busy = site.open(&terminal, &ada.bearer()).await.unwrap();
    assert_eq!(busy.json().await["op"], "state");
    let browser = ada.cookie(&format!("http://{}", site.address));
    let mut other = site.open(&events, &browser).await.unwrap();

    ada.sign_out().await;
    assert_eq!(viewer.closed().await, refused("unauthenticated"));
    let ends = async {
        loop {
            tokio::select! {
                said = busy.hear() => match said {
                    Said::Closed(_) => return,
                    said => panic!("not closed: {said:?}"),
                },
                () = tokio::time::sleep(Duration::from_millis(50)) => busy.say(&json!({ "op": "ack", "offset": 0 })).await,
            }
        }
    };
    tokio::time::timeout(LONG, ends).await.expect("the busy viewer is sent away");
    assert_eq!(mine.closed().await, refused("unauthenticated"));

    other.assert_answers().await;
    site.doors.stop.cancel();
    assert_eq!(other.closed().await, None);
}

/// Somebody who looks at a terminal.
struct Viewer {
    socket: Socket,
    from: usize,
    screen: Vec<u8>,
    frames: Vec<Value>,
}

impl Viewer {
    fn new(socket: Socket, from: usize) -> Self {
        Self { socket, from, screen: Vec::new(), frames: Vec::new() }
    }

    async fn ack(&mut self, offset: u64) {
        self.socket.say(&json!({ "op": "ack", "offset": offset })).await;
    }

    async fn input(&mut self, data: &str) {
        self.socket.say(&json!({ "op": "input", "data": data })).await;
    }

    /// Where the next byte stands.
    fn offset(&self) -> usize {
        self.from + self.screen.len()
    }

    /// Looks on, drawing what comes and saying so, until it is as wanted.
    async fn until(&mut self, wanted: impl Fn(&Self) -> bool) {
        while !wanted(self) {
            match self.socket.hear().await {
                Said::Bytes(bytes) => {
                    self.screen.extend_from_slice(&bytes);
                    self.ack(self.offset() as u64).await;
                }
                Said::Json(frame) => self.frames.push(frame),
                said => panic!("{said:?} after {} bytes and {:?}", self.screen.len(), self.frames.last()),
            }
        }
    }

    /// Looks on until the frame `end`, after which the connection is closed.
    async fn end(&mut self) -> Value {
        self.until(|viewer| viewer.frames.last().is_some_and(|frame| frame["op"] == "end")).await;
        assert_eq!(self.socket.closed().await, None, "in peace");
        self.frames.last().cloned().unwrap()
    }

    /// Draws without saying so until the Studio takes an input, which it refuses: while the window has room it sends
    /// what it has first.
    async fn fill(&mut self) {
        self.input("x").await;
        loop {
            match self.socket.hear().await {
                Said::Bytes(bytes) => self.screen.extend_from_slice(&bytes),
                Said::Json(frame) if frame["op"] == "refused" => return,
                Said::Json(frame) => self.frames.push(frame),
                said => panic!("{said:?} after {} bytes", self.screen.len()),
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.screen).into_owned()
    }

    fn saw(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    fn was_told(&self, frame: &Value) -> bool {
        self.frames.contains(frame)
    }
}

/// A Studio that works, with a host.
async fn site_with_host() -> (Site, TestAgent) {
    let site = Site::start().await;
    site.doors.studio.work();
    (site, TestAgent::start().await.unwrap())
}

/// What `seq 1 500000` writes: 3.2 MiB, every line another.
fn lines() -> Vec<u8> {
    (1..=500_000).map(|i| format!("{i}\n")).collect::<String>().into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_byte_arrives_wherever_one_begins() {
    let (site, agent) = site_with_host().await;
    let ada = site.person("ada").await;
    let host = ada.member.add_agent(&agent).await.unwrap().id.to_string();
    let run = ada.run(&host, "seq 1 500000", false).await;
    let expected = lines();
    let (mut one, mut other) = (ada.view(&run, 0).await, ada.view(&run, 0).await);
    let (end, same) = tokio::join!(one.end(), other.end());
    assert_eq!(end, json!({ "op": "end", "state": "succeeded", "exit_code": 0 }));
    assert_eq!(same, end);
    // Not `assert_eq`: a difference would be printed whole.
    assert!(one.screen == expected && other.screen == expected, "{} {}", one.screen.len(), other.screen.len());
    assert_eq!(one.frames[0]["op"], "state");
    assert_eq!(one.frames[0]["execution"]["id"], run.as_str());

    let mut late = ada.view(&run, 1_500_001).await;
    assert_eq!(late.end().await, end);
    assert!(late.screen == expected[1_500_001..], "{}", late.screen.len());

    let mut first = ada.view(&run, 0).await;
    first.until(|viewer| viewer.screen.len() >= 1_200_000).await;
    let broken_at = first.offset();
    drop(first.socket);
    let mut second = ada.view(&run, broken_at).await;
    second.end().await;
    assert!([first.screen, second.screen].concat() == expected, "broken at {broken_at}");

    let mut beyond = ada.view(&run, 1_000_000_000).await;
    assert_eq!(beyond.end().await, end);
    assert!(beyond.screen.is_empty());
    let told = json!({ "op": "gap", "from": expected.len(), "to": expected.len() });
    assert!(beyond.was_told(&told), "where the end really is: {:?}", beyond.frames);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_draws_nothing_gets_a_window_and_no_more() {
    let (site, agent) = site_with_host().await;
    let ada = site.person("ada").await;
    let host = ada.member.add_agent(&agent).await.unwrap().id.to_string();
    let run = ada.run(&host, "seq 1 500000", false).await;
    ada.ended(&run).await;
    let expected = lines();
    let mut viewer = ada.view(&run, 0).await;
    viewer.fill().await;
    assert!((1..=WINDOW).contains(&viewer.screen.len()), "{}", viewer.screen.len());
    viewer.fill().await;
    assert!(viewer.screen.len() <= WINDOW, "still nothing drawn: {}", viewer.screen.len());

    viewer.ack(10).await;
    viewer.fill().await;
    assert!(viewer.screen.len() <= WINDOW + 10, "ten bytes drawn: {}", viewer.screen.len());
    // An acknowledgement does not go back, and what was never sent is not drawn.
    viewer.ack(3).await;
    viewer.fill().await;
    assert!(viewer.screen.len() <= WINDOW + 10, "less drawn than before: {}", viewer.screen.len());
    let sent = viewer.screen.len();
    viewer.ack(u64::MAX).await;
    viewer.fill().await;
    let more = viewer.screen.len() - sent;
    assert!((1..=WINDOW).contains(&more), "more drawn than was sent: {more}");

    viewer.ack(viewer.offset() as u64).await;
    let end = viewer.end().await;
    assert_eq!(end["exit_code"], 0);
    assert!(viewer.screen == expected, "{}", viewer.screen.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_is_typed_into_and_resized_for_every_viewer() {
    let (site, agent) = site_with_host().await;
    let ada = site.person("ada").await;
    let host = ada.member.add_agent(&agent).await.unwrap().id.to_string();
    let command = "echo ready; while [ \"$(stty size)\" != '37 91' ]; do sleep 0.05; done; echo size $(stty size); \
                   cat; exit 7";
    let run = ada.run(&host, command, true).await;
    let (mut one, mut other) = (ada.view(&run, 0).await, ada.view(&run, 0).await);
    one.until(|viewer| viewer.saw("ready")).await;
    assert!(one.was_told(&json!({ "op": "resize", "cols": 120, "rows": 32 })), "{:?}", one.frames);

    one.socket.say(&json!({ "op": "resize", "cols": 0, "rows": 37 })).await;
    let refused = |viewer: &Viewer, command: &str| {
        viewer.frames.iter().any(|frame| frame["op"] == "refused" && frame["command"] == command)
    };
    one.until(|viewer| refused(viewer, "resize")).await;
    one.socket.say(&json!({ "op": "resize", "cols": 91, "rows": 37 })).await;
    let resized = json!({ "op": "resize", "cols": 91, "rows": 37 });
    one.until(|viewer| viewer.saw("size 37 91") && viewer.was_told(&resized)).await;
    other.until(|viewer| viewer.saw("size 37 91") && viewer.was_told(&resized)).await;

    // The terminal echoes what is typed, and `cat` says it again.
    other.input("grüße\n").await;
    one.until(|viewer| viewer.saw("grüße\r\ngrüße\r\n")).await;
    one.input("").await;
    one.until(|viewer| refused(viewer, "input")).await;
    // Control-D ends what `cat` reads.
    one.input("\u{4}").await;
    let (end, same) = tokio::join!(one.end(), other.end());
    assert_eq!(end, json!({ "op": "end", "state": "failed", "exit_code": 7 }));
    assert_eq!((same, &other.screen), (end, &one.screen));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_look_types_nothing() {
    let (site, agent) = site_with_host().await;
    let ada = site.person("ada").await;
    let host = ada.member.add_agent(&agent).await.unwrap().id.to_string();
    let run = ada.run(&host, "echo ready; cat", true).await;
    let mut typist = ada.view(&run, 0).await;
    typist.until(|viewer| viewer.saw("ready")).await;
    site.doors.studio.in_role(&ada.member, Role::Viewer).await.unwrap();
    let mut viewer = ada.view(&run, 0).await;
    viewer.until(|viewer| viewer.saw("ready")).await;
    viewer.input("mine\n").await;
    viewer.socket.say(&json!({ "op": "resize", "cols": 10, "rows": 10 })).await;
    viewer.until(|viewer| viewer.frames.iter().filter(|frame| frame["op"] == "refused").count() == 2).await;
    for frame in viewer.frames.iter().filter(|frame| frame["op"] == "refused") {
        assert!(frame["error"]["forbidden"].is_object(), "{frame}");
    }
    site.doors.studio.in_role(&ada.member, Role::Owner).await.unwrap();
    let mut owner = ada.view(&run, 0).await;
    owner.input("hers\n").await;
    owner.until(|viewer| viewer.saw("hers\r\nhers\r\n")).await;
    assert!(!owner.saw("mine"), "{}", owner.text());
    assert!(!owner.was_told(&json!({ "op": "resize", "cols": 10, "rows": 10 })), "{:?}", owner.frames);
    owner.input("\u{4}").await;
    assert_eq!(owner.end().await["exit_code"], 0);
    ada.ended(&run).await;
}

//! Both sockets as a client meets them: a real connection to a real listener, and behind a terminal a real worker and
//! master agent.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use app::shell::Assets;
use axum::http::StatusCode;
use futures::{SinkExt as _, StreamExt as _};
use model::{
    ExecutionId, NewServer, NewTask, Priority, Role, Schedule, Secret, ServerAuth, ServerPatch, ServerView, TaskAction,
    TaskLimits,
};
use serde_json::{Value, json};
use server::router::router;
use server::state::AppState;
use studio_core::{auth, execution, refresh_token, server as servers, task};
use test_support::{Member, TestAgent, TestStudio};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Whatever is waited for comes within this time.
const LIMIT: Duration = Duration::from_secs(60);
/// Bytes that may be on their way to a viewer who has not drawn them yet.
const WINDOW: usize = 1024 * 1024;
/// Largest binary frame.
const FRAME: usize = 64 * 1024;
/// Bytes after which a viewer who acknowledges does.
const ACKNOWLEDGE: usize = 256 * 1024;
/// The last of the numbers that make a good 3 MiB, a line each.
const NUMBERS: usize = 470_000;

/// The Studio on a port.
struct Site {
    studio: TestStudio,
    address: SocketAddr,
    stop: CancellationToken,
    _guard: DropGuard,
}

/// The owner of an organization, signed in twice.
struct Person {
    /// In a browser.
    member: Member,
    /// Access token of a program.
    bearer: String,
}

type Headers = Vec<(&'static str, String)>;

async fn soon<F: Future>(what: F) -> F::Output {
    let found = tokio::time::timeout(LIMIT, what).await;
    found.unwrap_or_else(|_| panic!("nothing came within {LIMIT:?}"))
}

impl Site {
    async fn start() -> Self {
        let studio = TestStudio::start().await.unwrap();
        let names = ["frontend.js", "frontend.wasm", "main.css"].map(str::to_owned).into_iter();
        let names = names.chain(["en", "fr", "es", "de"].map(|lang| format!("messages.{lang}.ftl")));
        let manifest: BTreeMap<String, String> = names.map(|name| (name.clone(), format!("/assets/{name}"))).collect();
        let state = AppState {
            services: studio.services.clone(),
            assets: Assets::from_manifest(&serde_json::to_string(&manifest).unwrap()).unwrap(),
            site: std::env::temp_dir(),
            public_origin: None,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let service = router(state, stop.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self { studio, address, _guard: stop.clone().drop_guard(), stop }
    }

    async fn person(&self, name: &str) -> Person {
        let member = self.studio.owner(name).await.unwrap();
        let password = Secret::from("correct horse battery".to_owned());
        let email = format!("{name}@example.org");
        let (tokens, _) = refresh_token::login(&self.studio.anonymous(), &email, &password).await.unwrap();
        Person { member, bearer: tokens.access.expose().to_owned() }
    }

    /// What a browser sends from a page of the Studio.
    fn cookie(&self, person: &Person) -> Headers {
        self.cookie_from(person, Some(&format!("http://{}", self.address)))
    }

    /// What a browser sends from a page of this origin.
    fn cookie_from(&self, person: &Person, origin: Option<&str>) -> Headers {
        let cookie = ("cookie", format!("mas_session={}", person.member.token));
        [cookie].into_iter().chain(origin.map(|origin| ("origin", origin.to_owned()))).collect()
    }

    /// Opens a socket, or gives the status of the refusal.
    async fn open(&self, path: &str, headers: &[(&'static str, String)]) -> Result<Socket, StatusCode> {
        let mut request = format!("ws://{}/api/v1{path}", self.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        match soon(client_async(request, stream)).await {
            Ok((socket, _)) => Ok(Socket(socket)),
            Err(Error::Http(answer)) => Err(answer.status()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// Opens the events of the person's organization and listens to these topics.
    async fn listen(&self, person: &Person, topics: &[&str]) -> Socket {
        let path = format!("/orgs/{}/events", person.member.ctx.slug);
        let mut socket = self.open(&path, &self.cookie(person)).await.unwrap();
        socket.say(json!({ "op": "subscribe", "topics": topics })).await;
        assert_eq!(socket.frame().await, json!({ "event": "subscribed", "topics": topics }));
        socket
    }

    /// Opens the terminal of an execution at a byte.
    async fn view(&self, person: &Person, id: ExecutionId, from: usize) -> Viewer {
        self.view_of(person, id, &format!("from={from}"), from).await
    }

    /// Opens the terminal of an execution with a query, of which is known with which byte it begins.
    async fn view_of(&self, person: &Person, id: ExecutionId, query: &str, from: usize) -> Viewer {
        let path = format!("{}?{query}", terminal_path(person, id));
        let mut socket = self.open(&path, &self.cookie(person)).await.unwrap();
        let first = socket.frame().await;
        assert_eq!((first["op"].as_str(), &first["execution"]["id"]), (Some("state"), &json!(id)), "{first}");
        Viewer { socket, from, bytes: Vec::new(), frames: vec![first], acknowledges: true, acknowledged: from }
    }
}

impl Person {
    fn bearer(&self) -> Headers {
        vec![("authorization", format!("Bearer {}", self.bearer))]
    }

    /// An execution of a command, queued.
    async fn run(&self, server: &ServerView, command: &str, pty: bool) -> ExecutionId {
        let new = NewTask {
            title: "Say something".to_owned(),
            description: None,
            server_id: Some(server.id),
            labels: Vec::new(),
            action: TaskAction::Command { command: command.to_owned(), pty, cwd: None, env: BTreeMap::default() },
            priority: Priority::Medium,
            schedule: Schedule::Manual,
            limits: TaskLimits::default(),
            concurrency_key: None,
        };
        let task = task::create(&self.member.ctx, new).await.unwrap();
        task::run(&self.member.ctx, task.id).await.unwrap().id
    }

    /// A server at an address where nobody listens.
    async fn server(&self, name: &str) -> ServerView {
        let url = "http://127.0.0.1:9/mcp".to_owned();
        let new =
            NewServer { name: name.to_owned(), description: None, url, auth: ServerAuth::None, labels: Vec::new() };
        servers::create(&self.member.ctx, new).await.unwrap()
    }
}

fn terminal_path(person: &Person, id: ExecutionId) -> String {
    format!("/orgs/{}/executions/{id}/terminal", person.member.ctx.slug)
}

fn authenticate(token: &str) -> Value {
    json!({ "op": "authenticate", "token": token })
}

/// A client's end of a socket.
struct Socket(WebSocketStream<TcpStream>);

/// What came over a socket.
#[derive(Debug, PartialEq)]
enum Came {
    Bytes(Vec<u8>),
    Frame(Value),
    /// Status and reason; 1005 stands for none (RFC 6455, 7.1.5).
    Closed(u16, String),
    /// The connection ended without a close frame.
    Gone,
}

impl Came {
    fn closed(status: u16, reason: &str) -> Self {
        Self::Closed(status, reason.to_owned())
    }
}

impl Socket {
    async fn next(&mut self) -> Came {
        loop {
            match soon(self.0.next()).await {
                Some(Ok(Message::Binary(bytes))) => return Came::Bytes(bytes.to_vec()),
                Some(Ok(Message::Text(text))) => return Came::Frame(serde_json::from_str(text.as_str()).unwrap()),
                Some(Ok(Message::Close(Some(close)))) => return Came::closed(close.code.into(), close.reason.as_str()),
                Some(Ok(Message::Close(None))) => return Came::closed(1005, ""),
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Err(_)) | None => return Came::Gone,
            }
        }
    }

    /// The next thing, which is a text frame.
    async fn frame(&mut self) -> Value {
        match self.next().await {
            Came::Frame(frame) => frame,
            other => panic!("no text frame: {other:?}"),
        }
    }

    /// How it ends, whatever comes before.
    async fn end(&mut self) -> Came {
        let reading = async {
            loop {
                match self.next().await {
                    Came::Bytes(_) | Came::Frame(_) => {}
                    end => return end,
                }
            }
        };
        soon(reading).await
    }

    async fn send(&mut self, message: Message) {
        soon(self.0.send(message)).await.unwrap();
    }

    async fn say(&mut self, frame: Value) {
        self.send(Message::text(frame.to_string())).await;
    }

    /// Everything said so far is understood when this returns; nothing came meanwhile.
    async fn ping(&mut self) {
        self.say(json!({ "op": "ping" })).await;
        assert_eq!(self.frame().await, json!({ "event": "pong" }));
    }
}

/// Somebody who looks at a terminal.
struct Viewer {
    socket: Socket,
    from: usize,
    bytes: Vec<u8>,
    frames: Vec<Value>,
    acknowledges: bool,
    acknowledged: usize,
}

impl Viewer {
    /// Offset after the last byte that came.
    fn offset(&self) -> usize {
        self.from + self.bytes.len()
    }

    /// The last text frame of a kind.
    fn said(&self, op: &str) -> Option<&Value> {
        self.frames.iter().rev().find(|frame| frame["op"] == op)
    }

    /// Takes what comes until it is enough.
    async fn until(&mut self, enough: impl Fn(&Self) -> bool) {
        while !enough(self) {
            match self.socket.next().await {
                Came::Bytes(bytes) => {
                    assert!(!bytes.is_empty() && bytes.len() <= FRAME, "a frame of {} bytes", bytes.len());
                    self.bytes.extend_from_slice(&bytes);
                    if self.acknowledges && self.offset() - self.acknowledged >= ACKNOWLEDGE {
                        self.acknowledged = self.offset();
                        self.acknowledge(self.acknowledged as u64).await;
                    }
                }
                Came::Frame(frame) => self.frames.push(frame),
                end => panic!("{end:?} after {} bytes and {:?}", self.bytes.len(), self.frames.last()),
            }
        }
    }

    async fn acknowledge(&mut self, offset: u64) {
        self.socket.say(json!({ "op": "ack", "offset": offset })).await;
    }

    /// Takes everything; the exit code of the command.
    async fn follow(&mut self) -> Option<i64> {
        self.until(|viewer| viewer.said("end").is_some()).await;
        assert_eq!(self.socket.next().await, Came::closed(1005, ""), "nothing comes after the end");
        self.said("end").unwrap()["exit_code"].as_i64()
    }

    /// Says something that is refused, and takes what comes until it was. The command has no terminal.
    async fn fence(&mut self) {
        let refusals = |viewer: &Self| viewer.frames.iter().filter(|frame| frame["op"] == "refused").count();
        let before = refusals(self);
        self.socket.say(json!({ "op": "input", "data": "x" })).await;
        self.until(|viewer| refusals(viewer) > before).await;
        let refused = self.said("refused").unwrap();
        assert!(refused["command"] == "input" && refused["error"]["conflict"].is_object(), "{refused}");
    }
}

/// A Studio with a worker, and an owner with a master agent.
struct Host {
    site: Site,
    ada: Person,
    server: ServerView,
    folder: tempfile::TempDir,
    _agent: TestAgent,
}

impl Host {
    async fn start() -> Self {
        let site = Site::start().await;
        let agent = TestAgent::start().await.unwrap();
        let ada = site.person("ada").await;
        let server = ada.member.add_agent(&agent).await.unwrap();
        site.studio.work();
        let mode = std::fs::Permissions::from_mode(0o755);
        let folder = tempfile::Builder::new().prefix("studio-socket-").permissions(mode).tempdir().unwrap();
        Self { site, ada, server, folder, _agent: agent }
    }

    /// Shell that says whether the gate is still closed. Nothing waits for a test that is over.
    fn closed(&self) -> String {
        let folder = self.folder.path().display();
        format!("[ -d {folder} ] && [ ! -e {folder}/gate ]")
    }

    /// Shell that waits for the gate.
    fn wait(&self) -> String {
        format!("while {}; do sleep 0.05; done", self.closed())
    }

    fn open_gate(&self) {
        std::fs::write(self.folder.path().join("gate"), "").unwrap();
    }

    async fn run(&self, command: &str, pty: bool) -> ExecutionId {
        self.ada.run(&self.server, command, pty).await
    }

    async fn finished(&self, id: ExecutionId) {
        self.ada.member.until(id, |execution| execution.state.is_final()).await.unwrap();
    }

    async fn view(&self, id: ExecutionId, from: usize) -> Viewer {
        self.site.view(&self.ada, id, from).await
    }
}

/// What `seq 1 {NUMBERS}` prints.
fn numbers() -> Vec<u8> {
    let text: String = (1..=NUMBERS).map(|i| format!("{i}\n")).collect();
    assert!(text.len() > 3 * WINDOW);
    text.into_bytes()
}

/// Says where two outputs part instead of printing them.
#[track_caller]
fn assert_same(found: &[u8], expected: &[u8]) {
    let part = found.iter().zip(expected).position(|(found, expected)| found != expected);
    assert_eq!((part, found.len()), (None, expected.len()), "first byte that differs, and length");
}

/// An event has the contract's shape.
#[track_caller]
fn assert_event(frame: &Value, event: &str, topic: &str, data: &Value) {
    assert_eq!((frame["event"].as_str(), frame["topic"].as_str()), (Some(event), Some(topic)), "{frame}");
    assert_eq!(&frame["data"], data, "{frame}");
    let id: uuid::Uuid = frame["id"].as_str().unwrap().parse().unwrap();
    assert_eq!(id.get_version_num(), 7, "{frame}");
    assert!(chrono::DateTime::parse_from_rfc3339(frame["at"].as_str().unwrap()).is_ok(), "{frame}");
}

/// Lets everyone in who may come, and tells everyone else why not. The socket's first words are of this kind, once it was
/// sent something.
async fn assert_doors(site: &Site, ada: &Person, eve: &Person, path: &str, words: (&str, &str)) {
    let assert_open = async |socket: &mut Socket| {
        socket.say(json!({ "op": "ping" })).await;
        let frame = socket.frame().await;
        assert_eq!(frame[words.0], words.1, "{path}: {frame}");
    };
    for headers in [site.cookie(ada), ada.bearer()] {
        assert_open(&mut site.open(path, &headers).await.unwrap()).await;
    }
    // As an embedded panel: the page is another site's.
    let mut socket = site.open(path, &[("origin", "http://elsewhere.test".to_owned())]).await.unwrap();
    socket.say(authenticate(&ada.bearer)).await;
    assert_open(&mut socket).await;

    let nonsense = ("authorization", "Bearer a.b.c".to_owned());
    let beside_a_cookie: Headers = site.cookie(ada).into_iter().chain([nonsense.clone()]).collect();
    let refused = [
        (site.cookie_from(ada, None), StatusCode::FORBIDDEN),
        (site.cookie_from(ada, Some("null")), StatusCode::FORBIDDEN),
        (site.cookie_from(ada, Some("http://elsewhere.test")), StatusCode::FORBIDDEN),
        (vec![nonsense], StatusCode::UNAUTHORIZED),
        (beside_a_cookie, StatusCode::UNAUTHORIZED),
        (site.cookie(eve), StatusCode::NOT_FOUND),
        (eve.bearer(), StatusCode::NOT_FOUND),
    ];
    for (headers, status) in refused {
        assert_eq!(site.open(path, &headers).await.err(), Some(status), "{path}: {headers:?}");
    }

    let text = |frame: Value| Message::text(frame.to_string());
    let closed = [
        (text(authenticate("a.b.c")), "unauthenticated"),
        // A browser's session is no access token.
        (text(authenticate(&ada.member.token)), "unauthenticated"),
        (text(json!({ "op": "ping" })), "unauthenticated"),
        (Message::text("{"), "unauthenticated"),
        (Message::binary(authenticate(&ada.bearer).to_string().into_bytes()), "unauthenticated"),
        (text(authenticate(&eve.bearer)), "not_found"),
    ];
    for (first, reason) in closed {
        let mut socket = site.open(path, &[]).await.unwrap();
        socket.send(first.clone()).await;
        assert_eq!(socket.next().await, Came::closed(1008, reason), "{path}: {first:?}");
    }

    let begun = Instant::now();
    let mut socket = site.open(path, &[]).await.unwrap();
    assert_eq!(socket.next().await, Came::closed(1008, "unauthenticated"), "{path}");
    let patience = begun.elapsed();
    assert!(patience > Duration::from_secs(4) && patience < Duration::from_secs(30), "{path}: {patience:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn events_let_in_whom_they_should() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    let path = format!("/orgs/{}/events", ada.member.ctx.slug);
    assert_doors(&site, &ada, &eve, &path, ("event", "pong")).await;
    assert_eq!(site.open("/orgs/nowhere/events", &site.cookie(&ada)).await.err(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_lets_in_whom_it_should() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    // Nobody works here: both wait in the queue.
    let own = ada.run(&ada.server("a").await, "true", false).await;
    let foreign = eve.run(&eve.server("e").await, "true", false).await;
    assert_doors(&site, &ada, &eve, &terminal_path(&ada, own), ("op", "state")).await;

    let path = terminal_path(&ada, foreign);
    for headers in [site.cookie(&ada), ada.bearer()] {
        assert_eq!(site.open(&path, &headers).await.err(), Some(StatusCode::NOT_FOUND));
    }
    let mut socket = site.open(&path, &[]).await.unwrap();
    socket.say(authenticate(&ada.bearer)).await;
    assert_eq!(socket.next().await, Came::closed(1008, "not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_told_to_those_who_subscribed() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let path = format!("/orgs/{}/events", ada.member.ctx.slug);
    let mut events = site.open(&path, &ada.bearer()).await.unwrap();
    events.say(json!({ "op": "subscribe", "topics": ["servers", "server:7", "weather"] })).await;
    for topic in ["server:7", "weather"] {
        let frame = events.frame().await;
        assert_eq!((frame["event"].as_str(), frame["topic"].as_str()), (Some("refused"), Some(topic)), "{frame}");
        assert_eq!(frame["error"]["invalid"]["fields"][0]["field"], "topics", "{frame}");
    }
    assert_eq!(events.frame().await, json!({ "event": "subscribed", "topics": ["servers"] }));
    events.ping().await;

    let server = ada.server("a").await;
    let data = json!({ "server_id": server.id });
    let first = events.frame().await;
    assert_event(&first, "changed", "servers", &data);

    // Told once a topic.
    let topic = format!("server:{}", server.id);
    events.say(json!({ "op": "subscribe", "topics": [&topic] })).await;
    assert_eq!(events.frame().await, json!({ "event": "subscribed", "topics": [&topic] }));
    let rename = async |name: &str| {
        let patch = ServerPatch { name: Some(name.to_owned()), ..Default::default() };
        servers::update(&ada.member.ctx, server.id, patch).await.unwrap();
    };
    rename("b").await;
    let second = events.frame().await;
    assert_event(&second, "changed", "servers", &data);
    assert!(second["id"].as_str() > first["id"].as_str(), "{first} {second}");
    assert_event(&events.frame().await, "changed", &topic, &data);

    events.say(json!({ "op": "unsubscribe", "topics": ["servers", "weather"] })).await;
    events.ping().await;
    rename("c").await;
    assert_event(&events.frame().await, "changed", &topic, &data);

    events.say(json!({ "op": "unsubscribe", "topics": [&topic] })).await;
    events.say(json!({ "op": "subscribe", "topics": ["executions", "queue"] })).await;
    assert_eq!(events.frame().await, json!({ "event": "subscribed", "topics": ["executions", "queue"] }));
    rename("d").await;
    let execution = ada.run(&server, "true", false).await;
    assert_event(&events.frame().await, "changed", "executions", &json!({ "execution_id": execution }));
    assert_event(&events.frame().await, "changed", "queue", &json!({}));
    events.ping().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_is_told_of_until_it_ends() {
    let host = Host::start().await;
    let id = host.run(&format!("{}; echo out", host.wait()), false).await;
    let (topic, data) = (format!("execution:{id}"), json!({ "execution_id": id }));
    let mut events = host.site.listen(&host.ada, &[&topic]).await;
    host.open_gate();
    let (mut output, mut finished) = (false, false);
    while !(output && finished) {
        let frame = events.frame().await;
        assert_event(&frame, frame["event"].as_str().unwrap(), &topic, &data);
        match frame["event"].as_str() {
            Some("output") => output = true,
            Some("changed") => {
                finished = execution::get(&host.ada.member.ctx, id).await.unwrap().state.is_final();
            }
            _ => panic!("{frame}"),
        }
    }
    assert_eq!(host.ada.member.output(id).await.unwrap(), b"out\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organization_is_not_heard() {
    let site = Site::start().await;
    let (ada, eve) = (site.person("ada").await, site.person("eve").await);
    let foreign = eve.server("e").await;
    let running = eve.run(&foreign, "true", false).await;
    let topics = [format!("server:{}", foreign.id), format!("execution:{running}")];
    let topics = ["servers", "executions", "queue", &topics[0], &topics[1]];
    let mut events = site.listen(&ada, &topics).await;
    let mut hers = site.listen(&eve, &topics).await;

    let patch = ServerPatch { name: Some("f".to_owned()), ..Default::default() };
    servers::update(&eve.member.ctx, foreign.id, patch).await.unwrap();
    eve.run(&foreign, "true", false).await;
    execution::cancel(&eve.member.ctx, running).await.unwrap();
    let own = ada.server("a").await;

    // Pointers arrive in the order of their commits: what was before would be here by now.
    assert_event(&events.frame().await, "changed", "servers", &json!({ "server_id": own.id }));
    events.ping().await;
    // There was something to hear.
    assert_event(&hers.frame().await, "changed", "servers", &json!({ "server_id": foreign.id }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_ignored() {
    let site = Site::start().await;
    let ada = site.person("ada").await;
    let mut events = site.listen(&ada, &["servers"]).await;
    let id = ada.run(&ada.server("a").await, "true", false).await;
    assert_eq!(events.frame().await["topic"], "servers");
    let mut viewer = site.view(&ada, id, 0).await;
    let strange = ["{", "", "7", "[]", r#"{"op":"dance"}"#, r#"{"op":"subscribe"}"#, r#"{"op":"ack","offset":-1}"#];
    for text in strange {
        events.send(Message::text(text)).await;
        viewer.socket.send(Message::text(text)).await;
    }
    for socket in [&mut events, &mut viewer.socket] {
        socket.send(Message::binary(vec![0_u8; 9])).await;
        socket.send(Message::Ping(vec![1_u8].into())).await;
    }
    events.ping().await;
    viewer.fence().await;
    assert!(viewer.bytes.is_empty());

    // What is too large is not even read; the connection may end before all of it was sent.
    let large = Message::text(json!({ "op": "subscribe", "topics": ["x".repeat(64 * 1024)] }).to_string());
    _ = soon(events.0.send(large)).await;
    assert!(!matches!(events.next().await, Came::Frame(_)), "it was read");

    // The head of a frame of 8 MiB is enough: no room is made for the rest of it, and nobody waits for it.
    let head = [&[0x82_u8, 0xff][..], &(8_u64 << 20).to_be_bytes()[..], &[7_u8; 4][..]].concat();
    for mut socket in [site.listen(&ada, &["servers"]).await, viewer.socket] {
        socket.0.get_mut().write_all(&head).await.unwrap();
        assert_eq!(socket.next().await, Came::closed(1008, "malformed"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn output_arrives_byte_by_byte_at_every_viewer() {
    let host = Host::start().await;
    let expected = numbers();
    let id = host.run(&format!("{}; seq 1 {NUMBERS}", host.wait()), false).await;
    let (mut one, mut other) = (host.view(id, 0).await, host.view(id, 0).await);
    host.open_gate();
    assert_eq!(tokio::join!(one.follow(), other.follow()), (Some(0), Some(0)));
    assert_same(&one.bytes, &expected);
    assert_same(&other.bytes, &expected);
    assert!(one.said("gap").is_none() && other.said("gap").is_none());
    assert_eq!(one.said("end").unwrap()["state"], "succeeded");
    let last = &one.said("state").unwrap()["execution"];
    assert_eq!(
        (last["state"].as_str(), last["output_bytes"].as_u64()),
        (Some("succeeded"), Some(expected.len() as u64))
    );

    // Afterwards, from anywhere: within a frame, within a stored batch, just before the end.
    for from in [0, 1, FRAME + 7, expected.len() / 2, expected.len() - 1, expected.len()] {
        let mut late = host.view(id, from).await;
        assert_eq!(late.follow().await, Some(0));
        assert_same(&late.bytes, &expected[from..]);
        assert!(late.said("gap").is_none(), "{from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_from_past_the_end_is_told_where_it_is() {
    let host = Host::start().await;
    let id = host.run(&format!("printf first; {}; printf second; exit 3", host.wait()), false).await;
    host.ada.member.until(id, |execution| execution.output_bytes == 5).await.unwrap();
    let mut early = host.view(id, 1_000).await;
    early.until(|viewer| viewer.said("gap").is_some()).await;
    assert_eq!(early.said("gap"), Some(&json!({ "op": "gap", "from": 5, "to": 5 })));
    host.open_gate();
    assert_eq!(early.follow().await, Some(3));
    assert_same(&early.bytes, b"second");
    assert_eq!(early.said("end"), Some(&json!({ "op": "end", "state": "failed", "exit_code": 3 })));

    let mut late = host.view(id, 1_000).await;
    assert_eq!(late.follow().await, Some(3));
    assert_eq!(late.said("gap"), Some(&json!({ "op": "gap", "from": 11, "to": 11 })));
    assert!(late.bytes.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_may_begin_with_the_last_lines_or_see_a_part_alone() {
    let host = Host::start().await;
    let id = host.run("seq 1 1000; exit 3", false).await;
    host.ada.member.until(id, |execution| execution.state.is_final()).await.unwrap();
    let mut last = host.site.view_of(&host.ada, id, "tail=2", 3893 - 10).await;
    assert_eq!(last.follow().await, Some(3));
    assert_eq!(last.said("start"), Some(&json!({ "op": "start", "offset": 3893 - 10 })));
    assert_eq!(String::from_utf8(last.bytes).unwrap(), "\n999\n1000\n");
    let mut part = host.site.view_of(&host.ada, id, "from=2&to=6", 2).await;
    assert_eq!(part.follow().await, Some(3));
    assert_eq!((part.said("start"), part.bytes.as_slice()), (None, &b"2\n3\n"[..]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_acknowledge_is_sent_a_window() {
    let host = Host::start().await;
    let expected = numbers();
    let id = host.run(&format!("seq 1 {NUMBERS}"), false).await;
    // All of it is there: only the window holds it back.
    host.finished(id).await;
    let mut viewer = host.view(id, 0).await;
    viewer.acknowledges = false;
    let within = |viewer: &Viewer, from: usize| {
        assert_eq!(viewer.offset() - from, WINDOW, "bytes ahead");
    };
    viewer.until(|viewer| viewer.offset() >= WINDOW).await;
    viewer.fence().await;
    within(&viewer, 0);

    // Exactly as much as was acknowledged comes after it.
    viewer.acknowledge(WINDOW as u64 / 2).await;
    viewer.until(|viewer| viewer.offset() >= WINDOW / 2 + WINDOW).await;
    viewer.fence().await;
    within(&viewer, WINDOW / 2);

    // Nothing is taken back.
    viewer.acknowledge(0).await;
    viewer.fence().await;
    within(&viewer, WINDOW / 2);

    // Nobody has drawn what was not sent: the rest does not come at once.
    let sent = viewer.offset();
    viewer.acknowledge(u64::MAX).await;
    viewer.until(|viewer| viewer.offset() >= sent + WINDOW).await;
    viewer.fence().await;
    within(&viewer, sent);

    viewer.acknowledges = true;
    viewer.acknowledged = viewer.offset();
    viewer.acknowledge(viewer.acknowledged as u64).await;
    assert_eq!(viewer.follow().await, Some(0));
    assert_same(&viewer.bytes, &expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_is_typed_into_and_has_a_size() {
    let host = Host::start().await;
    let folder = host.folder.path().display();
    let size = format!("until [ \"$(stty size)\" = '41 101' ] || [ ! -d {folder} ]; do sleep 0.05; done; stty size");
    let id = host.run(&format!("{size}; exec cat"), true).await;
    host.ada.member.until(id, |execution| execution.started_at.is_some()).await.unwrap();
    let (mut typist, mut watcher) = (host.view(id, 0).await, host.view(id, 0).await);
    for viewer in [&mut typist, &mut watcher] {
        viewer.until(|viewer| viewer.said("resize").is_some()).await;
        assert_eq!(viewer.said("resize"), Some(&json!({ "op": "resize", "cols": 120, "rows": 32 })));
    }

    typist.socket.say(json!({ "op": "resize", "cols": 0, "rows": 41 })).await;
    typist.until(|viewer| viewer.said("refused").is_some()).await;
    let refused = typist.said("refused").unwrap();
    assert_eq!(refused["command"], "resize", "{refused}");
    assert_eq!(refused["error"]["invalid"]["fields"][0]["field"], "cols", "{refused}");

    typist.socket.say(json!({ "op": "resize", "cols": 101, "rows": 41 })).await;
    let resized = json!({ "op": "resize", "cols": 101, "rows": 41 });
    for viewer in [&mut typist, &mut watcher] {
        viewer.until(|viewer| viewer.said("resize") == Some(&resized)).await;
        viewer.until(|viewer| viewer.bytes.ends_with(b"41 101\r\n")).await;
    }

    // The terminal echoes, then `cat` does.
    typist.socket.say(json!({ "op": "input", "data": "café\n" })).await;
    let expected = "41 101\r\ncafé\r\ncafé\r\n".as_bytes();
    for viewer in [&mut typist, &mut watcher] {
        viewer.until(|viewer| viewer.bytes.len() >= expected.len()).await;
        assert_eq!(String::from_utf8_lossy(&viewer.bytes), String::from_utf8_lossy(expected));
    }
    typist.socket.say(json!({ "op": "input", "data": "\u{4}" })).await;
    assert_eq!(tokio::join!(typist.follow(), watcher.follow()), (Some(0), Some(0)));
    assert_same(&typist.bytes, &watcher.bytes);
    assert!(watcher.said("refused").is_none(), "only who asked is refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_look_types_nothing() {
    let host = Host::start().await;
    let id = host.run("echo ready; exec cat", true).await;
    let mut typist = host.view(id, 0).await;
    typist.until(|viewer| viewer.bytes == b"ready\r\n").await;

    host.site.studio.in_role(&host.ada.member, Role::Viewer).await.unwrap();
    let mut watcher = host.view(id, 0).await;
    for (command, frame) in [
        ("input", json!({ "op": "input", "data": "watcher\n" })),
        ("resize", json!({ "op": "resize", "cols": 10, "rows": 10 })),
    ] {
        watcher.socket.say(frame).await;
        watcher.until(|viewer| viewer.said("refused").is_some_and(|refused| refused["command"] == command)).await;
        let refused = watcher.said("refused").unwrap();
        assert!(refused["error"]["forbidden"].is_object(), "{refused}");
    }

    host.site.studio.in_role(&host.ada.member, Role::Owner).await.unwrap();
    let mut owner = host.view(id, 0).await;
    owner.socket.say(json!({ "op": "input", "data": "owner\n" })).await;
    owner.until(|viewer| viewer.bytes.ends_with(b"owner\r\nowner\r\n")).await;
    owner.socket.say(json!({ "op": "input", "data": "\u{4}" })).await;
    assert_eq!(owner.follow().await, Some(0));
    assert_same(&owner.bytes, b"ready\r\nowner\r\nowner\r\n");
    assert_eq!(owner.said("resize"), Some(&json!({ "op": "resize", "cols": 120, "rows": 32 })));
}

/// A command that never stops to speak, with somebody who listens to it and somebody who looks at it.
async fn chatter(host: &Host) -> (Socket, Viewer) {
    let id = host.run(&format!("while {}; do echo tick; sleep 0.2; done", host.closed()), false).await;
    let mut viewer = host.view(id, 0).await;
    viewer.until(|viewer| !viewer.bytes.is_empty()).await;
    (host.site.listen(&host.ada, &[&format!("execution:{id}")]).await, viewer)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_member_any_more_is_shown_out() {
    let host = Host::start().await;
    let (mut events, mut viewer) = chatter(&host).await;
    let organization = host.ada.member.ctx.organization_id;
    let sql = format!("DELETE FROM memberships WHERE organization_id = '{organization}'");
    host.site.studio.database.owner().await.unwrap().batch_execute(&sql).await.unwrap();
    assert_eq!(viewer.socket.end().await, Came::closed(1008, "not_found"));
    assert_eq!(events.end().await, Came::closed(1008, "not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_is_shown_out() {
    let host = Host::start().await;
    let (mut events, mut viewer) = chatter(&host).await;
    auth::sign_out(&host.ada.member.ctx).await.unwrap();
    assert_eq!(viewer.socket.end().await, Came::closed(1008, "unauthenticated"));
    assert_eq!(events.end().await, Came::closed(1008, "unauthenticated"));
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_are_closed_when_the_studio_stops() {
    let host = Host::start().await;
    let id = host.run(&format!("seq 1 {NUMBERS}"), false).await;
    host.finished(id).await;
    let mut events = host.site.listen(&host.ada, &["servers"]).await;
    // One who has not acknowledged anything: the Studio waits for room in the window.
    let mut viewer = host.view(id, 0).await;
    viewer.acknowledges = false;
    viewer.until(|viewer| viewer.offset() >= WINDOW).await;
    viewer.fence().await;
    host.site.stop.cancel();
    assert_eq!(events.end().await, Came::closed(1005, ""));
    assert_eq!(viewer.socket.end().await, Came::closed(1005, ""));
}

//! The two WebSockets, over a real connection: who comes in, what they are told, and how much is sent to who does not read.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use app::shell::Assets;
use futures::{SinkExt as _, StreamExt as _};
use http::HeaderValue;
use model::{ExecutionId, NewServer, NewTask, Priority, Schedule, ServerAuth, ServerView, TaskAction, TaskLimits};
use serde_json::{Value, json};
use server::router::router;
use server::state::AppState;
use studio_core::{refresh_token, server as servers, task};
use test_support::{Member, TestAgent, TestStudio};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};
use tokio_util::sync::CancellationToken;

/// Unacknowledged bytes that the Studio sends at most, and the largest frame.
const WINDOW: usize = 1024 * 1024;
const FRAME: usize = 64 * 1024;
/// Nothing here takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A Studio that listens.
struct Site {
    studio: TestStudio,
    address: SocketAddr,
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
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = router(state, CancellationToken::new()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
        Self { studio, address }
    }

    /// Opens a socket, or says with which HTTP status that was refused.
    async fn dial(&self, path: &str, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
        let mut request = format!("ws://{}/api/v1/orgs/{path}", self.address).into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Socket(socket)),
            Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{path}: {error}"),
        }
    }

    /// As a browser of the member: with the cookie, from a page of this site.
    async fn browser(&self, path: &str, member: &Member) -> Result<Socket, u16> {
        let (cookie, origin) = (format!("mas_session={}", member.token), format!("http://{}", self.address));
        self.dial(path, &[("cookie", &cookie), ("origin", &origin)]).await
    }

    async fn access_token(&self, name: &str) -> String {
        let (email, password) = (format!("{name}@example.org"), "correct horse battery".to_owned().into());
        let (tokens, _) = refresh_token::login(&self.studio.anonymous(), &email, &password).await.unwrap();
        tokens.access.expose().to_owned()
    }
}

struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    async fn say(&mut self, command: Value) {
        self.0.send(Message::text(command.to_string())).await.unwrap();
    }

    async fn next(&mut self) -> Message {
        tokio::time::timeout(PATIENCE, self.0.next()).await.unwrap().unwrap().unwrap()
    }

    /// The next text frame.
    async fn hear(&mut self) -> Value {
        loop {
            match self.next().await {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// Why it is closed.
    async fn closed(&mut self) -> (CloseCode, String) {
        loop {
            if let Message::Close(frame) = self.next().await {
                let frame = frame.unwrap();
                return (frame.code, frame.reason.to_string());
            }
        }
    }

    /// Everything until the end, acknowledged as it comes, and the end.
    async fn output(&mut self, from: usize) -> (Vec<u8>, Value) {
        let mut bytes = Vec::new();
        loop {
            match self.next().await {
                Message::Binary(piece) => {
                    bytes.extend_from_slice(&piece);
                    self.say(json!({ "op": "ack", "offset": from + bytes.len() })).await;
                }
                Message::Text(text) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    match frame["op"].as_str().unwrap() {
                        "end" => return (bytes, frame),
                        "gap" => panic!("{frame}"),
                        _ => {}
                    }
                }
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    /// Reads until the output holds a text.
    async fn read_until(&mut self, wanted: &str) {
        let mut seen = String::new();
        while !seen.contains(wanted) {
            match self.next().await {
                Message::Binary(piece) => seen.push_str(&String::from_utf8_lossy(&piece)),
                Message::Close(frame) => panic!("closed: {frame:?} after {seen:?}"),
                _ => {}
            }
        }
    }
}

fn new_server(name: &str) -> NewServer {
    let url = "http://127.0.0.1:9/mcp".to_owned();
    NewServer { name: name.to_owned(), description: None, url, auth: ServerAuth::None }
}

/// Servers are made until the listener hears of one: what tells the replicas may itself just be starting.
async fn hear_of_a_server(member: &Member, socket: &mut Socket) -> (ServerView, Value) {
    for n in 0..30 {
        let made = servers::create(&member.ctx, new_server(&format!("{} {n}", member.ctx.slug))).await.unwrap();
        if let Ok(heard) = tokio::time::timeout(Duration::from_secs(2), socket.hear()).await {
            return (made, heard);
        }
    }
    panic!("nothing was heard of 30 new servers");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_hear_that_something_changed_and_nobody_else_does() {
    let site = Site::start().await;
    let ada = site.studio.owner("ada").await.unwrap();
    let eve = site.studio.owner("eve").await.unwrap();
    let mut listening = site.browser("ada-ltd/events", &ada).await.unwrap();
    listening.say(json!({ "op": "subscribe", "topics": ["servers", "nonsense"] })).await;
    let refused = listening.hear().await;
    assert_eq!((&refused["event"], &refused["topic"]), (&json!("refused"), &json!("nonsense")));
    assert_eq!(listening.hear().await, json!({ "event": "subscribed", "topics": ["servers"] }));

    let (made, heard) = hear_of_a_server(&ada, &mut listening).await;
    assert_eq!((&heard["event"], &heard["topic"]), (&json!("changed"), &json!("servers")));
    assert_eq!(heard["data"], json!({ "server_id": made.id }));
    assert!(heard["id"].is_string() && heard["at"].is_string(), "{heard}");

    // Another organization's events do not exist, whatever one subscribes to.
    let mut foreign = site.browser("eve-ltd/events", &eve).await.unwrap();
    let topics = ["servers".to_owned(), format!("server:{}", made.id)];
    foreign.say(json!({ "op": "subscribe", "topics": topics })).await;
    assert_eq!(foreign.hear().await["event"], "subscribed");
    servers::update(&ada.ctx, made.id, model::ServerPatch { name: Some("new".to_owned()), ..Default::default() })
        .await
        .unwrap();
    let (own, heard) = hear_of_a_server(&eve, &mut foreign).await;
    assert_eq!(heard["data"], json!({ "server_id": own.id }));

    // What is not understood is passed over.
    listening.say(json!({ "op": "unsubscribe", "topics": ["servers"] })).await;
    listening.say(json!({ "op": "dance" })).await;
    listening.0.send(Message::text("{")).await.unwrap();
    listening.say(json!({ "op": "ping" })).await;
    while listening.hear().await != json!({ "event": "pong" }) {}
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_known_does_not_come_in() {
    let site = Site::start().await;
    let ada = site.studio.owner("ada").await.unwrap();
    site.studio.owner("eve").await.unwrap();
    let token = site.access_token("ada").await;
    let bearer = format!("Bearer {token}");
    let cookie = format!("mas_session={}", ada.token);

    for path in ["ada-ltd/events", "ada-ltd/executions/00000000-0000-7000-8000-000000000000/terminal"] {
        // A page of another site has the cookie, but not our origin.
        let foreign = [("cookie", cookie.as_str()), ("origin", "http://evil.test")];
        assert_eq!(site.dial(path, &foreign).await.err(), Some(403), "{path}");
        assert_eq!(site.dial(path, &[("authorization", "Bearer wrong")]).await.err(), Some(401), "{path}");
        // The first frame decides.
        let mut wrong = site.dial(path, &[]).await.unwrap();
        wrong.say(json!({ "op": "authenticate", "token": "wrong" })).await;
        assert_eq!(wrong.closed().await, (CloseCode::Policy, "unauthenticated".to_owned()), "{path}");
        let mut other = site.dial(path, &[]).await.unwrap();
        other.say(json!({ "op": "subscribe", "topics": ["servers"] })).await;
        assert_eq!(other.closed().await, (CloseCode::Policy, "unauthenticated".to_owned()), "{path}");
        let mut silent = site.dial(path, &[]).await.unwrap();
        assert_eq!(silent.closed().await, (CloseCode::Policy, "unauthenticated".to_owned()), "{path}");
        // A member of another organization is told that there is none.
        let mut eve = site.dial(path, &[]).await.unwrap();
        eve.say(json!({ "op": "authenticate", "token": site.access_token("eve").await })).await;
        assert_eq!(eve.closed().await, (CloseCode::Policy, "not_found".to_owned()), "{path}");
    }
    assert_eq!(site.dial("eve-ltd/events", &[("authorization", &bearer)]).await.err(), Some(404));

    for mut socket in [site.dial("ada-ltd/events", &[("authorization", &bearer)]).await.unwrap(), {
        let mut socket = site.dial("ada-ltd/events", &[]).await.unwrap();
        socket.say(json!({ "op": "authenticate", "token": token })).await;
        socket
    }] {
        socket.say(json!({ "op": "ping" })).await;
        assert_eq!(socket.hear().await, json!({ "event": "pong" }));
    }
}

/// A Studio with a worker, and a healthy host.
async fn host() -> (Site, Member, TestAgent, ServerView) {
    let site = Site::start().await;
    let ada = site.studio.owner("ada").await.unwrap();
    site.studio.work();
    let agent = TestAgent::start().await.unwrap();
    let host = ada.add_agent(&agent).await.unwrap();
    (site, ada, agent, host)
}

fn terminal(execution: ExecutionId, from: usize) -> String {
    format!("ada-ltd/executions/{execution}/terminal?from={from}")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_viewer_gets_every_byte_and_no_more_than_they_read() {
    let (site, ada, _agent, host) = host().await;
    let task = ada.task(&host, "seq 1 400000; exit 4").await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let expected: Vec<u8> = (1..=400_000).flat_map(|n| format!("{n}\n").into_bytes()).collect();

    // Two that watch it come, and one that does not say that they read.
    let mut one = site.browser(&terminal(run.id, 0), &ada).await.unwrap();
    let mut two = site.browser(&terminal(run.id, 0), &ada).await.unwrap();
    let mut idle = site.browser(&terminal(run.id, 0), &ada).await.unwrap();
    let ((first, end), (second, _)) = tokio::join!(one.output(0), two.output(0));
    assert!(first == expected && second == expected, "{} and {} of {}", first.len(), second.len(), expected.len());
    assert_eq!((&end["state"], &end["exit_code"]), (&json!("failed"), &json!(4)));

    let mut got = Vec::new();
    while got.len() < WINDOW {
        if let Message::Binary(piece) = idle.next().await {
            got.extend_from_slice(&piece);
        }
    }
    // It is stored to its end, and others had it: if more were sent, it would be here.
    let more = tokio::time::timeout(Duration::from_secs(1), async {
        loop {
            if let Message::Binary(piece) = idle.next().await {
                return piece.len();
            }
        }
    });
    assert_eq!(more.await.ok(), None, "more than a window came");
    assert!(got.len() < WINDOW + FRAME, "{}", got.len());
    idle.say(json!({ "op": "ack", "offset": got.len() })).await;
    let so_far = got.len();
    got.extend(idle.output(so_far).await.0);
    assert!(got == expected, "{} of {}", got.len(), expected.len());

    // Again, from the middle and from beyond the end.
    let (rest, _) = site.browser(&terminal(run.id, 1_234_567), &ada).await.unwrap().output(1_234_567).await;
    assert!(rest == expected[1_234_567..], "{} bytes", rest.len());
    let mut beyond = site.browser(&terminal(run.id, 9_000_000), &ada).await.unwrap();
    let gap = loop {
        let frame = beyond.hear().await;
        if frame["op"] == "gap" {
            break frame;
        }
        assert_ne!(frame["op"], "end");
    };
    assert_eq!(gap["to"], expected.len());
    assert_eq!(site.browser(&terminal(ExecutionId(uuid::Uuid::nil()), 0), &ada).await.err(), Some(404));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_with_a_terminal_is_typed_to_and_knows_its_size() {
    let (site, ada, _agent, host) = host().await;
    let command = "while stty size && read line; do echo \"got $line\"; done; exit 7".to_owned();
    let new = NewTask {
        title: "Ask".to_owned(),
        description: None,
        server_id: host.id,
        action: TaskAction::Command { command, pty: true, cwd: None, env: BTreeMap::new() },
        priority: Priority::Medium,
        schedule: Schedule::Manual,
        limits: TaskLimits::default(),
    };
    let task = task::create(&ada.ctx, new).await.unwrap();
    let run = task::run(&ada.ctx, task.id).await.unwrap();
    let mut typing = site.browser(&terminal(run.id, 0), &ada).await.unwrap();
    let mut watching = site.browser(&terminal(run.id, 0), &ada).await.unwrap();
    typing.read_until("\r\n").await;

    typing.say(json!({ "op": "resize", "cols": 101, "rows": 37 })).await;
    let told = loop {
        let frame = watching.hear().await;
        if frame["op"] == "resize" && frame["cols"] == 101 {
            break frame;
        }
    };
    assert_eq!(told["rows"], 37);
    typing.say(json!({ "op": "resize", "cols": 0, "rows": 37 })).await;
    loop {
        let frame = typing.hear().await;
        if frame["op"] == "refused" {
            assert_eq!(
                (&frame["command"], &frame["error"]["invalid"]["fields"][0]["field"]),
                (&json!("resize"), &json!("cols"))
            );
            break;
        }
    }
    // The size is handed over before what was typed after it.
    typing.say(json!({ "op": "input", "data": "hello\r" })).await;
    watching.read_until("got hello\r\n37 101\r\n").await;
    typing.say(json!({ "op": "input", "data": "\u{4}" })).await;
    let (_, end) = typing.output(0).await;
    assert_eq!((&end["state"], &end["exit_code"]), (&json!("failed"), &json!(7)));
}

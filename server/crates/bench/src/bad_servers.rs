//! Remote MCP servers that are bad in the ways they are: this program once more, in a process of its own, so that their time
//! is not ours.

use std::convert::Infallible;
use std::env;
use std::net::Ipv4Addr;
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use bytes::Bytes;
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpSocket};
use tokio::process::{Child, Command};

/// The first argument of this program when it is to be the bad servers.
pub(crate) const COMMAND: &str = "bad-servers";
/// Tools that a server with many offers.
const TOOLS: usize = 2_000;
/// Bytes of a piece of the flood, at least.
const PIECE: usize = 64 * 1024;

/// How a server is bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It refuses connections.
    Dead,
    /// It accepts connections and never answers.
    Silent,
    /// It answers a call with notifications without end, as fast as they are taken.
    Flooding,
    /// It offers 2,000 tools.
    Large,
}

impl Kind {
    /// A tool that it offers, if it offers any: the last one.
    pub(crate) fn tool(self) -> String {
        tool_name(TOOLS)
    }
}

/// The running bad servers; dropped, they end.
pub(crate) struct BadServers {
    // Its standard input too, whose end is its own.
    _process: Child,
    dead: u16,
    silent: u16,
    answering: u16,
}

impl BadServers {
    /// Starts them and waits until they listen, those that do.
    pub(crate) async fn start() -> Result<Self> {
        let mut command = Command::new(env::current_exe()?);
        command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().context("cannot start the bad servers")?;
        let stdout = process.stdout.take().context("the bad servers have no stdout")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).await?;
        let ports: Vec<u16> = line.split_whitespace().filter_map(|port| port.parse().ok()).collect();
        let [dead, silent, answering] = ports[..] else { bail!("the bad servers did not start") };
        Ok(Self { _process: process, dead, silent, answering })
    }

    /// The endpoint of one of a kind.
    pub(crate) fn url(&self, kind: Kind) -> String {
        let (port, path) = match kind {
            Kind::Dead => (self.dead, "/mcp"),
            Kind::Silent => (self.silent, "/mcp"),
            Kind::Flooding => (self.answering, "/flooding"),
            Kind::Large => (self.answering, "/large"),
        };
        format!("http://{}:{port}{path}", Ipv4Addr::LOCALHOST)
    }
}

/// What the process does: prints its ports and serves until its standard input ends.
pub(crate) async fn serve() -> Result<()> {
    // A port that is taken and not listened on refuses connections, and nobody else gets it.
    let dead = TcpSocket::new_v4()?;
    dead.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let answering = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let ports = [dead.local_addr()?.port(), silent.local_addr()?.port(), answering.local_addr()?.port()];
    let router = Router::new()
        .route("/flooding", post(flood))
        .route("/large", post(answer))
        .with_state(Arc::new(Offer { tools: tools(), piece: piece() }));
    tokio::spawn(swallow(silent));
    tokio::spawn(async move { axum::serve(answering, router).await });
    println!("{} {} {}", ports[0], ports[1], ports[2]);
    // Whoever started us holds the other end: when they are gone, nobody needs us.
    tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await?;
    Ok(())
}

/// Reads what comes and answers nothing.
async fn swallow(listener: TcpListener) -> std::io::Result<Infallible> {
    loop {
        let (mut stream, _) = listener.accept().await?;
        tokio::spawn(async move { tokio::io::copy(&mut stream, &mut tokio::io::sink()).await });
    }
}

/// What the answering ones have ready.
struct Offer {
    tools: Value,
    piece: Bytes,
}

fn tool_name(number: usize) -> String {
    format!("tool-{number:04}")
}

fn tools() -> Value {
    let schema = json!({ "type": "object", "properties": { "text": { "type": "string" } } });
    let tool = |number: usize| {
        let description = format!("Number {number} of {TOOLS}.");
        json!({ "name": tool_name(number), "description": description, "inputSchema": schema })
    };
    (1..=TOOLS).map(tool).collect()
}

/// Events of a stream, as many as fit.
fn piece() -> Bytes {
    let params = json!({ "level": "info", "data": "Nothing that anyone waits for." });
    let message = json!({ "jsonrpc": "2.0", "method": "notifications/message", "params": params });
    let event = format!("event: message\ndata: {message}\n\n");
    event.repeat(PIECE.div_ceil(event.len())).into()
}

/// Offers one tool, whose call never ends.
async fn flood(State(offer): State<Arc<Offer>>, Json(message): Json<Value>) -> Response {
    if message["method"] != "tools/call" {
        let last = offer.tools.as_array().and_then(|tools| tools.last());
        return reply(&message, &json!([last]));
    }
    let pieces = stream::repeat(offer.piece.clone()).map(Ok::<Bytes, Infallible>);
    ([(CONTENT_TYPE, "text/event-stream")], Body::from_stream(pieces)).into_response()
}

/// Offers all tools, in one page.
async fn answer(State(offer): State<Arc<Offer>>, Json(message): Json<Value>) -> Response {
    reply(&message, &offer.tools)
}

/// Speaks revision 2025-11-25, without sessions.
fn reply(message: &Value, tools: &Value) -> Response {
    let Some(id) = message.get("id") else { return StatusCode::ACCEPTED.into_response() };
    let result = match message["method"].as_str().unwrap_or_default() {
        "initialize" => json!({
            "protocolVersion": "2025-11-25",
            "capabilities": { "tools": {} },
            "serverInfo": { "name": "studio-bench", "version": env!("CARGO_PKG_VERSION") },
        }),
        "ping" => json!({}),
        "tools/list" => json!({ "tools": tools }),
        "tools/call" => json!({ "content": [{ "type": "text", "text": "Called." }] }),
        method => {
            let error = json!({ "code": -32601, "message": format!("Method not found: {method}") });
            return Json(json!({ "jsonrpc": "2.0", "id": id, "error": error })).into_response();
        }
    };
    Json(json!({ "jsonrpc": "2.0", "id": id, "result": result })).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_many_tools_is_the_one_that_is_called() {
        let tools = tools();
        let tools = tools.as_array().unwrap();
        assert_eq!(tools.len(), TOOLS);
        assert_eq!(tools.last().unwrap()["name"], Kind::Large.tool());
    }

    #[test]
    fn the_flood_is_made_of_whole_events() {
        let piece = piece();
        assert!(piece.len() >= PIECE && piece.ends_with(b"}\n\n"), "{} bytes", piece.len());
    }
}

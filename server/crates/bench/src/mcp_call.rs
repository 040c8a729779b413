//! What the Studio adds to the call of an MCP tool: the same call of the same tool through REST and directly with rmcp, one
//! after the other and many at once, in turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use hyper::{Method, StatusCode};
use rmcp::RoleClient;
use rmcp::model::{CallToolRequestParams, CallToolResponse, JsonObject, ProtocolVersion};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt as _, Peer, RunningService};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use serde::Deserialize;
use serde_json::{Value, json};
use studio_bench::{Figure, Goal, quantile};
use tokio::task::JoinSet;

use crate::http::Connection;
use crate::mcp_server::{McpServer, TOOL};
use crate::studio::Studio;

/// How many call at once, and how many calls they make in a round.
const LEVELS: [(usize, usize); 3] = [(1, 1_000), (16, 4_000), (100, 4_000)];
const ROUNDS: usize = 3;
/// Calls that are not counted: connections open, the Studio fetches the tools.
const WARM_UP: usize = 400;
/// A call that is never answered fails the measurement.
const LIMIT: Duration = Duration::from_secs(300);
const MESSAGE: &str = "Nothing is simulated.";
const ADDED: Goal = Goal::AtMost(1.0);
const SHARE: Goal = Goal::AtLeast(0.6);

/// Registers an MCP server, calls its tool in both ways and deletes it.
pub(crate) async fn measure(studio: &Arc<Studio>) -> Result<Vec<Figure>> {
    let remote = McpServer::start(1).await?;
    let server = studio.add_server("Echo", &remote.url(0)).await?;
    let levels = tokio::time::timeout(LIMIT, call_both(studio, &server, &remote.url(0))).await;
    studio.delete_server(&server).await?;
    let levels = levels.with_context(|| format!("not every call was answered within {} s", LIMIT.as_secs()))??;
    figures(&levels)
}

/// The same calls with and without the Studio.
struct Level {
    at_once: usize,
    direct: Calls,
    studio: Calls,
}

/// What calls brought.
#[derive(Default)]
struct Calls {
    latencies_ms: Vec<f64>,
    /// Calls a second in each round.
    rates: Vec<f64>,
}

impl Calls {
    fn add(&mut self, round: &Round) {
        self.latencies_ms.extend(&round.latencies_ms);
        self.rates.push(round.latencies_ms.len() as f64 / round.took.as_secs_f64());
    }

    fn latency_ms(&self, share: f64) -> Result<f64> {
        quantile(&self.latencies_ms, share).context("nothing was called")
    }

    fn rate(&self) -> Result<f64> {
        quantile(&self.rates, 0.5).context("nothing was called")
    }
}

async fn call_both(studio: &Arc<Studio>, server: &str, url: &str) -> Result<Vec<Level>> {
    let direct = connect(url).await?;
    let mut levels = Vec::new();
    for (at_once, calls) in LEVELS {
        let mut directly = Vec::new();
        let mut through = Vec::new();
        for _ in 0..at_once {
            directly.push(Caller::Direct(direct.peer().clone()));
            through.push(Caller::through(studio, server).await?);
        }
        round(&mut directly, WARM_UP).await?;
        round(&mut through, WARM_UP).await?;
        let mut level = Level { at_once, direct: Calls::default(), studio: Calls::default() };
        for _ in 0..ROUNDS {
            level.direct.add(&round(&mut directly, calls).await?);
            level.studio.add(&round(&mut through, calls).await?);
        }
        levels.push(level);
    }
    Ok(levels)
}

/// rmcp's own client: one connection in its sense, with room for all who call at once, as the Studio has it to a server.
async fn connect(url: &str) -> Result<RunningService<RoleClient, ()>> {
    let http = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?;
    let most = LEVELS.iter().map(|(at_once, _)| *at_once).max().unwrap_or(1);
    let config = StreamableHttpClientTransportConfig::with_uri(url).max_concurrent_requests(most);
    let transport = StreamableHttpClientTransport::with_client(http, config);
    let lifecycle = ClientLifecycleMode::Discover { preferred_versions: vec![ProtocolVersion::V_2026_07_28] };
    ().serve_with_lifecycle(transport, lifecycle).await.context("rmcp cannot connect to the MCP server")
}

/// One of those who call at the same time.
pub(crate) enum Caller {
    Direct(Peer<RoleClient>),
    Studio { studio: Arc<Studio>, path: String, connection: Connection },
}

/// What REST answers, as far as it matters here.
#[derive(Debug, Deserialize)]
struct Called {
    content: Vec<Value>,
    is_error: bool,
}

impl Caller {
    /// One who calls the tool of a server through REST, on a connection of its own.
    pub(crate) async fn through(studio: &Arc<Studio>, server: &str) -> Result<Self> {
        let path = studio.path(&format!("/servers/{server}/mcp-tools/{TOOL}/call"));
        Ok(Self::Studio { studio: studio.clone(), path, connection: Connection::open(studio.address).await? })
    }

    /// Calls once and looks at the result.
    async fn call(&mut self) -> Result<()> {
        match self {
            Self::Direct(peer) => {
                let arguments: JsonObject = [("message".to_owned(), Value::from(MESSAGE))].into_iter().collect();
                let request = CallToolRequestParams::new(TOOL).with_arguments(arguments);
                let CallToolResponse::Complete(result) = peer.call_tool_once(request).await? else {
                    bail!("a call with rmcp came to no result");
                };
                let text = result.content.first().and_then(|block| block.as_text()).map(|text| text.text.as_str());
                ensure!(result.is_error != Some(true) && text == Some(MESSAGE), "rmcp got {result:?}");
            }
            Self::Studio { studio, path, connection } => {
                let body = json!({ "arguments": { "message": MESSAGE } });
                let answer = connection.send(studio.request(Method::POST, path, Some(&body))?).await?;
                let words = || String::from_utf8_lossy(&answer.body);
                ensure!(answer.status == StatusCode::OK, "{path} is answered {}: {}", answer.status, words());
                let called: Called = serde_json::from_slice(&answer.body).with_context(|| words().into_owned())?;
                let text = called.content.first().and_then(|block| block["text"].as_str());
                ensure!(!called.is_error && text == Some(MESSAGE), "{path} gave {called:?}");
            }
        }
        Ok(())
    }
}

/// What a round brought.
pub(crate) struct Round {
    /// How long each call took.
    pub(crate) latencies_ms: Vec<f64>,
    took: Duration,
}

/// So many calls by all together. Each begins the next one when the last one was answered.
pub(crate) async fn round(callers: &mut Vec<Caller>, calls: usize) -> Result<Round> {
    let begun = Arc::new(AtomicUsize::new(0));
    let mut lanes = JoinSet::new();
    let began = Instant::now();
    for caller in callers.drain(..) {
        lanes.spawn(lane(caller, begun.clone(), calls));
    }
    let mut latencies_ms = Vec::with_capacity(calls);
    while let Some(done) = lanes.join_next().await {
        let (caller, latencies) = done??;
        callers.push(caller);
        latencies_ms.extend(latencies);
    }
    Ok(Round { latencies_ms, took: began.elapsed() })
}

async fn lane(mut caller: Caller, begun: Arc<AtomicUsize>, calls: usize) -> Result<(Caller, Vec<f64>)> {
    let mut latencies_ms = Vec::new();
    while begun.fetch_add(1, Ordering::Relaxed) < calls {
        let began = Instant::now();
        caller.call().await?;
        latencies_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    Ok((caller, latencies_ms))
}

/// What one after the other takes longer, and what many at once get through.
fn figures(levels: &[Level]) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for Level { at_once, direct, studio } in levels {
        if *at_once == 1 {
            for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
                let figure = Figure::new(format!("MCP call through REST, {name}"), studio.latency_ms(share)?, "ms");
                figures.push(figure.against("rmcp directly", direct.latency_ms(share)?));
            }
            let added = studio.latency_ms(0.5)? - direct.latency_ms(0.5)?;
            figures.push(Figure::new("MCP call through REST, added at p50", added, "ms").goal(ADDED));
        } else {
            let name = format!("MCP calls through REST, {at_once} at once");
            let (through, directly) = (studio.rate()?, direct.rate()?);
            figures.push(Figure::new(&name, through, "calls/s").against("rmcp directly", directly));
            figures.push(Figure::new(format!("{name}, share of direct"), through / directly, "x").goal(SHARE));
        }
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A round of so many calls of so many milliseconds each, `at_once` at a time.
    fn calls(at_once: usize, each_ms: f64) -> Calls {
        let mut calls = Calls::default();
        let took = Duration::from_secs_f64(each_ms * 600.0 / at_once as f64 / 1e3);
        calls.add(&Round { latencies_ms: vec![each_ms; 600], took });
        calls
    }

    #[test]
    fn what_is_added_is_a_difference_and_what_is_left_a_share() {
        let level = |at_once| Level { at_once, direct: calls(at_once, 1.0), studio: calls(at_once, 2.0) };
        let figures = figures(&[level(1), level(16)]).unwrap();
        let values: Vec<f64> = figures.iter().map(|figure| (figure.value * 1e6).round() / 1e6).collect();
        assert_eq!(values, [2.0, 2.0, 1.0, 8_000.0, 0.5]);
        let met: Vec<Option<bool>> = figures.iter().map(Figure::met).collect();
        assert_eq!(met, [None, None, Some(true), None, Some(false)]);
    }

    #[test]
    fn a_round_without_a_call_is_no_figure() {
        let level = Level { at_once: 16, direct: calls(16, 1.0), studio: Calls::default() };
        assert!(figures(&[level]).is_err());
    }
}

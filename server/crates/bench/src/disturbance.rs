//! Whether bad servers are felt by a good one: the same calls through REST alone, beside servers that are dead, silent or
//! offer 2,000 tools, and beside servers that flood, in turns. Those beside it are registered, checked and called over and
//! over. A flood is told without a goal: it takes the processor from all who share it, whoever reads it.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use hyper::{Method, StatusCode};
use serde_json::json;
use studio_bench::{Figure, Goal, quantile};
use tokio::task::JoinSet;

use crate::bad_servers::{BadServers, Kind};
use crate::http::Connection;
use crate::mcp_call::{Caller, round};
use crate::mcp_server::McpServer;
use crate::studio::Studio;

/// Bad servers of each kind.
const EACH: usize = 3;
const ROUNDS: usize = 7;
/// Calls of the good server in each part of a round, one after the other.
const CALLS: usize = 2_000;
/// Calls that are not counted: a connection opens.
const WARM_UP: usize = 200;
/// Between two calls of a bad server.
const PAUSE: Duration = Duration::from_secs(1);
/// The call of a bad server after which it is checked: the good one is being measured then.
const CHECKED_AFTER: u32 = 4;
/// Until all bad servers are at it, and until none is any more.
const SETTLE: Duration = Duration::from_secs(3);
/// How long a flood is listened to, in seconds.
const FLOOD_S: u32 = 5;
/// A call that is never answered fails the measurement.
const LIMIT: Duration = Duration::from_secs(600);
/// Begins the names of the bad servers.
const BAD: &str = "Bad";
const MOVED: Goal = Goal::AtMost(1.2);
/// What is not to be felt.
const BAD_KINDS: [Kind; 3] = [Kind::Dead, Kind::Silent, Kind::Large];

/// Registers a good server and measures it alone and in bad company; deletes all of them.
pub(crate) async fn measure(studio: &Arc<Studio>) -> Result<Vec<Figure>> {
    let remote = McpServer::start(1).await?;
    let bad = Arc::new(BadServers::start().await?);
    let server = studio.add_server("Good", &remote.url(0)).await?;
    let rounds = tokio::time::timeout(LIMIT, rounds(studio, &server, &bad)).await;
    // Whatever was found: nothing else is to be measured beside them.
    let deleted = delete_bad(studio).await;
    studio.delete_server(&server).await?;
    let rounds = rounds.with_context(|| format!("not every call was answered within {} s", LIMIT.as_secs()))??;
    deleted?;
    figures(&rounds)
}

/// How long calls took, in milliseconds.
#[derive(Clone, Copy)]
struct Latency {
    p50: f64,
    p99: f64,
}

impl Latency {
    fn of(latencies_ms: &[f64]) -> Result<Self> {
        let at = |share| quantile(latencies_ms, share).context("nothing was called");
        Ok(Self { p50: at(0.5)?, p99: at(0.99)? })
    }

    fn p50(&self) -> f64 {
        self.p50
    }

    fn p99(&self) -> f64 {
        self.p99
    }
}

/// The same calls in each company.
struct Round {
    alone: Latency,
    beside_bad: Latency,
    beside_flood: Latency,
}

async fn rounds(studio: &Arc<Studio>, server: &str, bad: &Arc<BadServers>) -> Result<Vec<Round>> {
    let mut rounds = Vec::new();
    for number in 1..=ROUNDS {
        let round = Round {
            alone: calls(studio, server).await?,
            beside_bad: beside(studio, server, bad, &BAD_KINDS).await?,
            beside_flood: beside(studio, server, bad, &[Kind::Flooding]).await?,
        };
        let (alone, bad, flood) = (round.alone.p99, round.beside_bad.p99, round.beside_flood.p99);
        eprintln!("bench: disturbance, round {number} of {ROUNDS}: p99 {alone:.2} ms, {bad:.2} ms, {flood:.2} ms");
        rounds.push(round);
    }
    Ok(rounds)
}

/// Calls the good server.
async fn calls(studio: &Arc<Studio>, server: &str) -> Result<Latency> {
    let mut callers = vec![Caller::through(studio, server).await?];
    round(&mut callers, WARM_UP).await?;
    Latency::of(&round(&mut callers, CALLS).await?.latencies_ms)
}

/// Calls the good server while bad ones of these kinds are used.
async fn beside(studio: &Arc<Studio>, server: &str, bad: &Arc<BadServers>, kinds: &[Kind]) -> Result<Latency> {
    let mut lives = JoinSet::new();
    for kind in kinds {
        for number in 1..=EACH {
            let (studio, kind) = (studio.clone(), *kind);
            let id = studio.add_server(&format!("{BAD} {kind:?} {number}"), &bad.url(kind)).await?;
            lives.spawn(async move { live(&studio, &id, kind).await });
        }
    }
    tokio::time::sleep(SETTLE).await;
    let latency = tokio::select! {
        latency = calls(studio, server) => latency?,
        Some(ended) = lives.join_next() => {
            ended??;
            bail!("a bad server was used no more");
        }
    };
    lives.shutdown().await;
    // What was asked for last may still be under way.
    tokio::time::sleep(SETTLE).await;
    delete_bad(studio).await?;
    Ok(latency)
}

/// Calls a bad server over and over. Only one with many tools can be called: it has been asked for all of them, and is asked
/// for them again while the good one is measured.
async fn live(studio: &Studio, id: &str, kind: Kind) -> Result<Infallible> {
    let body = json!({ "arguments": {}, "timeout_s": FLOOD_S });
    let call = studio.path(&format!("/servers/{id}/mcp-tools/{}/call", kind.tool()));
    let check = studio.path(&format!("/servers/{id}/check"));
    let expected = if kind == Kind::Large { StatusCode::OK } else { StatusCode::BAD_GATEWAY };
    let mut connection = Connection::open(studio.address).await?;
    for turn in 0_u32.. {
        let answer = connection.send(studio.request(Method::POST, &call, Some(&body))?).await?;
        let words = || String::from_utf8_lossy(&answer.body);
        ensure!(answer.status == expected, "a call of a server that is {kind:?}: {}: {}", answer.status, words());
        tokio::time::sleep(PAUSE).await;
        // Once, when all are at it: people may check so often.
        if turn == CHECKED_AFTER && kind == Kind::Large {
            let answer = connection.send(studio.request(Method::POST, &check, None)?).await?;
            ensure!(answer.status == StatusCode::OK, "a check of a server that is {kind:?}: {}", answer.status);
        }
    }
    bail!("a bad server was called for too long")
}

async fn delete_bad(studio: &Studio) -> Result<()> {
    for server in studio.servers().await? {
        if server.name.starts_with(BAD) {
            studio.delete_server(&server.id).await?;
        }
    }
    Ok(())
}

/// What a call takes in each company, and by how much that differs: medians of the rounds.
fn figures(rounds: &[Round]) -> Result<Vec<Figure>> {
    let median = |of: &dyn Fn(&Round) -> f64| {
        quantile(&rounds.iter().map(of).collect::<Vec<f64>>(), 0.5).context("nothing was measured")
    };
    let mut figures = Vec::new();
    let bad = |round: &Round| round.beside_bad;
    let flood = |round: &Round| round.beside_flood;
    for (what, company, goal) in [("bad servers", bad as fn(&Round) -> Latency, Some(MOVED)), ("floods", flood, None)] {
        let beside = median(&|round: &Round| company(round).p99)?;
        let figure = Figure::new(format!("MCP call beside {what}, p99"), beside, "ms");
        figures.push(figure.against("without them", median(&|round: &Round| round.alone.p99)?));
        for (name, at) in [("p50", Latency::p50 as fn(&Latency) -> f64), ("p99", Latency::p99)] {
            let ratio = median(&|round: &Round| at(&company(round)) / at(&round.alone))?;
            let figure = Figure::new(format!("MCP call beside {what}, {name}, share of that without"), ratio, "x");
            figures.push(match goal.filter(|_| name == "p99") {
                Some(goal) => figure.goal(goal),
                None => figure,
            });
        }
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_round(alone_p99: f64, beside_p99: f64) -> Round {
        Round {
            alone: Latency { p50: 1.0, p99: alone_p99 },
            beside_bad: Latency { p50: 1.1, p99: beside_p99 },
            beside_flood: Latency { p50: 2.0, p99: alone_p99 * 3.0 },
        }
    }

    #[test]
    fn the_median_of_the_ratios_is_held_to_the_goal() {
        // One round in which the machine had something else to do changes nothing.
        let figures = figures(&[a_round(2.0, 2.2), a_round(2.0, 20.0), a_round(4.0, 4.4)]).unwrap();
        let values: Vec<f64> = figures.iter().map(|figure| (figure.value * 1e6).round() / 1e6).collect();
        assert_eq!(values, [4.4, 1.1, 1.1, 6.0, 2.0, 3.0]);
        let met: Vec<Option<bool>> = figures.iter().map(Figure::met).collect();
        assert_eq!(met, [None, None, Some(true), None, None, None]);
    }

    #[test]
    fn without_a_round_there_is_no_figure() {
        assert!(figures(&[]).is_err());
    }
}

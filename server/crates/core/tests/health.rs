//! Health in the background, on a real Postgres and a real master agent.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;
use std::time::Duration;

use chrono::Duration as Span;
use model::server_health::CellState;
use model::{Error, HealthRange, NewServer, Noun, ServerAuth, ServerPatch, ServerStatus, ServerView};
use studio_core::{health, server};
use test_support::{Member, TestAgent, TestClock, TestStudio};

async fn register(member: &Member, name: &str, url: String, auth: ServerAuth) -> ServerView {
    server::create(&member.ctx, NewServer { name: name.to_owned(), description: None, url, auth, labels: Vec::new() })
        .await
        .unwrap()
}

fn bearer(agent: &TestAgent) -> ServerAuth {
    ServerAuth::Bearer { token: agent.token().to_owned().into() }
}

async fn until(member: &Member, server: &ServerView, wanted: ServerStatus, seconds: u64) -> ServerView {
    let waiting = async {
        loop {
            let now = server::get(&member.ctx, server.id).await.unwrap();
            if now.status == wanted {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(seconds), waiting).await.unwrap()
}

async fn count(studio: &TestStudio, table: &str) -> i64 {
    let owner = studio.database.owner().await.unwrap();
    owner.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn history_tells_what_was_found_and_when_it_changed() {
    let clock = Arc::new(TestClock::default());
    let studio = TestStudio::with_clock(clock.clone()).await.unwrap();
    let mut agent = TestAgent::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    let id = ada.add_agent(&agent).await.unwrap().id;
    clock.advance(Span::hours(1));
    agent.kill().await.unwrap();
    let down = server::check(&ada.ctx, id).await.unwrap();
    assert_eq!((down.status, down.attempt), (ServerStatus::Unreachable, 1));
    clock.advance(Span::hours(1));
    agent.restart().await.unwrap();
    server::check(&ada.ctx, id).await.unwrap();

    let day = health::get(&ada.ctx, id, HealthRange::Day).await.unwrap();
    let states: Vec<_> = day.cells.iter().map(|c| c.state()).filter(|s| *s != CellState::Empty).collect();
    assert_eq!(states, [CellState::Up, CellState::Down, CellState::Up]);
    assert!(day.cells.iter().all(|c| c.latency_ms.is_some() == (c.passed > 0)));
    let two_thirds = Some(2.0 / 3.0);
    assert_eq!((day.uptime.day, day.uptime.week, day.uptime.month), (two_thirds, two_thirds, two_thirds));
    let told: Vec<_> = day.transitions.iter().map(|t| (t.status, t.until.is_some(), t.issue.is_some())).collect();
    use ServerStatus::{Healthy, Unreachable};
    assert_eq!(told, [(Healthy, false, false), (Unreachable, true, true), (Healthy, true, false)]);

    for range in [HealthRange::Week, HealthRange::Month] {
        let view = health::get(&ada.ctx, id, range).await.unwrap();
        let sum = |number: fn(&model::HealthCell) -> i64| view.cells.iter().map(number).sum::<i64>();
        assert_eq!((sum(|c| c.checks), sum(|c| c.passed)), (3, 2), "{range}");
    }

    let foreign = health::get(&eve.ctx, id, HealthRange::Day).await;
    let not_found = matches!(foreign, Err(studio_core::Error::Public(Error::NotFound { noun: Noun::Server })));
    assert!(not_found);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_kept_for_so_long_and_only_while_the_server_is_enabled() {
    let clock = Arc::new(TestClock::default());
    let studio = TestStudio::with_clock(clock.clone()).await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let id = ada.add_agent(&agent).await.unwrap().id;
    clock.advance(Span::hours(25));
    server::check(&ada.ctx, id).await.unwrap();
    assert_eq!((count(&studio, "server_checks").await, count(&studio, "server_health_hours").await), (1, 2));

    let enabled = |enabled| ServerPatch { enabled: Some(enabled), ..Default::default() };
    server::update(&ada.ctx, id, enabled(false)).await.unwrap();
    clock.advance(Span::hours(2));
    let off = server::check(&ada.ctx, id).await.unwrap();
    assert_eq!((off.status, off.next_check_at), (ServerStatus::Disabled, None));
    assert_eq!(count(&studio, "server_health_hours").await, 2, "a disabled server has no uptime");

    clock.advance(Span::days(91));
    let on = server::update(&ada.ctx, id, enabled(true)).await.unwrap();
    assert_eq!(on.status, ServerStatus::Unknown, "what was known of it is old");
    server::check(&ada.ctx, id).await.unwrap();
    assert_eq!((count(&studio, "server_checks").await, count(&studio, "server_health_hours").await), (1, 1));
    let day = health::get(&ada.ctx, id, HealthRange::Day).await.unwrap();
    let told: Vec<_> = day.transitions.iter().map(|t| t.status).collect();
    assert_eq!(told, [ServerStatus::Healthy, ServerStatus::Disabled]);
    assert_eq!(day.uptime.day, Some(1.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_check_each_server_once() {
    const SERVERS: i64 = 20;
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let mut servers = Vec::new();
    for number in 0..SERVERS {
        servers.push(register(&ada, &format!("s{number}"), agent.url(), bearer(&agent)).await);
    }
    studio.work();
    studio.work();
    for server in &servers {
        until(&ada, server, ServerStatus::Healthy, 20).await;
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(count(&studio, "server_checks").await, SERVERS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_never_answers_holds_up_no_other() {
    let studio = TestStudio::start().await.unwrap();
    let agent = TestAgent::start().await.unwrap();
    let (ada, eve) = (studio.owner("ada").await.unwrap(), studio.owner("eve").await.unwrap());
    // It takes connections (the system does, in its place) and never says a word.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/mcp", silent.local_addr().unwrap());
    let mut hanging = Vec::new();
    for number in 0..8 {
        hanging.push(register(&ada, &format!("silent-{number}"), url.clone(), ServerAuth::None).await);
    }
    let neighbour = register(&ada, "host", agent.url(), bearer(&agent)).await;
    let stranger = register(&eve, "host", agent.url(), bearer(&agent)).await;
    studio.work();
    until(&ada, &neighbour, ServerStatus::Healthy, 5).await;
    until(&eve, &stranger, ServerStatus::Healthy, 5).await;
    let waiting = server::get(&ada.ctx, hanging[0].id).await.unwrap();
    assert_eq!(waiting.status, ServerStatus::Unknown, "its check is still under way");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_is_found_without_a_click() {
    let studio = TestStudio::start().await.unwrap();
    let mut agent = TestAgent::start().await.unwrap();
    let ada = studio.owner("ada").await.unwrap();
    let server = ada.add_agent(&agent).await.unwrap();
    agent.kill().await.unwrap();
    let down = server::check(&ada.ctx, server.id).await.unwrap();
    assert!(down.next_check_at.unwrap() - down.last_checked_at.unwrap() <= Span::seconds(5));
    agent.restart().await.unwrap();
    studio.work();
    let up = until(&ada, &server, ServerStatus::Healthy, 15).await;
    assert_eq!((up.attempt, up.last_error), (0, None));
}

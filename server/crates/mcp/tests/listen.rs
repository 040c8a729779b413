//! Servers of both eras that say that their MCP tools changed: heard at once, as long as there is a place.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;

use model::ServerId;
use studio_mcp::{Connector, PoolKey};
use support::mcp_server::Stranger;
use support::*;
use tokio::sync::broadcast;

fn telling() -> [Stranger; 2] {
    let strangers = [Stranger { json: false, ..Stranger::modern() }, Stranger::legacy()];
    strangers.map(|stranger| Stranger { news: Some(broadcast::Sender::new(16)), ..stranger })
}

/// Until somebody listens to it.
async fn listened_to(stranger: &Stranger, times: usize) {
    let news = stranger.news.as_ref().unwrap();
    for _ in 0..500 {
        if stranger.listeners.load(Ordering::Relaxed) >= times && news.receiver_count() > 0 {
            // The other side still reads that its stream stands.
            tokio::time::sleep(Duration::from_millis(100)).await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nobody listens");
}

async fn told(connector: &Connector) -> HashSet<ServerId> {
    tokio::time::timeout(Duration::from_secs(10), connector.told()).await.expect("nothing was heard")
}

#[tokio::test]
async fn a_change_is_heard_while_nothing_is_asked() {
    for stranger in telling() {
        let server = Server::start(stranger.router()).await;
        let (connector, endpoint) = (connector(), endpoint(&server.url()));
        connector.listen(key(), &endpoint).await.unwrap();
        connector.listen(key(), &endpoint).await.unwrap();
        listened_to(&stranger, 1).await;
        assert!(connector.take_tools_changed(key()), "a new connection may offer something new");
        for _ in 0..2 {
            assert!(!connector.take_tools_changed(key()));
            let asked = stranger.requests.load(Ordering::Relaxed);
            stranger.news.as_ref().unwrap().send(()).unwrap();
            assert_eq!(told(&connector).await, HashSet::from([key().server]));
            assert!(connector.take_tools_changed(key()));
            assert_eq!(stranger.requests.load(Ordering::Relaxed), asked);
        }
        assert_eq!(stranger.listeners.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn who_does_not_say_that_it_tells_is_not_listened_to() {
    for stranger in [Stranger::modern(), Stranger::legacy()] {
        let server = Server::start(stranger.router()).await;
        let connector = connector();
        connector.listen(key(), &endpoint(&server.url())).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(stranger.listeners.load(Ordering::Relaxed), 0);
    }
}

#[tokio::test]
async fn there_are_so_many_places_and_a_lost_server_gives_its_own_back() {
    for stranger in telling() {
        let server = Server::start(stranger.router()).await;
        let (connector, endpoint) = (connector_with(|config| config.max_listening = 1), endpoint(&server.url()));
        let other = PoolKey { server: ServerId(uuid::Uuid::from_u128(2)), revision: 1 };
        connector.listen(key(), &endpoint).await.unwrap();
        listened_to(&stranger, 1).await;
        connector.listen(other, &endpoint).await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(stranger.listeners.load(Ordering::Relaxed), 1);

        connector.invalidate(key().server);
        // It is let go in the background.
        for _ in 0..100 {
            connector.listen(other, &endpoint).await.unwrap();
            if stranger.listeners.load(Ordering::Relaxed) == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        listened_to(&stranger, 2).await;
        stranger.news.as_ref().unwrap().send(()).unwrap();
        assert_eq!(told(&connector).await, HashSet::from([other.server]));
    }
}

#[tokio::test]
async fn a_server_that_dies_is_told_of_and_heard_again_after_its_restart() {
    for stranger in telling() {
        let server = Server::start(stranger.router()).await;
        let (connector, endpoint) = (connector(), endpoint(&server.url()));
        connector.listen(key(), &endpoint).await.unwrap();
        listened_to(&stranger, 1).await;
        assert!(connector.take_tools_changed(key()));
        let address = server.kill().await;
        assert_eq!(told(&connector).await, HashSet::from([key().server]));
        let _again = Server::start_at(address, stranger.router()).await;
        for _ in 0..300 {
            // As health does it, over and over.
            if connector.probe(key(), &endpoint).await.issue.is_none() {
                connector.listen(key(), &endpoint).await.unwrap();
            }
            if stranger.listeners.load(Ordering::Relaxed) >= 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        listened_to(&stranger, 2).await;
        assert!(connector.take_tools_changed(key()), "what was restarted may offer something else");
    }
}

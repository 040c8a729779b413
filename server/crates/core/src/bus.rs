//! The bus only says "look": truth is in Postgres. Pointers travel by `NOTIFY` with the commit, every replica's hub hands
//! them to whoever waits. A slow poll stands behind everything that waits, so a lost pointer delays and never breaks.

use std::time::Duration;

use futures::StreamExt as _;
use model::{ExecutionId, OrganizationId, ServerId};
use studio_db::{Db, TenantTx, notify};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::Result;

/// Pointers that fit between a slow reader and the newest one; beyond it the reader is told that it lagged.
const CAPACITY: usize = 4096;

/// Something changed; read it if it concerns you.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whose.
    pub organization: OrganizationId,
    /// What.
    pub topic: Topic,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Something became ready to be claimed.
    Queue,
    /// An execution's state.
    Execution(ExecutionId),
    /// An execution's output grew.
    Output(ExecutionId),
    /// Something was typed into an execution.
    Input(ExecutionId),
    /// The terminal of an execution got another size.
    Terminal(ExecutionId),
    /// Somebody asked for the end of an execution.
    Cancel(ExecutionId),
    /// A server.
    Server(ServerId),
}

impl Event {
    fn encode(self) -> String {
        let organization = self.organization;
        match self.topic {
            Topic::Queue => format!("{organization} queue"),
            Topic::Execution(id) => format!("{organization} execution {id}"),
            Topic::Output(id) => format!("{organization} output {id}"),
            Topic::Input(id) => format!("{organization} input {id}"),
            Topic::Terminal(id) => format!("{organization} terminal {id}"),
            Topic::Cancel(id) => format!("{organization} cancel {id}"),
            Topic::Server(id) => format!("{organization} server {id}"),
        }
    }

    fn decode(payload: &str) -> Option<Self> {
        let mut words = payload.split(' ');
        let organization = words.next()?.parse().ok()?;
        let kind = words.next()?;
        let id = words.next();
        let topic = match kind {
            "queue" => Topic::Queue,
            "execution" => Topic::Execution(id?.parse().ok()?),
            "output" => Topic::Output(id?.parse().ok()?),
            "input" => Topic::Input(id?.parse().ok()?),
            "terminal" => Topic::Terminal(id?.parse().ok()?),
            "cancel" => Topic::Cancel(id?.parse().ok()?),
            "server" => Topic::Server(id?.parse().ok()?),
            _ => return None,
        };
        Some(Self { organization, topic })
    }
}

/// The hub of this process.
#[derive(Clone)]
pub struct Bus {
    hub: broadcast::Sender<Event>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { hub: broadcast::Sender::new(CAPACITY) }
    }
}

impl Bus {
    /// Everything from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.hub.subscribe()
    }

    /// Carries pointers from Postgres to the hub until told to stop; reconnects by itself.
    pub async fn run(&self, db: Db, stop: CancellationToken) {
        let mut delay = Duration::from_millis(100);
        loop {
            match notify::listen(&db).await {
                Ok(stream) => {
                    delay = Duration::from_millis(100);
                    let mut stream = std::pin::pin!(stream);
                    loop {
                        tokio::select! {
                            () = stop.cancelled() => return,
                            payload = stream.next() => match payload {
                                Some(payload) => self.publish(&payload),
                                None => break,
                            },
                        }
                    }
                    tracing::warn!("the connection that listens ended; connecting again");
                }
                Err(error) => tracing::warn!(%error, "cannot listen; trying again"),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(delay) => delay = (delay * 2).min(Duration::from_secs(5)),
            }
        }
    }

    fn publish(&self, payload: &str) {
        match Event::decode(payload) {
            // Nobody waiting is fine.
            Some(event) => drop(self.hub.send(event)),
            None => tracing::warn!(payload, "unknown pointer on the bus"),
        }
    }
}

/// Sends a pointer with the commit of this transaction.
pub(crate) async fn tell(tx: &mut TenantTx, topic: Topic) -> Result<()> {
    let event = Event { organization: tx.organization(), topic };
    Ok(notify::notify(tx, &event.encode()).await?)
}

/// Sends pointers with the commit of this transaction.
pub(crate) async fn tell_all(tx: &mut TenantTx, topics: impl IntoIterator<Item = Topic>) -> Result<()> {
    let organization = tx.organization();
    let payloads: Vec<String> = topics.into_iter().map(|topic| Event { organization, topic }.encode()).collect();
    Ok(notify::notify_all(tx, &payloads).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_survive_the_way() {
        let id = uuid::Uuid::from_u128(7);
        let of_id = [Topic::Execution, Topic::Output, Topic::Input, Topic::Terminal, Topic::Cancel]
            .map(|topic| topic(id.into()));
        for topic in of_id.into_iter().chain([Topic::Queue, Topic::Server(id.into())]) {
            let event = Event { organization: uuid::Uuid::from_u128(1).into(), topic };
            assert_eq!(Event::decode(&event.encode()), Some(event));
        }
        assert_eq!(Event::decode("nonsense"), None);
    }
}

//! The pool: a connection a server, made once for all who wait for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use model::{Issue, IssueCode, ServerId};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::connector::Connection;
use crate::endpoint::PoolKey;
use crate::failure::{CallError, Sent};

type Attempt = Shared<BoxFuture<'static, Result<Arc<Connection>, Issue>>>;

/// What stands for a server.
struct Slot {
    revision: i64,
    /// Tells attempts of one slot apart.
    attempt: u64,
    connection: Option<Attempt>,
    permits: Arc<Semaphore>,
    /// Places for calls, which are fewer.
    places: Arc<Semaphore>,
    last_used: Instant,
}

/// Connections by server.
pub(crate) struct Pool {
    slots: Mutex<HashMap<ServerId, Slot>>,
    permits_per_server: usize,
    places_per_server: usize,
    idle_timeout: Duration,
}

impl Pool {
    pub(crate) fn new(permits_per_server: usize, places_per_server: usize, idle_timeout: Duration) -> Self {
        Self {
            slots: Mutex::default(),
            permits_per_server: permits_per_server.max(1),
            places_per_server: places_per_server.max(1),
            idle_timeout,
        }
    }

    /// The connection, from `connect` when there is none. A caller with an outdated key gets the newer one.
    pub(crate) async fn get<F, Fut>(&self, key: PoolKey, connect: F) -> Result<Arc<Connection>, Issue>
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = Result<Arc<Connection>, Issue>> + Send + 'static,
    {
        let (number, attempt) = self.attempt(key, connect);
        let result = attempt.await;
        if result.is_err() {
            self.forget_attempt(key.server, number);
        }
        result
    }

    fn attempt<F, Fut>(&self, key: PoolKey, connect: F) -> (u64, Attempt)
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = Result<Arc<Connection>, Issue>> + Send + 'static,
    {
        let mut slots = self.lock();
        let slot = slots.entry(key.server).or_insert_with(|| Slot {
            revision: key.revision,
            attempt: 0,
            connection: None,
            permits: Arc::new(Semaphore::new(self.permits_per_server)),
            places: Arc::new(Semaphore::new(self.places_per_server)),
            last_used: Instant::now(),
        });
        slot.last_used = Instant::now();
        if slot.revision < key.revision {
            slot.revision = key.revision;
            slot.connection = None;
        }
        if slot.connection.as_ref().is_some_and(is_dead) {
            slot.connection = None;
        }
        if let Some(attempt) = &slot.connection {
            return (slot.attempt, attempt.clone());
        }
        // A task of its own: the attempt goes on when the caller that began it goes away.
        let task = tokio::spawn(connect());
        let attempt = async move {
            task.await.unwrap_or_else(|error| Err(Issue::new(IssueCode::ConnectionLost, error.to_string())))
        };
        let attempt = attempt.boxed().shared();
        slot.attempt += 1;
        slot.connection = Some(attempt.clone());
        let number = slot.attempt;
        self.sweep(&mut slots);
        (number, attempt)
    }

    /// Waits for room at a server.
    pub(crate) async fn permit(&self, server: ServerId, wait: Duration) -> Result<OwnedSemaphorePermit, CallError> {
        let busy = || format!("all {} connections to the server are in use", self.permits_per_server);
        self.acquire(server, |slot| slot.permits.clone(), wait, busy).await
    }

    /// Waits for a place among the calls of a server.
    pub(crate) async fn place(&self, server: ServerId, wait: Duration) -> Result<OwnedSemaphorePermit, CallError> {
        let busy = || format!("{} calls of the server are under way already", self.places_per_server);
        self.acquire(server, |slot| slot.places.clone(), wait, busy).await
    }

    async fn acquire(
        &self,
        server: ServerId,
        semaphore: impl FnOnce(&Slot) -> Arc<Semaphore>,
        wait: Duration,
        busy: impl FnOnce() -> String,
    ) -> Result<OwnedSemaphorePermit, CallError> {
        let semaphore = self.lock().get(&server).map(semaphore);
        // Invalidated in between: the connection at hand serves its last call without a bound to share.
        let semaphore = semaphore.unwrap_or_else(|| Arc::new(Semaphore::new(1)));
        match tokio::time::timeout(wait, semaphore.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(CallError::new(IssueCode::ResponseTimeout, busy(), Sent::No)),
        }
    }

    /// Drops everything of a server.
    pub(crate) fn remove(&self, server: ServerId) {
        self.lock().remove(&server);
    }

    /// Has the next caller negotiate anew.
    pub(crate) fn renew(&self, server: ServerId) {
        if let Some(slot) = self.lock().get_mut(&server) {
            slot.connection = None;
        }
    }

    /// Drops this connection, unless another one has taken its place.
    pub(crate) fn discard(&self, server: ServerId, failed: &Arc<Connection>) {
        if let Some(slot) = self.lock().get_mut(&server)
            && slot.connection.as_ref().and_then(ready).is_some_and(|pooled| Arc::ptr_eq(&pooled, failed))
        {
            slot.connection = None;
        }
    }

    /// The connection of a server, if one stands.
    pub(crate) fn peek(&self, key: PoolKey) -> Option<Arc<Connection>> {
        let mut slots = self.lock();
        let slot = slots.get_mut(&key.server).filter(|slot| slot.revision == key.revision)?;
        let connection = ready(slot.connection.as_ref()?).filter(|connection| !connection.is_closed())?;
        slot.last_used = Instant::now();
        Some(connection)
    }

    /// As [`Self::peek`], without calling it a use.
    pub(crate) fn standing(&self, key: PoolKey) -> Option<Arc<Connection>> {
        let slots = self.lock();
        let slot = slots.get(&key.server).filter(|slot| slot.revision == key.revision)?;
        ready(slot.connection.as_ref()?)
    }

    fn forget_attempt(&self, server: ServerId, number: u64) {
        if let Some(slot) = self.lock().get_mut(&server)
            && slot.attempt == number
        {
            slot.connection = None;
        }
    }

    /// Drops what nobody has used for long; what is in use lives on with its users.
    fn sweep(&self, slots: &mut HashMap<ServerId, Slot>) {
        slots.retain(|_, slot| {
            slot.last_used.elapsed() < self.idle_timeout || slot.permits.available_permits() < self.permits_per_server
        });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ServerId, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ready(attempt: &Attempt) -> Option<Arc<Connection>> {
    attempt.peek()?.as_ref().ok().cloned()
}

fn is_dead(attempt: &Attempt) -> bool {
    match attempt.peek() {
        Some(Ok(connection)) => connection.is_closed(),
        Some(Err(_)) => true,
        None => false,
    }
}

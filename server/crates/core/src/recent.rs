//! What the database was asked a moment ago, for who asks the same again: a program that calls an MCP tool a thousand times a
//! second is the same user in the same organization at the same server each time (ADR 0013).

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Utc};
use model::{OrganizationId, ServerId, SessionId, UserId, UserView};

use crate::ctx::Membership;
use crate::mcp_tool::Callable;
use crate::{OpCtx, Result};

/// For so long it is taken for what is. A change made in this process forgets it all; one made by another shows by then.
const FRESH: Duration = Duration::milliseconds(250);
/// Above so many entries of a kind, old ones are dropped, and all where none is old.
const MANY: usize = 4096;

/// What is taken for true for a moment.
#[derive(Default)]
pub struct Recent {
    /// Users of programs' sessions.
    pub(crate) sessions: Kept<SessionId, (UserId, UserView)>,
    /// Who is a member where, by slug or id.
    pub(crate) memberships: Kept<(UserId, String), Membership>,
    /// MCP tools that can be called.
    pub(crate) callables: Kept<(OrganizationId, ServerId, String), Arc<Callable>>,
}

impl Recent {
    /// After the commit of a change to a session, a user, a membership, a server or what it offers; public for tests, which
    /// write past the functions here.
    pub fn forget(&self) {
        self.sessions.forget();
        self.memberships.forget();
        self.callables.forget();
    }
}

/// Entries of one kind.
pub(crate) struct Kept<K, V> {
    state: Mutex<State<K, V>>,
}

struct State<K, V> {
    /// How often all of it was forgotten: what was being read meanwhile may be from before.
    forgotten: u64,
    entries: HashMap<K, (DateTime<Utc>, V)>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { state: Mutex::new(State { forgotten: 0, entries: HashMap::new() }) }
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// What is kept, else what is read now; an error is not kept.
    pub(crate) async fn or_read(&self, ctx: &OpCtx, key: K, read: impl Future<Output = Result<V>>) -> Result<V> {
        let now = ctx.now();
        let forgotten = {
            let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, value)) = state.entries.get(&key).filter(|(at, _)| is_fresh(*at, now)) {
                return Ok(value.clone());
            }
            state.forgotten
        };
        let value = read.await?;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.forgotten == forgotten {
            state.keep(key, value.clone(), now);
        }
        Ok(value)
    }

    fn forget(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.forgotten += 1;
        state.entries.clear();
    }
}

impl<K: Eq + Hash, V> State<K, V> {
    fn keep(&mut self, key: K, value: V, now: DateTime<Utc>) {
        if self.entries.len() >= MANY {
            self.entries.retain(|_, (at, _)| is_fresh(*at, now));
        }
        if self.entries.len() >= MANY {
            self.entries.clear();
        }
        self.entries.insert(key, (now, value));
    }
}

/// Clocks may be set back.
fn is_fresh(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at <= now && now - at < FRESH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_short() {
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        assert!(is_fresh(at, at) && is_fresh(at, at + Duration::milliseconds(249)));
        assert!(!is_fresh(at, at + FRESH) && !is_fresh(at, at - Duration::milliseconds(1)));
    }

    #[test]
    fn it_never_grows_beyond_its_bound() {
        let at = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let mut state = State { forgotten: 0, entries: HashMap::new() };
        for key in 0..2 * MANY {
            state.keep(key, (), at);
            assert!(state.entries.len() <= MANY);
        }
        state.keep(0, (), at + FRESH);
        assert_eq!(state.entries.len(), 1, "what is old goes first");
    }
}

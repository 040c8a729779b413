//! The newest output of what somebody watches, in memory: on the replica that carries an execution out, viewers need not
//! ask the database for what was just written to it. Only what is stored gets here, so a viewer never sees more than a
//! reader of the database would, and one who fell behind, or is on another replica, reads there.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use model::{Action, ExecutionId, OrganizationId};

use crate::{OrgCtx, Result};

/// Bytes kept of an attempt.
const KEEP: usize = 4 * 1024 * 1024;
/// Pieces kept of an attempt, however small they are.
const PIECES: usize = 64;

type Key = (OrganizationId, ExecutionId);

/// The tails of this process.
#[derive(Clone, Default)]
pub struct Tails(Arc<Mutex<HashMap<Key, Tail>>>);

#[derive(Default)]
struct Tail {
    viewers: usize,
    attempt: i32,
    /// Offset after the last byte kept.
    end: u64,
    /// Bytes kept.
    len: usize,
    pieces: VecDeque<Bytes>,
}

/// One viewer's hold on a tail; the last one to go drops it.
pub struct Watch {
    tails: Tails,
    key: Key,
}

/// Keeps the newest output of an execution at hand from now on.
pub fn watch(ctx: &OrgCtx, id: ExecutionId) -> Result<Watch> {
    ctx.authorize(Action::ExecutionRead)?;
    let (tails, key) = (ctx.services().tails.clone(), (ctx.organization_id, id));
    tails.lock().entry(key).or_default().viewers += 1;
    Ok(Watch { tails, key })
}

impl Watch {
    /// Bytes of an attempt from `from` on, if they are kept; there may be more behind them.
    pub fn after(&self, attempt: i32, from: u64) -> Option<Bytes> {
        self.tails.lock().get(&self.key).and_then(|tail| tail.after(attempt, from))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut tails = self.tails.lock();
        if let Some(tail) = tails.get_mut(&self.key) {
            tail.viewers -= 1;
            if tail.viewers == 0 {
                tails.remove(&self.key);
            }
        }
    }
}

impl Tails {
    /// Notes what was stored at an offset of an attempt, if anybody watches.
    pub(crate) fn push(&self, key: Key, attempt: i32, offset: u64, bytes: Bytes) {
        if let Some(tail) = self.lock().get_mut(&key) {
            tail.push(attempt, offset, bytes);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Tail>> {
        // Nothing below panics half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tail {
    fn push(&mut self, attempt: i32, offset: u64, bytes: Bytes) {
        if self.attempt != attempt || self.end != offset {
            (self.attempt, self.end, self.len) = (attempt, offset, 0);
            self.pieces.clear();
        }
        self.end += bytes.len() as u64;
        self.len += bytes.len();
        self.pieces.push_back(bytes);
        // The newest piece stays, whatever its size: it is in memory anyway.
        while self.pieces.len() > 1 && (self.len > KEEP || self.pieces.len() > PIECES) {
            self.len -= self.pieces.pop_front().map_or(0, |piece| piece.len());
        }
    }

    fn after(&self, attempt: i32, from: u64) -> Option<Bytes> {
        if self.attempt != attempt || from >= self.end {
            return None;
        }
        let mut start = self.end;
        for piece in self.pieces.iter().rev() {
            start -= piece.len() as u64;
            if start <= from {
                return Some(piece.slice(usize::try_from(from - start).ok()?..));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_on_is_kept() {
        let mut tail = Tail::default();
        tail.push(1, 10, Bytes::from_static(b"abc"));
        tail.push(1, 13, Bytes::from_static(b"de"));
        assert_eq!(tail.after(1, 9), None, "from before what is kept");
        assert_eq!(tail.after(1, 11).as_deref(), Some(&b"bc"[..]));
        assert_eq!(tail.after(1, 13).as_deref(), Some(&b"de"[..]));
        assert_eq!(tail.after(1, 15), None, "nothing yet");
        assert_eq!(tail.after(2, 11), None, "another attempt");
    }

    #[test]
    fn what_does_not_follow_on_starts_anew() {
        let mut tail = Tail::default();
        tail.push(1, 0, Bytes::from_static(b"abc"));
        tail.push(1, 5, Bytes::from_static(b"f"));
        assert_eq!((tail.after(1, 0), tail.len), (None, 1));
        tail.push(2, 6, Bytes::from_static(b"g"));
        assert_eq!((tail.after(1, 5), tail.after(2, 6).as_deref()), (None, Some(&b"g"[..])));
    }

    #[test]
    fn it_is_bounded() {
        let mut tail = Tail::default();
        let mut offset = 0;
        for size in [KEEP / 2, KEEP / 2, KEEP / 2].into_iter().chain([1; 2 * PIECES]) {
            tail.push(1, offset, Bytes::from(vec![0; size]));
            offset += size as u64;
            assert!(tail.len <= KEEP && tail.pieces.len() <= PIECES);
            assert_eq!(tail.len, tail.pieces.iter().map(Bytes::len).sum::<usize>());
        }
        assert_eq!(tail.after(1, offset - 1).map(|piece| piece.len()), Some(1));
    }
}

//! Answers to POSTs with an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header), kept to be given again.
//!
//! A key belongs to the user alone; the path, and so the organization, is part of the fingerprint. There is nothing to
//! authorize beyond being signed in: what comes back is what the same user was answered before.

use chrono::{DateTime, Duration, Utc};
use model::{Error, FieldCode, UserId};
use sha2::{Digest as _, Sha256};
use studio_db::models::idempotency::{self, Answered, NewIdempotencyKey};

use crate::{OpCtx, Result};

/// The header, which is also the field of its errors.
pub const HEADER: &str = "Idempotency-Key";
/// A key is forgotten after so long.
const KEPT: Duration = Duration::hours(24);
/// A request still running after so long will never be answered: its replica died.
const PATIENCE: Duration = Duration::minutes(5);
/// Answers larger than this are not kept.
const MAX_ANSWER: usize = 1024 * 1024;

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Media type.
    pub content_type: Option<String>,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// What to do with a request.
pub enum Begun {
    /// Carry it out, then [`finish`].
    Run(Running),
    /// Give this answer again.
    Replay(Answer),
}

/// A request that is being carried out under a key.
pub struct Running {
    user: UserId,
    key: String,
    at: DateTime<Utc>,
}

/// SHA-256 of what makes two requests the same.
pub fn fingerprint(method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("{method} {path}\n");
    Sha256::new().chain_update(head.as_bytes()).chain_update(body).finalize().to_vec()
}

/// Begins a request under a key, or finds out what became of it.
pub async fn begin(ctx: &OpCtx, key: &str, fingerprint: &[u8]) -> Result<Begun> {
    let (user, _) = ctx.user()?;
    check(key)?;
    let now = ctx.now();
    let mut tx = ctx.services().db.system().await?;
    idempotency::delete_over(&mut tx, user, key, now, now - PATIENCE).await?;
    let new = NewIdempotencyKey { user_id: user, key, fingerprint, created_at: now, expires_at: now + KEPT };
    if idempotency::insert(&mut tx, &new).await? {
        tx.commit().await?;
        return Ok(Begun::Run(Running { user, key: key.to_owned(), at: now }));
    }
    let found = idempotency::get(&mut tx, user, key).await?;
    tx.commit().await?;
    // Gone between the two statements: what ran under it was forgotten just now, and a new try is welcome.
    let Some(found) = found else { return Err(Error::conflict("error-idempotency-running").into()) };
    if found.fingerprint != fingerprint {
        return Err(Error::invalid(HEADER, FieldCode::KeyReused).into());
    }
    match (found.status.and_then(|s| u16::try_from(s).ok()), found.body) {
        (Some(status), Some(body)) => Ok(Begun::Replay(Answer { status, content_type: found.content_type, body })),
        _ => Err(Error::conflict("error-idempotency-running").into()),
    }
}

/// Keeps the answer; `None` (or one that says "try again") forgets the key instead.
pub async fn finish(ctx: &OpCtx, running: Running, answer: Option<&Answer>) -> Result<()> {
    let Running { user, key, at } = running;
    let mut tx = ctx.services().db.system().await?;
    match answer.and_then(|a| Some((a, i16::try_from(a.status).ok()?))).filter(|(a, _)| is_kept(a)) {
        Some((answer, status)) => {
            let content_type = answer.content_type.as_deref();
            let answered = Answered { status, content_type, body: &answer.body };
            idempotency::answer(&mut tx, user, &key, at, &answered).await?;
        }
        None => idempotency::delete(&mut tx, user, &key, at).await?,
    }
    Ok(tx.commit().await?)
}

/// A defect of ours and a limit may be gone the next time.
fn is_kept(answer: &Answer) -> bool {
    answer.status < 500 && answer.status != 429 && answer.body.len() <= MAX_ANSWER
}

fn check(key: &str) -> Result<(), Error> {
    let code = match key.len() {
        0 => FieldCode::Required,
        256.. => FieldCode::TooLong { max: 255 },
        _ if !key.bytes().all(|b| b.is_ascii_graphic()) => FieldCode::Characters,
        _ => return Ok(()),
    };
    Err(Error::invalid(HEADER, code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for good in ["a", "8e03978e-40d5-43dd-bc93-6894a57f9324", "\"quoted\"", &"x".repeat(255)] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "é", "a\tb", &"x".repeat(256)] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn fingerprints_tell_requests_apart() {
        let one = fingerprint("POST", "/a", b"b");
        assert_eq!(one, fingerprint("POST", "/a", b"b"));
        assert_ne!(one, fingerprint("POST", "/a", b"c"));
        assert_ne!(one, fingerprint("POST", "/c", b"b"));
    }

    #[test]
    fn what_may_go_better_next_time_is_not_kept() {
        let answer = |status| Answer { status, content_type: None, body: Vec::new() };
        assert!(is_kept(&answer(201)) && is_kept(&answer(422)));
        assert!(!is_kept(&answer(429)) && !is_kept(&answer(500)) && !is_kept(&answer(503)));
    }
}

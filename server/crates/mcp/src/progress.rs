//! How far calls are: heard where an answer's stream is read, so that all that comes before an answer is told before it.
//! rmcp hands each notification to a task of its own, which an answer may overtake.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rmcp::model::{ProgressNotificationParam, ProgressToken};
use serde::Deserialize;
use sse_stream::{Error as SseError, Sse};
use tokio::sync::mpsc;

/// Told and not yet taken, for one call. The stream waits for room.
const WAITING: usize = 16;

/// The method of the notification.
const METHOD: &str = "notifications/progress";

/// How far a call is, in the server's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is done, in units of the server's choice; it only grows.
    pub current: f64,
    /// What there is to do, if the server knows.
    pub total: Option<f64>,
    /// What it is doing.
    pub message: Option<String>,
}

impl From<ProgressNotificationParam> for Progress {
    fn from(told: ProgressNotificationParam) -> Self {
        Self { current: told.progress, total: told.total, message: told.message }
    }
}

/// Whom to tell of a call's progress: travels with the request, beside what is sent, to where its token is known.
#[derive(Clone, Debug)]
pub(crate) struct Hearer(mpsc::Sender<Progress>);

impl Hearer {
    /// For one call.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Progress>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self(sender), receiver)
    }
}

/// Who waits for progress on one connection.
#[derive(Default)]
pub(crate) struct Hearers(Mutex<HashMap<ProgressToken, Hearer>>);

impl Hearers {
    /// Before the request with this token is sent.
    pub(crate) fn add(&self, token: ProgressToken, hearer: Hearer) {
        let mut hearers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        hearers.retain(|_, hearer| !hearer.0.is_closed());
        hearers.insert(token, hearer);
    }

    /// Tells whoever waits for it, when there is room.
    pub(crate) async fn tell(&self, told: ProgressNotificationParam) {
        let hearer = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&told.progress_token).cloned();
        if let Some(hearer) = hearer {
            // Nobody waits any more: the call ended.
            _ = hearer.0.send(told.into()).await;
        }
    }
}

/// The progress that an event tells of, if that is what it does.
pub(crate) fn of_event(event: &Result<Sse, SseError>) -> Option<ProgressNotificationParam> {
    #[derive(Deserialize)]
    struct Told {
        method: String,
        params: ProgressNotificationParam,
    }
    let data = event.as_ref().ok()?.data.as_deref()?;
    if !data.contains(METHOD) {
        return None;
    }
    let told: Told = serde_json::from_str(data).ok()?;
    (told.method == METHOD).then_some(told.params)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(message: &serde_json::Value) -> Option<Progress> {
        of_event(&Ok(Sse { data: Some(message.to_string()), ..Default::default() })).map(Progress::from)
    }

    #[test]
    fn an_answer_that_speaks_of_progress_is_none() {
        let params = json!({ "progressToken": 7, "progress": 1 });
        let told = Progress { current: 1.0, total: None, message: None };
        assert_eq!(of(&json!({ "jsonrpc": "2.0", "method": METHOD, "params": params })), Some(told));
        assert_eq!(of(&json!({ "jsonrpc": "2.0", "id": 1, "result": { "text": METHOD, "params": params } })), None);
        assert_eq!(
            of(&json!({ "jsonrpc": "2.0", "method": "notifications/message", "params": { "data": METHOD } })),
            None
        );
    }
}

//! Sockets.

pub(crate) mod entrance;
pub(crate) mod event;
pub(crate) mod terminal;

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};

/// Whoever does not take a farewell within this time need not have it.
const FAREWELL: Duration = Duration::from_secs(5);

/// Closes a socket, saying why: the reason is the error's code.
pub(crate) async fn refuse(socket: &mut WebSocket, error: studio_core::Error, request: &str) {
    let reason = error.into_public(request).code();
    tracing::debug!(request, reason, "a socket is closed");
    let close = CloseFrame { code: close_code::POLICY, reason: reason.into() };
    _ = tokio::time::timeout(FAREWELL, socket.send(Message::Close(Some(close)))).await;
}

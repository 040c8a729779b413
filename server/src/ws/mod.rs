//! Sockets.

pub(crate) mod entrance;
pub(crate) mod event;
pub(crate) mod terminal;

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use model::Error;

/// Whoever does not take a farewell within this time need not have it.
const FAREWELL: Duration = Duration::from_secs(5);

/// Takes messages of so many bytes and no more. Room for a frame is made when its head is read, so frames are limited as
/// messages are; the crate's own limit would make 16 MiB for anybody.
pub(crate) fn limited(upgrade: WebSocketUpgrade, bytes: usize) -> WebSocketUpgrade {
    upgrade.max_message_size(bytes).max_frame_size(bytes)
}

/// What came is too large or no WebSocket protocol at all.
pub(crate) fn unreadable(error: &axum::Error) -> studio_core::Error {
    Error::Malformed { detail: error.to_string() }.into()
}

/// Closes a socket, saying why: the reason is the error's code.
pub(crate) async fn refuse(socket: &mut WebSocket, error: studio_core::Error, request: &str) {
    let reason = error.into_public(request).code();
    tracing::debug!(request, reason, "a socket is closed");
    let close = CloseFrame { code: close_code::POLICY, reason: reason.into() };
    _ = tokio::time::timeout(FAREWELL, socket.send(Message::Close(Some(close)))).await;
}

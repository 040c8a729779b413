//! Sockets.

pub(crate) mod entrance;
pub(crate) mod event;
pub(crate) mod terminal;

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use model::Error;

/// Whoever is sent away and does not take the reason within this time need not have it.
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

/// Closes a socket and waits until the other side has taken everything and answers in kind (RFC 6455, 7.1.1). A
/// connection dropped while something of theirs is unread is reset, and with it goes what was still on its way to them.
pub(crate) async fn close(socket: &mut WebSocket, frame: Option<CloseFrame>, patience: Duration) {
    let goodbye = async {
        if socket.send(Message::Close(frame)).await.is_ok() {
            while let Some(Ok(_)) = socket.recv().await {}
        }
    };
    _ = tokio::time::timeout(patience, goodbye).await;
}

/// Closes a socket, saying why: the reason is the error's code.
pub(crate) async fn refuse(socket: &mut WebSocket, error: studio_core::Error, request: &str) {
    let reason = error.into_public(request).code();
    tracing::debug!(request, reason, "a socket is closed");
    let frame = CloseFrame { code: close_code::POLICY, reason: reason.into() };
    close(socket, Some(frame), FAREWELL).await;
}

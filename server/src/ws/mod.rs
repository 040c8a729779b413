//! Sockets.

pub(crate) mod entrance;
pub(crate) mod event;
pub(crate) mod terminal;

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use model::Error;

/// Who is told that the socket closes agrees within this time, unless there is more on its way to them.
const GOODBYE: Duration = Duration::from_secs(5);

/// Takes messages of so many bytes and no more. Room for a frame is made as soon as its head is read, so a frame is limited
/// as a message is: the crate's own limit would make 16 MiB for anybody.
fn limited(upgrade: WebSocketUpgrade, bytes: usize) -> WebSocketUpgrade {
    upgrade.max_message_size(bytes).max_frame_size(bytes)
}

/// What came is too large, or no WebSocket protocol at all.
fn unreadable(error: &axum::Error) -> Error {
    Error::Malformed { detail: error.to_string() }
}

/// Closes a socket once the other side has agreed (RFC 6455, 7.1.1). Were the connection dropped with something unread, such
/// as an acknowledgement, it would be reset, and what was sent last could be lost.
async fn close(socket: &mut WebSocket, frame: Option<CloseFrame>, patience: Duration) {
    let closing = async {
        socket.send(Message::Close(frame)).await?;
        while let Some(message) = socket.recv().await {
            message?;
        }
        Ok::<_, axum::Error>(())
    };
    // Whoever is gone already need not be told.
    _ = tokio::time::timeout(patience, closing).await;
}

/// Closes a socket and says why: with the problem's code.
async fn refuse(socket: &mut WebSocket, error: &Error) {
    let code = if error.status() < 500 { close_code::POLICY } else { close_code::ERROR };
    close(socket, Some(CloseFrame { code, reason: error.code().into() }), GOODBYE).await;
}

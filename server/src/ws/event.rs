//! `GET /orgs/{org}/events`: text frames that say that something changed. A reader too slow for all of them is told so.

use std::time::Duration;

use axum::Extension;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use bytes::Bytes;
use model::Error;
use model::event::{EventCommand, EventFrame};
use studio_core::OrgCtx;
use studio_core::event::Listener;
use tokio_util::sync::CancellationToken;

use super::entrance::Entrance;
use super::{GOODBYE, close, limited, refuse, unreadable};
use crate::http::Answer;

/// Largest message of a listener; as many topics as one may have are a sixth of it.
const MAX_MESSAGE: usize = 64 * 1024;
/// Rights are checked again this often, and a listener who did not even answer a ping since is gone.
const CHECK: Duration = Duration::from_secs(15);
/// A listener who does not take anything for so long is gone.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);

/// Opens a WebSocket that says that something changed.
///
/// Text frames only. The client sends an `EventCommand`, the server an `EventFrame`. Topics are `servers`, `executions`,
/// `queue`, `server:<id>` and `execution:<id>`. An event says that something changed, not how: whoever reconnects or reads
/// `lagged` reloads what they show.
///
/// Who comes without cookie and `Authorization` header sends `{"op":"authenticate","token":"<access token>"}` as the first
/// frame, within 5 seconds; the socket is closed with status 1008 and the code of the problem when that is of no use,
/// and when the session ends or its user leaves the organization.
#[utoipa::path(
    get,
    path = "/orgs/{org}/events",
    tag = "event",
    responses(
        (status = 101, description = "The socket is open."),
        (status = 400, description = "The request does not ask for a WebSocket.", body = String, content_type = "text/plain"),
        (status = 426, description = "The connection cannot be upgraded.", body = String, content_type = "text/plain")
    )
)]
pub(crate) async fn events(
    entrance: Entrance,
    Extension(stop): Extension<CancellationToken>,
    upgrade: WebSocketUpgrade,
) -> Answer<Response> {
    let upgrade = limited(upgrade, MAX_MESSAGE);
    Ok(upgrade.on_upgrade(move |mut socket| async move {
        let Some(ctx) = entrance.pass(&mut socket).await else { return };
        let request = ctx.request_id.clone();
        if let Err(Gone(error)) = serve(ctx, &mut socket, stop).await {
            tracing::debug!(request, "a listener left");
            if let Some(error) = error {
                refuse(&mut socket, &error).await;
            }
        }
    }))
}

/// The listener left, or has to, for a reason.
struct Gone(Option<Error>);

async fn serve(ctx: OrgCtx, socket: &mut WebSocket, stop: CancellationToken) -> Result<(), Gone> {
    let request = ctx.request_id.clone();
    let mut listener = Listener::new(ctx);
    let mut check = tokio::time::interval_at(tokio::time::Instant::now() + CHECK, CHECK);
    let mut heard = true;
    loop {
        tokio::select! {
            () = stop.cancelled() => {
                close(socket, None, GOODBYE).await;
                return Ok(());
            }
            _ = check.tick() => {
                let checked = listener.check_again().await;
                checked.map_err(|error| Gone(Some(error.into_public(&request))))?;
                if !std::mem::take(&mut heard) {
                    return Err(Gone(None));
                }
                send(socket, Message::Ping(Bytes::new())).await?;
            }
            frames = listener.next() => {
                for frame in &frames {
                    tell(socket, frame).await?;
                }
            }
            message = socket.recv() => {
                heard = true;
                for frame in hear(&mut listener, message, &request)? {
                    tell(socket, &frame).await?;
                }
            }
        }
    }
}

/// What a message is answered with.
fn hear(
    listener: &mut Listener,
    message: Option<Result<Message, axum::Error>>,
    request: &str,
) -> Result<Vec<EventFrame>, Gone> {
    match message {
        // What is not understood is ignored: newer listeners may say more.
        Some(Ok(Message::Text(text))) => {
            Ok(serde_json::from_str(&text).map(|command| obey(listener, command, request)).unwrap_or_default())
        }
        Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => Ok(Vec::new()),
        Some(Err(error)) => Err(Gone(Some(unreadable(&error)))),
        Some(Ok(Message::Close(_))) | None => Err(Gone(None)),
    }
}

fn obey(listener: &mut Listener, command: EventCommand, request: &str) -> Vec<EventFrame> {
    match command {
        EventCommand::Subscribe { topics } => {
            let mut frames = Vec::new();
            let mut taken = Vec::new();
            for topic in topics {
                match listener.subscribe(&topic) {
                    Ok(()) => taken.push(topic),
                    Err(error) => frames.push(EventFrame::Refused { topic, error: error.into_public(request) }),
                }
            }
            frames.push(EventFrame::Subscribed { topics: taken });
            frames
        }
        EventCommand::Unsubscribe { topics } => {
            topics.iter().for_each(|topic| listener.unsubscribe(topic));
            Vec::new()
        }
        EventCommand::Ping => vec![EventFrame::Pong],
    }
}

async fn tell(socket: &mut WebSocket, frame: &EventFrame) -> Result<(), Gone> {
    let text = serde_json::to_string(frame).map_err(|error| {
        tracing::error!(%error, "an event cannot be written");
        Gone(None)
    })?;
    send(socket, Message::Text(text.into())).await
}

async fn send(socket: &mut WebSocket, message: Message) -> Result<(), Gone> {
    match tokio::time::timeout(SEND_TIMEOUT, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Gone(None)),
    }
}

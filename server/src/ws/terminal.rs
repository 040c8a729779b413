//! `GET /orgs/{org}/executions/{id}/terminal?from=<byte>`: binary frames are the output's bytes, text frames say how the
//! execution stands. What is drawn is acknowledged; at most a window of unacknowledged bytes is in flight.

use std::time::Duration;

use axum::Extension;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use bytes::Bytes;
use model::execution::{TerminalCommand, TerminalFrame, TerminalSize};
use model::{Error, ExecutionId, ExecutionView};
use serde::Deserialize;
use studio_core::OrgCtx;
use studio_core::bus::{Event, Topic};
use studio_core::execution::input::{self, MAX_INPUT, Typist};
use studio_core::execution::tail::{self, Watch};
use studio_core::execution::{self, output};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;

use crate::http::body::Query;
use crate::http::problem::OrProblem as _;
use crate::http::{Answer, Id};
use crate::ws::entrance::Entrance;
use crate::ws::{close, limited, refuse, unreadable};

/// Bytes that may be on their way to a viewer who has not drawn them yet.
const WINDOW: u64 = 1024 * 1024;
/// Largest binary frame.
const FRAME: usize = 64 * 1024;
/// Where to look even when nobody says that something changed; also how often rights are checked again.
const POLL: Duration = Duration::from_secs(5);
/// A viewer who did not even answer a ping for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// A viewer who does not take anything for so long is gone.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// The byte to begin with.
    #[serde(default)]
    from: u64,
    /// The byte to end before; without it the output is sent as it comes.
    to: Option<u64>,
    /// Begins with the last so many lines instead, of the last MiB; a `start` frame tells where that is.
    tail: Option<u16>,
}

/// Opens a WebSocket with an execution's output as it comes.
///
/// Binary frames are the output's bytes from `from` on (or `tail`) and up to `to`, nothing else. Text frames are control: the server sends a
/// `TerminalFrame`, the client a `TerminalCommand`. What was drawn is acknowledged with `ack`; at most 1 MiB of
/// unacknowledged bytes is in flight. After `end` nothing more comes.
///
/// Who comes without cookie and `Authorization` header sends `{"op":"authenticate","token":"<access token>"}` as the first
/// frame, within 5 seconds; the socket is closed with status 1008 and the code of the problem when that is of no use,
/// and when the session ends or its user leaves the organization.
#[utoipa::path(
    get,
    path = "/orgs/{org}/executions/{id}/terminal",
    tag = "execution",
    params(("id" = ExecutionId, Path, description = "The execution."), From),
    responses(
        (status = 101, description = "The socket is open."),
        (status = 400, description = "The request does not ask for a WebSocket.", body = String, content_type = "text/plain"),
        (status = 426, description = "The connection cannot be upgraded.", body = String, content_type = "text/plain")
    )
)]
pub(crate) async fn terminal(
    entrance: Entrance,
    Id(id): Id<ExecutionId>,
    Query(query): Query<From>,
    Extension(stop): Extension<CancellationToken>,
    upgrade: WebSocketUpgrade,
) -> Answer<Response> {
    // Whoever is known gets a plain answer when there is nothing to see.
    if let Entrance::Known(ctx) = &entrance {
        execution::get(ctx, id).await.or_problem(ctx)?;
    }
    // Typed text can be twice as long in JSON.
    let upgrade = limited(upgrade, 2 * MAX_INPUT + 1024).write_buffer_size(0);
    Ok(upgrade.on_upgrade(move |mut socket| async move {
        let Some(ctx) = entrance.pass(&mut socket).await else { return };
        // Subscribed before the first read, so that nothing falls between the two.
        let bus = ctx.services().bus.subscribe();
        let execution = match execution::get(&ctx, id).await {
            Ok(execution) => execution,
            Err(error) => return refuse(&mut socket, &error.into_public(&ctx.request_id)).await,
        };
        let from = match query.tail {
            None => Ok(query.from),
            Some(lines) => output::before_last_lines(&ctx, id, lines.into()).await,
        };
        let from = match from {
            Ok(from) => from,
            Err(error) => return refuse(&mut socket, &error.into_public(&ctx.request_id)).await,
        };
        let watch = match tail::watch(&ctx, id) {
            Ok(watch) => watch,
            Err(error) => return refuse(&mut socket, &error.into_public(&ctx.request_id)).await,
        };
        let mut viewer = Viewer {
            ctx,
            watch,
            id,
            socket,
            bus,
            stop,
            looked: Instant::now(),
            heard: Instant::now(),
            sent: from,
            acknowledged: from,
            to: query.to.unwrap_or(u64::MAX),
            attempt: execution.attempt,
            typist: Typist::new(id),
            size: None,
        };
        if let Err(Gone(error)) = viewer.serve(execution, query.tail.is_some()).await {
            tracing::debug!(execution = %id, "a viewer left");
            if let Some(error) = error {
                refuse(&mut viewer.socket, &error).await;
            }
        }
    }))
}

/// The viewer left, or has to, for a reason.
struct Gone(Option<Error>);

struct Viewer {
    ctx: OrgCtx,
    watch: Watch,
    id: ExecutionId,
    socket: WebSocket,
    bus: broadcast::Receiver<Event>,
    stop: CancellationToken,
    /// When rights were last checked.
    looked: Instant,
    /// When the viewer last said anything.
    heard: Instant,
    sent: u64,
    acknowledged: u64,
    /// The viewer wants no byte from here on.
    to: u64,
    attempt: i32,
    typist: Typist,
    /// The size that the viewer was told.
    size: Option<TerminalSize>,
}

impl Viewer {
    async fn serve(&mut self, mut execution: ExecutionView, at_the_tail: bool) -> Result<(), Gone> {
        self.text(&TerminalFrame::State { execution: Box::new(execution.clone()) }).await?;
        if at_the_tail {
            self.text(&TerminalFrame::Start { offset: self.sent }).await?;
        }
        self.tell_size().await?;
        let mut complete = self.send_output(News::State).await?;
        loop {
            if complete && execution.state.is_final() {
                let end = TerminalFrame::End { state: execution.state, exit_code: execution.exit_code };
                self.text(&end).await?;
                return self.close().await;
            }
            let news = tokio::select! {
                () = self.stop.cancelled() => return self.close().await,
                () = tokio::time::sleep_until(self.looked + POLL) => News::State,
                news = wait(&mut self.bus, self.id) => news,
                message = self.socket.recv() => {
                    // All that is stored was sent, so an acknowledgement makes room for nothing.
                    self.receive(message).await?;
                    continue;
                }
            };
            if news == News::Output {
                complete = self.send_output(news).await?;
                continue;
            }
            let now = self.look().await?;
            self.tell_size().await?;
            if now != execution {
                // A new attempt has output of its own, from its first byte; what was asked for was another one's.
                if now.attempt != self.attempt {
                    (self.attempt, self.sent, self.acknowledged, self.to) = (now.attempt, 0, 0, u64::MAX);
                }
                execution = now;
                self.text(&TerminalFrame::State { execution: Box::new(execution.clone()) }).await?;
            }
            complete = self.send_output(news).await?;
        }
    }

    /// Sends what is stored past the last byte sent, as far as the window allows; true when there is no more to come. On
    /// news of output alone what is at hand in memory is enough; how it stands is only known by the database.
    async fn send_output(&mut self, news: News) -> Result<bool, Gone> {
        let mut at_hand = false;
        loop {
            if self.sent >= self.to {
                return Ok(true);
            }
            self.room().await?;
            // Who is behind by much, or sees a command that never rests, is here for long.
            if self.looked.elapsed() >= POLL {
                self.look().await?;
            }
            if let Some(bytes) = self.watch.after(self.attempt, self.sent) {
                at_hand = true;
                self.frames(bytes).await?;
                continue;
            }
            if at_hand && news == News::Output {
                return Ok(false);
            }
            let attempt = (self.attempt > 0).then_some(self.attempt);
            let piece = match output::read(&self.ctx, self.id, attempt, self.sent).await {
                Ok(piece) => piece,
                Err(error) => return Err(self.fail(error)),
            };
            // Past the cap the middle is not kept; someone who asked for bytes past the end is told where it really is.
            if piece.offset != self.sent {
                let gap = TerminalFrame::Gap { from: self.sent.min(piece.offset), to: piece.offset };
                (self.sent, self.acknowledged) = (piece.offset, piece.offset);
                self.text(&gap).await?;
            }
            if piece.bytes.is_empty() {
                return Ok(piece.complete || attempt.is_none());
            }
            self.frames(piece.bytes.into()).await?;
            if self.sent >= piece.end && !piece.complete {
                return Ok(false);
            }
        }
    }

    /// Sends the bytes that come next.
    async fn frames(&mut self, mut bytes: Bytes) -> Result<(), Gone> {
        bytes.truncate(usize::try_from(self.to.saturating_sub(self.sent)).unwrap_or(usize::MAX));
        while !bytes.is_empty() {
            let frame = bytes.split_to(bytes.len().min(FRAME).min(self.room().await?));
            let length = frame.len() as u64;
            self.send(Message::Binary(frame)).await?;
            self.sent += length;
        }
        Ok(())
    }

    /// Bytes that may be sent now; waits until there are some.
    async fn room(&mut self) -> Result<usize, Gone> {
        loop {
            let room = WINDOW.saturating_sub(self.sent - self.acknowledged);
            if room > 0 {
                return Ok(usize::try_from(room).unwrap_or(usize::MAX));
            }
            tokio::select! {
                () = self.stop.cancelled() => {
                    self.close().await?;
                    return Err(Gone(None));
                }
                () = tokio::time::sleep_until(self.looked + POLL) => drop(self.look().await?),
                message = self.socket.recv() => self.receive(message).await?,
            }
        }
    }

    /// Reads the execution again, which also checks the viewer's rights again, and whether there still is one.
    async fn look(&mut self) -> Result<ExecutionView, Gone> {
        if self.heard.elapsed() > SILENCE {
            return Err(Gone(None));
        }
        self.send(Message::Ping(Bytes::new())).await?;
        self.looked = Instant::now();
        self.ctx = self.ctx.again().await.map_err(|e| self.fail(e))?;
        execution::get(&self.ctx, self.id).await.map_err(|e| self.fail(e))
    }

    /// Tells the size of the terminal when it is another than the viewer knows.
    async fn tell_size(&mut self) -> Result<(), Gone> {
        let size = input::size(&self.ctx, self.id).await.map_err(|e| self.fail(e))?;
        if let Some(size) = size.filter(|size| self.size != Some(*size)) {
            self.size = Some(size);
            self.text(&TerminalFrame::Resize(size)).await?;
        }
        Ok(())
    }

    async fn receive(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), Gone> {
        self.heard = Instant::now();
        match message {
            Some(Ok(Message::Text(text))) => {
                // What is not understood is ignored: newer viewers may say more.
                let Ok(command) = serde_json::from_str(&text) else { return Ok(()) };
                self.obey(command).await
            }
            Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Err(error)) => Err(Gone(Some(unreadable(&error)))),
            Some(Ok(Message::Close(_))) | None => Err(Gone(None)),
        }
    }

    async fn obey(&mut self, command: TerminalCommand) -> Result<(), Gone> {
        let (command, done) = match command {
            TerminalCommand::Ack { offset } => {
                self.acknowledged = offset.clamp(self.acknowledged, self.sent);
                return Ok(());
            }
            TerminalCommand::Input { data } => ("input", self.typist.input(&self.ctx, &data).await),
            TerminalCommand::Resize(size) => ("resize", input::resize(&self.ctx, self.id, size).await),
        };
        match done.map_err(|error| error.into_public(&self.ctx.request_id)) {
            Ok(()) => Ok(()),
            Err(error) => self.text(&TerminalFrame::Refused { command: command.to_owned(), error }).await,
        }
    }

    async fn text(&mut self, frame: &TerminalFrame) -> Result<(), Gone> {
        let text = serde_json::to_string(frame).map_err(|e| self.fail(studio_core::Error::from(e)))?;
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        match tokio::time::timeout(SEND_TIMEOUT, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone(None)),
        }
    }

    async fn close(&mut self) -> Result<(), Gone> {
        // Up to a window is still on its way.
        close(&mut self.socket, None, SEND_TIMEOUT).await;
        Ok(())
    }

    fn fail(&self, error: studio_core::Error) -> Gone {
        let error = error.into_public(&self.ctx.request_id);
        tracing::debug!(execution = %self.id, %error, "a terminal socket ends");
        Gone(Some(error))
    }
}

/// What happened to an execution.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum News {
    /// There is more output, and nothing else is new.
    Output,
    /// It may stand differently.
    State,
}

impl News {
    fn of(event: Result<Event, RecvError>, id: ExecutionId) -> Option<Self> {
        match event {
            Ok(Event { topic: Topic::Output(changed), .. }) if changed == id => Some(Self::Output),
            Ok(Event { topic: Topic::Execution(changed) | Topic::Terminal(changed), .. }) if changed == id => {
                Some(Self::State)
            }
            Ok(_) | Err(RecvError::Closed) => None,
            Err(RecvError::Lagged(_)) => Some(Self::State),
        }
    }
}

/// Returns when something about this execution changed, with all that has happened until then taken together.
async fn wait(bus: &mut broadcast::Receiver<Event>, id: ExecutionId) -> News {
    let mut news = loop {
        let event = bus.recv().await;
        if matches!(event, Err(RecvError::Closed)) {
            std::future::pending::<()>().await;
        }
        if let Some(news) = News::of(event, id) {
            break news;
        }
    };
    loop {
        let event = match bus.try_recv() {
            Ok(event) => Ok(event),
            Err(TryRecvError::Lagged(n)) => Err(RecvError::Lagged(n)),
            Err(TryRecvError::Empty | TryRecvError::Closed) => return news,
        };
        news = news.max(News::of(event, id).unwrap_or(news));
    }
}

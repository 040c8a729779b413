//! A WebSocket to the Studio.

use anyhow::Result;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::http::connect;
use crate::studio::Studio;

/// An open one.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// Opens one with our credentials.
pub(crate) async fn open(studio: &Studio, path: &str) -> Result<Socket> {
    let mut request = format!("ws://{}{path}", studio.address).into_client_request()?;
    request.headers_mut().extend(studio.credentials.clone());
    let stream = connect(studio.address).await?;
    let (socket, _) = client_async(request, stream).await?;
    Ok(socket)
}

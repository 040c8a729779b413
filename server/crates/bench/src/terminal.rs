//! An execution's terminal, followed as the page does it: every byte, acknowledged.

use std::time::SystemTime;

use anyhow::{Context as _, Result, bail, ensure};
use futures::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::socket;
use crate::studio::Studio;

/// Bytes after which we acknowledge: a quarter of what the server lets be in flight.
const ACKNOWLEDGE: u64 = 256 * 1024;

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Frame {
    Gap {
        from: u64,
        to: u64,
    },
    End {
        exit_code: Option<i32>,
    },
    #[serde(other)]
    Other,
}

/// Gives every piece of output with the moment it arrived to `take`, until the command has ended well.
pub(crate) async fn follow(
    studio: &Studio,
    execution: &str,
    mut take: impl FnMut(&[u8], SystemTime) -> Result<()>,
) -> Result<()> {
    let path = studio.path(&format!("/executions/{execution}/terminal?from=0"));
    let mut socket = socket::open(studio, &path).await.context("cannot open the terminal")?;
    let (mut offset, mut acknowledged) = (0_u64, 0_u64);
    while let Some(message) = socket.next().await {
        match message? {
            Message::Binary(bytes) => {
                take(&bytes, SystemTime::now())?;
                offset += bytes.len() as u64;
                if offset - acknowledged >= ACKNOWLEDGE {
                    socket.send(Message::text(json!({ "op": "ack", "offset": offset }).to_string())).await?;
                    acknowledged = offset;
                }
            }
            Message::Text(text) => match serde_json::from_str::<Frame>(text.as_str())? {
                Frame::Gap { from, to } => bail!("the bytes from {from} to {to} are not kept"),
                Frame::End { exit_code } => {
                    ensure!(exit_code == Some(0), "the command ended with exit code {exit_code:?}");
                    return Ok(());
                }
                Frame::Other => {}
            },
            Message::Close(_) => break,
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
    }
    bail!("the terminal closed after {offset} bytes, before the end")
}

//! A network that can be cut.

use std::net::Ipv4Addr;

use anyhow::Result;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Forwards connections to a port of this host while it is whole; cut, it breaks those it has and takes no more.
pub struct Proxy {
    port: u16,
    whole: watch::Sender<bool>,
}

impl Proxy {
    /// Starts one in front of `target`.
    pub async fn start(target: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let (whole, state) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if *state.borrow() {
                    tokio::spawn(forward(client, target, state.clone()));
                }
            }
        });
        Ok(Self { port, whole })
    }

    /// The MCP endpoint behind it.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/mcp", self.port)
    }

    /// Breaks every connection and takes no new one.
    pub fn cut(&self) {
        self.whole.send_replace(false);
    }

    /// Takes connections again.
    pub fn mend(&self) {
        self.whole.send_replace(true);
    }
}

async fn forward(mut client: TcpStream, target: u16, mut whole: watch::Receiver<bool>) {
    let Ok(mut server) = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).await else { return };
    tokio::select! {
        _ = copy_bidirectional(&mut client, &mut server) => {}
        _ = whole.wait_for(|whole| !whole) => {}
    }
}

//! A way from one process to another, over TCP, that can be cut and laid to somewhere else.

use std::net::Ipv4Addr;
use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// Where a way leads.
#[derive(Clone, PartialEq)]
pub enum End {
    /// A port of this host.
    Port(u16),
    /// A unix socket.
    Socket(PathBuf),
    /// Nowhere: it is cut.
    Nowhere,
}

/// A way; whoever goes it connects to its port.
pub struct Way {
    pub port: u16,
    end: watch::Sender<End>,
}

impl Way {
    pub async fn to(end: End) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, ends) = watch::channel(end);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(go(client, ends.clone()));
            }
        });
        Self { port, end: sender }
    }

    /// Breaks what goes this way; from now on it leads there.
    pub fn lead(&self, end: End) {
        self.end.send_replace(end);
    }
}

async fn go(mut client: TcpStream, mut ends: watch::Receiver<End>) {
    let end = ends.borrow_and_update().clone();
    match end {
        End::Nowhere => {}
        End::Port(port) => {
            if let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await {
                forward(&mut client, server, ends).await;
            }
        }
        End::Socket(path) => {
            if let Ok(server) = UnixStream::connect(path).await {
                forward(&mut client, server, ends).await;
            }
        }
    }
}

async fn forward(
    client: &mut TcpStream,
    mut server: impl AsyncRead + AsyncWrite + Unpin,
    mut ends: watch::Receiver<End>,
) {
    tokio::select! {
        _ = copy_bidirectional(client, &mut server) => {}
        _ = ends.changed() => {}
    }
}

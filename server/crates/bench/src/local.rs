//! The baseline of everything that streams: the same command here, through a pipe and a loopback connection.

use std::net::Ipv4Addr;
use std::process::Stdio;
use std::time::SystemTime;

use anyhow::{Context as _, Result, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;

/// Largest piece, as the Studio's frames.
const PIECE: usize = 64 * 1024;

/// Gives every piece of a command's output with the moment it arrived to `take`.
pub(crate) async fn follow(command: &str, mut take: impl FnMut(&[u8], SystemTime) -> Result<()>) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let (mut sender, (mut receiver, _)) = tokio::try_join!(TcpStream::connect(address), listener.accept())?;
    sender.set_nodelay(true)?;
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", command]).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut child = shell.spawn().context("cannot run /bin/sh")?;
    let stdout = child.stdout.take().context("the command has no stdout")?;
    let sending = tokio::spawn(async move {
        tokio::io::copy_buf(&mut BufReader::with_capacity(PIECE, stdout), &mut sender).await?;
        sender.shutdown().await
    });
    let mut piece = vec![0; PIECE];
    loop {
        let length = receiver.read(&mut piece).await?;
        if length == 0 {
            break;
        }
        take(&piece[..length], SystemTime::now())?;
    }
    sending.await??;
    let status = child.wait().await?;
    ensure!(status.success(), "`{command}` failed here ({status})");
    Ok(())
}

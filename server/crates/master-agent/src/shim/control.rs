//! The run's socket, through which the daemon sees and steers it.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};

use crate::shim_protocol::{Reply, Request};

/// A request holds at most 64 KiB of input, in base64.
const LONGEST_LINE: usize = 256 * 1024;
/// Replies that a daemon did not take; it is cut off beyond.
const MOST_UNSENT: usize = 256 * 1024;
const MOST_CONNECTIONS: usize = 8;

/// The socket and who is connected.
#[derive(Debug)]
pub struct Control {
    /// Where daemons connect.
    pub listener: UnixListener,
    /// The daemons; one, but for a moment after a restart.
    pub connections: Vec<Connection>,
}

/// A connected daemon.
#[derive(Debug)]
pub struct Connection {
    /// Its socket.
    pub stream: UnixStream,
    inbox: Vec<u8>,
    outbox: Vec<u8>,
    closed: bool,
}

impl Control {
    /// Listens in the working directory: a path of a few letters, however deep the folder lies.
    pub fn listen() -> io::Result<Self> {
        let listener = UnixListener::bind("socket")?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener, connections: Vec::new() })
    }

    /// Takes whoever waits to connect, and lets them look: what came until now was announced without them.
    pub fn accept(&mut self) {
        while let Ok((stream, _)) = self.listener.accept() {
            if stream.set_nonblocking(true).is_ok() && self.connections.len() < MOST_CONNECTIONS {
                let mut connection = Connection { stream, inbox: Vec::new(), outbox: Vec::new(), closed: false };
                connection.announce();
                self.connections.push(connection);
            }
        }
    }

    /// Says that there is more output to see.
    pub fn announce(&mut self) {
        for connection in &mut self.connections {
            connection.announce();
        }
    }

    /// Lets go of who has gone.
    pub fn sweep(&mut self) {
        self.connections.retain(|connection| !connection.closed);
    }
}

impl Connection {
    /// Whether something waits to be sent.
    pub fn wants_to_write(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Reads what has come and returns the whole requests in it.
    pub fn receive(&mut self) -> Vec<Request> {
        let mut bytes = [0; 16 * 1024];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => {
                    self.closed = true;
                    break;
                }
                Ok(count) => self.inbox.extend(bytes.iter().take(count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => {
                    self.closed = true;
                    break;
                }
            }
            if self.inbox.len() > LONGEST_LINE {
                self.closed = true;
                break;
            }
        }
        let mut requests = Vec::new();
        while let Some(end) = self.inbox.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = self.inbox.drain(..=end).collect();
            match serde_json::from_slice(&line) {
                Ok(request) => requests.push(request),
                Err(_) => self.closed = true,
            }
        }
        requests
    }

    /// Sends a reply, now or when there is room.
    pub fn reply(&mut self, reply: &Reply) {
        match serde_json::to_vec(reply) {
            Ok(line) => {
                self.outbox.extend(line);
                self.outbox.push(b'\n');
                self.flush();
            }
            Err(_) => self.closed = true,
        }
    }

    /// An empty line. When there is no room for it, the daemon has unread bytes, and looks after it has read them.
    fn announce(&mut self) {
        if self.outbox.is_empty() {
            match self.stream.write(b"\n") {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => self.closed = true,
            }
        }
    }

    /// Sends what waits, as far as there is room.
    pub fn flush(&mut self) {
        while !self.outbox.is_empty() && !self.closed {
            match self.stream.write(&self.outbox) {
                Ok(written) => drop(self.outbox.drain(..written)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => self.closed = true,
            }
        }
        self.closed |= self.outbox.len() > MOST_UNSENT;
    }
}

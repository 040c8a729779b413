//! Sockets.

pub(crate) mod terminal;
